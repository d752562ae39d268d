"""`quizgrader grade`: marks what was handed in, on the terminal or into a folder."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from quizgrader.cli.common import EXERCISES, find_target, must_exist, name_target
from quizgrader.cli.progress import watched
from quizgrader.cli.results import OPEN_FIRST, take_marks, write_results
from quizgrader.refusal import Refusal

if TYPE_CHECKING:
    from quizgrader.bank.assignments import Target
    from quizgrader.cohort.gradebook import Marked
    from quizgrader.intake.answers import Answers
    from quizgrader.intake.batches import Batch
    from quizgrader.intake.hand_marks import HandMarks

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
                        help="what they handed in: folders, files, zips; or a table of responses (.csv, .xlsx, .parquet)")  # fmt: skip
    parser.add_argument(
        "--roster", type=Path, metavar="FILE", help="a spreadsheet or CSV with the columns id, name, group"
    )


def command(options: argparse.Namespace, task: str, *rest: str) -> str:
    """The command of another task for the same assignment and what was handed in to it."""
    words = ["quizgrader", task, options.assignment, *map(str, options.inbox)]
    for name, given, usual in (("--roster", options.roster, None), ("--exercises", options.exercises, EXERCISES)):
        words += [name, str(given)] if given != usual else []
    return shlex.join([*words, *rest])


class Inbox(NamedTuple):
    """What was handed in: tables of responses, other places, and about how many files are in those."""

    tables: list[Path]
    places: list[Path]
    files: int

    @property
    def processes(self) -> int:
        """How many are to read the files."""
        return 2 if self.files > MANY and (os.cpu_count() or 1) > 1 else 1


def find_inbox(options: argparse.Namespace) -> Inbox:
    """What `name_inbox` let the user name. Where it is much, those who read it get ready."""
    from quizgrader.intake import inbox, parallel

    tables = [place for place in options.inbox if place.suffix.lower() in inbox.TABLES and place.is_file()]
    places = [place for place in options.inbox if place not in tables]
    found = Inbox(tables, places, inbox.count(places))
    if not (found.tables or found.files):
        raise Refusal(f"there is nothing to mark in {', '.join(map(str, places))} — put there what was handed in")
    if found.processes > 1:
        parallel.get_ready()
    return found


def run(options: argparse.Namespace) -> int:
    must_exist([*options.inbox, *([options.roster] if options.roster else []), *options.marks])
    if options.out:
        _must_be_apart(options.out, options.inbox)
    inbox = find_inbox(options)
    target = find_target(options)
    from quizgrader.intake.hand_marks import read_marks

    marks = read_marks(target, options.out, options.marks, options.markers)

    def make(folder: Path) -> Marked:
        return marked(options, inbox, target, marks, folder)

    return _into_folder(options, make, marks) if options.out else _on_terminal(options.format, make)


def _must_be_apart(out: Path, inbox: list[Path]) -> None:
    """Refuse a place for the results that is a file, or is itself a place that is to be read."""
    there = next(place for place in (out, *out.parents) if place.exists())
    if not there.is_dir():
        raise Refusal(f"{there} is a file — name a folder for the results, such as `-o marked`")
    if any(place.is_dir() and place.samefile(there) for place in inbox) and there == out:
        raise Refusal(f"{out} is the inbox — name another folder for the results, such as `-o marked`")


def marked(options: argparse.Namespace, inbox: Inbox, target: Target, marks: HandMarks, folder: Path) -> Marked:
    """Everything in the inbox, marked. What memory should not hold is put into `folder`."""
    from quizgrader.cohort.gradebook import mark
    from quizgrader.intake.answers import Answers
    from quizgrader.intake.roster import read_roster

    roster = read_roster(options.roster) if options.roster else {}
    answers = Answers(target, folder, marks.points())
    batches = _batches(inbox, answers, marks, without=options.out)
    return mark(answers, batches, roster, marks.not_counted, datetime.now(UTC))


def _batches(inbox: Inbox, answers: Answers, marks: HandMarks, without: Path | None) -> Iterator[Batch]:
    from quizgrader.intake.batches import only_told, read_files
    from quizgrader.intake.inbox import walk
    from quizgrader.intake.longtable import read_table

    for table in inbox.tables:
        yield read_table(answers, table)
    if inbox.places:
        entries = watched(walk(inbox.places, without), inbox.files, "files read")
        yield from read_files(answers, entries, inbox.processes)
    if marks.taken:
        yield only_told(answers, marks.unused(answers.given()))


def _on_terminal(format: str, make: Callable[[Path], Marked]) -> int:
    from quizgrader.report import lines
    from quizgrader.report.staging import temporary

    with temporary() as folder:
        result = make(folder)
        if marks_shown := lines.as_json(result) if format == "json" else lines.as_text(result):
            print(marks_shown)
    told = list(lines.not_counted(result))
    for line in told:
        print(line, file=sys.stderr)
    return int(bool(told))


def _into_folder(options: argparse.Namespace, make: Callable[[Path], Marked], marks: HandMarks) -> int:
    from quizgrader.intake.hand_marks import KEPT
    from quizgrader.report import lines

    out, kept = options.out, ["--marks", str(options.out / KEPT)] if marks.marks else []
    to_mark = command(options, "marking-sheet", *kept, "-o", "to-mark.html")
    result = write_results(out, make, marks, to_mark=to_mark)
    told = list(lines.not_counted(result))
    for line in told[:TOLD]:
        print(line, file=sys.stderr)
    if len(told) > TOLD:
        print(f"and {len(told) - TOLD:,} more: see {out / 'not_counted.csv'}", file=sys.stderr)
    print(lines.summary(result, datetime.now(UTC)))
    print(f"written to {out}; open {' and '.join(OPEN_FIRST)}")
    return int(bool(told))
