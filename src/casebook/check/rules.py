"""The rules that a passage must keep, one small function each. What a code means, and the mend, stand in the table `CODES`.

Figures. A passage with a figure or a date names a claim, a quotation or a source, and a claim or quotation that it
names gives the figure: in its statement, figures, note or actor, in its dates, or in the dates of its sources. A
figure before a {cite} is taken on trust, for the bibliography holds no statements. Exempt are headings (the text
below them carries the notes); counting words up to twelve; the number of an action, step or question; quoted samples
in a section or question that calls them samples; what a section calls invented, model answers, check lists, templates
and admonitions of the class "example", whose facts stand with their notes beside them; how many words an
answer may have; whole numbers below 100 in lesson plans (docs/trainers), which are minutes and people, and minutes
in docs/course and docs/practice; docs/reference, which is about software. An author excuses one block, for a reason,
with `% no source: reason` above it; the command counts these.

Quotation marks around more than four words are a {quote} or a sample; lesson plans, which give a trainer words to
say, are exempt.

Support. The words before the note of a claim with one source say who reports it (`_ATTRIBUTED`); once a page has
said so, a later mention need not. A passage with a disputed claim gives its values or who says so (`_OPEN`); one
without figures may leave that to another passage of its page. Where a corroborated claim stands in the same note, it
carries the statement. A question's `claims` are held to its figures only, since they belong to no one sentence.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from authoring import Problem
from casebook.check.figures import Figure, Known, figures
from casebook.check.passages import Mark, Passage, Text
from casebook.library import Library

CODES = {
    "no-source": ("a figure or date that traces to no claim", "cite the {claim}, {quote} or {cite} that gives it"),
    "not-in-claims": (
        "a figure or date that none of the claims cited with it gives",
        "mend it, or cite the claim that gives it; if it is reckoned, write `% no source: arithmetic` above",
    ),
    "unsourced-quotation": (
        "quotation marks around somebody's words without their source",
        "use {quote}; if the words are a sample, say so before them",
    ),
    "told-as-settled": ("a disputed claim told as settled", "give the values, and who says so"),
    "told-as-fact": ("a claim with one source told as fact", "say who reports it, as in “by one account”"),
    "no-label": ("a reconstructed action named without its label", "add that it is reconstructed"),
    "unknown-term": ("a term that no glossary defines", "define it in a glossary, or use plain words"),
    "dead-link": ("a link within the project that leads nowhere", "mend the name, or take the link out"),
    "unknown-claim": ("a claim that does not exist", "use the id of a claim"),
    "unknown-quotation": ("a quotation that does not exist", "use the id of a quotation"),
    "unknown-source": ("a source that does not exist", "use the id of a source"),
    "unused-source": ("a source that nothing cites", "cite it, or take it out"),
    "no-reason": ("`no source` without a reason", "write why, as in `% no source: arithmetic`"),
}
"""What each code means, and the mend."""

MOST_UNMARKED_WORDS = 4
_LABELLED_NUMBER = re.compile(r"\b(action|step|question|part|module|lesson|chapter|section|figure|table)s?( \d+,?( and| to| of)?( the)?)* $", re.IGNORECASE)  # fmt: skip
_QUOTED = re.compile(r"“([^”]*)”|\"([^\"]*)\"")
_SAYING = (
    r"says?|said|saying|tells?|told|writes?|wrote|written|reports?|reported|reportedly|reporting|announce[sd]?|announcing|called|"
    r"calls (?:it|him|her|this|the)|quote[sd]?|cite[sd]?|admit(?:s|ted)|acknowledge[sd]?|argue[sd]?|claimed|alleg(?:es?|ed|ations?)|"
    r"promise[sd]?|recorded|explain(?:s|ed)|estimate[sd]?|according to|credited|denie[sd]|blame[sd]|faulted|praise[sd]|spoke|"
    r"warn(?:s|ed)|stressed|complain(?:s|ed)|testified|pointed to|(?:was|were) (?:read|found|seen)"
)
_SPEAKER = r"blogs?|critics?|spokes\w+|interview|press release|filing|lawsuit|our (?:inference|reading)|(?:study|survey) (?:by|of)|in (?:one|another)(?= report| newspaper|,|\.|$)"
_DOCUMENT = (
    r"accounts?|reports?|records?|count|release|letter|review|summary|statement|paper|newspaper|magazine|article|case|data|"
    r"estimate|transcript|service|dates?|figures|wording|journal|another"
)
_ATTRIBUTED = re.compile(
    rf"(?i:\b(?:{_SAYING}|{_SPEAKER})\b|\bby [^.;:]{{0,60}}?\b(?:{_DOCUMENT})\b)|(?:^|[,;:(.] )[Bb]y (?:the )?(?=[A-Z])|\bcourse\s*$"
)
"""Who says so: a verb of saying, a speaker or a document, "by one account", or the mark *course*, which says that it is ours."""
_OPEN = re.compile(
    r"(?i:\b(?:disput\w+|differ\w*|disagree\w*|depend\w*|range[sd]?|others?|another|most|usually|puts?|up to|accounts?|and not)\b)"
    r"|\bfrom .{1,40}? to\b|;|\bor (?:\w+ )?\d|\d\S* or\b"
)
"""More than one value, or the word that there is."""


@dataclass
class Site:
    """All that rules know of the project."""

    root: Path
    library: Library
    texts: list[Text] = field(default_factory=list)
    whole: bool = True
    """Every facts file could be read, so a claim that is not in the library does not exist."""
    _open: dict[Path, set[str]] = field(default_factory=dict)
    told: defaultdict[Path, set[str]] = field(default_factory=lambda: defaultdict(set))
    """By page, the claims that it has told so far together with who reports them."""

    def __post_init__(self):
        self.pages = {text.path.relative_to(self.root).with_suffix("").as_posix(): text for text in self.texts}
        self.labels = {f"source-{key}" for key in self.library.sources}.union(*(text.labels for text in self.texts))
        self.terms = set().union(*(text.terms for text in self.texts))

    def open_on(self, page: Path) -> set[str]:
        """The claims that are told as open questions somewhere on a page."""
        if page not in self._open:
            passages = [each for text in self.texts if text.path == page for each in text.passages if _is_open(each)]
            self._open[page] = {name for each in passages for mark in each.named("claim") for name in mark.text.split()}
        return self._open[page]

    def under(self, passage: Passage, folder: str) -> bool:
        return passage.home.is_relative_to(self.root / folder)


Rule = Callable[[Passage, Site], Iterator[Problem]]


def tell(passage: Passage, at: int | tuple[int, int], code: str, message: str) -> Problem:
    return passage.problem(at, code, message, CODES[code][1])


def _own_figures(passage: Passage, site: Site) -> Iterator:
    """The figures in a passage that need a source."""
    if (
        passage.kind == "heading"
        or passage.excuse is not None
        or passage.ours == "invented"
        or site.under(passage, "docs/reference")
    ):
        return
    lesson = site.under(passage, "docs/trainers") or (
        "minutes" in passage.prose and any(site.under(passage, f"docs/{folder}") for folder in ("course", "practice"))
    )
    prose = _QUOTED.sub(lambda found: " " * len(found[0]), passage.prose) if passage.ours else passage.prose
    for figure in figures(prose):
        plan = lesson and figure.values and figure.values[0] < 100
        size = passage.kind == "question" and prose.startswith(" words", figure.at + len(figure.written))
        if not (figure.small or plan or size or _LABELLED_NUMBER.search(prose[: figure.at])):
            yield figure


def traced(passage: Passage, site: Site) -> Iterator[Problem]:
    """Every figure stands with a claim, a quotation or a source."""
    if not passage.claims and not passage.named("claim", "quote", "cite"):
        for figure in _own_figures(passage, site):
            yield tell(passage, figure.at, "no-source", f"`{figure.written}` traces to no claim")


def borne_out(passage: Passage, site: Site) -> Iterator[Problem]:
    """Every figure is given by a claim or quotation that stands with it."""
    library = site.library
    names = [*passage.claims, *(name for mark in passage.named("claim", "quote") for name in mark.text.split())]
    if not names or any(name not in library.claims and name not in library.quotations for name in names):
        return
    claims = [library.claims[name] for name in names if name in library.claims]
    quotations = [library.quotations[name] for name in names if name in library.quotations]
    texts = [text for fact in claims for text in fact.told()] + [quotation.text for quotation in quotations]
    days = [thing.date for thing in [*claims, *quotations]]
    days += [library.sources[key].date for claim in claims for key in claim.sources if key in library.sources]
    known = Known(texts, days, [claim.time for claim in claims], passage.given)
    for figure in _own_figures(passage, site):
        following = next((mark.kind for mark in passage.named("claim", "quote", "cite") if mark.at >= figure.at), "")
        if figure not in known and following != "cite":
            yield tell(passage, figure.at, "not-in-claims", f"no claim cited here gives `{figure.written}`")


def quoted(passage: Passage, site: Site) -> Iterator[Problem]:
    """More than a few words in quotation marks are a {quote}, or a sample that is called one."""
    if (
        passage.excuse is not None
        or passage.ours
        or site.under(passage, "docs/trainers")
        or site.under(passage, "docs/reference")
    ):
        return
    for found in _QUOTED.finditer(passage.prose):
        words = len((found[1] or found[2] or "").split())
        if words > MOST_UNMARKED_WORDS:
            yield tell(passage, found.start(), "unsourced-quotation", f"{words} words are quoted without a source")


def _told(passage: Passage, site: Site, support: str) -> Iterator[tuple[Mark, str, str]]:
    """The claims of this degree that a passage tells, each with its mark and the words that it is the note of.

    Where a corroborated claim stands in the same note, it carries the statement.
    """
    start = said = 0
    for mark in passage.named("claim", "quote", "cite"):
        claims = [site.library.claims[name] for name in mark.text.split() if name in site.library.claims]
        if passage.prose[start : mark.at].strip():  # of two notes in a row, both are on the same words
            said = start
        words = passage.prose if passage.kind == "tr" else passage.prose[said : mark.at]
        if not any(claim.support == "corroborated" for claim in claims):
            yield from ((mark, claim.id, words) for claim in claims if claim.support == support)
        start = mark.at


def _says_who(words: str, passage: Passage) -> bool:
    return bool(_ATTRIBUTED.search(words) or _ATTRIBUTED.search(passage.context))


def open_question(passage: Passage, site: Site) -> Iterator[Problem]:
    """A disputed claim is told with its values or with who says so; a mention without figures may leave that to its page."""
    for mark, name, words in _told(passage, site, "disputed"):
        if not _is_open(passage) and (any(map(_is_value, figures(words))) or name not in site.open_on(passage.page)):
            yield tell(passage, mark.place, "told-as-settled", f"`{name}` is disputed and told as settled")


def _is_value(figure: Figure) -> bool:
    year = bool(figure.values) and 1800 < figure.values[0] < 2100
    return not (figure.small or year)


def _is_open(passage: Passage) -> bool:
    return bool(_OPEN.search(passage.prose)) or _says_who(passage.prose, passage)


def attributed(passage: Passage, site: Site) -> Iterator[Problem]:
    """A claim with one source is told with who reports it, at least once before on its page."""
    for mark, name, words in _told(passage, site, "single"):
        if _says_who(words, passage):
            site.told[passage.page].add(name)
        elif name not in site.told[passage.page]:
            yield tell(passage, mark.place, "told-as-fact", f"`{name}` has one source and is told as fact")


def labelled(passage: Passage, site: Site) -> Iterator[Problem]:
    """An action that this course reconstructed is never named without saying so."""
    if "reconstruct" in (passage.context + passage.prose).lower():
        return
    for action in site.library.actions.values():
        if "reconstruct" not in action.label.lower():
            continue
        marks = [mark.at for mark in passage.named("ref") if mark.target == action.id]
        found = re.search(rf"\b{re.escape(action.name)}\b", passage.prose, re.IGNORECASE)
        for at in [found.start()] if found else marks[:1]:
            yield tell(passage, at, "no-label", f"“{action.name}” is reconstructed and not labelled as that")
    for found in re.finditer(r"\b[Aa]ction [2-7] of (the )?(7|seven)\b", passage.prose):
        yield tell(passage, found.start(), "no-label", f"“{found[0]}” is reconstructed and not labelled as that")


def defined(passage: Passage, site: Site) -> Iterator[Problem]:
    for mark in passage.named("term"):
        if mark.target.lower() not in site.terms:
            yield tell(passage, mark.place, "unknown-term", f"no glossary defines `{mark.target}`")


def existing(passage: Passage, site: Site) -> Iterator[Problem]:
    """Roles name claims, quotations and sources that exist."""
    library = site.library
    shelves = {
        "claim": ("claim", library.claims),
        "quote": ("quotation", library.quotations),
        "cite": ("source", library.sources),
    }
    for mark in passage.named(*shelves):
        what, shelf = shelves[mark.kind]
        for name in mark.text.split():
            if name not in shelf and site.whole:
                yield tell(passage, mark.place, f"unknown-{what}", f"there is no {what} `{name}`")


def leading(passage: Passage, site: Site) -> Iterator[Problem]:
    """Links within the project lead somewhere."""
    home = passage.home.parent.relative_to(site.root).as_posix()
    for mark in passage.named("doc", "ref", "numref", "link"):
        if mark.kind in ("ref", "numref"):
            alive = mark.target.lower() in site.labels
        elif re.match(r"[a-z]+:", mark.target):
            continue
        else:
            path, _, anchor = mark.target.partition("#")
            path = posixpath.normpath(path.lstrip("/") if path.startswith("/") else posixpath.join(home, path))
            page = site.pages.get(path if mark.kind == "doc" else path.removesuffix(".md")) if path != home else None
            if mark.target.startswith("#"):
                page = next(text for text in site.texts if text.path == passage.home)
            alive = page is not None or (mark.kind == "link" and (site.root / path).is_file())
            alive = alive and (not anchor or not page or anchor in page.anchors or anchor.lower() in site.labels)
        if not alive:
            yield tell(passage, mark.place, "dead-link", f"there is no `{mark.target}`")


def excused(passage: Passage, site: Site) -> Iterator[Problem]:
    if passage.excuse == "":
        yield tell(passage, 0, "no-reason", "`no source` gives no reason")


RULES: list[Rule] = [
    traced,
    borne_out,
    quoted,
    open_question,
    attributed,
    labelled,
    defined,
    existing,
    leading,
    excused,
]
