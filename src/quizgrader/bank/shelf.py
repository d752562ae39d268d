"""Reads all exercises of some folders, once, with every problem in their files. It marks nothing and shows nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from authoring import Located, Problem, load
from quizgrader.bank.checks import advice, problems
from quizgrader.bank.exercises import Exercise


@dataclass
class ExerciseFile:
    """An exercise with the file that it came from, which knows the place of every field."""

    exercise: Exercise
    located: Located

    @property
    def path(self) -> Path:
        return self.located.file


@dataclass
class Shelf:
    """All exercises under some folders, by id, and every problem found in their files."""

    files: dict[str, ExerciseFile] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    """The ids of exercises whose files could be read, but not used."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        return sorted(problem for problem in self.problems if problem.severity == "error")


def exercise_paths(places: Iterable[Path]) -> list[Path]:
    """The YAML files that `places` (files or folders) hold, sorted, each once. Assignments live apart and are left out."""
    found: dict[Path, Path] = {}
    for place in places:
        for path in [place] if place.is_file() else place.glob("*.yaml"):
            found.setdefault(path.resolve(), path)
    return sorted(found.values())


def passed_over(folder: Path) -> list[Problem]:
    """A Problem for each file in `folder` that is passed over, though its name tells that somebody means it to be read."""
    strays = sorted(file for file in folder.glob("*") if re.search(r"\.yml$|\.yaml\.\w+$", file.name, re.IGNORECASE))
    return [
        Located(file).problem((), "file-name", "a file of this name is passed over", f"name it {_stem(file)}.yaml")
        for file in strays
    ]


def _stem(file: Path) -> str:
    return re.split(r"\.ya?ml", file.name, flags=re.IGNORECASE)[0]


def read_shelf(places: Iterable[Path], claims: set[str] | None = None) -> Shelf:
    """Read every exercise below `places`. With `claims`, a question that rests on any other is a problem."""
    places = list(places)
    shelf = _read(exercise_paths(places), claims)
    shelf.problems += [problem for place in places for problem in passed_over(place)]
    return shelf


def read_some(places: Iterable[Path], ids: set[str]) -> Shelf:
    """Read those exercises below `places` that have one of the `ids`; all, where one is missing, to tell what comes close."""
    paths = exercise_paths(places)
    shelf = _read([path for path in paths if may_hold(path, ids)])
    return shelf if ids <= shelf.files.keys() | shelf.broken else _read(paths)


_ID = re.compile(rb"^id:[ \t]+([\w-]+)[ \t]*\r?$", re.MULTILINE)


def may_hold(path: Path, ids: set[str]) -> bool:
    """Whether a YAML file may be that of one of `ids`. It is surely not where its plain id is another: that is quickly seen."""
    try:
        told = _ID.search(path.read_bytes())
    except OSError:
        return True
    return told is None or told[1].decode() in ids


def _read(paths: Iterable[Path], claims: set[str] | None = None) -> Shelf:
    shelf = Shelf()
    for path in paths:
        exercise, located = load(path, Exercise)
        shelf.problems += [*located.problems, *problems(located, exercise, claims)]
        if exercise:
            shelf.problems += advice(located, exercise)
            _put(shelf, ExerciseFile(exercise, located))
        elif isinstance(located.data, dict):
            shelf.broken.add(str(located.data.get("id")))
    return shelf


def _put(shelf: Shelf, file: ExerciseFile) -> None:
    first = shelf.files.setdefault(file.exercise.id, file)
    if first is not file:
        shelf.problems.append(file.located.id_taken("exercise", file.exercise.id, by=first.located))
