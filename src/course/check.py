"""Holds the exercises against the course: what is not practised enough, and what the questions as a whole give away.

Single exercises are checked by `quizgrader check`; here they are looked at together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from authoring import Problem
from course.model import Course, read_course
from quizgrader.bank.shelf import ExerciseFile, read_shelf
from quizgrader.questions import Question
from quizgrader.questions.single_choice import SingleChoice

FEWEST_QUESTIONS = 3  # by which an objective is tested
MOST_RECALL = 1 / 3
MOST_LONGEST = 0.5  # of single-choice questions whose right option is the longest; by chance about a third


@dataclass
class Bank:
    """All questions of all exercises, with what is counted of them."""

    questions: list[tuple[ExerciseFile, int, Question]] = field(default_factory=list)

    def levels(self) -> Counter[str]:
        return Counter(question.level for _, _, question in self.questions if question.counts)

    def by_objective(self) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        for _, _, question in self.questions:
            for name in question.objectives:
                found[name] += 1
        return found

    def single(self) -> list[SingleChoice]:
        return [question for _, _, question in self.questions if isinstance(question, SingleChoice)]


def read_bank(root: Path) -> Bank:
    files = read_shelf([root / "exercises"]).files.values()
    return Bank([(file, i, question) for file in files for i, question in enumerate(file.exercise.questions)])


def check(root: Path) -> tuple[list[Problem], Course | None, Bank]:
    """Every problem in the course and between it and the exercises of the project in `root`."""
    course, located = read_course(root)
    bank = read_bank(root)
    problems = list(located.problems)
    if course:
        problems += _objectives(course, located, bank)
    problems += _levels(bank)
    return problems, course, bank


def _objectives(course: Course, located, bank: Bank) -> Iterator[Problem]:
    tested = bank.by_objective()
    for i, objective in enumerate(course.objectives):
        if tested[objective.id] < FEWEST_QUESTIONS:
            message = f"`{objective.id}` is tested by {tested[objective.id]} questions, not by {FEWEST_QUESTIONS}"
            yield located.problem(
                ("objectives", i), "untested", message, "write more, or name it in questions that test it"
            )
    for file, i, question in bank.questions:
        for j, name in enumerate(question.objectives):
            if not course.objective(name):
                message = f"there is no objective `{name}` in the course"
                path = ("questions", i, "objectives", j)
                yield file.located.problem(path, "unknown-objective", message, "use one of docs/course/course.yaml")
        if not question.objectives and question.counts:
            message = f"`{question.id}` tests no objective"
            yield file.located.problem(("questions", i), "no-objective", message, "add `objectives:`")
        if not question.claims and question.counts:
            message = f"`{question.id}` rests on no claim"
            yield file.located.problem(("questions", i), "no-claims", message, "add `claims:`")


def _levels(bank: Bank) -> Iterator[Problem]:
    for file, i, question in bank.questions:
        if question.counts and not question.level:
            message = f"`{question.id}` does not say what it asks for"
            yield file.located.problem(("questions", i), "no-level", message, "add `level: recall`, `apply` or `judge`")
    levels = bank.levels()
    if levels["recall"] > MOST_RECALL * levels.total():
        message = f"{levels['recall']} of {levels.total()} questions ask for recall alone"
        yield Problem("exercises", 1, 1, "recall", message, "ask more often for judgement")
    single = bank.single()
    longest = [question for question in single if question.longest_is_right()]
    if len(longest) > MOST_LONGEST * len(single):
        message = f"in {len(longest)} of {len(single)} single-choice questions the longest option is the right one"
        yield Problem("exercises", 1, 1, "longest-is-right", message, "make the wrong ones as careful as the right one")
