"""The directive `checklist`: a list of things to do, each with who does it, by when, and what is true when it is done.

Each item of the list has a field list below it: `id`, `who`, `by` and `done`. The id is written, not computed, and stays:
a browser remembers ticks by it. All is standard nodes but the box to tick.
"""

from __future__ import annotations

import re
from html import escape

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from authoring.myst import index_entry, misused, note_label
from languages.words import _

FIELDS = ("id", "who", "by", "done")


class tick(nodes.Inline, nodes.TextElement):
    """A box to tick and the words beside it. Attribute: `name`, which is the list's and the item's."""


class ChecklistDirective(SphinxDirective):
    """A list to tick off."""

    has_content = True
    option_spec = {"name": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        name = self.options.get("name", "")
        written = self.parse_content_to_nodes()
        if not re.fullmatch(r"[a-z0-9-]+", name):
            return misused(self, "no-name", "the check list has no name", "add `:name:` in small letters and hyphens")
        if len(written) != 1 or not isinstance(written[0], nodes.bullet_list):
            return misused(
                self, "no-list", "this is not one list", "write `- What to do` for each item, and nothing else"
            )
        items = nodes.enumerated_list(classes=["checklist"], enumtype="arabic", prefix="", suffix=".", ids=[name])
        seen: set[str] = set()
        for line in written[0]:
            fields = {field[0].astext(): field[1] for field in line.findall(nodes.field)}
            lacking = [each for each in FIELDS if each not in fields] or [each for each in fields if each not in FIELDS]
            do = line[0].astext().split("\n")[0]
            if lacking:
                mend = f"give each item the fields {', '.join(FIELDS)}, and no others"
                return misused(self, "item-fields", f"`{lacking[0]}` is wrong or missing at “{do}”", mend)
            key = fields["id"].astext()
            if key in seen or not re.fullmatch(r"[a-z0-9-]+", key):
                return misused(self, "item-id", f"the id `{key}` is taken, or no id", "give each item one of its own")
            seen.add(key)
            items += item(f"{name}.{key}", line[0], fields)
        note_label(self, name, page_title(self.state.document) or name)
        return [items]


class IndexLists(SphinxTransform):
    """Puts each list into the index, in the words of the page's title, which may have been translated by then."""

    default_priority = 800

    def apply(self, **kwargs: object) -> None:
        for items in list(self.document.findall(nodes.enumerated_list)):
            if "checklist" in items["classes"]:
                name = items["ids"][0]
                title = page_title(self.document) or name
                items.parent.insert(items.parent.index(items), index_entry(name, _("check lists"), title))


def page_title(document: nodes.document) -> str:
    return next((node.astext() for node in document.findall(nodes.title)), "")


def item(name: str, do: nodes.paragraph, fields: dict[str, nodes.field_body]) -> nodes.list_item:
    """One thing to do, with a box to tick, and its facts in a line below."""
    line = nodes.paragraph("", "", told(tick(name=name), do), classes=["check-do"])
    facts = nodes.paragraph(classes=["check-facts"])
    for key, head in (("who", _("Who")), ("by", _("By")), ("done", _("Done when"))):
        if key != "who":
            facts += nodes.Text(" · ")
        fact = nodes.inline("", "", nodes.strong("", head), classes=[f"check-{key}"])
        for paragraph in fields[key].children:
            fact += [nodes.Text(" "), told(nodes.inline(), paragraph)]
        facts += fact
    return nodes.list_item("", line, facts)


def told(node: nodes.TextElement, paragraph: nodes.paragraph) -> nodes.TextElement:
    """`node` with the words of a written paragraph, which are to be translated as a whole."""
    node.source, node.line, node.rawsource = paragraph.source, paragraph.line, paragraph.rawsource
    node["translatable"] = True
    node += paragraph.children
    return node


def visit_html(writer, node: tick) -> None:
    if writer.builder.name == "epub":
        writer.body.append("<span>☐ ")
    else:
        writer.body.append(f'<label><input type="checkbox" data-tick="{escape(node["name"], quote=True)}"> <span>')


def depart_html(writer, node: tick) -> None:
    writer.body.append("</span>" if writer.builder.name == "epub" else "</span></label>")


def visit_typst(book, node: tick) -> None:
    book.inline("tick-box")


def depart_typst(book, node: tick) -> None:
    book.end()


def visit_text(writer, node: tick) -> None:
    writer.add_text("[ ] ")


def depart_text(writer, node: tick) -> None:
    pass


def register(app: Sphinx) -> None:
    app.add_node(
        tick,
        html=(visit_html, depart_html),
        typst=(visit_typst, depart_typst),
        text=(visit_text, depart_text),
    )
    app.add_directive("checklist", ChecklistDirective)
    app.add_transform(IndexLists)
