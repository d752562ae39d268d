"""A cohort's responses, row by row, as programs and spreadsheets want them. Whatever their number, few are in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator, Set

import numpy as np
import polars as pl

from quizgrader.cohort.pieces import made_of
from quizgrader.intake.answers import COLUMNS, Answers

RESPONSES = {
    "learner": pl.String,
    "attempt": pl.Int32,
    "counted": pl.Boolean,  # whether this is the attempt that counts
    "may_count": pl.Boolean,  # whether it counts, or may once its open answers are marked
    "saved": pl.Datetime("ms", "UTC"),
    **{name: kind for name, kind in COLUMNS.items() if name != "digest"},
}
"""The columns of `Marked.responses`: one row for each learner, attempt and item, those unanswered among them."""

AT_ONCE = 50_000  # responses


def responses(answers: Answers, codes: np.ndarray, kept: pl.DataFrame) -> pl.LazyFrame:
    """RESPONSES, made piece by piece whenever they are asked for.

    `codes` has a row a submission and a column an item. Of the submissions, those `kept` are wanted: a row each, with
    `order`, the place in `codes`, and the first of the columns.
    """
    whose = [name for name in RESPONSES if name not in COLUMNS]
    table, kept = answers.table, kept.select("order", *whose).sort("order")

    def pieces(needed: Set[str]) -> Iterator[pl.DataFrame]:
        told = table.select({"item", *needed}.difference(whose))
        for some in kept.iter_slices(max(1, AT_ONCE // codes.shape[1])):
            numbers = codes[some["order"].to_numpy()]
            row = np.arange(some.height, dtype=np.uint32).repeat(codes.shape[1])
            yield some.select("order", *needed.intersection(whose))[row].hstack(told[numbers.ravel()])

    return made_of({**RESPONSES, "item": table.schema["item"]}, pieces)
