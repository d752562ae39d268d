"""What several tasks do: find the exercise or the assignment that the user names, and tell what is not counted."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from quizgrader.refusal import Refusal

if TYPE_CHECKING:
    from authoring import Problem
    from quizgrader.bank.assignments import Target
    from quizgrader.bank.exercises import Exercise
    from quizgrader.intake.reader import NotCountedRow

EXERCISES = Path("exercises")
_LISTED = 8  # assignments that are named where none is found


def must_exist(places: Iterable[Path]) -> None:
    """Refuse the first of `places` that is not there."""
    for place in places:
        if not place.exists():
            raise Refusal(f"there is no {place} — check the name")


def name_target(parser: argparse.ArgumentParser) -> None:
    """Let a task take an assignment, or an exercise in its stead."""
    parser.add_argument("assignment", metavar="ASSIGNMENT",
                        help="its id or its YAML file; or an exercise's YAML file, to mark what was saved from its page")  # fmt: skip
    parser.add_argument("--exercises", type=Path, default=EXERCISES, metavar="FOLDER",
                        help="where exercises and assignments are (default: exercises)")  # fmt: skip


def one_exercise(path: Path) -> Exercise:
    """The exercise in one file. Tells of its problems, and refuses where it cannot be used."""
    from quizgrader.bank.shelf import read_shelf

    must_exist([path])
    shelf = read_shelf([path])
    _tell(shelf.errors)
    if shelf.errors or len(shelf.files) != 1:
        raise Refusal(f"{path} holds no exercise that can be used — mend it first")
    (file,) = shelf.files.values()
    return file.exercise


def find_target(options: argparse.Namespace) -> Target:
    """What is to be marked: the assignment that `name_target` let the user name, or an exercise taken as one."""
    from quizgrader.bank import assignments
    from quizgrader.bank.shelf import may_hold, passed_over, read_some

    named, exercises = Path(options.assignment), options.exercises
    if named.is_file():
        if _exercises_in(named) is None:
            return assignments.exercise_target(one_exercise(named))
        folder, paths = named.resolve().parent, [named]
        exercises = folder.parent if folder.name == assignments.FOLDER else exercises
        refusal = f"{named} cannot be used — mend it first"
    else:
        folder = exercises / assignments.FOLDER
        paths = [path for path in sorted(folder.glob("*.yaml")) if may_hold(path, {options.assignment})]
        refusal = _no_assignment(options.assignment, folder)
    must_exist([exercises])
    _tell([] if named.is_file() or paths else passed_over(folder))
    shelf = read_some([exercises], {name for path in paths for name in _exercises_in(path) or ()})
    found = assignments.Assignments()
    for path in paths:
        assignments.read_assignment(path, shelf, found)
    usable = found.files.values() if named.is_file() else filter(None, [found.files.get(options.assignment)])
    chosen = next(iter(usable), None)
    if chosen is None:
        _tell(found.problems)
        raise Refusal(refusal)
    return assignments.target(chosen.assignment, shelf)


def _no_assignment(named: str, folder: Path) -> str:
    """That no assignment is called so, and which there are."""
    from authoring import read
    from authoring.problems import visible, which_id

    data = (read(path).data for path in sorted(folder.glob("*.yaml")))
    known = [visible(fields["id"]) for fields in data if isinstance(fields, dict) and fields.get("id")]
    if named in known:
        return f"the assignment `{named}` cannot be used — mend it first"
    if not known:
        return f"there is no assignment in {folder} — write one, or give a YAML file"
    listed = ", ".join(known[:_LISTED]) + (" …" if len(known) > _LISTED else "")
    mend = which_id(named, known, "give one of these, or a YAML file")
    return f"there is no assignment `{named}` in {folder}, only {listed} — {mend}"


def _exercises_in(path: Path) -> list[str] | None:
    """The exercises that an assignment's file names, whatever else is wrong with it; None where it is no such file."""
    from authoring import read

    data = read(path).data
    if not isinstance(data, dict) or "exercises" not in data:
        return None
    named = data["exercises"]
    return [str(name) for name in named] if isinstance(named, list) else []


def tell_not_counted(rows: Iterable[NotCountedRow]) -> int:
    """Tell what could not be used, a line each; returns the exit code that follows."""
    told = [f"{row.file}: not counted: {row.reason} — {row.mend}" for row in rows]
    for line in told:
        print(line, file=sys.stderr)
    return int(bool(told))


def _tell(problems: list[Problem]) -> None:
    from authoring import report

    if problems:
        print(report(problems), file=sys.stderr)
