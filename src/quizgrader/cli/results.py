"""What `grade` and `regrade` leave in a folder: tables, report, feedback, the key and the marks given by hand."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizgrader.cohort.gradebook import Marked
    from quizgrader.intake.hand_marks import HandMarks

OPEN_FIRST = ("report.html", "gradebook.xlsx")


def take_marks(parser: argparse.ArgumentParser) -> None:
    """Let a task take marks given by hand."""
    parser.add_argument("--marks", nargs="+", type=Path, default=[], metavar="SHEET",
                        help="marking sheets that were filled in; their marks are kept")  # fmt: skip
    parser.add_argument("--markers", choices=["mean", "lowest", "highest"],
                        help="what counts where several markers differ (default: as last time; at first the mean)")  # fmt: skip


def write_results(
    out: Path,
    make: Callable[[Path], Marked],
    marks: HandMarks,
    also: Callable[[Path], object] | None = None,
    to_mark: str | None = None,
) -> Marked:
    """Write all results of the cohort that `make` marks into the folder `out`, or nothing. Returns the cohort.

    `make` gets a folder for what memory should not hold; `also` gets the new files' folder, to add what it has to; `to_mark`
    is the command that gets a marking sheet.
    """
    from quizgrader.bank.key import write_key
    from quizgrader.intake.hand_marks import KEPT
    from quizgrader.report.feedback import released, write_feedback
    from quizgrader.report.page import write_report
    from quizgrader.report.regrade_report import RECORDS
    from quizgrader.report.staging import aside, staged
    from quizgrader.report.tables import written

    now = datetime.now(UTC)
    with (
        staged(out, lasting=(KEPT, RECORDS)) as folder,
        aside(out) as unfinished,
        written(make(Path(unfinished)), folder) as marked,
    ):
        marks.write(folder)
        write_key(marked.target, marks.rule, folder)
        if released(marked.target.assignment, now):
            write_feedback(marked, folder, marks)
        write_report(marked, folder, now, marks.agreement(), to_mark)
        if also:
            also(folder)
    return marked
