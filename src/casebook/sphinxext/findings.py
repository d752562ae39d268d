"""The directives `finding` and `standard`: one piece of research, one rule or practice, as a card under its own heading.

The page writes the heading and its label, which is the id of the finding or standard: notes lead there.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx

from authoring.myst import link_to, misused
from casebook.model import Action, Fact, Finding, Standard
from casebook.sphinxext.access import FRAMEWORK_FILES, LibraryDirective
from casebook.sphinxext.bibliography import source_links
from casebook.sphinxext.tables import table
from casebook.sphinxext.wording import SORTS, plain_date
from languages.words import _

Field = tuple[str, list[nodes.Node]]


class FactDirective(LibraryDirective):
    """A directive whose argument names a fact of the library that is of one class."""

    required_arguments = 1
    wanted: type[Fact]

    def run(self) -> list[nodes.Node]:
        fact = self.library.claims.get(self.arguments[0])
        if not isinstance(fact, self.wanted):
            what = self.name
            return misused(self, f"unknown-{what}", f"there is no {what} `{self.arguments[0]}`", f"use a {what}'s id")
        self.follow(*FRAMEWORK_FILES)
        fields = nodes.definition_list(classes=["finding"])
        for head, content in self.fields(fact):
            if content:
                fields += nodes.definition_list_item("", nodes.term("", head), nodes.definition("", *content))
        return [nodes.container("", *self.before(fact), fields, classes=["finding-card"])]

    def before(self, fact: Fact) -> Iterator[nodes.Node]:
        yield from ()

    def fields(self, fact: Fact) -> Iterator[Field]:
        raise NotImplementedError

    def text(self, text: str) -> list[nodes.Node]:
        """Inline MyST as one paragraph."""
        if not text:
            return []
        children, messages = self.state.inline_text(text, self.lineno)
        return [nodes.paragraph("", "", *children), *messages]

    def actions(self, ids: list[str]) -> list[nodes.Node]:
        """The actions, each with its label and a link to it."""
        listed = nodes.bullet_list(classes=["actions"])
        for action in (self.library.actions[name] for name in ids if name in self.library.actions):
            listed += nodes.list_item("", nodes.paragraph("", "", *action_link(action, self.docname)))
        return [listed] if ids else []

    def sources(self, fact: Fact) -> list[nodes.Node]:
        return [nodes.paragraph("", "", *source_links(fact.sources, self.library, self.docname))]


class FindingDirective(FactDirective):
    """A finding of research."""

    wanted = Finding

    def fields(self, fact: Finding) -> Iterator[Field]:
        yield _("What was studied"), self.text(fact.studied)
        yield _("What it shows"), self.text(fact.statement)
        yield _("What it does not show"), self.text(fact.limits)
        yield _("Supports"), self.actions(fact.supports)
        yield _("Qualifies, or takes away from"), self.actions(fact.qualifies)
        yield _("So do this"), self.text(fact.bearing)
        yield _("Sources"), self.sources(fact)


class StandardDirective(FactDirective):
    """A law, a standard or a practice."""

    wanted = Standard

    def before(self, fact: Standard) -> Iterator[nodes.Node]:
        about = " · ".join(filter(None, (_(SORTS[fact.kind]), fact.body, fact.where, plain_date(fact.date))))
        yield nodes.paragraph("", about, classes=["about"])

    def fields(self, fact: Standard) -> Iterator[Field]:
        yield _("What it is"), self.text(fact.statement)
        rows = [[self.text(duty.who), self.text(duty.what), self.text(duty.by)] for duty in fact.asks]
        heads = [_("Who"), _("Has to"), _("By when")]
        yield _("What it asks"), [table(heads, rows, widths=[25, 50, 25], classes=["duties"])]
        yield _("Bear in mind"), self.text(fact.caution)
        yield _("In line with"), self.actions(fact.supports)
        yield _("Sources"), self.sources(fact)


def action_link(action: Action, docname: str) -> list[nodes.Node]:
    """An action's name, leading to it, and the label that says whose it is."""
    label = nodes.inline("", f" ({action.label})", classes=["about"])
    return [link_to(docname, action.id, action.name), label]


def register(app: Sphinx) -> None:
    app.add_directive("finding", FindingDirective)
    app.add_directive("standard", StandardDirective)
