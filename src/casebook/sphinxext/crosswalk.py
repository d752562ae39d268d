"""The directives that set the frameworks side by side, by what they ask for and when: a map, the themes one by one, and an index of wants.

All three are drawn from `docs/frameworks/crosswalk.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx

from authoring.myst import blocks, link_to, note_label
from casebook.model import Framework, Theme
from casebook.sphinxext.access import FRAMEWORK_FILES, LibraryDirective
from casebook.sphinxext.findings import action_link
from casebook.sphinxext.tables import table
from casebook.sphinxext.wording import PHASES
from languages.words import _


class CrosswalkDirective(LibraryDirective):
    """A directive that shows something of the crosswalk."""

    def run(self) -> list[nodes.Node]:
        self.follow(*FRAMEWORK_FILES)
        return list(self.show())

    def show(self) -> Iterator[nodes.Node]:
        raise NotImplementedError

    def themes(self) -> list[Theme]:
        order = list(PHASES)
        return sorted(self.library.crosswalk.themes, key=lambda theme: order.index(theme.phases[0]))


class MapDirective(CrosswalkDirective):
    """The map: a row a theme, a column a framework, and in each field the numbers of the actions that ask for it."""

    def show(self) -> Iterator[nodes.Node]:
        frameworks = self.library.frameworks
        rows = []
        for theme in self.themes():
            phases = " → ".join(_(PHASES[phase]) for phase in theme.phases)
            head = [
                nodes.paragraph("", "", link_to(self.docname, f"theme-{theme.id}", theme.name)),
                nodes.paragraph("", phases, classes=["about"]),
            ]
            rows.append([head, *([self.field(theme, framework)] for framework in frameworks)])
        widths = [35, *[65 // len(frameworks)] * len(frameworks)]
        heads = [_("What is asked"), *(framework.name for framework in frameworks)]
        yield table(heads, rows, widths=widths, classes=["crosswalk-map"], stub=True)

    def field(self, theme: Theme, framework: Framework) -> nodes.paragraph:
        """The numbers of a framework's actions in a theme, each a link; a dash where it is silent."""
        stops = nodes.paragraph()
        for number, action in enumerate(framework.actions, 1):
            if action.id in theme.actions:
                if stops.children:
                    stops += nodes.Text(" ")
                link = link_to(self.docname, action.id, f"{number} {action.short}")
                stops += nodes.inline("", "", link, classes=["stop", f"stop-{framework.id}"])
        return stops if stops.children else nodes.paragraph("", "–")


class TableDirective(CrosswalkDirective):
    """Theme by theme: what frameworks share, their actions by name, what bears on them, and where it is done."""

    def show(self) -> Iterator[nodes.Node]:
        for i, theme in enumerate(self.library.crosswalk.themes):
            anchor = f"theme-{theme.id}"
            note_label(self, anchor, theme.name)
            name = nodes.paragraph("", "", nodes.strong("", theme.name), ids=[anchor], classes=["theme"])
            phases = nodes.paragraph("", " → ".join(_(PHASES[phase]) for phase in theme.phases), classes=["about"])
            yield nodes.container("", name, phases, *self.body(theme, i), classes=["theme-card"])

    def body(self, theme: Theme, i: int) -> Iterator[nodes.Node]:
        yield from blocks(self, theme.note, self.library.crosswalk_file, ("themes", i, "note"))
        fields = nodes.definition_list(classes=["finding"])

        def field(head: str, lines: list[list[nodes.Node]]) -> None:
            paragraphs = [nodes.paragraph("", "", *line) for line in lines]
            if paragraphs:
                nonlocal fields
                fields += nodes.definition_list_item("", nodes.term("", head), nodes.definition("", *paragraphs))

        for framework in self.library.frameworks:
            actions = [action for action in framework.actions if action.id in theme.actions]
            field(framework.name, [action_link(action, self.docname) for action in actions])
        field(_("Research and rules"), [[link_to(self.docname, name)] for name in theme.facts])
        field(_("Where it is done"), [[link_to(self.docname, name)] for name in theme.playbook])
        yield fields


class WantsDirective(CrosswalkDirective):
    """The index: what somebody wants to do, and where that stands."""

    def show(self) -> Iterator[nodes.Node]:
        rows = []
        for want in sorted(self.library.crosswalk.wants, key=lambda want: want.want.lower()):
            cell = [nodes.paragraph("", "", link_to(self.docname, label)) for label in want.go]
            rows.append([[nodes.paragraph("", want.want)], cell])
        yield table([_("I want to …"), _("Go to")], rows, widths=[45, 55], classes=["wants"], stub=True)


def register(app: Sphinx) -> None:
    app.add_directive("crosswalk-map", MapDirective)
    app.add_directive("crosswalk-table", TableDirective)
    app.add_directive("wants", WantsDirective)
