"""What every question has in common: its fields, and the small interface through which all faces of it are made.

A face (page, paper, terminal, key) never asks for a question's type. It asks for its `control` (how one answers), its
`rule` (how it is marked, told before answering), its `key` in words, and its `remarks` (all feedback, by feedback key).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, ClassVar, Literal, NamedTuple

from pydantic import Field, StringConstraints

from authoring import Model, Text
from languages.words import _, plain

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Credit = Annotated[float, Field(ge=0, le=1)]

MOST_CHARACTERS = 10_000  # of a typed answer; more is refused, not marked
MOST_THINGS = 100  # of one kind in a question; checks compare them two by two
_HALF = re.compile(r"[\ud800-\udfff]")


class BadResponse(ValueError):
    """A response that is no answer to the question. `code` is stable; the message is for a person."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


class Finding(NamedTuple):
    """Something wrong with a question that its fields alone do not show; `path` leads to the field within it."""

    path: tuple[str | int, ...]
    code: str
    message: str
    mend: str
    severity: Literal["error", "warning"] = "error"

    def below(self, *path: str | int) -> Finding:
        """The same, told from further up: `path` leads to the part in which it was found."""
        return self._replace(path=(*path, *self.path))


class Written(str):
    """A part of a line that the question's author wrote, in MyST. Other parts are ours, in the language of the output."""


class Unit(Written):
    """A part that the author wrote as plain text."""


class Typed(str):
    """A part of a line that is an answer, letter by letter."""


Line = tuple[str, ...]  # its parts


@dataclass(frozen=True)
class Option:
    """One thing to tick, match or order: its id, its MyST text, and where in the question the text was written.

    Where `ours`, the text is not the author's.
    """

    id: str
    text: str
    path: tuple[str | int, ...] = ()
    ours: bool = False


@dataclass(frozen=True)
class Pick:
    """Tick one option, or any number of them (then with a box for "none of these").

    The options of a `scale` are called by their ids, which are numbers and stand in their texts; others by letters.
    """

    options: Sequence[Option]
    many: bool = False
    scale: bool = False


@dataclass(frozen=True)
class Pair:
    """Give each stem one of the options."""

    stems: Sequence[Option]
    options: Sequence[Option]


@dataclass(frozen=True)
class Order:
    """Number the options."""

    options: Sequence[Option]


@dataclass(frozen=True)
class Entry:
    """Type a number (with the `unit` behind it, or one of the `units` in its place) or a short text."""

    number: bool = False
    unit: str = ""
    units: Sequence[str] = ()


@dataclass(frozen=True)
class Essay:
    """Write freely; `lines` is the room on paper."""

    lines: int


@dataclass(frozen=True)
class Gap:
    """One gap: its id, how it is filled, and where in the question it was written."""

    id: str
    control: Pick | Entry
    path: tuple[str | int, ...] = ()


@dataclass(frozen=True)
class Gaps:
    """Fill the gaps in a MyST text, where `place` matches, with the gap's id as its first group."""

    text: str
    place: re.Pattern[str]
    gaps: Sequence[Gap]


Control = Pick | Pair | Order | Entry | Essay | Gaps


class Choice(Model):
    """One option of a choice question."""

    id: Id = Field(description="Stable name of the option; saved answers refer to it.")
    text: Text = Field(description="What the learner reads: one paragraph of MyST.")
    feedback: Text = Field("", description="Shown when the option was chosen.")

    def option(self, *path: str | int) -> Option:
        return Option(self.id, self.text, (*path, "text"))


