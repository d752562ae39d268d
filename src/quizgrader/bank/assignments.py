"""What is handed out: the fields of an assignment, its questions in order, and the reading of all assignment files.

The site makes a page of each assignment; the trainer's side marks against it. Nothing here knows what learners send back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, WithJsonSchema
from pydantic_core import PydanticCustomError

from authoring import Located, Model, Problem, Text, load
from authoring.problems import visible, which_id
from quizgrader.bank.exercises import Exercise
from quizgrader.bank.shelf import Shelf, passed_over
from quizgrader.questions import Question
from quizgrader.questions.base import Finding, Id

FOLDER = "assignments"
"""The folder of assignment files, beside the exercises that they hand out."""

CODES = {
    "unknown-exercise": "an assignment names an exercise that is not there",
    "assigned-scenario": "a branching case, which has nothing to mark, is assigned",
    "assigned-twice": "an exercise stands twice in an assignment",
    "due-before-opens": "an assignment is due before it opens",
    "deduct": "`deduct` without `late: deduct`, or the other way round",
    "nothing-to-earn": "a pass mark, and no question that is worth points",
}
"""Every code that only a problem in an assignment's file can have, and what it means."""


def _moment(value: object) -> object:
    """A day and a time with its zone: without the zone, learners elsewhere would read another moment."""
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise PydanticCustomError(
            "moment", "this is no day and time with its zone — write it as 2026-12-01T17:00+01:00"
        )
    return moment


# An id, whose form is not asked for here: whatever else stands here, `_unmarkable` tells which exercise comes close.
Name = Annotated[Text, WithJsonSchema(TypeAdapter(Id).json_schema())]
Moment = Annotated[datetime, BeforeValidator(_moment)]


class Assignment(Model):
    """What one file in `exercises/assignments/` holds: exercises that are handed out together, and on what terms."""

    id: Id = Field(description="Stable name of the assignment; its page and what learners hand in refer to it.")
    title: Text = Field(min_length=1, description="What the learner sees above it.")
    instructions: Text = Field("", description="What to do and where to send it, in MyST.")
    audience: Text = Field("", description="Whom it is for.")
    exercises: list[Name] = Field(min_length=1, description="The ids of the exercises, in order.")
    seed: Text = Field("", description="What the draw from pools hangs on; the assignment's id unless given.")
    opens: Moment | None = Field(None, description="From when it can be answered, such as `2026-11-24T09:00+01:00`.")
    due: Moment | None = Field(None, description="Until when it is to be handed in, with its time zone.")
    attempts: Annotated[int, Field(ge=1)] | None = Field(None, description="How many attempts count; all unless given.")
    counts: Literal["best", "last", "first"] = Field("last", description="Which of several attempts counts.")
    pass_mark: Annotated[float, Field(ge=0, le=100)] | None = Field(
        None, description="From how many per cent of the points it is passed; nobody passes or fails unless given."
    )
    late: Literal["accept", "refuse", "deduct"] = Field(
        "accept", description="What becomes of work saved after `due`: it counts, does not count, or loses points."
    )
    deduct: Annotated[float, Field(gt=0, le=100)] | None = Field(
        None, description="With `late: deduct`: how many per cent of its points late work loses for each day begun."
    )
    feedback: Literal["with-marks", "after-due", "never"] = Field(
        "with-marks", description="When learners get a feedback page: with the marks, once `due` has passed, or never."
    )
    show: Literal["score", "answers"] = Field(
        "score", description="What a feedback page shows: points alone, or remarks, right answers and explanations too."
    )

    def findings(self) -> Iterator[Finding]:
        """What is wrong with the assignment by itself; what it hands out is looked at in `read_assignments`."""
        for i, name in enumerate(self.exercises):
            if name in self.exercises[:i]:
                yield Finding(("exercises", i), "assigned-twice", f"`{name}` stands here already", "name it once")
        if self.opens and self.due and self.due <= self.opens:
            yield Finding(("due",), "due-before-opens", "it is due before it opens", "mend one of the two times")
        if (self.late == "deduct") != (self.deduct is not None):
            given, other = ("late", "deduct") if self.deduct is None else ("deduct", "late")
            mend = "say how many per cent a day" if self.deduct is None else "add `late: deduct`, or take this out"
            yield Finding((given,), "deduct", f"`{given}` says nothing without `{other}`", mend)


