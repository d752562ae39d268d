"""Writes a marked cohort as tables for people and programs: CSV, spreadsheet, Parquet. What is in them was decided before.

They are written into a folder that `staging` gives.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import polars as pl
from rustpy_xlsxwriter import Format

from authoring.problems import escaped
from quizgrader.bank.assignments import Assignment
from quizgrader.cohort.gradebook import Marked
from quizgrader.cohort.pieces import made_of
from quizgrader.intake.spreadsheets import write_book, write_csv

LONG_CSV = "responses.csv"
ATTEMPTS = "attempts.parquet"
MOST_SHEET_ROWS = 1_048_575  # that a spreadsheet holds below its header
MOST_WIDE = 20_000  # learners; with more, the spreadsheet has no columns for single questions
MOST_WHOLE = 200_000  # learners that go into the spreadsheet all at once
_AT_ONCE = 20_000  # learners
_MOST_CELL = 32_000  # characters; a spreadsheet's cell holds 32,767
_UNSEEN = r"[\p{C}\p{Z}--\x20]"  # what `escaped` has to look at


class Clock(NamedTuple):
    """The time somewhere: how far it is ahead of UTC, and what it is called."""

    ahead: timedelta
    name: str


@contextmanager
def written(marked: Marked, folder: Path) -> Iterator[Marked]:
    """Write all tables into `folder`; gives `marked` back.

    The spreadsheet takes longest: it is written while the caller goes on, and is there at the end.
    """
    with ThreadPoolExecutor(1) as aside:
        book = gradebook(marked)
        narrow = marked.learners.height > MOST_WIDE
        shown = marked.learners if narrow else book.collect()
        clock = clock_of(marked.target.assignment)
        sheet = aside.submit(write_sheet, shown, folder / "gradebook.xlsx", clock)
        book.sink_parquet(folder / "gradebook.parquet")
        write_csv(for_people(book, clock), folder / "gradebook.csv")
        write_csv(marked.not_counted, folder / "not_counted.csv")
        shutil.copyfile(marked.attempts, folder / ATTEMPTS)
        marked.responses.sink_parquet(folder / "responses.parquet", compression="zstd", compression_level=1)
        if marked.codes.size <= MOST_SHEET_ROWS:
            write_csv(for_people(marked.responses, clock), folder / LONG_CSV)
        yield marked
        sheet.result()


def gradebook(marked: Marked) -> pl.LazyFrame:
    """The learners, each with the points of every item that is marked; made piece by piece."""
    table = marked.answers.table
    points = table["points"].round(9).set(table["state"].is_in(["unanswered", "to-mark"]), None)
    worth = {item.key: place for place, item in enumerate(marked.items) if item.of}

    def pieces(_: Set[str]) -> Iterator[pl.DataFrame]:
        for start in range(0, marked.learners.height, _AT_ONCE):
            rows = marked.learners[start : start + _AT_ONCE]
            codes = marked.codes[marked.rows[start : start + _AT_ONCE]]
            earned = pl.DataFrame({key: points[codes[:, place]] for key, place in worth.items()})
            yield pl.concat([rows, earned], how="horizontal_extend")  # those who handed in nothing come last

    return made_of({**marked.learners.schema, **dict.fromkeys(worth, pl.Float64())}, pieces)


def clock_of(assignment: Assignment) -> Clock:
    """The clock by which the assignment is due, or opens; else that of UTC."""
    moment = assignment.due or assignment.opens
    return Clock(moment.utcoffset(), moment.isoformat()[-6:]) if moment else Clock(timedelta(0), "UTC")


def for_people(table: pl.DataFrame | pl.LazyFrame, clock: Clock) -> pl.DataFrame | pl.LazyFrame:
    """`table` with yes and no, with times as one reads them by this clock, and with escapes for what cannot be seen."""
    columns = []
    for name, kind in table.lazy().collect_schema().items():
        column = pl.col(name)
        if kind == pl.Boolean:
            columns.append(pl.when(column).then(pl.lit("yes")).when(~column).then(pl.lit("no")).alias(name))
        elif isinstance(kind, pl.Datetime):
            columns.append((column + clock.ahead).dt.strftime(f"%Y-%m-%d %H:%M {clock.name}"))
        elif kind == pl.String:
            columns.append(column.map_batches(_seen, return_dtype=pl.String, is_elementwise=True))
        else:
            columns.append(column)
    return table.select(columns)


def _seen(texts: pl.Series) -> pl.Series:
    """`texts`, `escaped`; few of them need it."""
    odd = texts.str.contains(_UNSEEN).fill_null(False)
    return texts.clone().scatter(odd.arg_true(), [escaped(text) for text in texts.filter(odd)]) if odd.any() else texts


def write_sheet(table: pl.DataFrame, file: Path, clock: Clock) -> None:
    """Write `table` for people as a spreadsheet in which every text is text, whatever it looks like; as many rows as it holds."""
    long = pl.col(pl.String).str.len_chars() > _MOST_CELL
    cut = pl.when(long).then(pl.col(pl.String).str.head(_MOST_CELL) + "…").otherwise(pl.col(pl.String)).name.keep()
    pieces = (for_people(piece, clock).with_columns(cut) for piece in table.head(MOST_SHEET_ROWS).iter_slices(_AT_ONCE))
    if table.height <= MOST_WHOLE:
        rows = pl.concat([for_people(table.clear(), clock), *pieces])
    else:  # slower, and small
        rows = (row for piece in pieces for row in piece.iter_rows(named=True))
    widths = {"name": 24.0, "file": 30.0, "saved": 24.0, "notes": 60.0}
    rounded = Format().set_num_format("0.00")  # only to look at: a third stays a third
    formats = {name: rounded for name, kind in table.schema.items() if kind == pl.Float64 and name != "of"}
    write_book(file, file.stem, rows, autofilter=True, column_widths=widths, column_formats=formats)
