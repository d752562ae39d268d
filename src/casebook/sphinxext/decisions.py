"""The directive `decisions`: the points of a case at which somebody had to choose, each as a card."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx

from authoring.myst import index_entry
from casebook.library import CaseFile
from casebook.model import Decision
from casebook.sphinxext.access import CaseDirective
from casebook.sphinxext.notes import note_mark
from languages.words import _


class DecisionsDirective(CaseDirective):
    """The points at which somebody had to choose."""

    def show(self, file: CaseFile) -> Iterator[nodes.Node]:
        heads = {"known": _("What was known"), "chosen": _("What was chosen"), "happened_next": _("What followed")}
        for i, decision in enumerate(file.case.decisions, 1):
            fields = nodes.definition_list(classes=["decision"])
            for name, head in heads.items():
                text = nodes.paragraph("", getattr(decision, name))
                if name == "happened_next":
                    text += note_mark(notes=list(decision.claims))
                fields += nodes.definition_list_item("", nodes.term("", head), nodes.definition("", text))
            anchor = f"decision-{file.case.case}-{i}"
            yield index_entry(anchor, _("who had to decide"), decision.role)
            yield nodes.container("", *headings(i, decision), fields, classes=["decision-card"], ids=[anchor])


def headings(i: int, decision: Decision) -> list[nodes.Node]:
    """The question first, where it is written; then who had to decide it, and when."""
    if not decision.title:
        who = [nodes.strong("", f"{i}. {decision.role}"), nodes.Text(f" · {decision.when}")]
        return [nodes.paragraph("", "", *who, classes=["decision-title"])]
    question = nodes.paragraph("", "", nodes.strong("", f"{i}. {decision.title}"), classes=["decision-title"])
    return [question, nodes.paragraph("", f"{decision.role} · {decision.when}", classes=["about"])]


def register(app: Sphinx) -> None:
    app.add_directive("decisions", DecisionsDirective)
