"""`quizgrader marking-sheet`: writes the open answers that wait for a person to mark them."""

from __future__ import annotations

import argparse
from pathlib import Path

from quizgrader.cli.common import find_target, must_exist, name_target, tell_not_counted
from quizgrader.cli.grade import command, find_inbox, marked, name_inbox
from quizgrader.cli.results import take_marks
from quizgrader.refusal import Refusal


def add(tasks) -> argparse.ArgumentParser:
    parser = tasks.add_parser("marking-sheet", help="write the open answers that wait to be marked by hand")
    name_target(parser)
    name_inbox(parser)
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="FILE",
                        help="a spreadsheet (.xlsx), a table (.csv), or a page to mark on (.html)")  # fmt: skip
    parser.add_argument("--anonymous", action="store_true", help="name no learner")
    parser.add_argument("--all", action="store_true", help="those that are marked already, too")
    take_marks(parser)
    return parser


def run(options: argparse.Namespace) -> int:
    must_exist([*options.inbox, *([options.roster] if options.roster else []), *options.marks])
    inbox = find_inbox(options)
    target = find_target(options)
    from languages.words import counted
    from quizgrader.intake.hand_marks import read_marks
    from quizgrader.report.marking_sheet import SUFFIXES, write_marking_sheet
    from quizgrader.report.staging import temporary

    if options.out.suffix.lower() not in SUFFIXES:
        raise Refusal(f"{options.out}: a marking sheet cannot be of this kind — end its name in {', '.join(SUFFIXES)}")
    marks = read_marks(target, None, options.marks, options.markers)
    with temporary() as folder:
        cohort = marked(options, inbox, target, marks, folder)
        then = command(options, "grade", "-o", "OUT", "--marks", "FILE")
        number = write_marking_sheet(cohort, options.out, then, anonymous=options.anonymous, everything=options.all)
    code = tell_not_counted(marks.not_counted)
    print(f"{counted(number, 'answer')} to mark, written to {options.out}")
    return code
