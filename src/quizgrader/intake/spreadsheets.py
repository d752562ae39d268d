"""Tables that spreadsheet programs save and open: how they write text, and which text they would run.

To them a cell that begins with `=`, `+`, `-` or `@` is a formula, and nothing that a learner wrote must run on a trainer's
machine. As CSV such a text is written with an apostrophe before it, which reading takes off again. Outside English these
programs part cells at semicolons or tabs, whatever the file does: so behind these, and at every line, a cell can begin too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from quizgrader.intake.inbox import BOOKS

MOST_HELD = 1_500_000
"""Cells of a spreadsheet that are written from memory: they take some 150 MB."""

_BEGINS = r"(^|[;\t\r\n])"
_FORMULA = r"('* *[=+\-@＝＋－＠])"  # apostrophes: what began with one before is told from what was guarded


class Unreadable(ValueError):
    """A table that cannot be read; the message says why, for a person."""


def table_of(file: Path) -> pl.DataFrame:
    """The table in `file`: every cell text without its guard, null where it is empty; a row for each that a spreadsheet shows.

    It is the first sheet of a spreadsheet, or CSV with commas, semicolons or tabs. Raises Unreadable.
    """
    try:
        table = _book(file) if file.suffix.lower() in BOOKS else _csv(file.read_bytes())
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from None
    except pl.exceptions.NoDataError:
        raise Unreadable("there is nothing in it") from None
    return table.with_columns(pl.all().str.replace_all(f"{_BEGINS}'{_FORMULA}", "$1$2"))


def write_csv(table: pl.DataFrame | pl.LazyFrame, file: Path) -> None:
    """Write a CSV that a spreadsheet opens without harm."""
    guarded = pl.col(pl.String).str.replace_all(_BEGINS + _FORMULA, "$1'$2")
    table.lazy().with_columns(guarded).sink_csv(file, include_bom=True)


def write_book(file: Path, title: str, rows: pl.DataFrame | Iterable[dict], **how) -> None:
    """Write a spreadsheet of one sheet, its header in sight; `how` are the widths and formats of rustpy_xlsxwriter's `sheet`.

    What is of MOST_HELD cells or fewer is made in memory; the writer puts the rest into a temporary file first. Raises
    OSError where there is no room.
    """
    from rustpy_xlsxwriter import FastExcel

    held = isinstance(rows, pl.DataFrame) and rows.height * rows.width <= MOST_HELD
    book = io.BytesIO()  # on a full disk the writer would complain on its own
    try:
        FastExcel(book).freeze(row=1).sheet(title, rows, dedupe_strings=held, **how).save()
    except BaseException as error:  # what its Rust raises where its temporary file finds no room is no Exception
        if type(error).__name__ == "PanicException" or "Temporary file error" in str(error):
            raise OSError("the spreadsheet needs room for temporary files, and finds none") from None
        raise
    file.write_bytes(book.getbuffer())


def separator(text: str) -> str:
    """What parts the cells of a CSV: whichever of tab, semicolon and comma its first line has most of."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def text_of(data: bytes) -> str:
    """The text of a CSV: UTF-8, UTF-16 with its mark, or what Windows in western Europe writes; lines may end as on old Macs."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    return text if "\n" in text else text.replace("\r", "\n")


def _csv(data: bytes) -> pl.DataFrame:
    text = text_of(data)
    _look_for_faults(text)
    return pl.read_csv(io.StringIO(text), separator=separator(text), infer_schema=False, truncate_ragged_lines=True)


def _look_for_faults(text: str) -> None:
    """Polars does not tell in which line a CSV is broken."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True)
    try:
        width = len(next(rows, []))
        for cells in rows:
            if any(cells[width:]):
                raise Unreadable(f"line {rows.line_num} has more cells than the first line")
    except csv.Error as error:
        raise Unreadable(f"line {rows.line_num}: {error}") from None


def _book(file: Path) -> pl.DataFrame:
    import fastexcel  # takes longer to load than most tables to read

    try:
        return fastexcel.read_excel(file).load_sheet(0, dtypes="string").to_polars()
    except fastexcel.FastExcelError:
        raise Unreadable("it is no spreadsheet, or damaged") from None
