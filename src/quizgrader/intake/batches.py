"""Turns what was read from files into tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from quizgrader.intake.answers import Answers
from quizgrader.intake.inbox import Refused
from quizgrader.intake.parallel import sheaves
from quizgrader.intake.reader import NotCountedRow

SUBMISSIONS = {
    "key": pl.String,
    "id": pl.String,
    "name": pl.String,
    "known_by": pl.Enum(["id", "name", "file"]),
    "given": pl.Int32,
    "saved": pl.String,
    "fits": pl.Boolean,
    "strange": pl.Int32,
    "file": pl.String,
}
"""The columns of `Batch.submissions`: those of `reader.Handed`."""

NOT_COUNTED = dict.fromkeys(NotCountedRow._fields, pl.String)
"""The columns of `Marked.not_counted`: one row for each file, or part of one, that is not counted."""


@dataclass
class Batch:
    """Some of what was handed in: SUBMISSIONS; for each of them and each item the number of its answer; what does not count."""

    submissions: pl.DataFrame
    codes: np.ndarray
    not_counted: list[NotCountedRow]


def read_files(answers: Answers, entries: Iterable[tuple[str, str] | Refused], processes: int = 1) -> Iterator[Batch]:
    """The batches of the files that `inbox.walk` found. Their answers are added to `answers`."""
    items = [item.key for item in answers.target.items]
    blanks = np.arange(len(items), dtype=np.uint32)
    order = [sorted(items).index(item) for item in items]
    numbers: dict[int, np.ndarray] = {}  # what those of each process are in `answers`
    for process, sheaf in sheaves(answers.target, entries, answers.by_hand, processes):
        known = blanks if sheaf.begins else numbers[process]
        numbers[process] = np.concatenate([known, answers.add(sheaf.news)])
        codes = numbers[process][np.array(sheaf.codes)].reshape(-1, len(items))[:, order]
        yield Batch(pl.DataFrame(sheaf.handed, SUBMISSIONS), codes, sheaf.not_counted)


def only_told(answers: Answers, rows: list[NotCountedRow]) -> Batch:
    """A batch of nobody, which tells of what does not count."""
    codes = np.empty((0, len(answers.target.items)), dtype=np.uint32)
    return Batch(pl.DataFrame(schema=SUBMISSIONS), codes, rows)
