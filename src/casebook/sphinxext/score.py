"""The directives `score` (a case judged against the actions) and `evidence` (all cases judged against one action).

The first score of a case gives each of its rows a label, so that a comparison can lead to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from authoring.myst import blocks, link_to, misused, note_label
from casebook.library import CaseFile, Library
from casebook.model import Action, Score
from casebook.sphinxext.access import NOTES_FILES, CaseDirective, LibraryDirective, words
from casebook.sphinxext.tables import table
from casebook.sphinxext.wording import VERDICT
from languages.words import _


def chosen(library: Library, names: list[str] | None) -> list[Action]:
    """The actions that have these ids or belong to the frameworks that have them; without names, all."""
    return [
        action
        for framework in library.frameworks
        for action in framework.actions
        if names is None or framework.id in names or action.id in names
    ]


def judgement(directive: SphinxDirective, file: CaseFile, i: int) -> list[list[nodes.Node]]:
    """The verdict, and the evidence for and against, of one score: three cells of a row."""
    score = file.case.scores[i]
    sides = [
        [node for j, text in enumerate(texts) for node in blocks(directive, text, file.located, ("scores", i, side, j))]
        or [nodes.paragraph("", "–")]
        for side, texts in (("for", score.pro), ("against", score.contra))
    ]
    return [[nodes.paragraph("", "", verdict_mark(score))], *sides]


def judgements(first: str, rows: list[list[list[nodes.Node]]]) -> nodes.table:
    heads = [first, _("Verdict"), _("Evidence for"), _("Evidence against")]
    return table(heads, rows, widths=[17, 13, 35, 35], classes=["score"])


class ScoreDirective(CaseDirective):
    """The case judged against the actions, with the evidence on both sides."""

    option_spec = {"actions": words}

    def show(self, file: CaseFile) -> Iterator[nodes.Node]:
        actions = {action.id: action for action in chosen(self.library, self.options.get("actions"))}
        yield judgements(
            _("Action"),
            [
                [self.heading(file, actions[score.action]), *judgement(self, file, i)]
                for i, score in enumerate(file.case.scores)
                if score.action in actions
            ],
        )

    def heading(self, file: CaseFile, action: Action) -> list[nodes.Node]:
        name = nodes.paragraph("", "", nodes.strong("", action.name))
        anchor = score_label(file.case.case, action.id)
        if anchor not in self.env.domains.standard_domain.labels:
            name["ids"] = [anchor]
            note_label(self, anchor, action.name)
        return [name, nodes.paragraph("", action.label, classes=["about"])]


class EvidenceDirective(LibraryDirective):
    """One action in all cases: how each did, and what speaks for and against that."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        action, cases = self.arguments[0], self.library.cases.values()
        if action not in self.library.actions:
            mend = "see docs/frameworks/actions.yaml"
            return misused(self, "unknown-action", f"there is no action `{action}`", mend)
        self.follow(NOTES_FILES[1], *(file.located.file for file in cases))
        rows = [
            [[self.case(file)], *judgement(self, file, i)]
            for file in cases
            for i, score in enumerate(file.case.scores)
            if score.action == action
        ]
        return [judgements(_("Case"), rows)] if rows else []

    def case(self, file: CaseFile) -> nodes.paragraph:
        page = file.located.file.parent.relative_to(self.env.srcdir) / "index"
        name = file.case.name or file.case.title
        return nodes.paragraph("", "", link_to(self.docname, f"/{page.as_posix()}", name, kind="doc"))


def score_label(case: str, action: str) -> str:
    return f"score-{case}-{action}"


def verdict_mark(score: Score) -> nodes.strong:
    return nodes.strong("", _(VERDICT[score.verdict]), classes=["verdict", f"verdict-{score.verdict}"])


def register(app: Sphinx) -> None:
    app.add_directive("score", ScoreDirective)
    app.add_directive("evidence", EvidenceDirective)
