"""Marks given by hand: read from marking sheets, and kept in `marks.csv`.

A mark belongs to an answer, not to a person: whoever handed in the same words gets the same mark, and it survives every
re-grade. `marks.csv` is itself a marking sheet. How sheets are made is for `marking_sheet`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import polars as pl

from authoring.problems import visible
from languages.words import plain
from quizgrader.bank.assignments import Item, Target
from quizgrader.bank.key import read_key
from quizgrader.intake.agreement import Agreement, Given, agreement
from quizgrader.intake.reader import NotCountedRow
from quizgrader.intake.spreadsheets import Unreadable, table_of, write_csv

KEPT = "marks.csv"
"""The file in the results' folder that keeps all marks given by hand."""

COLUMNS = ("answer", "item", "version", "learners", "question", "text", "rubric")
"""The columns of a marking sheet before those of the criteria, which are called 1, 2, 3 …; `comment` and `marker` follow."""

RULES: dict[str, Callable[[Iterable[float]], float]] = {"mean": mean, "lowest": min, "highest": max}
"""What counts where several markers gave an answer different points."""

_NUMBER = re.compile(r"\d+([.,]\d*)?|[.,]\d+")


class HandMark(NamedTuple):
    """What one marker gave one answer: points by criterion in the rubric's order, and a comment for the learner."""

    answer: str
    item: str
    version: int
    text: str
    points: tuple[float, ...]
    comment: str
    marker: str

    @property
    def total(self) -> float:
        return round(sum(self.points), 9)  # 0.1 and 0.2 are no more or less than 0.3


def answer_id(item: str, version: int, response: str) -> str:
    """A short name for an answer: `response` is its canonical JSON. It begins with a letter, so no spreadsheet takes it for a number."""
    return "a" + sha256(f"{item}\t{version}\t{response}".encode()).hexdigest()[:12]


class Points(dict):
    """Points by the name of an answer, asked for by its item, version and response as the grader knows them."""

    def get(self, key: tuple[str, int, str], default: float | None = None) -> float | None:
        return super().get(answer_id(*key), default)


@dataclass
class HandMarks:
    """All marks given by hand, by answer and marker, and what in the sheets could not be used.

    `rule` is the one of RULES by which they count. `left_over` are rows of the kept marks that fit nothing now: they stay
    kept, since what they belong to may come back. `taken` are the answers that each sheet handed in now has marks for.
    """

    marks: dict[tuple[str, str], HandMark] = field(default_factory=dict)
    not_counted: list[NotCountedRow] = field(default_factory=list)
    left_over: list[dict[str, str]] = field(default_factory=list)
    kept_broken: bool = False
    rule: str = "mean"
    taken: dict[Path, set[str]] = field(default_factory=dict)

    def points(self) -> Points:
        """What each marked answer is worth, by the rule."""
        given = defaultdict(list)
        for mark in self.marks.values():
            given[mark.answer].append(mark.total)
        return Points({answer: RULES[self.rule](points) for answer, points in given.items()})

    def of(self, item: str, version: int, response: str) -> list[HandMark]:
        """The marks of one answer, in the order of the markers' names."""
        return self._by_answer.get(answer_id(item, version, response), [])

    def counting(self, given: list[HandMark]) -> list[HandMark]:
        """Of the marks of one answer those that make its points: one of them, or for the mean all."""
        worth = RULES[self.rule](mark.total for mark in given)
        return given if self.rule == "mean" else [mark for mark in given if mark.total == worth][:1]

    @cached_property
    def _by_answer(self) -> dict[str, list[HandMark]]:
        by_answer = defaultdict(list)
        for mark in sorted(self.marks.values(), key=lambda mark: mark.marker):
            by_answer[mark.answer].append(mark)
        return by_answer

    def agreement(self) -> list[Agreement]:
        """How far every two markers agree who marked the same answers, by question."""
        given: Given = defaultdict(lambda: defaultdict(dict))
        for mark in self.marks.values():
            given[mark.item][mark.marker][mark.answer] = mark.total
        return agreement(given)

    def unused(self, here: Iterable[tuple[str, int, str]]) -> list[NotCountedRow]:
        """What is to be told of sheets handed in now that mark none of the answers `here`: their item, version and response."""
        known = {answer_id(*answer) for answer in here} if self.taken else set()
        mend = "was it made for another inbox? Make a new one with `marking-sheet`"
        return [
            NotCountedRow(str(file), "no-marks", "no marks were taken from it: none of its answers is here", mend)
            for file, answers in self.taken.items()
            if not answers & known
        ]

    def write(self, folder: Path) -> None:
        """Keep all marks in `folder`. Where those kept so far could not be read, they are left as they are."""
        if self.marks and not self.kept_broken:
            write_csv(_sheet(self.marks.values(), self.left_over), folder / KEPT)


