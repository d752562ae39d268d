"""The command `quizgrader`. Each task reads, calls the modules that do the work, and prints; none of it is done here.

Exit codes: 0 all is well; 1 problems were found, or files not counted; 2 the command itself was wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what a task needs is imported when it runs, so that help is there at once
    from quizgrader.exercises import Exercise


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):  # a name that the terminal cannot show must not end the work
        stream.reconfigure(errors="backslashreplace")
    try:
        return options.task(options)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="quizgrader", description="Check exercises and mark answers.")
    tasks = parser.add_subparsers(metavar="TASK", required=True)

    check = tasks.add_parser("check", help="tell every problem in exercise files")
    check.add_argument("places", nargs="*", type=Path, default=[Path("exercises")], metavar="PLACE",
                       help="files or folders (default: exercises)")  # fmt: skip
    check.add_argument("--claims", nargs="*", type=Path, metavar="FILE",
                       help="the files with the claims that questions may rest on")  # fmt: skip
    check.add_argument(
        "--format",
        choices=["text", "json", "github"],
        default="text",
        help="for people, for programs, or as a code host shows it (default: text)",
    )
    check.set_defaults(task=_check)

    grade = tasks.add_parser("grade", help="mark saved answers to an exercise")
    grade.add_argument("exercise", type=Path, help="the exercise's YAML file")
    grade.add_argument("answers", nargs="+", type=Path, help="files that learners saved from the page")
    grade.add_argument(
        "--format", choices=["text", "json"], default="text", help="for people or for programs (default: text)"
    )
    grade.set_defaults(task=_grade)

    attempt = tasks.add_parser("try", help="take an exercise in the terminal")
    attempt.add_argument("exercise", type=Path, help="the exercise's YAML file")
    attempt.add_argument("--seed", help="draw from the pools with another seed")
    attempt.set_defaults(task=_try)

    schema = tasks.add_parser("schema", help="print the JSON Schema of exercise files, for editors")
    schema.set_defaults(task=_schema)
    return parser


def _missing(places: list[Path]) -> bool:
    absent = [place for place in places if not place.exists()]
    for place in absent:
        print(f"quizgrader: there is no {place} — check the name", file=sys.stderr)
    return bool(absent)


def _check(options: argparse.Namespace) -> int:
    from authoring import report
    from quizgrader.claims import claim_ids
    from quizgrader.shelf import read_shelf

    if _missing([*options.places, *(options.claims or [])]):
        return 2
    claims = claim_ids(options.claims) if options.claims is not None else None
    shelf = read_shelf(options.places, claims)
    if shelf.problems or options.format == "json":
        print(report(shelf.problems, options.format))
    if options.format == "text" and not shelf.problems:
        questions = sum(len(file.exercise.questions) for file in shelf.files.values())
        print(f"{len(shelf.files)} exercises, {questions} questions: nothing wrong")
    return int(any(problem.severity == "error" for problem in shelf.problems))


def _one_exercise(path: Path) -> Exercise | None:
    """The exercise in one file; None, after telling why, where it cannot be used."""
    from authoring import report
    from quizgrader.shelf import read_shelf

    if _missing([path]):
        return None
    shelf = read_shelf([path])
    if shelf.errors:
        print(report(shelf.errors), file=sys.stderr)
    if shelf.errors or len(shelf.files) != 1:
        print(f"quizgrader: {path} holds no exercise that can be used — mend it first", file=sys.stderr)
        return None
    (file,) = shelf.files.values()
    return file.exercise


def _try(options: argparse.Namespace) -> int:
    from quizgrader.terminal import take

    exercise = _one_exercise(options.exercise)
    if exercise is None:
        return 2
    take(exercise, input, print, options.seed)
    return 0


def _schema(options: argparse.Namespace) -> int:
    import json

    from quizgrader.exercises import Exercise

    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Exercise.model_json_schema()}
    print(json.dumps(schema, indent=1, ensure_ascii=False))
    return 0


def _grade(options: argparse.Namespace) -> int:
    import json

    from quizgrader.answers import NotCounted, read_answers
    from quizgrader.marking import mark_answers

    exercise = _one_exercise(options.exercise)
    if exercise is None:
        return 2
    results, refused = [], 0
    for path in options.answers:
        try:
            results.append((path, mark_answers(exercise, read_answers(path))))
        except NotCounted as reason:
            refused += 1
            print(f"{path}: not counted: {reason}", file=sys.stderr)
    if options.format == "json":
        print(json.dumps([{"file": str(path), **result.as_json()} for path, result in results], indent=1))
    else:
        for path, result in results:
            print(f"{path}\n{result.as_text()}")
    return int(refused > 0)
