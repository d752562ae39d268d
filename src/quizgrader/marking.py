"""Marks all of one learner's answers to an exercise. What one response is worth is decided in `grading`, not here."""

from __future__ import annotations

from dataclasses import dataclass

from authoring.problems import visible
from quizgrader.answers import Answers, NotCounted
from quizgrader.exercises import Exercise
from quizgrader.grading import grade
from quizgrader.questions import BadResponse, Question


@dataclass(frozen=True)
class Line:
    """What became of one question: its mark, or why it has none (`state` and `reason`)."""

    question: Question
    state: str
    fraction: float | None = None
    reason: str = ""

    @property
    def points(self) -> float:
        return (self.fraction or 0.0) * self.question.points


@dataclass(frozen=True)
class Result:
    """One learner's lines, one for each question of the exercise, in its order."""

    exercise: Exercise
    lines: list[Line]

    @property
    def points(self) -> float:
        return sum(line.points for line in self.lines)

    def as_json(self) -> dict:
        lines = [
            {"question": line.question.id, "state": line.state, "fraction": line.fraction, "reason": line.reason}
            for line in self.lines
        ]
        return {"exercise": self.exercise.id, "points": self.points, "of": self.exercise.points, "questions": lines}

    def as_text(self) -> str:
        rows = [f"  {line.question.id:<24} {_shown(line)}" for line in self.lines]
        total = f"  {'total':<24} {self.points:g} of {self.exercise.points:g} points"
        for state, words in (("unanswered", "unanswered"), ("to-mark", "to be marked by hand")):
            number = sum(line.state == state for line in self.lines)
            total += f"; {number} {words}" if number else ""
        return "\n".join([*rows, total])


def _shown(line: Line) -> str:
    if line.state == "marked":
        return f"{line.points:.4g} of {line.question.points:g}"
    return f"{line.state}: {line.reason}" if line.reason else line.state


def mark_answers(exercise: Exercise, answers: Answers) -> Result:
    """Mark `answers`. Raises NotCounted where they belong to another exercise, or to questions that it does not have."""
    if answers.exercise != exercise.id:
        raise NotCounted(f"these are answers to `{visible(answers.exercise)}`, not to `{exercise.id}`")
    questions = {question.id: question for question in exercise.drawn()}
    strange = [name for name in answers.answers if name not in questions]
    if strange:
        raise NotCounted(f"it answers `{visible(strange[0])}`, which is no question of `{exercise.id}`")
    return Result(exercise, [_line(question, answers) for question in questions.values()])


def _line(question: Question, answers: Answers) -> Line:
    given = answers.answers.get(question.id)
    if given is None:
        return Line(question, "unanswered")
    if given.version != question.version:
        return Line(
            question,
            "outdated",
            reason=f"given to version {given.version}; the question is now version {question.version}",
        )
    try:
        mark = grade(question, given.response)
    except BadResponse as error:
        return Line(question, "refused", reason=f"{error} [{error.code}]")
    return Line(question, mark.state, mark.fraction)
