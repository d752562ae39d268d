"""Tables as spreadsheet programs save them are read; and what we write runs nothing in them."""

from __future__ import annotations

import csv
import io
import itertools
import os
import subprocess
import sys

import polars as pl
import pytest
from rustpy_xlsxwriter import FastExcel

from quizgrader.intake.roster import BadRoster, read_roster
from quizgrader.intake.spreadsheets import Unreadable, table_of, write_book, write_csv

PEOPLE = [{"id": "007", "name": "Jürgen Müller, Dr."}, {"id": None, "name": None}, {"id": "8", "name": 'Ann "A" Lee'}]


def as_csv(separator: str, end: str = "\r\n") -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator=end)
    writer.writerows([["id", "name"], *(list(row.values()) for row in PEOPLE)])
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_csv_is_read_as_programs_save_it(tmp_path, encoding, separator, end):
    (tmp_path / "people.csv").write_bytes(as_csv(separator, end).encode(encoding))
    assert table_of(tmp_path / "people.csv").to_dicts() == PEOPLE


def test_a_spreadsheet_is_read_too_and_its_numbers_are_texts(tmp_path):
    rows = pl.DataFrame({"id": [7, None, 8], "name": [row["name"] for row in PEOPLE]})
    FastExcel(str(tmp_path / "people.xlsx")).sheet("class", rows).save()
    expected = [{**row, "id": row["id"] and row["id"].lstrip("0")} for row in PEOPLE]
    assert table_of(tmp_path / "people.xlsx").to_dicts() == expected
    people = read_roster(tmp_path / "people.xlsx")
    assert {person.id for person in people.values()} == {"7", "8"} and people["7"].name == PEOPLE[0]["name"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('id,name\n1,"Ann" Lee\n', "line 2: ',' expected after '\"'"),
        ('id,name\n1,Ann\n2,"Bob\n', "line 3: unexpected end of data"),
        ("id,name\n1,Ann\n2,Lee, Bob\n", "line 3 has more cells than the first line"),
        ("", "there is nothing in it"),
    ],
)
def test_what_is_broken_is_told_with_its_line(tmp_path, text, said):
    (tmp_path / "people.csv").write_text(text)
    with pytest.raises(Unreadable, match=f"^{said}$"):
        table_of(tmp_path / "people.csv")
    with pytest.raises(BadRoster, match=said):
        read_roster(tmp_path / "people.csv")


@pytest.mark.parametrize("content", [b"", b"PK\3\4cut", b"id,name\n"])
def test_a_spreadsheet_that_is_none_is_told(tmp_path, content):
    (tmp_path / "people.xlsx").write_bytes(content)
    with pytest.raises(Unreadable, match="no spreadsheet"):
        table_of(tmp_path / "people.xlsx")


def test_cells_beyond_the_first_line_may_be_empty(tmp_path):
    (tmp_path / "people.csv").write_text("id,name\n1,Ann,,\n2\n")
    assert table_of(tmp_path / "people.csv").rows() == [("1", "Ann"), ("2", None)]


def test_a_class_as_a_spreadsheet_needs_no_temporary_file(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "none"))
    table = pl.DataFrame({"name": [f"Person {number}" for number in range(5_000)], "points": ["1"] * 5_000})
    write_book(tmp_path / "book.xlsx", "class", table)
    assert table_of(tmp_path / "book.xlsx").equals(table)
    with pytest.raises(OSError, match="the spreadsheet needs room for temporary files, and finds none"):
        write_book(tmp_path / "large.xlsx", "class", table.iter_rows(named=True))
    assert not (tmp_path / "large.xlsx").exists()


NO_ROOM = """
import resource, sys
from pathlib import Path
from quizgrader.intake.spreadsheets import write_book
from quizgrader.report.staging import CannotWrite, replacing
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))  # the disk is full, as far as this process can tell
try:
    with replacing(Path(sys.argv[1])) as beside:
        write_book(beside, "large", ({"text": "word " * 100} for _ in range(5_000)))
except CannotWrite as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="no small disk can be had here")
def test_a_writer_that_panics_on_a_full_disk_is_told_as_any_other(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", NO_ROOM, tmp_path / "x.xlsx"], capture_output=True, text=True, check=False
    )
    assert (
        "x.xlsx: it cannot be written (the spreadsheet needs room for temporary files, and finds none)" in done.stdout
    )
    assert done.returncode == 0 and "Traceback" not in done.stderr and not list(tmp_path.iterdir())


RUN = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\t=1", " =1", "a;=1", "a; =cmd|x", "a\n=1", "a\r\n@x", "'=1"]


def test_nothing_that_is_written_is_a_formula_however_cells_are_parted(tmp_path):
    write_csv(pl.DataFrame({"text": RUN, "behind": RUN}), tmp_path / "out.csv")
    text = (tmp_path / "out.csv").read_text("utf-8-sig")
    for separator in ",;\t":
        for cell in itertools.chain(*csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
            assert cell.lstrip(' \t"')[:1] not in tuple("=+-@＝＋－＠"), (separator, cell)


def test_what_was_written_is_read_back_letter_for_letter(tmp_path):
    texts = ["".join(letters) for size in range(1, 5) for letters in itertools.product("a;'=- \n", repeat=size)]
    write_csv(pl.DataFrame({"text": texts}), tmp_path / "out.csv")
    (tmp_path / "semicolons.csv").write_bytes(_as_saved_elsewhere(tmp_path / "out.csv"))
    for name in ("out.csv", "semicolons.csv"):
        assert table_of(tmp_path / name)["text"].to_list() == texts, name


def _as_saved_elsewhere(file) -> bytes:
    """The CSV in `file` as a program outside English saves it again."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerows([*row, ""] for row in csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    return out.getvalue().encode("utf-16")
