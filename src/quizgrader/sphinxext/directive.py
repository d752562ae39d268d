"""The directive `exercise`: builds the nodes of one exercise from its file. It never looks at a question's type."""

from __future__ import annotations

import json

from docutils import nodes as docutils_nodes
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective, SphinxRole

from authoring.myst import blocks, inline, misused, warn
from quizgrader.questions import Entry, Essay, Gap, Gaps, Option, Order, Pair, Pick, Question
from quizgrader.scenario import Section, sections
from quizgrader.shelf import ExerciseFile
from quizgrader.sphinxext import nodes

Path = tuple[str | int, ...]


class GapRole(SphinxRole):
    """The place of a gap; written by the directive itself, for `[[id]]`."""

    def run(self):
        return [nodes.quiz_gap(gap_id=self.text)], []


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
        if exercise.scenario:
            return self.scenario(anchor)
        node = nodes.quiz_exercise(ids=[anchor], exercise_id=exercise.id, mode=exercise.mode, data=self.script_data())
        node.source, node.line = self.get_source_info()
        node += self.inline(nodes.quiz_exercise_title(), exercise.title, "title")
        node += self.blocks(exercise.intro, "intro")
        places = {question.id: i for i, question in enumerate(exercise.questions)}
        for number, question in enumerate(exercise.drawn(), 1):
            node += self.question(anchor, number, places[question.id], question)
        return node

    def script_data(self) -> str:
        """What the page's script works with. The key is in it only in practice."""
        exercise = self.file.exercise
        questions = [
            {"id": q.id, "type": q.type, "version": q.version, "points": q.points if q.marked else 0}
            | ({"key": q.client_key()} if self.practice else {})
            for q in exercise.drawn()
        ]
        return json.dumps({"id": exercise.id, "mode": exercise.mode, "questions": questions}, ensure_ascii=False)

    def question(self, anchor: str, number: int, i: int, question: Question) -> nodes.quiz_question:
        here: Path = ("questions", i)
        anchor = f"{anchor}-{question.id}"
        self.label(anchor, _("Question %s") % number)
        node = nodes.quiz_question(
            ids=[anchor],
            question_id=question.id,
            number=str(number),
            points=question.points if question.counts else None,
            rule=question.rule(),
        )
        node += self.prompt(question.prompt, *here, "prompt")
        node += self.control(anchor, question, here)
        for j, text in enumerate(question.hints):
            node += nodes.quiz_hint("", *self.blocks(text, *here, "hints", j), number=str(j + 1))
        if self.practice and question.counts:
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
        if isinstance(control, Essay):
            return nodes.quiz_essay(lines=control.lines)
        if isinstance(control, Gaps):
            return self.gaps(anchor, control, here)
        raise TypeError(f"no node for the control {control!r}")

    def gaps(self, anchor: str, control: Gaps, here: Path) -> nodes.quiz_gaps:
        """The text of the gaps, with each place in it become a gap that knows its options."""
        text = control.place.sub(r"{quiz-gap}`\1`", control.text)
        node = nodes.quiz_gaps("", *self.blocks(text, *here, "text"))
        gaps: dict[str, tuple[int, Gap]] = {gap.id: (i, gap) for i, gap in enumerate(control.gaps, 1)}
        for place in node.findall(nodes.quiz_gap):
            number, gap = gaps[place["gap_id"]]
            place["number"], place["name"] = str(number), f"{anchor}-{gap.id}"
            place["entry"] = gap.control if isinstance(gap.control, Entry) else None
            if isinstance(gap.control, Pick):
                place += self.option_nodes(nodes.quiz_option, gap.control.options, (*here, *gap.path))
        return node

    def option_nodes(self, kind: type, options: list[Option], here: Path) -> list[docutils_nodes.Element]:
        return [self.inline(kind(option_id=option.id), option.text, *here, *option.path) for option in options]

    def answer(self, question: Question, here: Path) -> nodes.quiz_answer:
        node = nodes.quiz_answer()
        lines = [self.inline(nodes.quiz_key_line(), line, *here) for line in question.key()]
        control = question.control()
        node += nodes.quiz_key("", *lines, numbered=isinstance(control, Order), criteria=isinstance(control, Essay))
        node += self.blocks(question.solution(), *here, "explanation")
        about = self.named_options(question)
        gaps = {gap.id: str(i) for i, gap in enumerate(getattr(control, "gaps", ()), 1)}
        remarks = nodes.quiz_remarks()
        for remark_id, text in question.remarks().items():
            remark = nodes.quiz_remark(remark_id=remark_id)
            option = about.get(remark_id.removesuffix(":left"))
            if option:
                label = self.inline(docutils_nodes.paragraph(classes=["qg-about"]), option.text, *here, *option.path)
                if remark_id.endswith(":left"):
                    label += docutils_nodes.emphasis("", _(" (left unticked)"))
                remark += label
            gap = gaps.get(remark_id.partition(":")[0])
            if gap:
                remark += docutils_nodes.paragraph("", _("Gap %s") % gap, classes=["qg-about"])
            remark += self.blocks(text, *here)
            remarks += remark
        node += remarks if remarks.children else []
        node += self.facts(question.claims, *here, "claims")
        return node

    # -- a branching case

    def scenario(self, anchor: str) -> nodes.quiz_scenario:
        exercise = self.file.exercise
        node = nodes.quiz_scenario(ids=[anchor])
        node.source, node.line = self.get_source_info()
        node += self.inline(nodes.quiz_exercise_title(), exercise.title, "title")
        node += self.blocks(exercise.intro, "intro")
        node += self.blocks(exercise.scenario.role, "scenario", "role")
        for section in sections(exercise.scenario):
            node += self.section(anchor, section)
        return node

    def section(self, anchor: str, section: Section) -> docutils_nodes.container:
        """One piece of the game-book: its number and clock, its text, and where to turn next."""
        kinds = {
            "scene": section.heading,
            "ending": _("%s: an ending") % section.heading,
            "debrief": _("Looking back"),
            "fact": _("This was chosen, and this is what happened"),
            "judgement": _("What would likely have followed: the course's judgement"),
        }
        heading = docutils_nodes.rubric("", f"{section.number}. {kinds[section.kind]}")
        name = f"{anchor}-{section.number}"
        box = docutils_nodes.container("", heading, ids=[name], classes=["qg-section", f"qg-{section.kind}"])
        box += self.blocks(section.text, "scenario", *section.path)
        box += self.facts(section.claims, "scenario", *section.path)
        choices = docutils_nodes.bullet_list(classes=["qg-turns"])
        for turn in section.turns:
            line = docutils_nodes.paragraph(classes=["qg-turns"])
            if turn.text is None:
                box += line
            else:
                line = self.inline(docutils_nodes.paragraph(), turn.text, "scenario", *turn.path)
                line += docutils_nodes.Text(" ")
                choices += docutils_nodes.list_item("", line)
            link = docutils_nodes.reference("", "", internal=True, refid=f"{anchor}-{turn.number}")
            link += docutils_nodes.inline("", _("Turn to %s") % turn.number)
            line += link
        box += choices if choices.children else []
        return box

    def facts(self, claims: list[str], *path: str | int) -> list[docutils_nodes.Node]:
        """The notes on the claims that something rests on, by the project's own role for them."""
        role = self.config.quizgrader_claim_role
        if not claims or not role:
            return []
        text = f"{_('The facts:')} {{{role}}}`{' '.join(claims)}`"
        return [self.inline(nodes.quiz_facts(), text, *path)]

    def named_options(self, question: Question) -> dict[str, Option]:
        """The options and stems of a question by id, to say what a remark is about."""
        control = question.control()
        shown = [*getattr(control, "stems", []), *getattr(control, "options", [])]
        return {option.id: option for option in shown}
