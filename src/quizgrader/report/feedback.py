"""Each learner's feedback: one page that stands alone, with that learner's own answers and nobody else's anything.

Whether there is any, and how much it shows, the assignment says (`feedback`, `show`). What one answer's part looks like
depends on the answer alone, so each distinct one is made once.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from statistics import mean

from markupsafe import Markup

from quizgrader.bank.assignments import Assignment, Item
from quizgrader.cohort.gradebook import Marked
from quizgrader.grading import grade
from quizgrader.intake.hand_marks import HandMarks
from quizgrader.questions import BadResponse, Question
from quizgrader.report.shown import templates
from quizgrader.report.words import Line, in_gaps, in_words, key_in_words

FOLDER = "feedback"
MOST_KEPT = 20_000  # parts of pages that are kept for the next who answered the same


def released(assignment: Assignment, now: datetime) -> bool:
    """Whether learners may see their feedback at the time `now`, which has a zone."""
    match assignment.feedback:
        case "never":
            return False
        case "after-due":
            return assignment.due is None or now >= assignment.due
    return True


def write_feedback(marked: Marked, folder: Path, marks: HandMarks | None = None) -> int:
    """Write a page for each who handed in into `folder`/feedback; returns how many. Ask first whether it is `released`."""
    place = folder / FOLDER
    place.mkdir(exist_ok=True)
    pages = _Pages(marked, marks or HandMarks())
    number = 0
    for learner, answers in marked.papers():
        if answers:
            (place / file_name(learner)).write_text(pages.page_of(learner, answers), "utf-8")
            number += 1
    return number


def file_name(learner: dict) -> str:
    """A file's name that a person recognises, that every system takes, and that no two learners share."""
    letters = unicodedata.normalize("NFKD", learner["name"] or learner["learner"])
    known = re.sub(r"[^a-z0-9]+", "-", letters.encode("ascii", "ignore").decode().lower()).strip("-")[:40]
    apart = sha256(learner["learner"].encode()).hexdigest()[:8]
    return f"{known}-{apart}.html".lstrip("-")


class _Pages:
    """Makes the pages, and keeps the parts that several share."""

    def __init__(self, marked: Marked, marks: HandMarks):
        self.marks = marks
        self.assignment = marked.target.assignment
        self.page = templates().get_template("feedback.html")
        self.part = templates().get_template("feedback_answer.html")
        self.parts: dict[int, Markup] = {}  # by the answer's number
        self.items = {item.key: (number, item) for number, item in enumerate(marked.items, 1)}

    def page_of(self, learner: dict, answers: list[dict]) -> str:
        shown = [(self.items[answer["item"]][1].exercise, self._part(answer)) for answer in answers]
        parts = [
            (exercise, Markup().join(part for _, part in each)) for exercise, each in groupby(shown, lambda p: p[0])
        ]
        return self.page.render(assignment=self.assignment, learner=learner, parts=parts)

    def _part(self, answer: dict) -> Markup:
        number = answer["number"]
        if number not in self.parts:
            if len(self.parts) >= MOST_KEPT:
                self.parts.clear()
            self.parts[number] = Markup(self.part.render(self._content(answer)))
        return self.parts[number]

    def _content(self, answer: dict) -> dict:
        """What the template of one answer shows."""
        key, text, state = answer["item"], answer["response"], answer["state"]
        number, item = self.items[key]
        response = json.loads(text) if text else None
        given = self.marks.of(key, answer["version"], text) if state == "marked" and not item.question.marked else []
        told = state == "marked" and self.assignment.show == "answers"  # a remark or a criterion can tell the key
        return {
            "number": number, "question": item.question, "state": state, "fraction": answer["fraction"], "earned": answer["points"], "of": item.of,
            "reason": answer["reason"], "lines": _lines(item, response), "answers_shown": self.assignment.show == "answers", "key": key_in_words(item.question) if self.assignment.show == "answers" else [],
            "remarks": _remarks(item.question, response) if told and item.question.marked else [],
            "criteria": _criteria(item, self.marks.counting(given)) if told and given else [], "comments": list(dict.fromkeys(mark.comment for mark in given if mark.comment)),
        }  # fmt: skip


def _lines(item: Item, response: object) -> list[Line]:
    """The response in words; nothing where it is none, or none to this question."""
    try:
        return in_words(item.question, response) if item.question.read(response) is not None else []
    except BadResponse:
        return []


def _criteria(item: Item, given: list) -> list[tuple]:
    """Each criterion with the mean of what the markers who count gave for it."""
    return [(criterion, mean(mark.points[i] for mark in given)) for i, criterion in enumerate(item.question.rubric)]


def _remarks(question: Question, response: object) -> list[tuple[Line | None, str]]:
    """The remarks that the response earns, each with what it is about where the answer itself does not say it."""
    control, remarks = question.control(), question.remarks()
    options = {option.id: option.text for option in (*getattr(control, "stems", ()), *getattr(control, "options", ()))}
    gaps = in_gaps(question, response)
    found = []
    for key in grade(question, response).feedback:
        if key in remarks:
            option, left = options.get(key.removesuffix(":left")), " (left unticked)" if key.endswith(":left") else ""
            found.append((Line(option + left) if option else gaps.get(key.partition(":")[0]), remarks[key]))
    return found
