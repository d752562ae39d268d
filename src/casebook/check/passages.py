"""Reads pages, exercises and the texts of facts files as passages: prose with the place of every word, and its marks.

A passage is what a reader takes in at once: a heading, a paragraph, a list item, a table row, a question with all its
texts, a decision. Nothing here decides what is wrong with one. Markdown is read by the parser that the site is built with.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.slugs import github_slugify, unique_slug

from authoring import Located, Problem
from authoring.problems import shown

_EXTENSIONS = {"colon_fence", "deflist", "attrs_block", "attrs_inline", "fieldlist"}
_MARKDOWN = create_md_parser(MdParserConfig(enable_extensions=_EXTENSIONS), RendererHTML)
_OPENS = ("paragraph_open", "heading_open", "list_item_open", "dd_open", "fieldlist_body_open", "tr_open")
_NO_PROSE = {"code-block", "literalinclude", "image", "toctree", "glossary", "raw", "math"}
_PROPOSALS = {"checklist", "template"}  # what to do by when, and words to copy, are the course's own
_OURS = re.compile(
    r"\b(?P<samples>(?:is|are) (?:a )?samples?\b|samples?\b[^.]{0,60}written for this course|(?:a|another) sample\b)"
    r"|\b(?P<invented>(?:is|are) invented|invented (?:for|illustration|example|situation))",
    re.IGNORECASE,
)
_EXCUSE = re.compile(r"\s*no source\b:?(.*)")

Place = tuple[int, int]


@dataclass(frozen=True)
class Mark:
    """A role or a link in a passage: what it names, and where."""

    kind: str
    text: str
    at: int
    place: Place

    @property
    def target(self) -> str:
        """What a role leads to: `b` of "b" and of "a <b>"."""
        return re.sub(r".*<([^<>]*)>$", r"\1", self.text, flags=re.DOTALL).strip()


@dataclass
class Passage:
    """Words that are read together, with what they cite; `home` is the file they stand in."""

    home: Path
    kind: str
    prose: str = ""
    context: str = ""
    """Words that hold for it and stand elsewhere: the head of its table."""
    marks: list[Mark] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    """Claims that it rests on as a whole, as a question does."""
    excuse: str | None = None
    ours: str = ""
    """`samples` or `invented`, where the text says that its sentences are samples, or that what it tells is invented."""
    given: list[float] = field(default_factory=list)
    """Numbers that stand beside it in the file, such as the answer to a sum."""
    pieces: list[tuple[int, Place]] = field(default_factory=list)

    @property
    def page(self) -> Path:
        """The page that shows it: what stands in a case's facts is shown by the case."""
        return self.home.with_name("index.md") if self.home.name == "facts.yaml" else self.home

    def place(self, at: int) -> Place:
        i = bisect_right(self.pieces, at, key=lambda piece: piece[0]) - 1
        if i < 0:
            return self.pieces[0][1] if self.pieces else (1, 1)
        start, (line, column) = self.pieces[i]
        return line, column + at - start

    def problem(self, at: int | Place, code: str, message: str, mend: str) -> Problem:
        return Problem(shown(self.home), *(at if isinstance(at, tuple) else self.place(at)), code, message, mend)

    def named(self, *kinds: str) -> list[Mark]:
        return [mark for mark in self.marks if mark.kind in kinds]


@dataclass
class Text:
    """One authored file, read."""

    path: Path
    passages: list[Passage] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)
    terms: set[str] = field(default_factory=set)


def read_page(path: Path) -> Text:
    page = Text(path)
    source = path.read_text("utf-8-sig", errors="replace")
    _Reader(page, source.split("\n")).read(source, 0, "")
    return page


def _ours(prose: str) -> str:
    found = _OURS.search(prose)
    return found.lastgroup if found else ""


