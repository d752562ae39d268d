"""`quizgrader check`: tells every problem in exercise and assignment files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from quizgrader.cli.common import EXERCISES, must_exist

if TYPE_CHECKING:
    from quizgrader.bank.assignments import Assignments
    from quizgrader.bank.shelf import Shelf


def add(tasks) -> argparse.ArgumentParser:
    parser = tasks.add_parser("check", help="tell every problem in exercise and assignment files")
    parser.add_argument("places", nargs="*", type=Path, default=[EXERCISES], metavar="PLACE",
                        help="files or folders (default: exercises)")  # fmt: skip
    parser.add_argument("--claims", nargs="*", type=Path, metavar="FILE",
                        help="the files with the claims that questions may rest on")  # fmt: skip
    parser.add_argument("--format", choices=["text", "json", "github"], default="text",
                        help="for people, for programs, or as a code host shows it (default: text)")  # fmt: skip
    return parser


def run(options: argparse.Namespace) -> int:
    from authoring import report
    from languages.words import counted
    from quizgrader.bank.claims import claim_ids
    from quizgrader.bank.shelf import read_shelf

    must_exist([*options.places, *(options.claims or [])])
    claims = claim_ids(options.claims) if options.claims is not None else None
    shelf = read_shelf([place for place in options.places if not _holds_assignments(place)], claims)
    found = _assignments(options.places, shelf)
    problems = [*shelf.problems, *found.problems]
    if problems or options.format == "json":
        print(report(problems, options.format))
    if options.format == "text" and not problems:
        questions = sum(len(file.exercise.questions) for file in shelf.files.values())
        read = [counted(len(shelf.files), "exercise"), counted(questions, "question")]
        read += [counted(len(found.files), "assignment")] if found.files else []
        print(f"{', '.join(read)}: nothing wrong")
    return int(any(problem.severity == "error" for problem in problems))


def _holds_assignments(place: Path) -> bool:
    """Whether `place` is the folder of assignments, or a file in it."""
    from quizgrader.bank.assignments import FOLDER

    return (place if place.is_dir() else place.resolve().parent).name == FOLDER


def _assignments(places: list[Path], shelf: Shelf) -> Assignments:
    """The assignments in `places`, and those in the folder that belongs to each place; each once."""
    from quizgrader.bank.assignments import FOLDER, Assignments, read_assignment
    from quizgrader.bank.shelf import passed_over, read_shelf

    found, met = Assignments(), set()
    for place in places:
        exercises, folder = shelf, place / FOLDER
        if _holds_assignments(place):
            folder = place if place.is_dir() else place.resolve().parent
            exercises = read_shelf([folder.resolve().parent])
        paths = [place] if place.is_file() and exercises is not shelf else sorted(folder.glob("*.yaml"))
        for path in paths:
            if path.resolve() not in met:
                read_assignment(path, exercises, found)
                met.add(path.resolve())
        if folder.is_dir() and not place.is_file() and folder.resolve() not in met:
            found.problems += passed_over(folder)
            met.add(folder.resolve())
    return found
