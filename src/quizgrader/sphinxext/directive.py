"""The directive `exercise`: the nodes of one exercise with questions, or of one branching case, from its file."""

from __future__ import annotations

import json

from docutils import nodes as docutils_nodes
from docutils.nodes import Node

from authoring.myst import misused
from languages.words import _
from quizgrader.bank.scenario import Section, sections
from quizgrader.sphinxext import nodes
from quizgrader.sphinxext.building import Path, QuestionsDirective


class ExerciseDirective(QuestionsDirective):
    """```{exercise} <id>```: the exercise with this id."""

    required_arguments = 1

    def run(self) -> list[Node]:
        name, shelf = self.arguments[0], self.env.app.quizgrader_shelf
        if name in shelf.broken:  # what is wrong with it has been told
            return []
        if name not in shelf.files:
            return misused(
                self, "unknown-exercise", f"there is no exercise `{name}`", "use the `id` of a file in exercises/"
            )
        self.file = shelf.files[name]
        self.env.note_dependency(self.file.path)
        anchor = f"exercise-{name}"
        self.label(anchor, self.file.exercise.title)
        node = self.scenario(anchor) if self.file.exercise.scenario else self.exercise(anchor)
        node.source, node.line = self.get_source_info()
        return [node]

    def exercise(self, anchor: str) -> nodes.quiz_exercise:
        exercise = self.file.exercise
        self.with_answers = exercise.mode == "practice"
        questions = exercise.drawn()
        for number, question in enumerate(questions, 1):
            self.label(f"{anchor}-{question.id}", _("Question %s") % number)
        node = nodes.quiz_exercise(ids=[anchor], exercise_id=exercise.id, mode=exercise.mode, data=self.script_data())
        node += self.inline(nodes.quiz_exercise_title(), exercise.title, "title")
        node += self.blocks(exercise.intro, "intro")
        node += list(self.shown(questions, f"{anchor}-"))
        return node

    def script_data(self) -> str:
        """What the page's script works with. The key is in it only in practice."""
        exercise = self.file.exercise
        questions = [
            {"id": q.id, "type": q.type, "version": q.version, "points": q.points if q.marked else 0}
            | ({"key": q.client_key()} if self.with_answers else {})
            for q in exercise.drawn()
        ]
        return json.dumps({"id": exercise.id, "mode": exercise.mode, "questions": questions}, ensure_ascii=False)

    # -- a branching case

    def scenario(self, anchor: str) -> nodes.quiz_scenario:
        exercise = self.file.exercise
        book = sections(exercise.scenario)
        node = nodes.quiz_scenario(ids=[anchor], data=self.scenario_data(book))
        node += self.inline(nodes.quiz_exercise_title(), exercise.title, "title")
        node += self.blocks(exercise.intro, "intro")
        node += self.blocks(exercise.scenario.role, "scenario", "role")
        for section in book:
            node += self.section(anchor, section)
        return node

    def scenario_data(self, book: list[Section]) -> str:
        """What the script needs to keep the way that was taken, by ids, and to show it beside what was done in fact."""
        scenes = self.file.exercise.scenario.scenes

        def named(path: Path) -> dict:
            if path[0] != "scenes":
                return {"id": ""}
            scene = scenes[path[1]]
            decision = f"/{scene.decisions[path[3]].id}" if path[2] == "decisions" else ""
            return {"id": f"{scene.id}{decision}", "place": path[1]}

        found = [{**named(s.path), "kind": s.kind, "turns": [turn.number - 1 for turn in s.turns]} for s in book]
        return json.dumps({"id": self.file.exercise.id, "sections": found})

    def section(self, anchor: str, section: Section) -> docutils_nodes.container:
        """One piece of the game-book: its number and clock, its text, and where to turn next."""
        kinds = {
            "scene": "%s",
            "ending": _("%s: an ending"),
            "debrief": _("Looking back"),
            "fact": _("This was chosen, and this is what happened"),
            "judgement": _("What would likely have followed: the course's judgement"),
        }
        heading = docutils_nodes.rubric(translatable=False)
        heading += docutils_nodes.inline("", f"{section.number}. ", classes=["qg-place"])
        before, blank, after = kinds[section.kind].partition("%s")
        heading += docutils_nodes.Text(before)
        if blank:
            name = self.placed(docutils_nodes.inline("", section.heading, translatable=True), "scenario", *section.path)
            heading += [name, docutils_nodes.Text(after)]
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
                words = docutils_nodes.inline(translatable=True)
                line = docutils_nodes.paragraph("", "", self.inline(words, turn.text, "scenario", *turn.path))
                line += docutils_nodes.Text(" ")
                choices += docutils_nodes.list_item("", line)
            link = docutils_nodes.reference("", "", internal=True, refid=f"{anchor}-{turn.number}")
            link += docutils_nodes.inline("", _("Turn to %s") % turn.number)
            line += link
        box += choices if choices.children else []
        return box
