"""`quizgrader regrade`: marks the results in a folder again, after a key was corrected."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from quizgrader.cli.common import find_target, must_exist, name_target, tell_not_counted
from quizgrader.cli.results import take_marks, write_results


def add(tasks) -> argparse.ArgumentParser:
    parser = tasks.add_parser("regrade", help="mark results again after a key was corrected, and tell who changes")
    name_target(parser)
    parser.add_argument("results", type=Path, metavar="FOLDER", help="the folder that `grade -o` has written")
    parser.add_argument("--dry-run", action="store_true", help="only tell what would change")
    take_marks(parser)
    return parser


def run(options: argparse.Namespace) -> int:
    must_exist([options.results, *options.marks])
    target = find_target(options)
    from quizgrader.cohort.regrade import regrade
    from quizgrader.intake.hand_marks import read_marks
    from quizgrader.report.regrade_report import report, write_record
    from quizgrader.report.staging import temporary

    marks = read_marks(target, options.results, options.marks, options.markers)
    with temporary() as aside:
        regraded = regrade(target, options.results, marks, aside)
        for line in report(regraded):
            print(line)
        code = tell_not_counted(marks.not_counted)
        if options.dry_run:
            print("nothing was written; without --dry-run it will be")
            return code
        now = datetime.now(UTC)
        write_results(
            options.results,
            lambda _: regraded.marked,
            marks,
            lambda folder: write_record(regraded, options.results, folder, now),
        )
    print(f"written to {options.results}")
    return code
