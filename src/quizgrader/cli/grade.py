"""`quizgrader grade`: marks what was handed in, on the terminal or into a folder."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quizgrader.cli.common import find_target, must_exist, name_target
from quizgrader.cli.progress import watched
from quizgrader.cli.results import OPEN_FIRST, take_marks, write_results

if TYPE_CHECKING:
    from quizgrader.answers import Answers
    from quizgrader.assignments import Target
    from quizgrader.batches import Batch
    from quizgrader.gradebook import Marked
    from quizgrader.hand_marks import HandMarks

MANY = 20_000  # files, from which on several processes read them
TOLD = 10  # files not counted that are told of one by one where there is a list of them


def add(tasks) -> argparse.ArgumentParser:
    parser = tasks.add_parser("grade", help="mark what learners handed in")
    name_target(parser)
    name_inbox(parser)
    parser.add_argument("-o", "--out", type=Path, metavar="FOLDER", help="write gradebook, report and feedback there")
    take_marks(parser)
    parser.add_argument("--format", choices=["text", "json"], default="text",
                        help="without -o: for people or for programs (default: text)")  # fmt: skip
    return parser


def name_inbox(parser: argparse.ArgumentParser) -> None:
    """Let a task take what was handed in, and by whom it should have been."""
    parser.add_argument("inbox", nargs="+", type=Path, metavar="INBOX",
                        help="what they handed in: folders, files, zips; or a table of responses (.csv, .parquet)")  # fmt: skip
    parser.add_argument("--roster", type=Path, metavar="FILE", help="a CSV with the columns id, name, group")


def run(options: argparse.Namespace) -> int:
    must_exist([*options.inbox, *([options.roster] if options.roster else []), *options.marks])
    target = find_target(options)
    from quizgrader.hand_marks import read_marks

    marks = read_marks(target, options.out, options.marks)
    return _into_folder(options, target, marks) if options.out else _on_terminal(options, target, marks)


def marked(options: argparse.Namespace, target: Target, marks: HandMarks, folder: Path) -> Marked:
    """Everything in the inbox, marked. What memory should not hold is put into `folder`."""
    from quizgrader.answers import Answers
    from quizgrader.gradebook import mark
    from quizgrader.roster import read_roster

    roster = read_roster(options.roster) if options.roster else {}
    answers = Answers(target, folder, marks.points(options.markers))
    return mark(answers, _batches(options, answers), roster, marks.not_counted, datetime.now(UTC))


def _batches(options: argparse.Namespace, answers: Answers) -> Iterator[Batch]:
    from quizgrader import inbox, longtable
    from quizgrader.batches import read_files

    tables = [place for place in options.inbox if place.suffix.lower() in longtable.SUFFIXES and place.is_file()]
    places = [place for place in options.inbox if place not in tables]
    for table in tables:
        yield longtable.read_table(answers, table)
    if places:
        total = inbox.count(places)
        entries = watched(inbox.walk(places, without=options.out), total, "files read")
        yield from read_files(answers, entries, processes=2 if total > MANY and (os.cpu_count() or 1) > 1 else 1)


def _on_terminal(options: argparse.Namespace, target: Target, marks: HandMarks) -> int:
    from quizgrader import lines

    with tempfile.TemporaryDirectory() as folder:
        result = marked(options, target, marks, Path(folder))
        if marks_shown := lines.as_json(result) if options.format == "json" else lines.as_text(result):
            print(marks_shown)
    for line in lines.not_counted(result):
        print(line, file=sys.stderr)
    return int(not result.not_counted.is_empty())


def _into_folder(options: argparse.Namespace, target: Target, marks: HandMarks) -> int:
    from quizgrader import lines

    result = write_results(options.out, lambda aside: marked(options, target, marks, aside), marks)
    told = list(lines.not_counted(result))
    for line in told[:TOLD]:
        print(line, file=sys.stderr)
    if len(told) > TOLD:
        print(f"and {len(told) - TOLD:,} more: see {options.out / 'not_counted.csv'}", file=sys.stderr)
    print(lines.summary(result))
    print(f"written to {options.out}; open {' and '.join(OPEN_FIRST)}")
    return int(bool(told))
