"""The directive `template`: a text with blanks to fill in, shown on the page, to copy, and to download in two forms.

The body is MyST; what stands in square brackets is a blank. The downloads are written beside the page that shows them:
the Markdown as the author wrote it, and a Word file made from the same nodes as the page.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from authoring.myst import index_entry, misused, note_label
from languages.words import _
from playbook.wordfile import FORMS, word_file

FOLDER = "downloads"
_BLANK = re.compile(r"(\[[^\[\]]+\])")


class template(nodes.General, nodes.Element):
    """A text with blanks. Attributes: `name`, `title`, `markdown` (as the author wrote it)."""


class TemplateDirective(SphinxDirective):
    """A text to copy, fill in, download or print."""

    required_arguments = 1
    has_content = True
    option_spec = {"title": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        name, title = self.arguments[0], self.options.get("title", "")
        if not re.fullmatch(r"[a-z0-9-]+", name) or not title or not self.content:
            mend = "write `{template} its-name`, the option `:title:`, and the text"
            return misused(self, "template", "the template lacks its name, its title or its text", mend)
        text = "\n".join(self.content)
        body = template(
            "", name=name, title=title, markdown=f"# {title}\n\n{text}\n", classes=["template"], ids=[f"sheet-{name}"]
        )
        body += self.parse_content_to_nodes()
        for child in body:
            if not isinstance(child, FORMS):
                what, mend = child.__class__.__name__, "write paragraphs, lists and tables"
                return misused(self, "template-form", f"a template can hold no {what}", mend)
        mark_blanks(body)
        (anchor,) = body["ids"]
        note_label(self, anchor, title)
        named = index_entry(anchor, title[0].lower() + title[1:])
        return [named, index_entry(anchor, _("templates"), title), body]


def mark_blanks(body: nodes.Element) -> None:
    """Give each `[blank]` in the texts of `body` an element of its own, also where it goes over the end of a line."""
    for holder in {id(text.parent): text.parent for text in body.findall(nodes.Text)}.values():
        joined: list[nodes.Node] = []
        for child in holder.children:
            if joined and isinstance(child, nodes.Text) and isinstance(joined[-1], nodes.Text):
                joined[-1] = nodes.Text(joined[-1].astext() + child.astext())
            else:
                joined.append(child)
        holder.children = []
        holder.extend(joined)
    for text in list(body.findall(nodes.Text)):
        parts = _BLANK.split(text.astext())
        if len(parts) > 1:
            pieces = [
                nodes.inline("", part, classes=["blank"]) if i % 2 else nodes.Text(part)
                for i, part in enumerate(parts)
                if part
            ]
            text.parent.replace(text, pieces)


def downloads(node: template) -> dict[str, bytes]:
    """The files that a reader may take away, by name."""
    return {
        f"{node['name']}.md": node["markdown"].encode(),
        f"{node['name']}.docx": word_file(node["title"], node.children),
    }


def visit_html(writer, node: template) -> None:
    writer.body.append(
        f'<div class="template" id="{node["ids"][0]}" role="group" aria-label="{escape(node["title"], quote=True)}">'
    )
    if writer.builder.name != "epub":
        folder = Path(writer.builder.outdir, FOLDER)
        folder.mkdir(exist_ok=True)
        for name, content in downloads(node).items():
            (folder / name).write_bytes(content)
        page = writer.builder.get_target_uri(writer.builder.current_docname)
        file = relative_uri(page, f"{FOLDER}/{node['name']}")
        kinds = {".docx": _("Word file"), ".md": _("Markdown")}
        links = [f'<a href="{file}{suffix}" download>{words}</a>' for suffix, words in kinds.items()]
        writer.body.append(f'<p class="template-tools">{" ".join(links)}</p>')
    writer.body.append('<div class="template-body">')


def depart_html(writer, node: template) -> None:
    writer.body.append("</div></div>\n")


def visit_typst(book, node: template) -> None:
    book.block("template", node)


def depart_typst(book, node: template) -> None:
    book.end()


def pass_by(writer, node: template) -> None:
    """A text has no form for a template but its words."""


def register(app: Sphinx) -> None:
    app.add_node(
        template,
        html=(visit_html, depart_html),
        typst=(visit_typst, depart_typst),
        text=(pass_by, pass_by),
    )
    app.add_directive("template", TemplateDirective)
