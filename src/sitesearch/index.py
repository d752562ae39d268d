"""The index: which words stand in which sections, and what is shown of them. Small enough to load as a whole.

Words are kept as their stems, by the stemmer that Sphinx also gives to the browser. A word's places are written as the
steps from section to section, in base 36, with a mark where the word stands there twice or more often.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import yaml
from sphinx.application import Sphinx
from sphinx.search import languages
from sphinx.util import import_object

from languages.words import _, forms, speaks
from sitesearch.collect import Page, pages_of, searched, shown, titles

MOST = 150  # characters of a summary
TWICE, OFTEN = "'", '"'
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])[”’\"')]*\s+(?=[^\W_a-zß-ÿ]|[“‘«\"'(¿¡])")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

Stemmer = Callable[[str], str]


def index(app: Sphinx) -> dict:
    """All that the page's script works with."""
    language = _language(app)
    stem = cache(lambda word: language.stem(word.lower()))
    pages, sections, places = [], [], defaultdict(list)
    for docname, page in sorted(pages_of(app.env).items()):
        kind, weight = kind_of(docname, app.config.sitesearch_kinds)
        pages.append([docname, app.env.titles[docname].astext(), kind, weight, " ".join(page.keywords.split())])
        for section in _worth_finding(page):
            text = titles(app.env, section.text)
            number = len(sections)
            heading = shown(titles(app.env, [section.title])) if section.anchor else ""
            sections.append([len(pages) - 1, section.anchor, heading, summary(shown(text)), section.kind])
            found = _WORD.findall(searched(text).replace("’", "'"))
            counted = Counter(stem(word) for word in found if word.lower() not in language.stopwords)
            for word, times in counted.items():
                places[word].append((number, times))
    return {
        "pages": pages,
        "sections": sections,
        "terms": {word: written(found) for word, found in sorted(places.items())},
        "synonyms": synonyms(app, stem),
        "words": words(),
        "examples": list(app.config.sitesearch_examples),
    }


def _language(app: Sphinx):
    found = languages.get(app.config.html_search_language or app.config.language, languages["en"])
    return (import_object(found) if isinstance(found, str) else found)(app.config.html_search_options)


def _worth_finding(page: Page):
    return (section for section in page.sections if section.title or "".join(section.text).strip())


def kind_of(docname: str, kinds: Sequence[tuple[str, str, float]]) -> tuple[str, float]:
    """The kind of a page and how much it weighs: of the last that its name begins with."""
    fits = [(kind, weight) for beginning, kind, weight in kinds if docname.startswith(beginning)]
    return fits[-1] if fits else ("", 1)


def summary(text: str) -> str:
    """The first sentences that fit, or the beginning of the first one, cut at a word."""
    shown = ""
    for sentence in _SENTENCE_END.split(text[: MOST * 4]):
        if len(shown) + len(sentence) >= MOST:
            break
        shown = f"{shown} {sentence}".strip()
    if len(shown) < MOST / 3 and len(text) > len(shown):
        shown = text if len(text) <= MOST else text[:MOST].rsplit(" ", 1)[0].rstrip(",;:–") + "…"
    return shown


def written(places: Iterable[tuple[int, int]]) -> str:
    """`0 1, 2 3, 40 1` (section, times) as `0,2",12`."""
    parts, last = [], 0
    for number, times in places:
        parts.append(_base36(number - last) + ("" if times == 1 else TWICE if times == 2 else OFTEN))
        last = number
    return ",".join(parts)


def _base36(number: int) -> str:
    digits = _DIGITS[number % 36]
    while number := number // 36:
        digits = _DIGITS[number % 36] + digits
    return digits


def synonyms(app: Sphinx, stem: Stemmer) -> list[list[str]]:
    """Groups of stems that mean the same; one entry may hold several words."""
    if not app.config.sitesearch_synonyms:
        return []
    groups = yaml.safe_load(Path(app.srcdir, app.config.sitesearch_synonyms).read_text("utf-8"))
    return [[" ".join(stem(word) for word in _WORD.findall(entry)) for entry in group] for group in groups]


def words() -> dict[str, str | dict[str, str]]:
    """What the script says."""
    return {
        "best": _("Best matches"),
        "none": _("Nothing was found for “{query}”."),
        "advice": _("Try fewer words, or other ones. What you need in the first minutes is one step away:"),
        "found": forms(speaks(), "One page for “{query}”.", "{n} pages for “{query}”, the best first."),
        "examples": _("Ask in your own words. For example:"),
    }


def as_script(data: dict) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"Search.setIndex({text});\n".replace("\u2028", " ").replace("\u2029", " ")
