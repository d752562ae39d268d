"""A cohort's responses, row by row, as programs and spreadsheets want them. Whatever their number, few are in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from polars.io.plugins import register_io_source

from quizgrader.answers import COLUMNS, Answers

RESPONSES = {
    "learner": pl.String,
    "attempt": pl.Int32,
    "counted": pl.Boolean,  # whether this is the attempt that counts
    "saved": pl.Datetime("ms", "UTC"),
    **{name: kind for name, kind in COLUMNS.items() if name != "digest"},
}
"""The columns of `Marked.responses`: one row for each learner, attempt and item, those unanswered among them."""

AT_ONCE = 100_000  # responses


def responses(answers: Answers, codes: np.ndarray, kept: pl.DataFrame) -> pl.LazyFrame:
    """RESPONSES, made piece by piece whenever they are asked for.

    `codes` has a row a submission and a column an item. Of the submissions, those `kept` are wanted: a row each, with
    `order`, the place in `codes`, and the first of the columns.
    """
    whose = [name for name in RESPONSES if name not in COLUMNS]
    table, kept = answers.table, kept.select("order", *whose).sort("order")
    schema = {**RESPONSES, "item": table.schema["item"]}

    def source(columns, predicate, most, _size) -> Iterator[pl.DataFrame]:
        wanted = columns or list(RESPONSES)
        needed = {"item", *wanted, *(predicate.meta.root_names() if predicate is not None else ())}
        told = table.select(needed.difference(whose))
        for some in kept.iter_slices(max(1, AT_ONCE // codes.shape[1])):
            numbers = codes[some["order"].to_numpy()]
            row = np.arange(some.height, dtype=np.uint32).repeat(codes.shape[1])
            rows = some.select("order", *needed.intersection(whose))[row].hstack(told[numbers.ravel()])
            rows = rows if predicate is None else rows.filter(predicate)
            rows = rows.head(most) if most is not None else rows
            most = most - rows.height if most is not None else None
            yield rows.select(wanted)

    return register_io_source(source, schema=schema)
