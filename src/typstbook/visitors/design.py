"""sphinx-design on paper: cards in columns, dropdowns open, all tabs one after the other, badges and buttons."""

import re

from docutils import nodes

from typstbook.assemble import is_visible
from typstbook.code import Code, call
from typstbook.visitors.floats import FloatVisitors

COLOURS = ("primary", "secondary", "success", "info", "warning", "danger", "light", "muted", "dark", "white", "black")


def component(node: nodes.Node) -> str:
    """The name that sphinx-design gave to a container; empty for other nodes."""
    return node.get("design_component", "") if isinstance(node, nodes.Element) else ""


class DesignVisitors(FloatVisitors):
    """Visitors for containers and the nodes of sphinx-design."""

    def visit_container(self, node: nodes.Element) -> None:
        """A container is its design component, a listing with its caption, or nothing but its content."""
        if "literal-block-wrapper" in node["classes"] or "literal_block" in node:
            self.visit_listing_wrapper(node)
        name = component(node).replace("-", "_")
        if name:
            getattr(self, f"visit_design_{name}", self.visit_compound)(node)

    def depart_container(self, node: nodes.Element) -> None:
        if component(node) == "grid-container":
            self.end()

    def visit_design_grid_container(self, node: nodes.Element) -> None:
        self.block("book.design-group", node)

    def visit_design_grid_row(self, node: nodes.Element) -> None:
        """As many columns as on a screen of medium width, at most two on paper."""
        wanted = [int(c.rpartition("-")[2]) for c in node["classes"] if re.fullmatch(r"sd-row-cols-md-\d+", c)]
        columns = min(wanted[0] if wanted else 2, 2, len(node.children) or 1)
        self.mark(node)
        self.call("book.cards", *[self.cell(item) for item in node.children], columns=columns)
        raise nodes.SkipNode

    def cell(self, item: nodes.Element) -> Code:
        """A card that is alone in its place is as high as its neighbours."""
        content = [child for child in item.children if is_visible(child)]
        if len(content) == 1 and component(content[0]) == "card":
            return self.card("book.card-cell", content[0])
        return call("book.plain-cell", self.render(item.children))

    def visit_design_card(self, node: nodes.Element) -> None:
        self.mark(node)
        self.add(f"#{self.card('book.card', node)};")
        raise nodes.SkipNode

    def card(self, function: str, node: nodes.Element) -> Code:
        """Title, text, header, footer, picture and the page its link leads to."""
        at = self.anchors()
        parts: dict[str, Code | None] = {}
        body: list[nodes.Node] = []
        pictures: list[nodes.Node] = []
        for child in node.children:
            name = component(child)
            if name in ("card-header", "card-footer"):
                parts[name.removeprefix("card-")] = self.render(child.children)
            elif name in ("card-body", "card-overlay"):
                body += child.children
            elif isinstance(child, nodes.image):
                pictures.append(child)
            elif link := next(child.findall(nodes.reference), None):
                parts["target"] = self.target(link)
        title = next((child for child in body if component(child) == "card-title"), None)
        return call(
            function,
            self.render(pictures + [child for child in body if child is not title]),
            at=at,
            title=title and self.render(title.children),
            **parts,
        )

    def visit_design_dropdown(self, node: nodes.Element) -> None:
        title = self.render(node[0].children) if node.get("has_title") else None
        self.mark(node)
        self.call("book.dropdown", self.render(node.children[1 if title else 0 :]), title=title, at=self.anchors())
        raise nodes.SkipNode

    def visit_design_tab_item(self, node: nodes.Element) -> None:
        """A tab's label is its title; what a click would show is printed."""
        label, content = node[0], node[1]
        self.mark(node)
        self.call("book.tab", self.render(content.children), title=self.render(label.children), at=self.anchors())
        raise nodes.SkipNode

    visit_PassthroughTextElement = depart_PassthroughTextElement = FloatVisitors.through

    def visit_sd_badge(self, node: nodes.Element) -> None:
        filled = any(c.startswith("sd-bg-") for c in node["classes"])
        colour = next((c for c in COLOURS if any(name.endswith(f"-{c}") for name in node["classes"])), "dark")
        self.inline("book.badge", colour=colour, filled=filled)

    depart_sd_badge = FloatVisitors.close

    def visit_sd_line_break(self, node: nodes.Element) -> None:
        self.call("linebreak")
        raise nodes.SkipNode

    def visit_sd_icon(self, node: nodes.Element) -> None:
        """Icons only repeat what the words beside them say."""
        raise nodes.SkipNode

    visit_fontawesome = visit_sd_icon

    def visit_steps_list(self, node: nodes.Element) -> None:
        self.visit_enumerated_list(node)
