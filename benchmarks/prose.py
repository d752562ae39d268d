"""How long and how easy the pages are to read, and how many of the facts held are published. Reads the built pages."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

WORDS_A_MINUTE = 230
_SKIP = {
    "table",
    "form",
    "svg",
    "nav",
    "aside",
    "footer",
    "script",
    "style",
    "sup",
    "code",
    "pre",
    "details",
    "dl",
}
_PROSE = {"p", "li"}


class Prose(HTMLParser):
    """The running text of a page's article: paragraphs and lists, without tables, notes, timelines and exercises."""

    def __init__(self, page: str):
        super().__init__()
        self.passages: list[str] = []
        self._skipped = self._inside = 0
        self._lists: list[bool] = []  # for each numbered list that is open: whether it holds the page's notes
        start = page.find("<article")
        self.feed(page[start : page.find("</article>", start)])

    def handle_starttag(self, tag, attrs):
        if tag == "ol":
            self._lists.append("notes" in (dict(attrs).get("class") or "").split())
        self._skipped += tag in _SKIP or (tag == "ol" and self._lists[-1])
        if tag in _PROSE and not self._skipped:
            self._inside += 1
            self.passages.append("")

    def handle_endtag(self, tag):
        self._skipped -= tag in _SKIP or (tag == "ol" and self._lists.pop())
        if tag in _PROSE and not self._skipped:
            self._inside -= 1

    def handle_data(self, data):
        if self._inside and not self._skipped:
            self.passages[-1] += data


def syllables(word: str) -> int:
    """The syllables of an English word, guessed: its groups of vowels, without a silent e at the end."""
    word = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


def reading_ease(passages: list[str]) -> tuple[int, float]:
    """The number of words, and the reading ease by R. Flesch, "A new readability yardstick" (1948): 100 is very easy.

    206.835 − 1.015 · words / sentences − 84.6 · syllables / words
    """
    text = [passage for passage in passages if len(passage.split()) > 3]
    sentences = sum(len(re.findall(r"[.!?:;](?=\s|$)", passage.strip())) or 1 for passage in text)
    words = [word for passage in text for word in passage.split() if re.search("[a-zA-Z]", word)]
    if not words:
        return 0, 0.0
    return len(words), 206.835 - 1.015 * len(words) / sentences - 84.6 * sum(map(syllables, words)) / len(words)


def pages(site: Path, say) -> None:
    """Say words, minutes and ease of each page, and the share of claims that some page cites."""
    published: set[str] = set()
    playbook: dict[str, float] = {}
    for path in sorted(site.rglob("*.html")):
        page = path.read_text("utf-8")
        published.update(re.findall(r'id="note-([^"]+)"', page))
        words, ease = reading_ease(Prose(page).passages)
        if words > 60:
            minutes = f"{words / WORDS_A_MINUTE:.0f} min"
            say(f"reads: {path.relative_to(site)}", f"ease {ease:.0f}", f"{words:,} words, {minutes}")
            if "playbook" in path.parts:
                playbook[path.stem] = ease
    hardest = min(playbook, key=playbook.__getitem__)
    say("hardest page of playbook and templates", f"ease {playbook[hardest]:.0f}", f"{hardest}; aim above 55")
    held = claims_held()
    say(
        "claims published of claims held",
        f"{len(published & held)} of {len(held)}",
        f"{len(published & held) / len(held):.0%}",
    )


def claims_held() -> set[str]:
    from casebook.library import read_library

    return set(read_library(Path(__file__).resolve().parents[1]).claims)