@dataclass(frozen=True)
class Item:
    """One question of an assignment. `key` is what submissions call it: `exercise-id/question-id`."""

    key: str
    exercise: Exercise
    question: Question

    @property
    def of(self) -> float:
        """The points that it is worth here; 0 for what is only asked, such as a rating."""
        return float(self.question.points) if self.question.counts else 0.0


@dataclass(frozen=True)
class Target:
    """What submissions are held against: an assignment with its questions.

    `name` is what a submission must give as its assignment: the id, or None for what was saved from an exercise's own page.
    """

    assignment: Assignment
    items: list[Item]
    name: str | None

    @property
    def points(self) -> float:
        """What all questions together are worth."""
        return round(sum(item.of for item in self.items), 9)


def items(assignment: Assignment, shelf: Shelf) -> list[Item]:
    """The questions of `assignment`, in the order of its page. Its exercises must be on the `shelf`."""
    seed = assignment.seed or assignment.id
    exercises = [shelf.files[name].exercise for name in assignment.exercises]
    return [_item(exercise, question) for exercise in exercises for question in exercise.drawn(seed)]


def _item(exercise: Exercise, question: Question) -> Item:
    return Item(f"{exercise.id}/{question.id}", exercise, question)


def target(assignment: Assignment, shelf: Shelf) -> Target:
    """`assignment` with its questions. Its exercises must be on the `shelf`."""
    return Target(assignment, items(assignment, shelf), assignment.id)


def exercise_target(exercise: Exercise) -> Target:
    """One exercise, to be marked as it stands on its own page: an assignment without dates and without a pass mark."""
    alone = Assignment(id=exercise.id, title=exercise.title, exercises=[exercise.id])
    return Target(alone, [_item(exercise, question) for question in exercise.drawn()], None)


@dataclass
class AssignmentFile:
    """An assignment with the file that it came from, which knows the place of every field."""

    assignment: Assignment
    located: Located


@dataclass
class Assignments:
    """All assignments that can be used, by id, and every problem found in their files."""

    files: dict[str, AssignmentFile] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_assignments(folder: Path, shelf: Shelf) -> Assignments:
    """Read every assignment in `folder` (which need not exist), to be handed out from `shelf`."""
    found = Assignments(problems=passed_over(folder))
    for path in sorted(folder.glob("*.yaml")):
        read_assignment(path, shelf, found)
    return found


def read_assignment(path: Path, shelf: Shelf, found: Assignments) -> None:
    """Put the assignment in `path` among the `found`; what is wrong with it stands in their `problems`."""
    assignment, located = load(path, Assignment)
    problems = list(located.problems)
    for finding in (*assignment.findings(), *_unmarkable(assignment, shelf)) if assignment else ():
        problems.append(located.problem(*finding))
    if assignment and assignment.id in found.files:
        problems.append(located.id_taken("assignment", assignment.id, by=found.files[assignment.id].located))
    if assignment and not problems:
        found.files[assignment.id] = AssignmentFile(assignment, located)
    found.problems += problems


def _unmarkable(assignment: Assignment, shelf: Shelf) -> Iterator[Finding]:
    """What in the exercises that it names stands in the way of handing them out."""
    for i, name in enumerate(assignment.exercises):
        if name in shelf.broken:
            message, mend = f"the exercise `{name}` has mistakes of its own", "mend its file first"
            yield Finding(("exercises", i), "unknown-exercise", message, mend)
        elif name not in shelf.files:
            message = f"there is no exercise `{visible(name)}`"
            yield Finding(("exercises", i), "unknown-exercise", message, _meant(name, shelf))
        elif shelf.files[name].exercise.scenario:
            message, mend = f"`{name}` is a branching case: there is nothing to mark", "show it on a page instead"
            yield Finding(("exercises", i), "assigned-scenario", message, mend)
    known = all(name in shelf.files for name in assignment.exercises)
    if known and assignment.pass_mark is not None and not target(assignment, shelf).points:
        message, mend = "no question of it is worth points", "take `pass_mark` out"
        yield Finding(("pass_mark",), "nothing-to-earn", message, mend)


def _meant(name: str, shelf: Shelf) -> str:
    """The mend for a `name` that no exercise has: the id of the one whose file is called so, or of the one that comes closest."""
    for known, file in shelf.files.items():
        if name.removesuffix(".yaml") == file.path.stem:
            return f"write `{known}`, which is the id in {file.path.name}"
    return which_id(name, shelf.files, "use the id of an exercise")
