"""The directive `score`: a case judged against the actions, with the evidence on both sides.

The first table of a case gives each of its rows a label, so that a comparison can lead to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _

from casebook.library import CaseFile
from casebook.model import Action, Score
from casebook.sphinxext.access import CaseDirective
from casebook.sphinxext.tables import table
from casebook.sphinxext.wording import VERDICT


class ScoreDirective(CaseDirective):
    """The case judged against the actions, with the evidence on both sides."""

    def show(self, file: CaseFile) -> Iterator[nodes.Node]:
        rows = []
        for i, score in enumerate(file.case.scores):
            action = self.library.actions.get(score.action)
            if not action:
                continue
            sides = [self.side(file, i, side, texts) for side, texts in (("for", score.pro), ("against", score.contra))]
            rows.append([self.heading(file, action), [nodes.paragraph("", "", verdict_mark(score))], *sides])
        heads = [_("Action"), _("Verdict"), _("Evidence for"), _("Evidence against")]
        yield table(heads, rows, widths=[17, 13, 35, 35], classes=["score"])

    def heading(self, file: CaseFile, action: Action) -> list[nodes.Node]:
        name = nodes.paragraph("", "", nodes.strong("", action.name))
        anchor = score_label(file.case.case, action.id)
        labels = self.env.get_domain("std")
        if anchor not in labels.labels:
            name["ids"] = [anchor]
            labels.labels[anchor] = (self.env.docname, anchor, action.name)
            labels.anonlabels[anchor] = (self.env.docname, anchor)
        return [name, nodes.paragraph("", action.label, classes=["about"])]

    def side(self, file: CaseFile, i: int, side: str, texts: list[str]) -> list[nodes.Node]:
        return [node for j, text in enumerate(texts) for node in self.myst(text, file, "scores", i, side, j)] or [
            nodes.paragraph("", "–")
        ]


def score_label(case: str, action: str) -> str:
    return f"score-{case}-{action}"


def verdict_mark(score: Score) -> nodes.strong:
    return nodes.strong("", VERDICT[score.verdict], classes=["verdict", f"verdict-{score.verdict}"])


def register(app: Sphinx) -> None:
    app.add_directive("score", ScoreDirective)