def read_marks(target: Target, out: Path | None, sheets: Iterable[Path] = (), rule: str | None = None) -> HandMarks:
    """The marks kept in the folder `out`, and those in `sheets`, which replace what the same marker gave before.

    They count by `rule`, else by the one of the results in `out`.
    """
    kept_rule = read_key(out).get("markers") if out else None
    found = HandMarks(rule=rule or (kept_rule if kept_rule in RULES else "mean"))
    if out and (out / KEPT).exists():
        mend = f"mend or remove {KEPT}; until then no further marks are kept"
        rows = _rows_or_told(out / KEPT, found, mend)
        found.kept_broken = rows is None
        found.left_over = _take(target, out / KEPT, rows or [], found)
    kept, found.marks = found.marks, {}
    for file in sheets:
        told = len(found.not_counted)
        rows = _rows_or_told(file, found, "save it again as .xlsx or .csv") or []
        before = dict(found.marks)
        _take(target, file, rows, found)
        marked = {mark.answer for key, mark in found.marks.items() if before.get(key) is not mark}
        if marked:
            found.taken[file] = marked
        elif len(found.not_counted) == told:
            reason, mend = (
                "no marks were taken from it: there are no points in it",
                "fill it in, save it, and try again",
            )
            found.not_counted.append(NotCountedRow(str(file), "no-marks", reason, mend))
    found.marks = {**kept, **found.marks}
    return found


def _rows_or_told(file: Path, found: HandMarks, mend: str) -> list[dict[str, str]] | None:
    """The rows of a sheet; None, after telling why, where it is none."""
    try:
        table = table_of(file).with_columns(pl.all().fill_null("").str.strip_chars())
    except Unreadable as error:
        reason = f"it cannot be read ({visible(str(error), 100)})"
        found.not_counted.append(NotCountedRow(str(file), "unreadable", reason, mend))
        return None
    if not {"answer", "item", "version"} <= set(table.columns):
        reason = "it is no marking sheet: there are no columns `answer`, `item` and `version`"
        found.not_counted.append(NotCountedRow(str(file), "other-format", reason, mend))
        return None
    return table.to_dicts()


def _take(target: Target, file: Path, rows: list[dict[str, str]], found: HandMarks) -> list[dict[str, str]]:
    """Put the marks in `rows` among those `found`; returns the rows that cannot be used, which are told of."""
    items = {item.key: item for item in target.items if not item.question.marked and item.of}
    left_over = []
    for line, row in enumerate(rows, 2):
        try:
            mark = _mark(items, row)
            before = mark and found.marks.get((mark.answer, mark.marker))
            if before and before.points != mark.points:
                who = f"`{visible(mark.marker)}`" if mark.marker else "a marker without a name"
                raise ValueError(f"{who} gave this answer other points before — write who marked into `marker`")
        except ValueError as error:
            reason, _, mend = str(error).partition(" — ")
            found.not_counted.append(NotCountedRow(f"{file}:{line}", "bad-mark", reason, mend))
            left_over.append(row)
            continue
        if mark:
            found.marks[mark.answer, mark.marker] = mark
    return left_over


def _mark(items: Mapping[str, Item], row: dict[str, str]) -> HandMark | None:
    """The mark in a row; None where no points are given. Raises ValueError, with the mend."""
    cells = {name: cell for name, cell in row.items() if name.isdigit() and cell not in ("", "–", "-")}
    if not cells:
        if row.get("comment"):
            raise ValueError("there is a comment, and no points — give points, or 0")
        return None
    item = items.get(row["item"])
    if item is None:
        raise ValueError(f"`{visible(row['item'])}` is no open question of this assignment — was it taken out?")
    points = []
    for number, criterion in enumerate(item.question.rubric, 1):
        cell = cells.pop(str(number), None)
        if cell is None:
            raise ValueError(f"criterion {number} has no points — write 0 if the answer does not meet it")
        value = float(cell.replace(",", ".")) if _NUMBER.fullmatch(cell) else None
        if value is None or value > criterion.points:
            raise ValueError(
                f"criterion {number} cannot be `{visible(cell, 20)}` — write a number from 0 to {criterion.points:g}"
            )
        points.append(value)
    if cells:
        raise ValueError(f"there is no criterion {min(cells, key=int)} — leave that cell empty")
    version = row["version"].removesuffix(".0")
    if not version.isdigit() or not re.fullmatch(r"a[0-9a-f]{12}", row["answer"]):
        raise ValueError("`answer` or `version` was changed — copy them from a new sheet")
    text, comment, marker = (row.get(name) or "" for name in ("text", "comment", "marker"))
    return HandMark(row["answer"], item.key, int(version), text, tuple(points), comment, marker)


def _sheet(marks: Iterable[HandMark], left_over: Iterable[dict[str, str]] = ()) -> pl.DataFrame:
    """The marks as a marking sheet; behind them rows of an earlier one, as they are."""
    rows = [_row(mark) for mark in sorted(marks, key=lambda mark: (mark.item, mark.answer, mark.marker))]
    rows += left_over
    criteria = sorted({name for row in rows for name in row if name.isdigit()}, key=int)
    columns = ("answer", "item", "version", "text", *criteria, "comment", "marker")
    return pl.DataFrame(rows, dict.fromkeys(columns, pl.String))


def _row(mark: HandMark) -> dict[str, str]:
    points = {str(number): plain(value) for number, value in enumerate(mark.points, 1)}
    about = {"answer": mark.answer, "item": mark.item, "version": str(mark.version)}
    return {**about, "text": mark.text, **points, "comment": mark.comment, "marker": mark.marker}
