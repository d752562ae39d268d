"""The directive `exercise`: builds the nodes of one exercise from its file. It never looks at a question's type."""

from __future__ import annotations

import json

from docutils import nodes as docutils_nodes
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

from authoring.myst import blocks, inline, misused, warn
from quizgrader.exercises import ExerciseFile
from quizgrader.questions import Entry, Option, Order, Pair, Pick, Question
from quizgrader.sphinxext import nodes

Path = tuple[str | int, ...]


class ExerciseDirective(SphinxDirective):
    """```{exercise} <id>```: the exercise with this id."""

    required_arguments = 1

    def run(self) -> list[docutils_nodes.Node]:
        name, shelf = self.arguments[0], self.env.app.quizgrader_shelf
        self.file: ExerciseFile | None = shelf.files.get(name)
        if name in shelf.broken:  # what is wrong with it has been told
            return []
        if not self.file:
            return misused(
                self, "unknown-exercise", f"there is no exercise `{name}`", "use the `id` of a file in exercises/"
            )
        self.env.note_dependency(str(self.file.path))
        anchor = f"exercise-{name}"
        self.label(anchor, self.file.exercise.title)
        return [self.exercise(anchor)]

    def label(self, anchor: str, title: str) -> None:
        """Make `anchor` a target for {ref}; an exercise has one place, since its ids do."""
        labels = self.env.get_domain("std")
        elsewhere = labels.labels.get(anchor, (self.env.docname,))[0]
        if elsewhere != self.env.docname:
            misused(self, "shown-twice", f"{anchor} is already on the page {elsewhere}", "link to it from here instead")
        labels.labels[anchor] = (self.env.docname, anchor, title)
        labels.anonlabels[anchor] = (self.env.docname, anchor)

    # -- from the file to nodes; `path` leads to the text in the file

    def blocks(self, text: str, *path: str | int) -> list[docutils_nodes.Node]:
        return blocks(self, text, self.file.located, path)

    def inline(self, node: docutils_nodes.TextElement, text: str, *path: str | int) -> docutils_nodes.TextElement:
        return inline(self, node, text, self.file.located, path)

    def exercise(self, anchor: str) -> nodes.quiz_exercise:
        exercise = self.file.exercise
        self.practice = exercise.mode == "practice"
        node = nodes.quiz_exercise(ids=[anchor], exercise_id=exercise.id, mode=exercise.mode, data=self.script_data())
        node.source, node.line = self.get_source_info()
        node += self.inline(nodes.quiz_exercise_title(), exercise.title, "title")
        node += self.blocks(exercise.intro, "intro")
        for i, question in enumerate(exercise.questions):
            node += self.question(anchor, i, question)
        return node

    def script_data(self) -> str:
        """What the page's script works with. The key is in it only in practice."""
        exercise = self.file.exercise
        questions = [
            {"id": q.id, "type": q.type, "version": q.version, "points": q.points}
            | ({"key": q.client_key()} if self.practice else {})
            for q in exercise.questions
        ]
        return json.dumps({"id": exercise.id, "mode": exercise.mode, "questions": questions}, ensure_ascii=False)

    def question(self, anchor: str, i: int, question: Question) -> nodes.quiz_question:
        here: Path = ("questions", i)
        anchor = f"{anchor}-{question.id}"
        number = str(i + 1)
        self.label(anchor, _("Question %s") % number)
        node = nodes.quiz_question(
            ids=[anchor],
            question_id=question.id,
            number=number,
            points=question.points,
            rule=question.rule(),
        )
        node += self.prompt(question.prompt, *here, "prompt")
        node += self.control(anchor, question, here)
        for j, text in enumerate(question.hints):
            node += nodes.quiz_hint("", *self.blocks(text, *here, "hints", j), number=str(j + 1))
        if self.practice:
            node += self.answer(question, here)
        return node

    def prompt(self, text: str, *path: str | int) -> list[docutils_nodes.Node]:
        first, *rest = self.blocks(text, *path) or [docutils_nodes.paragraph()]
        if not isinstance(first, docutils_nodes.paragraph):
            warn(
                self.file.located.problem(
                    path,
                    "prompt",
                    "the prompt must begin with a paragraph",
                    "write a sentence before the list or picture",
                )
            )
            first, rest = docutils_nodes.paragraph(), [first, *rest]
        lead = nodes.quiz_lead(first.rawsource, "", *first.children)
        lead.source, lead.line = first.source, first.line
        return [lead, nodes.quiz_body("", *rest)] if rest else [lead]

    def control(self, anchor: str, question: Question, here: Path) -> docutils_nodes.Element:
        control = question.control()
        if isinstance(control, Pick):
            return nodes.quiz_pick(
                "", *self.option_nodes(nodes.quiz_option, control.options, here), many=control.many, name=anchor
            )
        if isinstance(control, Pair):
            stems = self.option_nodes(nodes.quiz_stem, control.stems, here)
            return nodes.quiz_pairs("", *stems, *self.option_nodes(nodes.quiz_option, control.options, here))
        if isinstance(control, Order):
            return nodes.quiz_order("", *self.option_nodes(nodes.quiz_option, control.options, here))
        if isinstance(control, Entry):
            return nodes.quiz_entry(number=control.number, unit=control.unit)
        raise TypeError(f"no node for the control {control!r}")

    def option_nodes(self, kind: type, options: list[Option], here: Path) -> list[docutils_nodes.Element]:
        return [self.inline(kind(option_id=option.id), option.text, *here, *option.path) for option in options]

    def answer(self, question: Question, here: Path) -> nodes.quiz_answer:
        node = nodes.quiz_answer()
        lines = [self.inline(nodes.quiz_key_line(), line, *here) for line in question.key()]
        node += nodes.quiz_key("", *lines, numbered=isinstance(question.control(), Order))
        node += self.blocks(question.explanation, *here, "explanation")
        about = self.named_options(question)
        remarks = nodes.quiz_remarks()
        for remark_id, text in question.remarks().items():
            remark = nodes.quiz_remark(remark_id=remark_id)
            option = about.get(remark_id.removesuffix(":left"))
            if option:
                label = self.inline(docutils_nodes.paragraph(classes=["qg-about"]), option.text, *here, *option.path)
                if remark_id.endswith(":left"):
                    label += docutils_nodes.emphasis("", _(" (left unticked)"))
                remark += label
            remark += self.blocks(text, *here)
            remarks += remark
        node += remarks if remarks.children else []
        if question.claims and self.config.quizgrader_claim_role:
            role = f"{_('The facts:')} {{{self.config.quizgrader_claim_role}}}`{' '.join(question.claims)}`"
            node += self.inline(nodes.quiz_facts(), role, *here, "claims")
        return node

    def named_options(self, question: Question) -> dict[str, Option]:
        """The options and stems of a question by id, to say what a remark is about."""
        control = question.control()
        shown = [*getattr(control, "stems", []), *getattr(control, "options", [])]
        return {option.id: option for option in shown}