class Question(Model):
    """The fields that every type has. A type adds its own and says what it does in the methods below."""

    id: Id = Field(description="Stable name of the question within its exercise; saved answers refer to it.")
    prompt: Text = Field(description="The question, in MyST. Its first block is a paragraph.", min_length=1)
    points: Annotated[float, Field(gt=0, le=1000)] = Field(1, description="What a fully right answer is worth.")
    version: Annotated[int, Field(ge=1)] = Field(1, description="Raise it when answers given so far no longer count.")
    hints: list[Text] = Field([], description="Help, one step at a time, in MyST.")
    explanation: Text = Field("", description="Why the key is the key, in MyST; shown with the answer.")
    objectives: list[Id] = Field([], description="What the question tests.")
    level: Literal["", "recall", "apply", "judge"] = Field(
        "", description="What it asks for: to know a fact, to use a rule, or to judge a case."
    )
    claims: list[Id] = Field([], description="The facts it rests on, by their ids.")

    marked: ClassVar[bool] = True
    """Whether a program can mark it."""
    counts: ClassVar[bool] = True
    """Whether it is worth points at all."""

    def control(self) -> Control:
        """How one answers: the widgets of the page, the boxes and lines of the paper."""
        raise NotImplementedError

    def rule(self) -> str:
        """How the question is marked, in one or two sentences for the learner. Says nothing of the key."""
        raise NotImplementedError

    def key(self) -> list[str]:
        """The right answer in words: lines of MyST."""
        return [myst(line) for line in self.key_lines()]

    def key_lines(self) -> list[Line]:
        """The same, in parts that say whose words they are."""
        raise NotImplementedError

    def filled(self) -> dict[str, Line]:
        """Of a text with gaps: what best stands in each, by the gap's id. Nothing else has gaps."""
        return {}

    def solution(self) -> str:
        """What is shown with the answer (MyST): the explanation, unless the type has more to show."""
        return self.explanation

    def remarks(self) -> dict[str, str]:
        """All feedback texts (MyST) by feedback key, in the order in which they are to be read. Empty ones are left out."""
        raise NotImplementedError

    def client_key(self) -> dict:
        """What the browser's twin needs to mark. Only a practice exercise ever puts it into a page."""
        raise NotImplementedError

    def read(self, response: object) -> object | None:
        """`response`, checked and in the type's own form; None where it is blank. Raises BadResponse."""
        raise NotImplementedError

    def mark(self, answer) -> tuple[float, list[str]]:
        """The fraction in [0, 1] for an `answer` that `read` returned, and the keys of the feedback it earns."""
        raise NotImplementedError

    def findings(self) -> Iterator[Finding]:
        """What is wrong with the question beyond its single fields."""
        return iter(())


def myst(line: Line) -> str:
    """The parts of `line` as one text of MyST."""
    return "".join(f"`{part}`" if isinstance(part, Typed) else part for part in line)


def repeated(path: str, things: Sequence) -> Iterator[Finding]:
    """A Finding for every thing whose id an earlier one has."""
    seen: set[str] = set()
    for i, thing in enumerate(things):
        if thing.id in seen:
            yield Finding((path, i, "id"), "duplicate-id", f"the id `{thing.id}` is taken", "give each its own")
        seen.add(thing.id)


def part_of(credit: float) -> str:
    """What stands behind an answer in the key that earns only a part."""
    return _(", for {share} of the mark").format(share=plain(credit)) if credit < 1 else ""


def present(remarks: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in remarks.items() if text}


def remarks_on(answers: Sequence, other: str) -> dict[str, str]:
    """The remarks of what accepts typed `answers`: on each by its number, and on whatever else is typed."""
    return present({**{f"answer-{i}": answer.feedback for i, answer in enumerate(answers, 1)}, "other": other})


def none_right(answers: Sequence) -> Iterator[Finding]:
    """A Finding where none of the accepted `answers` earns the whole mark."""
    if not any(answer.credit == 1 for answer in answers):
        yield Finding(("answers",), "no-right-answer", "no answer earns the whole mark", "give one a credit of 1")


def an_id(response: object, known, what: str) -> str:
    """`response` if it is one of the `known` ids; raises BadResponse."""
    if not isinstance(response, str):
        raise BadResponse("wrong-shape", f"a {what} is named by its id, as text")
    if response not in known:
        raise BadResponse("unknown-id", f"there is no {what} of this id")
    return response


def typed_text(response: object, most: int = MOST_CHARACTERS) -> str:
    """`response` if it is text of a sane size and valid Unicode; raises BadResponse."""
    if not isinstance(response, str):
        raise BadResponse("wrong-shape", "a typed answer is text")
    if len(response) > most:
        raise BadResponse("too-long", f"more than {most} characters")
    if not response.isascii() and _HALF.search(response):
        raise BadResponse("not-unicode", "half of a character (a lone surrogate)")
    return response


def concealed(options: Sequence[Option]) -> list[Option]:
    """`options` in an order that tells nothing of the one they were written in: by a digest of their ids."""
    return sorted(options, key=lambda option: sha256(option.id.encode()).digest())
