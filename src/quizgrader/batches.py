"""Turns what `intake` reads into tables: one row a submission, one row a response. Many files are read by several processes."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice

import numpy as np
import polars as pl

from quizgrader.assignments import Target
from quizgrader.distinct import STATES, ByHand, Row
from quizgrader.inbox import Refused
from quizgrader.intake import SHEAF, NotCountedRow, Reader, Sheaf, begin, read_part

SUBMISSIONS = {
    "submission": pl.UInt64,  # its number within the source
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
"""The columns of `Batch.submissions`: those of `intake.Handed`, with a number."""

NOT_COUNTED = dict.fromkeys(NotCountedRow._fields, pl.String)
"""The columns of `Marked.not_counted`: one row for each file, or part of one, that is not counted."""


TOTALS = {
    "points": pl.Float64,
    "waiting": pl.Float64,  # the points of what a person has still to mark
    "answered": pl.Int32,
    "to_mark": pl.Int32,
    "outdated": pl.Int32,
    "refused": pl.Int32,
    "content": pl.UInt64,  # the same for the same answers
}
"""Sums over the responses of a submission; `content` is an exclusive or of their digests."""


@dataclass
class Batch:
    """Some of what was handed in: SUBMISSIONS; the columns of `answers`, and `submission`; TOTALS, and `submission`."""

    submissions: pl.DataFrame
    responses: pl.DataFrame
    totals: pl.DataFrame
    not_counted: list[NotCountedRow]


def totals_of(answers: pl.DataFrame) -> pl.DataFrame:
    """What each distinct answer adds to the TOTALS of a submission."""
    state = pl.col("state")
    return answers.select(
        points="points", waiting=pl.when(state == "to-mark").then("of").otherwise(0), answered=state != "unanswered",
        to_mark=state == "to-mark", outdated=state == "outdated", refused=state == "refused", content="digest",
    ).cast(TOTALS)  # fmt: skip


def answers(rows: list[Row], target: Target) -> pl.DataFrame:
    """The distinct answers as a table."""
    schema = {
        "item": pl.Enum([item.key for item in target.items]), "version": pl.Int32, "response": pl.String,
        "state": pl.Enum(STATES), "fraction": pl.Float64, "points": pl.Float64, "of": pl.Float64, "reason": pl.String,
        "digest": pl.UInt64,
    }  # fmt: skip
    return _frame(rows, schema)


def _frame(rows: list[tuple], schema: dict) -> pl.DataFrame:
    """A table of `rows`, made column by column, which is quicker."""
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    return pl.DataFrame(dict(zip(schema, columns, strict=True)), schema)


def in_slices(rows: pl.LazyFrame, size: int) -> Iterator[pl.DataFrame]:
    """`rows`, so many at a time."""
    for start in range(0, rows.select(pl.len()).collect().item(), size):
        yield rows.slice(start, size).collect()


def summed() -> list[pl.Expr]:
    """How the TOTALS of several rows become those of one."""
    return [pl.col(name).bitwise_xor() if name == "content" else pl.col(name).sum() for name in TOTALS]


def read_files(
    target: Target, entries: Iterable[tuple[str, str] | Refused], by_hand: ByHand | None = None, processes: int = 1
) -> Iterator[Batch]:
    """The batches of the files that `inbox.walk` found."""
    tables: dict[int, pl.DataFrame] = {}  # what the numbers of each process stand for
    first = 0
    for process, sheaf in _read(target, entries, by_hand, processes):
        news = answers(sheaf.news, target)
        tables[process] = news if sheaf.begins else tables[process].vstack(news)
        yield _batch(sheaf, first, tables[process], target)
        first += len(sheaf.handed)


def _batch(sheaf: Sheaf, first: int, table: pl.DataFrame, target: Target) -> Batch:
    keys = sorted(item.key for item in target.items)
    codes = np.array(sheaf.codes, dtype=np.uint32).reshape(-1, len(keys))
    codes = codes[:, [keys.index(item.key) for item in target.items]]
    numbers = np.arange(first, first + len(sheaf.handed), dtype=np.uint64)
    submissions = _frame(sheaf.handed, {k: v for k, v in SUBMISSIONS.items() if k != "submission"})
    totals = {"submission": numbers}
    for column in totals_of(table).iter_columns():
        add = np.bitwise_xor if column.name == "content" else np.add
        totals[column.name] = add.reduce(column.to_numpy()[codes], axis=1)
    return Batch(
        submissions.select(pl.Series("submission", numbers), pl.all()),
        table[pl.Series(codes.ravel())].with_columns(submission=pl.Series(numbers.repeat(len(keys)))),
        pl.DataFrame(totals, {"submission": pl.UInt64, **TOTALS}),
        sheaf.not_counted,
    )


def _read(target, entries, by_hand, processes) -> Iterator[tuple[int, Sheaf]]:
    """Every sheaf, with the process that read it, in the order of the `entries`."""
    if processes == 1:
        yield from ((0, sheaf) for sheaf in Reader(target, by_hand).sheaves(entries))
        return
    entries, waiting = iter(entries), deque[Future]()
    context = multiprocessing.get_context("spawn")  # a fork would copy the threads of Polars, and hang
    with ProcessPoolExecutor(processes, context, begin, (target, by_hand)) as pool:
        while (part := list(islice(entries, SHEAF))) or waiting:
            if part:
                waiting.append(pool.submit(read_part, part))
            if not part or len(waiting) > 2 * processes:
                yield from waiting.popleft().result()
