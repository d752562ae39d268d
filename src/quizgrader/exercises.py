"""Reads exercises from their YAML files and finds what is wrong in them. It marks nothing and shows nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import Field, TypeAdapter, ValidationError

from authoring import Located, Model, Problem, Text, load
from quizgrader.questions import AnyQuestion, Question
from quizgrader.questions.base import Id


class Exercise(Model):
    """A set of questions that are shown together, as one file holds it."""

    id: Id = Field(description="Stable name of the exercise; pages, saved answers and assignments refer to it.")
    title: Text = Field(min_length=1, description="What the learner sees above it.")
    mode: Literal["practice", "assessed"] = Field(
        description="`practice` gives feedback at once, with the key in the page; `assessed` keeps the key at home."
    )
    objectives: list[Id] = Field([], description="What the exercise as a whole practises.")
    intro: Text = Field("", description="Shown before the first question, in MyST.")
    questions: list[AnyQuestion] = Field(min_length=1, description="The questions, in order.")

    @property
    def points(self) -> float:
        return sum(question.points for question in self.questions)

    def question(self, question_id: str) -> Question | None:
        return next((question for question in self.questions if question.id == question_id), None)


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


def exercise_paths(places: Iterable[Path]) -> list[Path]:
    """The YAML files that `places` (files or folders) hold, sorted. Assignments live apart and are left out."""
    found: set[Path] = set()
    for place in places:
        found.update([place] if place.is_file() else place.glob("*.yaml"))
    return sorted(found)


def read_shelf(places: Iterable[Path], claims: set[str] | None = None) -> Shelf:
    """Read every exercise below `places`. With `claims`, a question that rests on any other is a problem."""
    shelf = Shelf()
    for path in exercise_paths(places):
        exercise, located = load(path, Exercise)
        shelf.problems.extend(located.problems)
        shelf.problems.extend(_findings(located, claims))
        if exercise is None:
            if isinstance(located.data, dict):
                shelf.broken.add(str(located.data.get("id")))
            continue
        first = shelf.files.setdefault(exercise.id, ExerciseFile(exercise, located))
        if first.path != path:
            taken = first.located.problem(("id",), "", "", "").place
            message = f"the exercise id `{exercise.id}` is taken by {taken}"
            shelf.problems.append(located.problem(("id",), "duplicate-id", message, "give each its own"))
    return shelf


_question = TypeAdapter(AnyQuestion)


def _findings(located: Located, claims: set[str] | None) -> Iterator[Problem]:
    """What is wrong with questions whose single fields are right.

    Each question is taken by itself, so that a mistake in one does not hide what is wrong with the others.
    """
    data = located.data.get("questions") if isinstance(located.data, dict) else None
    first_place: dict[str, str] = {}
    for i, raw in enumerate(data if isinstance(data, list) else ()):
        try:
            question = _question.validate_python(raw)
        except ValidationError:
            continue
        here = located.problem(
            ("questions", i, "id"), "duplicate-id", f"the question id `{question.id}` is taken", "give each its own"
        )
        if first_place.setdefault(question.id, here.place) != here.place:
            yield here
        for path, code, message, mend, severity in question.findings():
            yield located.problem(("questions", i, *path), code, message, mend, severity=severity)
        for j, claim in enumerate(question.claims):
            if claims is not None and claim not in claims:
                mend = "use the id of a claim in a facts.yaml"
                yield located.problem(
                    ("questions", i, "claims", j), "unknown-claim", f"there is no claim `{claim}`", mend
                )
