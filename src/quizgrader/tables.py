"""Writes a marked cohort as tables for people and programs: CSV, spreadsheet, Parquet. What is in them was decided before.

They are written into a folder that `staging` gives.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
from rustpy_xlsxwriter import FastExcel

from quizgrader.coded import Coded, coded
from quizgrader.gradebook import Marked

LONG_CSV = "responses.csv"
MOST_SHEET_ROWS = 1_048_575  # that a spreadsheet holds below its header
MOST_WIDE = 20_000  # learners; with more, the spreadsheet has no columns for single questions
_MOST_CELL = 32_000  # characters; a spreadsheet's cell holds 32,767
_GUARDED = r"^[=+\-@\t\r]"  # a spreadsheet would take such a text for a formula
_UNSEEN = [
    chr(c)
    for c in (*range(32), *range(127, 160), 0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
]
_ESCAPES = [f"\\u{ord(c):04x}" for c in _UNSEEN]


@contextmanager
def written(marked: Marked, folder: Path) -> Iterator[tuple[Marked, Coded]]:
    """Write all tables into `folder`; gives `marked`, with its responses read from there, and its answers as numbers.

    The spreadsheet takes longest: it is written while the caller goes on, and is there at the end.
    """
    with ThreadPoolExecutor(1) as aside:
        narrow = marked.learners.height > MOST_WIDE
        sheet = aside.submit(write_sheet, for_people(marked.learners), folder / "gradebook.xlsx") if narrow else None
        responses = folder / "responses.parquet"
        marked.responses.sink_parquet(responses, compression="zstd", compression_level=1, row_group_size=100_000)
        marked = replace(marked, responses=pl.scan_parquet(responses))
        answers = coded(marked)
        shown = _write_gradebook(marked, answers, folder)
        sheet = sheet or aside.submit(write_sheet, shown, folder / "gradebook.xlsx")
        del shown  # with many learners, the report needs the room
        write_csv(marked.not_counted, folder / "not_counted.csv")
        if marked.responses.select(pl.len()).collect().item() <= MOST_SHEET_ROWS:
            write_csv(for_people(marked.responses.drop("row")), folder / LONG_CSV)
        yield marked, answers
        sheet.result()


def _write_gradebook(marked: Marked, answers: Coded, folder: Path) -> pl.DataFrame:
    """The gradebook for programs and as CSV; returns it as it is for people."""
    book = gradebook(marked, answers)
    book.write_parquet(folder / "gradebook.parquet")
    shown = for_people(book)
    write_csv(shown, folder / "gradebook.csv")
    return shown


def gradebook(marked: Marked, answers: Coded) -> pl.DataFrame:
    """The learners, each with the points of every item that is marked."""
    columns = []
    for column, item in enumerate(marked.items):
        if item.of:
            points = np.full(marked.learners.height, np.nan)
            open_ = answers.are(column, "unanswered", "to-mark")
            points[: len(open_)] = np.where(open_, np.nan, answers.points(column).round(9))
            columns.append(pl.Series(item.key, points).fill_nan(None))
    return marked.learners.with_columns(columns)


def for_people(table: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame | pl.LazyFrame:
    """`table` with yes and no, with times as one reads them, and with escapes for what cannot be seen."""
    columns = []
    for name, kind in table.lazy().collect_schema().items():
        column = pl.col(name)
        if kind == pl.Boolean:
            columns.append(pl.when(column).then(pl.lit("yes")).when(~column).then(pl.lit("no")).alias(name))
        elif isinstance(kind, pl.Datetime):
            columns.append(column.dt.strftime("%Y-%m-%d %H:%M UTC"))
        elif kind == pl.String:
            columns.append(column.str.replace_many(_UNSEEN, _ESCAPES))
        else:
            columns.append(column)
    return table.select(columns)


def guarded(table: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame | pl.LazyFrame:
    """`table` with an apostrophe before every text that a spreadsheet would take for a formula."""
    text = pl.col(pl.String)
    return table.with_columns(pl.when(text.str.contains(_GUARDED)).then("'" + text).otherwise(text).name.keep())


def write_csv(table: pl.DataFrame | pl.LazyFrame, file: Path) -> None:
    """Write a CSV that a spreadsheet opens without harm."""
    guarded(table).lazy().sink_csv(file, include_bom=True)


def write_sheet(table: pl.DataFrame, file: Path) -> None:
    """Write a spreadsheet in which every text is text, whatever it looks like; of the rows, as many as it holds."""
    long = pl.col(pl.String).str.len_chars() > _MOST_CELL
    cut = pl.when(long).then(pl.col(pl.String).str.head(_MOST_CELL) + "…").otherwise(pl.col(pl.String)).name.keep()
    sheet = io.BytesIO()  # on a full disk the writer would complain on its own
    widths = {"name": 24.0, "file": 30.0, "saved": 20.0, "notes": 60.0}
    rows = table.head(MOST_SHEET_ROWS).with_columns(cut)
    FastExcel(sheet).freeze(row=1).sheet(file.stem, rows, autofilter=True, column_widths=widths).save()
    file.write_bytes(sheet.getbuffer())
