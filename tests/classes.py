"""Small classes for tests of what comes after marking: a test of known questions, and learners who answer by known chances."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from cohorts import content

from quizgrader.bank.assignments import Assignment, Item, Target
from quizgrader.bank.exercises import Exercise
from quizgrader.cohort.gradebook import Marked, mark
from quizgrader.intake.answers import Answers
from quizgrader.intake.batches import read_files
from quizgrader.intake.inbox import walk
from quizgrader.intake.roster import Person
from quizgrader.intake.submissions import Learner

OPTIONS = "abcd"
SAVED = datetime(2026, 12, 1, 9, tzinfo=UTC)
Row = dict[str, object]


def choice(name: str, right: str = "a", **fields) -> dict:
    """A single-choice question with four options."""
    choices = [
        {"id": o, "text": f"Option {o} of {name}", "correct": o == right, "feedback": f"Said of {o}."} for o in OPTIONS
    ]
    return {"id": name, "type": "single-choice", "prompt": f"Which of these, in {name}?", "choices": choices, **fields}


def essay(name: str, **fields) -> dict:
    """An open question with a rubric of two criteria, worth 3 points."""
    rubric = [{"id": "what", "text": "It says what happened.", "points": 2}, {"id": "when", "text": "It says when."}]
    return {"id": name, "type": "open-response", "prompt": f"Write about {name}.", "rubric": rubric, **fields}


def a_test(questions: list[dict], **fields) -> Target:
    """An assignment of one exercise with these questions."""
    exercise = Exercise.model_validate({"id": "quiz", "title": "A quiz", "mode": "assessed", "questions": questions})
    terms = {"id": "week-1", "title": "Week 1", "exercises": ["quiz"], **fields}
    items = [Item(f"quiz/{question.id}", exercise, question) for question in exercise.questions]
    return Target(Assignment.model_validate(terms), items, "week-1")


def of_choices(number: int = 20, **fields) -> Target:
    """A test of so many single-choice questions, `q1`, `q2` and so on; `a` is always right."""
    return a_test([choice(f"q{n}", objectives=[f"objective-{n % 4}"]) for n in range(1, number + 1)], **fields)


def answers(learners: int, questions: int = 20, seed: int = 1) -> list[Row]:
    """What learners of differing ability answer to `of_choices`; whoever is wrong takes any wrong option."""
    luck = np.random.default_rng(seed)
    ability = luck.normal(size=learners)
    difficulty = np.linspace(-1.5, 0.8, questions)
    right = luck.random((learners, questions)) < 1 / (1 + np.exp(1.4 * (difficulty - ability[:, None])))
    wrong = luck.choice(list("bcd"), (learners, questions))
    table = np.where(right, "a", wrong)
    return [{f"quiz/q{q + 1}": str(option) for q, option in enumerate(row)} for row in table[np.argsort(ability)]]


def people(rows: list[Row]) -> Iterator[tuple[Learner, Row]]:
    """The rows with who answered so: p1 Person 1, and so on."""
    for number, row in enumerate(rows, 1):
        yield Learner(f"p{number}", f"Person {number}"), row


def marked(
    folder: Path, target: Target, rows: list[Row], by_hand=None, roster: dict[str, Person] | None = None
) -> Marked:
    """The class, handed in and marked."""
    inbox = folder / "inbox"
    inbox.mkdir(exist_ok=True)
    for learner, row in people(rows):
        (inbox / f"{learner.id}.json").write_bytes(content(target, learner, row, SAVED))
    met = Answers(target, folder, by_hand)
    return mark(met, read_files(met, walk([inbox])), roster or {})