class _Reader:
    """Walks the tokens of a page; directives with prose in them are read in turn."""

    def __init__(self, page: Text, lines: list[str]):
        self.page, self.lines = page, lines
        self.column: dict[int, int] = {}  # how far each line is read; the cells of a row share one

    def read(self, source: str, base: int, ours: str, outer: str | None = None) -> None:
        open_: list[Passage] = []
        sections: list[tuple[int, str]] = [(0, ours)]
        excuse, head, depth = outer, "", 0
        for token in _MARKDOWN.parse(source):
            if token.type == "heading_open":
                level = int(token.tag[1:])
                sections = [each for each in sections if each[0] < level] or [(0, ours)]
                sections.append((level, sections[-1][1]))
            if token.type == "myst_line_comment":
                found = _EXCUSE.match(token.content)
                if found and open_:
                    open_[-1].excuse = found[1].strip()
                elif found:
                    excuse = found[1].strip()
            elif token.type == "myst_target":
                self.page.labels.add(token.content.strip("()= \n").lower())
            elif token.type in ("fence", "colon_fence"):
                self.directive(token, base, sections[-1][1], excuse)
            elif token.type in _OPENS and not (token.type == "paragraph_open" and open_):
                kind = token.type.removesuffix("_open")
                open_.append(Passage(self.page.path, kind, context=head, excuse=excuse, ours=sections[-1][1]))
            elif token.type == "inline":
                passage = open_[-1] if open_ else Passage(self.page.path, "heading")
                spread(passage, token, lambda line, text: self.find(base + line, text))
            elif open_ and token.type == open_[-1].kind + "_close":
                passage = open_.pop()
                self.page.passages.append(passage)
                if passage.kind == "heading":
                    self.page.anchors.add(unique_slug(github_slugify(passage.prose), self.page.anchors))
                else:
                    passage.ours = _ours(passage.prose) or passage.ours
                    sections[-1] = (sections[-1][0], passage.ours)
            elif token.type == "thead_close":
                head = self.page.passages[-1].prose
                self.page.passages[-1].kind = "heading"
            elif token.type == "table_close":
                head = ""
            depth += token.nesting
            if not depth and token.type != "myst_line_comment":
                excuse = outer

    def directive(self, token: Token, base: int, ours: str, excuse: str | None) -> None:
        name = re.match(r"\{([\w-]+)\}", token.info.strip())
        if not name or name[1] in _NO_PROSE:
            if name and name[1] == "glossary":
                found = re.findall(r"^(?![.:])(\S.*?)(?: : .*)?$", token.content, re.MULTILINE)
                self.page.terms.update(term.strip().lower() for term in found)
            return
        named = re.search(r"^:name:\s*(\S+)", token.content, re.MULTILINE)
        self.page.labels.update([named[1].lower()] if named else [])
        if name[1] in _PROPOSALS or re.search(r"^:class:.*\bexample\b", token.content, re.MULTILINE):
            ours = "invented"
        body = re.sub(r"\A(:[\w-]+:.*\n|\s*\n)+", lambda options: "\n" * options[0].count("\n"), token.content)
        self.read(body, base + token.map[0] + 1, ours, excuse)

    def find(self, line: int, text: str) -> Place:
        column = self.lines[line].find(text, self.column.get(line, 0))
        self.column[line] = max(column, self.column.get(line, 0)) + (len(text) if column >= 0 else 0)
        return line + 1, max(column, 0) + 1


def spread(passage: Passage, inline: Token, find: Callable[[int, str], Place]) -> None:
    """Add the words and marks of an inline token to `passage`; `find` says where each of its lines begins."""
    passage.prose += "\n" if passage.prose else ""
    raw = inline.content.split("\n")
    line, cursor, start = 0, 0, find(inline.map[0], raw[0])

    def move_to(text: str, step: bool = True) -> Place:
        nonlocal cursor
        at = raw[line].find(text, cursor)
        cursor = at if at >= 0 else cursor
        place = start[0], start[1] + cursor
        cursor += len(text) if step else 0
        return place

    for token in inline.children or []:
        if token.type in ("softbreak", "hardbreak"):
            line, cursor = line + 1, 0
            start = find(inline.map[0] + line, raw[line])
            passage.prose += " "
        elif token.type == "text":
            passage.pieces.append((len(passage.prose), move_to(token.content)))
            passage.prose += token.content
        elif token.type == "myst_role":
            name = token.meta["name"]
            place = move_to("{" + name + "}")
            passage.marks.append(Mark(name, token.content, len(passage.prose), place))
            title = re.match(r"(.*?)\s*<[^<>]*>$", token.content, re.DOTALL)
            if title:
                passage.pieces.append((len(passage.prose), (place[0], place[1] + len(name) + 3)))
                passage.prose += title[1]
        elif token.type == "link_open":
            place = move_to("[", step=False)
            passage.marks.append(Mark("link", str(token.attrs["href"]), len(passage.prose), place))


def read_exercise(located: Located) -> Text:
    """The questions and scenes of an exercise, whatever their type.

    A text rests on the claims of what it stands in (choice, question, scene ...); one that stands in none, such as the
    introduction, on all claims of the exercise. A model answer is a sample of ours by its nature.
    """
    text, data = Text(located.file), located.data
    if located.problems or not isinstance(data, dict):  # those who own the file tell what is wrong with it
        return text
    text.labels.update([f"exercise-{data['id']}"] if "id" in data else [])
    claims = {path[:-1]: value for path, value, _ in _values(located, ()) if path[-1:] == ("claims",)}
    groups: dict[tuple[tuple, bool], list[tuple]] = {}
    for path, value, _ in _values(located, ()):
        if not isinstance(value, dict | list):
            owners = [path[:n] for n in range(len(path)) if path[:n] in claims or n == 2 and isinstance(path[1], int)]
            groups.setdefault((owners[-1] if owners else (), "model_answer" in path), []).append(path)
    everything = [name for names in claims.values() if isinstance(names, list) for name in names]
    ours, source = _ours(str(data.get("intro", ""))), _source(located)
    for (owner, model), paths in groups.items():
        above = [claims[owner[:n]] for n in range(len(owner) + 1) if owner[:n] in claims]
        names = [name for each in above if isinstance(each, list) for name in each] if owner else everything
        unit = _unit(located, source, "question", paths, [name for name in names if isinstance(name, str)])
        unit.ours = "invented" if model else unit.ours or ours
        text.passages.append(unit)
    return text


