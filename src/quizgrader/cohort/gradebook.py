"""Marks a cohort: from what was handed in to one table of learners and one of responses. It writes no file for people.

Work is columnar (Polars, NumPy). A mark depends on question and response alone, so each distinct response is marked once
and has a number; a submission is a row of such numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl

from quizgrader.bank.assignments import Item, Target
from quizgrader.cohort.attempts import decide, known_as
from quizgrader.cohort.learners import LEARNERS, learners_of
from quizgrader.cohort.pieces import made_of
from quizgrader.cohort.responses import RESPONSES, responses
from quizgrader.intake.answers import Answers
from quizgrader.intake.batches import NOT_COUNTED, SUBMISSIONS, Batch
from quizgrader.intake.reader import NotCountedRow
from quizgrader.intake.roster import Person

__all__ = ["LEARNERS", "RESPONSES", "Marked", "mark"]

TOTALS = {
    "points": pl.Float64,
    "waiting": pl.Float64,  # the points of what a person has still to mark
    "answered": pl.Int32,
    "to_mark": pl.Int32,
    "outdated": pl.Int32,
    "refused": pl.Int32,
    "content": pl.UInt64,  # the same for the same answers
}
"""Sums over the answers of a submission; `content` is an exclusive or of their digests."""

_FILED = 50_000  # attempts
_AT_ONCE = 2_000  # learners whose answers are held together as rows


ATTEMPTS = {"learner": pl.String, "attempt": pl.Int32, "on_roster": pl.Boolean, **SUBMISSIONS}
"""The columns of the file `Marked.attempts`: each attempt as it was handed in. Only a re-grade wants them, so no memory holds them."""


@dataclass
class Marked:
    """A marked cohort: tables with the columns LEARNERS, RESPONSES and `batches.NOT_COUNTED`.

    `responses` is lazy, since it may be larger than memory: select and aggregate, then `.collect(engine="streaming")`.
    What needs speed uses `given`: numbers that stand for rows of `answers.table`.
    """

    answers: Answers
    learners: pl.DataFrame
    responses: pl.LazyFrame
    not_counted: pl.DataFrame
    attempts: Path  # a file with ATTEMPTS
    codes: np.ndarray  # of every submission
    rows: np.ndarray  # of `codes`, those that count, in the order of `learners`

    @property
    def target(self) -> Target:
        return self.answers.target

    @property
    def items(self) -> list[Item]:
        return self.target.items

    @property
    def to_look_at(self) -> pl.DataFrame:
        """What is not counted, but for what systems make for themselves."""
        return self.not_counted.filter(pl.col("code") != "system-file")

    def given(self, column: int) -> np.ndarray:
        """The numbers of the answers to an item, of each who handed in (they are the first of the `learners`)."""
        return self.codes[:, column][self.rows]

    def papers(self) -> Iterator[tuple[dict, list[dict]]]:
        """Each learner with the answers that count, by item: rows of `answers.table` and their `number`."""
        table, handed_in = self.answers.table, len(self.rows)
        for start in range(0, self.learners.height, _AT_ONCE):
            codes = self.codes[self.rows[start : start + _AT_ONCE]]
            numbers = np.unique(codes)
            rows = table[numbers].with_columns(number=pl.Series(numbers)).to_dicts()
            told = dict(zip(numbers.tolist(), rows, strict=True))
            for place, learner in enumerate(self.learners[start : start + _AT_ONCE].iter_rows(named=True), start):
                yield learner, [told[n] for n in codes[place - start].tolist()] if place < handed_in else []


def mark(
    answers: Answers,
    batches: Iterable[Batch],
    roster: Mapping[str, Person],
    told: Iterable[NotCountedRow] = (),
    now: datetime | None = None,
) -> Marked:
    """Mark everything in `batches`, of which the answers stand in `answers`.

    `roster` holds people by id and by name, as `read_roster` gives them; `told` are files not counted that are known already.
    What claims to have been saved after `now` gets a note.
    """
    told = list(told)
    submissions, parts = _collected(batches, told)
    codes = _joined(parts, len(answers.target.items))
    submissions = submissions.hstack(totals(answers, codes))
    decided = decide(submissions, answers.target, roster)
    not_counted = pl.concat([pl.DataFrame(told, NOT_COUNTED, orient="row"), decided.not_counted]).sort("file")
    learners = learners_of(submissions, decided, answers.target, roster, now)
    rows = learners["order"].drop_nulls().to_numpy()
    attempts = _filed(submissions, decided.kept, roster, answers.folder / "attempts.parquet")
    rest = responses(answers, codes, decided.kept), not_counted, attempts
    return Marked(answers, learners.drop("order"), *rest, codes, rows)


def _filed(submissions: pl.DataFrame, kept: pl.DataFrame, roster: Mapping[str, Person], file: Path) -> Path:
    """`file`, with ATTEMPTS of the submissions that are `kept`."""
    listed = pl.Series([person.key for person in roster.values()], dtype=pl.String).implode()

    def pieces(_: Set[str]) -> Iterator[pl.DataFrame]:
        for some in kept.select("order", "learner", "attempt").iter_slices(_FILED):
            rows = some.hstack(submissions[some["order"]].select(list(SUBMISSIONS)))
            rows = rows.with_columns(known_as(rows["key"], roster))
            yield rows.with_columns(on_roster=pl.col("key").is_in(listed))

    made_of(ATTEMPTS, pieces).sink_parquet(file)
    return file


def _collected(batches: Iterable[Batch], told: list[NotCountedRow]) -> tuple[pl.DataFrame, list[np.ndarray]]:
    """All submissions, and the codes of each batch. What is not counted is `told`."""
    submissions, parts = [pl.DataFrame(schema=SUBMISSIONS)], []
    for batch in batches:
        submissions.append(batch.submissions)
        parts.append(batch.codes)
        told += batch.not_counted
    return pl.concat(submissions), parts


def _joined(parts: list[np.ndarray], items: int) -> np.ndarray:
    """The parts as one, column after column: nearly all that follows goes by columns. The list is emptied on the way."""
    joined = np.empty((sum(map(len, parts)), items), dtype=np.uint32, order="F")
    end = len(joined)
    while parts:
        part = parts.pop()
        joined[end - len(part) : end] = part
        end -= len(part)
    return joined


def totals(answers: Answers, codes: np.ndarray) -> pl.DataFrame:
    """TOTALS, a row for each of `codes`."""
    state = pl.col("state")
    each = answers.table.select(
        points="points", waiting=pl.when(state == "to-mark").then("of").otherwise(0), answered=state != "unanswered",
        to_mark=state == "to-mark", outdated=state == "outdated", refused=state == "refused", content="digest",
    ).cast(TOTALS)  # fmt: skip
    sums = {}
    for column in each.iter_columns():
        values = column.to_numpy()
        add = np.bitwise_xor if column.name == "content" else np.add
        sums[column.name] = total = np.zeros(len(codes), dtype=values.dtype)
        for of_item in codes.T:
            add(total, values[of_item], out=total)
    return pl.DataFrame(sums, TOTALS)
