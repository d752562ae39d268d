"""Every distinct answer of a cohort, numbered. From reading to report, a response is the number of its answer: four bytes.

What an answer is and earns stands here once, however many gave it. Texts that are more than memory should hold wait in files.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from quizgrader.bank.assignments import Target
from quizgrader.intake.distinct import STATES, ByHand, Row, by_field

MOST_HELD = 64_000_000  # bytes of answers held in memory; more wait in a file

COLUMNS = {
    "item": pl.Enum,  # Item.key, in the assignment's order
    "version": pl.Int32,  # null where the question was not answered
    "response": pl.String,  # JSON, without blanks; equal responses are equal texts; null where there is none
    "state": pl.Enum(STATES),
    "fraction": pl.Float64,  # null unless marked
    "points": pl.Float64,  # 0 unless marked; before anything is taken off for being late
    "of": pl.Float64,
    "reason": pl.String,  # why it is outdated or refused
    "digest": pl.UInt64,  # the same for the same answer; 0 for none
}
"""The columns of `Answers.table`."""

_DIGEST = pl.when(pl.col("state") == "unanswered").then(0).otherwise(pl.struct("item", "version", "response").hash())


class Answers:
    """The answers met so far. The first are the items left blank, in their order.

    An answer may stand in it twice, since each process that reads numbers what it meets. `folder` takes what is more than
    memory should hold, and must outlive this.
    """

    def __init__(self, target: Target, folder: Path, by_hand: ByHand | None = None):
        self.target, self.by_hand = target, by_hand or {}
        self.folder = folder
        self._schema = {**COLUMNS, "item": pl.Enum([item.key for item in target.items])}
        self._of = pl.Series([item.of for item in target.items], dtype=pl.Float64)
        self._filed: list[pl.DataFrame] = []
        self._held: list[pl.DataFrame] = []
        self._height = 0
        self.add(by_field(Row, [Row(item.key, None, None, "unanswered", None, None) for item in target.items]))

    def add(self, news: dict[str, list]) -> np.ndarray:
        """Take in what `Distinct.news` tells; returns the numbers that the answers get here."""
        frame = pl.DataFrame(news, {name: self._schema[name] for name in news})
        of = self._of[frame["item"].to_physical()]
        frame = frame.with_columns(of=of, points=frame["fraction"].fill_null(0.0) * of, digest=_DIGEST)
        self._held.append(frame.select(list(COLUMNS)))
        self._height += frame.height
        if sum(frame.estimated_size() for frame in self._held) > MOST_HELD:
            file = self.folder / f"answers-{len(self._filed)}.arrow"
            pl.concat(self._held).write_ipc(file)
            self._filed.append(pl.read_ipc(file))  # mapped: what is not in use takes no memory
            self._held = []
        return np.arange(self._height - frame.height, self._height, dtype=np.uint32)

    def given(self) -> Iterator[tuple[str, int, str]]:
        """Item, version and response of each answer that a person marks."""
        by_person = [item.key for item in self.target.items if not item.question.marked and item.of]
        rows = self.table.lazy().filter(pl.col("item").is_in(by_person) & pl.col("response").is_not_null())
        yield from rows.select("item", "version", "response").collect().iter_rows()

    @property
    def table(self) -> pl.DataFrame:
        """All answers, with COLUMNS: the number of each is its row."""
        return pl.concat([*self._filed, *self._held])
