"""Marks given by hand: read from marking sheets, kept in `marks.csv`, and the agreement of those who gave them.

A mark belongs to an answer, not to a person: whoever handed in the same words gets the same mark, and it survives every
re-grade. `marks.csv` is itself a marking sheet. How sheets are made is for `marking_sheet`.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from authoring.problems import visible
from quizgrader.assignments import Item, Target
from quizgrader.intake import NotCountedRow
from quizgrader.questions.numbers import plain
from quizgrader.roster import separator, text_of

KEPT = "marks.csv"
"""The file in the results' folder that keeps all marks given by hand."""

COLUMNS = ("answer", "item", "version", "learners", "question", "text", "rubric")
"""The columns of a marking sheet before those of the criteria, which are called 1, 2, 3 …; `comment` and `marker` follow."""

RULES: dict[str, Callable[[Iterable[float]], float]] = {"mean": mean, "lowest": min, "highest": max}
"""What counts where several markers gave an answer different points."""

_GUARDED = re.compile(r"^'(?=[=+\-@\t\r])")
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


class Agreement(NamedTuple):
    """How far two markers agree on a question: answers that both marked, those with the same points, and Cohen's kappas."""

    item: str
    first: str
    second: str
    number: int
    same: int
    kappa: float | None
    weighted: float | None


def answer_id(item: str, version: int, response: str) -> str:
    """A short name for an answer: `response` is its canonical JSON. It begins with a letter, so no spreadsheet takes it for a number."""
    return "a" + sha256(f"{item}\t{version}\t{response}".encode()).hexdigest()[:12]


class Points(dict):
    """Points by the name of an answer, asked for by its item, version and response as the grader knows them."""

    def get(self, key: tuple[str, int, str], default: float | None = None) -> float | None:
        return super().get(answer_id(*key), default)


@dataclass
class HandMarks:
    """All marks given by hand, by answer and marker, and what in the sheets could not be used."""

    marks: dict[tuple[str, str], HandMark] = field(default_factory=dict)
    not_counted: list[NotCountedRow] = field(default_factory=list)

    def points(self, rule: str = "mean") -> Points:
        """What each marked answer is worth, by one of the RULES."""
        given = defaultdict(list)
        for mark in self.marks.values():
            given[mark.answer].append(sum(mark.points))
        return Points({answer: RULES[rule](points) for answer, points in given.items()})

    def of(self, item: str, version: int, response: str) -> list[HandMark]:
        """The marks of one answer, in the order of the markers' names."""
        return self._by_answer.get(answer_id(item, version, response), [])

    @cached_property
    def _by_answer(self) -> dict[str, list[HandMark]]:
        by_answer = defaultdict(list)
        for mark in sorted(self.marks.values(), key=lambda mark: mark.marker):
            by_answer[mark.answer].append(mark)
        return by_answer

    def agreement(self) -> list[Agreement]:
        """Every two markers who marked the same answers, by question."""
        by_item: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
        for mark in self.marks.values():
            by_item[mark.item][mark.marker][mark.answer] = sum(mark.points)
        found = []
        for item, markers in sorted(by_item.items()):
            for first, second in combinations(sorted(markers), 2):
                both = [(points, markers[second][a]) for a, points in markers[first].items() if a in markers[second]]
                if both:
                    same = sum(a == b for a, b in both)
                    found.append(Agreement(item, first, second, len(both), same, kappa(both), kappa(both, linear)))
        return found

    def write(self, folder: Path) -> None:
        """Keep all marks in `folder`."""
        if self.marks:
            (folder / KEPT).write_text(sheet(self.marks.values()), "utf-8-sig", newline="")


def linear(a: float, b: float) -> float:
    """A disagreement counts as much as it is points apart."""
    return abs(a - b)


