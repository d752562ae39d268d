"""Holds the responses of a cohort until it is known which count: in memory, and beyond some number in files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import polars as pl
from polars.io.plugins import register_io_source

from quizgrader.assignments import Target
from quizgrader.batches import TOTALS, in_slices, summed
from quizgrader.distinct import STATES

RESPONSES = {
    "row": pl.UInt32,  # the learner's row in `Marked.learners`
    "learner": pl.String,
    "attempt": pl.Int32,
    "counted": pl.Boolean,  # whether this is the attempt that counts
    "saved": pl.Datetime("ms", "UTC"),
    "item": pl.Enum,  # Item.key, in the assignment's order
    "version": pl.Int32,  # null where the question was not answered
    "response": pl.String,  # JSON, without blanks; equal responses are equal texts; null where there is none
    "state": pl.Enum(STATES),
    "fraction": pl.Float64,  # null unless marked
    "points": pl.Float64,  # 0 unless marked; before anything is taken off for being late
    "of": pl.Float64,
    "reason": pl.String,  # why it is outdated or refused
}
"""The columns of `Marked.responses`: one row for each learner, attempt and item, those unanswered among them."""

MOST_ROWS = 500_000  # responses held in memory; more wait in a folder
SLICE = 100_000  # of them that are taken from there at a time


class Totals:
    """Sums of responses by submission, added up batch by batch."""

    def __init__(self) -> None:
        self._parts = [pl.DataFrame(schema={"submission": pl.UInt64, **TOTALS})]

    def add(self, totals: pl.DataFrame) -> None:
        self._parts.append(totals.cast(TOTALS))
        if sum(part.height for part in self._parts[1:]) > MOST_ROWS:
            self._parts = [self.sums()]

    def sums(self) -> pl.DataFrame:
        return pl.concat(self._parts).group_by("submission", maintain_order=True).agg(summed()).cast(TOTALS)


class Store:
    """Rows in memory, and in files once they are too many."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._frames: list[pl.DataFrame] = []
        self._files: list[Path] = []

    def add(self, rows: pl.DataFrame) -> None:
        self._frames.append(rows)
        if sum(frame.height for frame in self._frames) > MOST_ROWS:
            file = self.folder / f"stored-{len(self._files)}.parquet"
            pl.concat(self._frames).write_parquet(file, compression="lz4", row_group_size=SLICE)
            self._files.append(file)
            self._frames = []

    def __iter__(self) -> Iterator[pl.DataFrame]:
        for file in self._files:
            yield from in_slices(pl.scan_parquet(file), SLICE)
        yield from self._frames


class Whose:
    """Gives responses to the learners and attempts that they belong to."""

    def __init__(self, kept: pl.DataFrame, learners: pl.DataFrame, target: Target):
        kept = kept.select("submission", "learner", "attempt", "counted", "saved").sort("submission")
        kept = kept.join(learners.select("learner").with_row_index("row"), on="learner", maintain_order="left")
        self._numbers = kept["submission"].to_numpy()
        self._columns = kept.drop("submission")
        self._of = {item.key: item.of for item in target.items}
        self._schema = {**RESPONSES, "item": pl.Enum(list(self._of))}

    def lazy(self, store: Iterable[pl.DataFrame]) -> pl.LazyFrame:
        """RESPONSES, made of the rows in the `store` piece by piece, whenever they are asked for."""

        def source(columns, predicate, most, _size) -> Iterator[pl.DataFrame]:
            for rows in map(self._joined, store):
                rows = rows if predicate is None else rows.filter(predicate)
                rows = rows.head(most) if most is not None else rows
                most = most - rows.height if most is not None else None
                yield rows.select(columns) if columns else rows

        return register_io_source(source, schema=self._schema)

    def _joined(self, rows: pl.DataFrame) -> pl.DataFrame:
        numbers = rows["submission"].to_numpy()
        places = np.searchsorted(self._numbers, numbers)
        here = places < len(self._numbers)
        here[here] = self._numbers[places[here]] == numbers[here]
        rows = rows.filter(pl.Series(here)).hstack(self._columns[pl.Series(places[here], dtype=pl.UInt32)])
        of = pl.col("item").replace_strict(self._of, return_dtype=pl.Float64)
        return rows.with_columns(of=of, points=pl.col("fraction").fill_null(0.0) * of).select(list(RESPONSES))
