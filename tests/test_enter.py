"""Paper is typed in as the sheet shows it, and nothing is kept without a clear yes. The command itself is in test_cli."""

from __future__ import annotations

import csv
import io
import textwrap
from pathlib import Path

import pytest

from quizgrader.bank.assignments import exercise_target
from quizgrader.bank.shelf import read_shelf
from quizgrader.enter import enter

SHEET = """\
- id: scale
  type: rating
  prompt: Rate {ref}`the *first* hour <hours>`,
    as customers would {cite}`k`.
  low: Poor
  high: Good
- id: gaps
  type: fill-in
  prompt: Fill them.
  text: About [[share]] per cent; in [[plan]].
  gaps:
    - {id: plan, type: choice, choices: [{id: x, text: May}, {id: y, text: June, correct: true}]}
    - {id: share, type: number, unit: "%", answers: [{value: 5}]}
- id: lines
  type: ordering
  prompt: Put them in order.
  items: [{id: one, text: One}, {id: two, text: Two}]
"""


def kept_in(table: Path) -> list[str]:
    """The responses in a table, which need not be there."""
    text = table.read_text("utf-8-sig") if table.exists() else ""
    return [row["response"] for row in csv.DictReader(io.StringIO(text))]


@pytest.fixture
def of_paper(tmp_path):
    """Types in lines for a sheet with the questions above; returns what was said and the responses that were kept."""
    file = tmp_path / "sheet.yaml"
    head = "id: sheet\ntitle: Sheet\nmode: practice\nobjectives: [o]\nquestions:\n"
    file.write_text(head + textwrap.indent(SHEET, "  "), "utf-8")
    paper = exercise_target(read_shelf([file]).files["sheet"].exercise)

    def typed(*lines: str) -> tuple[str, list[str]]:
        said, waiting, table = [], iter(lines), tmp_path / "answers.csv"
        enter(paper, table, lambda prompt: said.append(prompt) or next(waiting), said.append)
        return "\n".join(said), kept_in(table)

    return typed


def test_paper_is_asked_for_as_the_sheet_shows_it(of_paper):
    said, kept = of_paper("a17", "3", "b", "5", "2", "1", "y", "")
    assert kept == ['"3"', '{"plan":"y","share":"5"}', '["one","two"]']
    assert (
        "1. Rate the first hour, as customers would.\n   1: Poor\n   2\n" in said
    )  # whole, without marks for the site
    assert "About (2) ____ per cent; in (1) ____." in said
    assert "gap 1, letter: " in said and "gap 2, number (%): " in said


@pytest.mark.parametrize(("answer", "kept"), [("y", 3), ("Yes", 3), ("n", 0), ("no", 0), ("q", 0)])
def test_a_sheet_is_kept_on_a_clear_yes_alone(of_paper, answer, kept):
    said, rows = of_paper("a17", "3", "", "", "1", "2", "", "maybe", answer, "")
    assert len(rows) == kept and said.count("Type y to keep it, n to drop it") == 2


def test_one_can_go_back_while_typing_in_paper(of_paper):
    lines = ["<", "a", "<", "a17", "3", "<", "4", "a", "<", "b", "5", "1", "<", "2", "1", "<", "2", "1", "y", ""]
    said, kept = of_paper(*lines)
    assert kept == ['"4"', '{"plan":"y","share":"5"}', '["one","two"]']
    assert "< goes back" in said.splitlines()[1]
