"""Marks every distinct response once. A mark depends on question and response alone, so most of a cohort's work is looking up.

What one response is worth is decided in `grading`; whose it is, is no matter here.
"""

from __future__ import annotations

import json
from typing import NamedTuple

import msgspec

from quizgrader.bank.assignments import Item, Target
from quizgrader.grading import grade
from quizgrader.intake.submissions import canonical, decode_answer, line
from quizgrader.questions import BadResponse

STATES = ("marked", "unanswered", "to-mark", "not-marked", "outdated", "refused")
"""What can become of a response. Only a `marked` one has a fraction.

`outdated` was given to an older version of the question, and `refused` is no answer to it: both earn nothing.
"""

ByHand = dict[tuple[str, int, str], float]
"""Points given by a person, by item key, version and response (JSON, as `submissions.canonical` writes it)."""


class Row(NamedTuple):
    """One distinct answer, as `answers.COLUMNS` explains it."""

    item: str
    version: int | None
    response: str | None
    state: str
    fraction: float | None
    reason: str | None


def by_field(kind: type[NamedTuple], rows: list[tuple]) -> dict[str, list]:
    """`rows` of this `kind` as a list for each field: so they go quickly from process to process, and into a table."""
    columns = map(list, zip(*rows, strict=True)) if rows else ([] for _ in kind._fields)
    return dict(zip(kind._fields, columns, strict=True))


class _Numbers(dict):
    """The numbers of one item's answers, by their raw JSON. One that is not known yet is marked when it is asked for."""

    def __init__(self, distinct: Distinct, index: int):
        super().__init__()
        self.distinct, self.index = distinct, index

    def __missing__(self, raw: bytes) -> int:
        number = self[raw] = self.distinct.mark(self.index, raw)
        return number


class Distinct:
    """All distinct answers met so far, numbered. The first numbers are those of items left blank, in their order."""

    def __init__(self, target: Target, by_hand: ByHand | None = None):
        self.items = target.items
        self.by_hand = by_hand or {}
        self.numbers = {item.key: _Numbers(self, index) for index, item in enumerate(self.items)}
        self.lines = [b""] * len(self.items)
        """The line of a receipt that each answer makes, by its number."""
        self.size = 0
        """About how many bytes the responses take."""
        self._new: list[Row] = []

    def mark(self, index: int, raw: bytes) -> int:
        """Mark an answer to an item, given as the raw JSON of a `submissions.Answer`; returns its number."""
        try:
            answer = decode_answer(raw)
            response, text = _read(bytes(answer.response))
        except (msgspec.MsgspecError, ValueError, RecursionError):
            reason = "it is no answer with a version and a response"
            return self._add(index, b"", None, raw.decode(errors="replace"), "refused", reason=reason)
        return self.mark_response(index, answer.version, response, text)

    def mark_response(self, index: int, version: int, response: object, text: str) -> int:
        """Mark `response`, whose canonical JSON is `text`, given to this `version` of an item; returns its number."""
        item = self.items[index]
        return self._add(
            index, line(item.key, version, text), version, text, *self._judge(item, version, response, text)
        )

    def _judge(self, item: Item, version: int, response: object, text: str) -> tuple[str, float | None, str | None]:
        question = item.question
        if version != question.version:
            reason = f"given to version {version}; the question is now version {question.version}"
            return "outdated", None, reason
        try:
            mark = grade(question, response)
        except BadResponse as error:
            return "refused", None, f"{error} [{error.code}]"
        if self.by_hand and mark.state == "to-mark":
            points = self.by_hand.get((item.key, version, text))
            if points is not None:
                return "marked", points / question.points, None
        return mark.state, mark.fraction, None

    def _add(self, index, receipt, version, text, state, fraction=None, reason=None) -> int:
        self.lines.append(receipt)
        self._new.append(Row(self.items[index].key, version, text, state, fraction, reason))
        self.size += len(receipt)
        return len(self.lines) - 1

    def news(self) -> dict[str, list]:
        """The answers met since this was last asked, in the order of their numbers: a list for each field of a Row."""
        news, self._new = self._new, []
        return by_field(Row, news)


def _read(raw: bytes) -> tuple[object, str]:
    """The response in `raw`, and its canonical JSON. A text without escapes, as most are, stands there as it is to be."""
    if raw[0] == _QUOTE and b"\\" not in raw:
        text = raw.decode()
        return text[1:-1], text
    response = json.loads(raw)
    return response, canonical(response)


_QUOTE = ord('"')