def kappa(
    pairs: list[tuple[float, float]], apart: Callable[[float, float], float] = lambda a, b: float(a != b)
) -> float | None:
    """Cohen's kappa of two markers' points: 1 − observed ÷ expected disagreement. None where none is to be expected.

    Source: Cohen, Educational and Psychological Measurement 20 (1960) 37–46; weighted: Psychological Bulletin 70 (1968) 213–220.
    """
    observed = mean(apart(a, b) for a, b in pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    total = sum(n * m * apart(a, b) for a, n in first.items() for b, m in second.items())
    expected = total / len(pairs) ** 2
    return 1 - observed / expected if expected else None


def read_marks(target: Target, out: Path | None, sheets: Iterable[Path] = ()) -> HandMarks:
    """The marks kept in the folder `out`, and those in `sheets`, which replace what the same marker gave before."""
    found = HandMarks()
    kept = [out / KEPT] if out and (out / KEPT).exists() else []
    for file in [*kept, *sheets]:
        try:
            rows = list(_rows(file))
        except (OSError, ValueError) as error:
            reason = f"it cannot be read ({visible(getattr(error, 'strerror', None) or str(error), 100)})"
            found.not_counted.append(NotCountedRow(str(file), "unreadable", reason, "save it again as .xlsx or .csv"))
            continue
        _take(target, file, rows, found)
    return found


def _rows(file: Path) -> Iterator[dict[str, str]]:
    """The rows of a sheet, every cell as text."""
    if file.suffix.lower() in (".xlsx", ".xls", ".ods"):
        import fastexcel

        try:
            table = fastexcel.read_excel(file).load_sheet(0, dtypes="string").to_polars()
        except fastexcel.FastExcelError as error:
            raise ValueError(str(error).splitlines()[0]) from None
        yield from ({name: cell or "" for name, cell in row.items()} for row in table.iter_rows(named=True))
        return
    text = text_of(file.read_bytes())
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True)
    try:
        yield from ({name: cell or "" for name, cell in row.items() if name} for row in rows)
    except csv.Error as error:
        raise ValueError(str(error)) from None


def _take(target: Target, file: Path, rows: list[dict[str, str]], found: HandMarks) -> None:
    items = {item.key: item for item in target.items if not item.question.marked and item.of}
    if rows and not {"answer", "item", "version"} <= rows[0].keys():
        reason = "it is no marking sheet: there are no columns `answer`, `item` and `version`"
        found.not_counted.append(
            NotCountedRow(str(file), "other-format", reason, "take the sheet that `quizgrader marking-sheet` writes")
        )
        return
    for line, row in enumerate(rows, 2):
        try:
            mark = _mark(items, row)
        except ValueError as error:
            reason, _, mend = str(error).partition(" — ")
            found.not_counted.append(NotCountedRow(f"{file}:{line}", "bad-mark", reason, mend))
            continue
        if mark:
            found.marks[mark.answer, mark.marker] = mark


def _mark(items: Mapping[str, Item], row: dict[str, str]) -> HandMark | None:
    """The mark in a row; None where no points are given. Raises ValueError, with the mend."""
    row = {name: _GUARDED.sub("", cell.strip()) for name, cell in row.items()}
    cells = {name: cell for name, cell in row.items() if name.isdigit() and cell not in ("", "–", "-")}
    if not cells:
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


def sheet(marks: Iterable[HandMark]) -> str:
    """The marks as a marking sheet in CSV."""
    marks = sorted(marks, key=lambda mark: (mark.item, mark.answer, mark.marker))
    criteria = max(len(mark.points) for mark in marks)
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(("answer", "item", "version", "text", *range(1, criteria + 1), "comment", "marker"))
    for mark in marks:
        points = [plain(value) for value in mark.points] + [""] * (criteria - len(mark.points))
        free = [_guarded(cell) for cell in (mark.text, mark.comment, mark.marker)]
        rows.writerow((mark.answer, mark.item, mark.version, free[0], *points, *free[1:]))
    return out.getvalue()


def _guarded(cell: str) -> str:
    """With an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell[:1] in tuple("=+-@\t\r") else cell
