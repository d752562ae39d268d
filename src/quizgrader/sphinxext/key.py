"""The directive `answer-key`: the answers to all exercises of one mode, apart from the questions, for paper.

`practice` may stand in any edition. `assessed` is left empty unless the trainer's edition is built (Sphinx tag
`trainer`): its key is nowhere in what a learner gets. Everything here is standard nodes.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx

from authoring.myst import link_to, misused
from languages.words import _
from quizgrader.bank.shelf import ExerciseFile
from quizgrader.questions import Order, Question
from quizgrader.sphinxext import wording
from quizgrader.sphinxext.building import QuestionsDirective


class AnswerKeyDirective(QuestionsDirective):
    """A section for each exercise: its questions by number, how each is marked, the answer, and why."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        mode, shelf = self.arguments[0], self.env.app.quizgrader_shelf
        if mode not in ("practice", "assessed"):
            return misused(self, "key-mode", f"there is no mode `{mode}`", "write `practice` or `assessed`")
        for file in shelf.files.values():
            self.env.note_dependency(file.path)
        if mode == "assessed" and not self.env.app.tags.has("trainer"):
            return [nodes.paragraph("", _("The answers stand in the trainer's edition only."))]
        chosen = [file for file in shelf.files.values() if file.exercise.mode == mode and file.exercise.questions]
        return [self.key(file) for file in sorted(chosen, key=lambda file: file.path.name)]

    def key(self, file: ExerciseFile) -> nodes.section:
        self.file, anchor = file, f"key-{file.exercise.id}"
        self.label(anchor, _("Answers: %s") % file.exercise.title)
        section = nodes.section("", ids=[anchor], names=[anchor])
        section += self.inline(nodes.title(), file.exercise.title, "title")
        section += nodes.paragraph("", "", self.questions(file), classes=["key-questions", "about"])
        places = {question.id: i for i, question in enumerate(file.exercise.questions)}
        for number, question in enumerate(file.exercise.drawn(), 1):
            if question.counts:
                section += self.entry(number, places[question.id], question)
        return section

    def questions(self, file: ExerciseFile) -> pending_xref:
        """Where they stand, if they do; in a book this says the page."""
        link = link_to(self.env.docname, f"exercise-{file.exercise.id}", _("The questions"))
        link["refwarn"] = False
        return link

    def entry(self, number: int, i: int, question: Question) -> nodes.container:
        """One question: what it asks, the rule, the key and the explanation."""
        here = ("questions", i)
        asked, *_rest = self.blocks(question.prompt, *here, "prompt")
        head = nodes.paragraph("", "", nodes.strong("", f"{number}. "), *asked.children, classes=["key-asked"])
        points = wording.points(question.points)
        rule = nodes.paragraph("", f"{points} · {question.rule()}", classes=["about"])
        key = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".")
        if not isinstance(question.control(), Order):
            key = nodes.bullet_list()
        for line in question.key_lines():
            key += nodes.list_item("", self.key_line(nodes.paragraph(), line, here))
        why = self.blocks(question.solution(), *here, "explanation")
        lines = [key] if key.children else []
        return nodes.container("", head, rule, *lines, *self.filled(question, here), *why, classes=["key-entry"])


def register(app: Sphinx) -> None:
    app.add_directive("answer-key", AnswerKeyDirective)
