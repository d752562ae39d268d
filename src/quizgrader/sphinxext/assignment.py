"""The directive `assignment`: the page of one assignment, from its file and those of its exercises. No key is in it.

Its title is the page's own. Anchors hold two hyphens between ids, which have none, so that no two can be the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from babel.dates import format_datetime
from docutils import nodes as docutils_nodes
from docutils.nodes import Node

from authoring.myst import blocks, inline, misused
from languages.words import _, dates, many, plain
from quizgrader.bank.assignments import Assignment, Item, items
from quizgrader.sphinxext import nodes, wording
from quizgrader.sphinxext.building import QuestionsDirective


class AssignmentDirective(QuestionsDirective):
    """```{assignment} <id>```: the assignment with this id."""

    required_arguments = 1
    with_answers = False

    def run(self) -> list[Node]:
        name, found = self.arguments[0], self.env.app.quizgrader_assignments
        if name not in found.files:
            mend = "use the `id` of a file in exercises/assignments/; what is wrong with such a file is told by itself"
            return misused(self, "unknown-assignment", f"there is no assignment `{name}` that can be used", mend)
        file, shelf = found.files[name], self.env.app.quizgrader_shelf
        for path in (file.located.file, *(shelf.files[each].path for each in file.assignment.exercises)):
            self.env.note_dependency(path)
        anchor = f"assignment-{name}"
        self.label(anchor, file.assignment.title)
        title = inline(self, docutils_nodes.title(), file.assignment.title, file.located, ("title",))
        asked = items(file.assignment, shelf)
        form = nodes.quiz_assignment(ids=[f"{anchor}--form"], data=script_data(file.assignment, asked))
        form += blocks(self, file.assignment.instructions, file.located, ("instructions",))
        form += docutils_nodes.field_list("", *self.terms(file.assignment, asked), classes=["qg-terms"])
        form += nodes.quiz_who()
        form += list(self.parts(anchor, file.assignment, asked))
        page = docutils_nodes.section("", title, form, ids=[anchor])
        for node in (page, form):
            node.source, node.line = self.get_source_info()
        return [page]

    def parts(self, anchor: str, assignment: Assignment, asked: list[Item]) -> Iterator[Node]:
        """Each exercise under its title; the questions are numbered through."""
        first = 1
        for name in assignment.exercises:
            self.file = self.env.app.quizgrader_shelf.files[name]
            questions = [item.question for item in asked if item.exercise is self.file.exercise]
            part = nodes.quiz_part(ids=[f"{anchor}--{name}"])
            part += self.inline(nodes.quiz_part_title(), self.file.exercise.title, "title")
            part += self.blocks(self.file.exercise.intro, "intro")
            part += list(self.shown(questions, f"{anchor}--{name}--", f"{name}/", first))
            first += len(questions)
            yield part

    def terms(self, assignment: Assignment, asked: list[Item]) -> Iterator[docutils_nodes.field]:
        """What one must know before beginning, a line each."""
        points = sum(item.of for item in asked)
        if assignment.audience:
            yield term(_("For whom"), assignment.audience)
        yield term(_("Questions"), counted(len(asked), points))
        if assignment.opens:
            yield term(_("Opens"), self.moment("opens", assignment.opens))
        if assignment.due:
            yield term(_("Due"), self.moment("due", assignment.due))
            yield term(_("Late work"), late(assignment))
        yield term(_("Attempts"), attempts(assignment))
        if assignment.pass_mark is not None:
            needed = _("%(share)s%% of the points: %(needed)s of %(points)s") % {
                "share": plain(assignment.pass_mark),
                "needed": plain(round(points * assignment.pass_mark / 100, 2)),
                "points": plain(points),
            }
            yield term(_("To pass"), needed)
        yield term(_("Feedback"), feedback(assignment))

    def moment(self, name: str, moment: datetime) -> nodes.quiz_moment:
        """A day and a time in the zone in which it was written; the script adds the reader's own."""
        written = format_datetime(moment, "d MMMM y, HH:mm", locale=dates(self.config.language))
        zone = f"{moment:%z}" if moment.utcoffset() else ""
        ahead = f"UTC{zone[:3]}:{zone[3:5]}" if zone else "UTC"
        return nodes.quiz_moment("", f"{written} ({ahead})", moment=name, iso=moment.isoformat())


def script_data(assignment: Assignment, asked: list[Item]) -> str:
    """What the page's script works with: ids and versions, and nothing to mark by."""
    questions = [[item.key, item.question.version] for item in asked]
    return json.dumps({"assignment": assignment.id, "attempts": assignment.attempts, "questions": questions})


def term(name: str, about: Node | str) -> docutils_nodes.field:
    words = about if isinstance(about, Node) else docutils_nodes.Text(about)
    body = docutils_nodes.field_body("", docutils_nodes.paragraph("", "", words))
    return docutils_nodes.field("", docutils_nodes.field_name("", name), body)


def counted(questions: int, points: float) -> str:
    asked = many("%(n)s question", "%(n)s questions", questions)
    return f"{asked}, {wording.points(points)}" if points else asked


def late(assignment: Assignment) -> str:
    if assignment.late == "deduct":
        return _("It loses %s%% of its points for each day begun after that time.") % plain(assignment.deduct)
    if assignment.late == "refuse":
        return _("It does not count.")
    return _("It counts in full.")


def attempts(assignment: Assignment) -> str:
    if assignment.attempts == 1:
        return _("One: you send one file")
    which = {
        "best": _("the best one counts"),
        "last": _("the last one counts"),
        "first": _("the first one counts"),
    }[assignment.counts]
    number = _("As many as you like") if assignment.attempts is None else _("Up to %d") % assignment.attempts
    return f"{number}; {which}"


def feedback(assignment: Assignment) -> str:
    """When there is feedback, and what it shows. The page itself can give none: it holds no key."""
    what = _("your points for each answer")
    if assignment.show == "answers":
        what = _("your points, remarks on your answers, and the right answers with their reasons")
    return {
        "with-marks": _("You get %s when your answers are marked."),
        "after-due": _("You get %s after the time to hand in has passed."),
        "never": _("There is no page with feedback. Ask your trainer."),
    }[assignment.feedback].replace("%s", what)