def read_facts(located: Located) -> Text:
    """What a facts file adds to pages: the evidence of its scores, its decisions, the words about its charts."""
    text, source = Text(located.file), _source(located)
    data = located.data
    for i, score in enumerate(data.get("scores") or ()):
        for side in ("for", "against"):
            for j in range(len(score.get(side) or ())):
                text.passages.append(_unit(located, source, "evidence", ("scores", i, side, j), []))
    for i, decision in enumerate(data.get("decisions") or ()):
        text.passages.append(_unit(located, source, "decision", ("decisions", i), decision.get("claims") or []))
    for i, chart in enumerate(data.get("charts") or ()):
        claims = [
            p["claim"] for series in chart.get("series") or () for p in series.get("points") or () if p.get("claim")
        ]
        text.passages.append(_unit(located, source, "chart", [("charts", i, "title"), ("charts", i, "alt")], claims))
    return text


def read_crosswalk(located: Located) -> Text:
    """The notes of the crosswalk, and the labels that its rows lead to."""
    text, source, data = Text(located.file), _source(located), located.data
    for shelf, words, labels in (("themes", "note", "playbook"), ("wants", "want", "go")):
        for i, row in enumerate(data.get(shelf) or ()):
            unit = _unit(located, source, "crosswalk", (shelf, i, words), [])
            unit.context = "reconstructed"  # every action in it is shown with its label
            for j, label in enumerate(row.get(labels) or ()):
                unit.marks.append(Mark("ref", label, 0, located.place((shelf, i, labels, j))))
            text.passages.append(unit)
    return text


def _source(located: Located) -> str:
    return located.file.read_text("utf-8-sig")


def _unit(located: Located, source: str, kind: str, where: tuple | list[tuple], claims: list[str]) -> Passage:
    """All texts that stand below `where`, as one passage."""
    unit = Passage(located.file, kind, claims=claims)
    for path in where if isinstance(where, list) else [where]:
        for _, value, place in _values(located, path):
            if isinstance(value, int | float):
                unit.given.append(value)
            if not isinstance(value, str) or " " not in value:  # a single word is an id or a name
                continue
            text, part = value, Passage(located.file, kind)
            lines = text.split("\n")
            for token in _MARKDOWN.parse(text):
                excuse = _EXCUSE.match(token.content) if token.type == "myst_line_comment" else None
                unit.excuse = excuse[1].strip() if excuse else unit.excuse
                if token.type == "inline":
                    spread(part, token, lambda line, words, lines=lines: (line, max(lines[line].find(words), 0)))
            _absorb(unit, part, _places_in_yaml(text, source, place))
    unit.ours = _ours(unit.prose)
    return unit


def _values(located: Located, where: tuple) -> Iterator[tuple[tuple, object, Place]]:
    """Every path below `where`, with its value and place."""
    for path, place in located.values.items():
        if path[: len(where)] == where:
            value = located.data
            for step in path:
                value = value[step]
            yield path, value, place


def _absorb(unit: Passage, part: Passage, locate: Callable[[Place], Place]) -> None:
    """Add `part` to `unit`; a folded text goes over several lines of its file, so every word gets its place."""
    unit.prose += "\n" if unit.prose else ""
    shift = len(unit.prose)
    unit.prose += part.prose
    unit.marks += [Mark(mark.kind, mark.text, mark.at + shift, locate(mark.place)) for mark in part.marks]
    ends = [start for start, _ in part.pieces[1:]] + [len(part.prose)]
    for (start, (line, column)), end in zip(part.pieces, ends, strict=True):
        for word in re.finditer(r"\S+", part.prose[start:end]):
            unit.pieces.append((shift + start + word.start(), locate((line, column + word.start()))))


def _places_in_yaml(text: str, source: str, place: Place) -> Callable[[Place], Place]:
    """Where a line and column (from 0) of a scalar's text stand in its file: the same words follow each other there."""
    lines = source.split("\n")
    begin = sum(len(line) + 1 for line in lines[: place[0] - 1]) + place[1] - 1
    words = [word.start() for word in re.finditer(r"\S+", text)]
    opening = re.compile(r"[|>][-+]?\s+").match(source, begin)
    begin = opening.end() if opening else begin + (source[begin] in "\"'")
    written = [word.start() for word in islice(re.compile(r"\S+").finditer(source, begin), len(words))]

    def locate(at: Place) -> Place:
        offset = sum(len(line) + 1 for line in text.split("\n")[: at[0]]) + at[1]
        word = max(bisect_right(words, offset) - 1, 0)
        found = written[word] + offset - words[word] if word < len(written) else begin
        return source.count("\n", 0, found) + 1, found - source.rfind("\n", 0, found)

    return locate
