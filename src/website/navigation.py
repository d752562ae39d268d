"""The navigation tree of the theme, read once from the tables of contents and then only written out for each page.

furo resolves and parses the whole tree anew for every page, which takes time with the square of the number of pages.
Here the same HTML comes from a list of entries; what differs from page to page is where links start and what is current.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from languages.words import _

ARROW = '<span class="icon"><svg><use href="#svg-arrow-right"></use></svg></span>'
BEFORE_THE_THEME, AFTER_THE_THEME = 400, 900


@dataclass
class Entry:
    """A document in the tree, with those below it."""

    docname: str
    title: str
    below: list[Entry] = field(default_factory=list)

    def holds(self, docname: str) -> bool:
        return self.docname == docname or any(entry.holds(docname) for entry in self.below)

    def names(self) -> Iterator[str]:
        yield self.docname
        for entry in self.below:
            yield from entry.names()


@dataclass
class Tree:
    """The whole tree: (caption, entries) of each table of contents of the first page."""

    parts: list[tuple[str, list[Entry]]]

    def html(self, app: Sphinx, docname: str) -> str:
        """The tree as furo writes it, on the page `docname`."""
        self._boxes = 0
        lines: list[str] = []
        for caption, entries in self.parts:
            if caption:
                lines.append(
                    f'<p class="caption" role="heading"><span class="caption-text">{escape(caption)}</span></p>'
                )
            lines.append(self._list(app, docname, entries, 1))
        return "\n".join(lines)

    def captions(self) -> list[str]:
        return list(dict.fromkeys(caption for caption, _entries in self.parts if caption))

    def part_of(self, docname: str) -> str:
        """The caption of the table of contents that leads to a document; empty for the first page and those outside."""
        return self._part_of.get(docname, "")

    @cached_property
    def _part_of(self) -> dict[str, str]:
        parts: dict[str, str] = {}
        for caption, entries in self.parts:
            for name in (name for entry in entries for name in entry.names()):
                parts.setdefault(name, caption)
        return parts

    def _list(self, app: Sphinx, docname: str, entries: list[Entry], level: int) -> str:
        items = "".join(self._item(app, docname, entry, level) for entry in entries)
        return f"<ul>{items}</ul>"

    def _item(self, app: Sphinx, docname: str, entry: Entry, level: int) -> str:
        here = entry.docname == docname
        current = entry.holds(docname)
        classes = [f"toctree-l{level}", *(["current"] if current else []), *(["has-children"] if entry.below else [])]
        classes += ["current-page"] if here else []
        address = "#" if here else app.builder.get_relative_uri(docname, entry.docname)
        link = f'<a class="{"current " if here else ""}reference internal" href="{escape(address)}">{escape(entry.title)}</a>'
        below = ""
        if entry.below:
            self._boxes += 1
            name, about = f"toctree-checkbox-{self._boxes}", escape(_("Show or hide what is below: %s") % entry.title)
            checked = ' checked=""' if current else ""
            below = (
                f'<input aria-label="{about}"{checked} class="toctree-checkbox" id="{name}" name="{name}" role="switch" '
                f'type="checkbox"/><label for="{name}">{ARROW}</label>{self._list(app, docname, entry.below, level + 1)}'
            )
        return f'<li class="{" ".join(classes)}">{link}{below}</li>'


def read_tree(env: BuildEnvironment) -> Tree:
    """The tree below the first page, from the tables of contents of all documents."""

    def entries(docname: str, above: tuple[str, ...]) -> list[Entry]:
        return [entry for toctree in toctrees(docname) for entry in listed(toctree, (*above, docname))]

    def listed(toctree: addnodes.toctree, above: tuple[str, ...]) -> list[Entry]:
        return [
            Entry(name, title or env.titles[name].astext(), entries(name, above))
            for title, name in toctree["entries"]
            if name in env.titles and name not in above
        ]

    def toctrees(docname: str) -> list[addnodes.toctree]:
        toc = env.tocs.get(docname, nodes.bullet_list())
        return list(toc.findall(addnodes.toctree))

    root = env.config.root_doc
    parts = [(toctree.get("caption") or "", listed(toctree, (root,))) for toctree in toctrees(root)]
    return Tree([(caption, entries_) for caption, entries_ in parts if entries_])


def hide_from_theme(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    context.pop("toctree", None)


def tree_of(app: Sphinx) -> Tree:
    """The tree, read when the first page is written."""
    if not hasattr(app, "website_tree"):
        app.website_tree = read_tree(app.env)
    return app.website_tree


def give_to_theme(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    context["furo_navigation_tree"] = tree_of(app).html(app, pagename)


def register(app: Sphinx) -> None:
    app.connect("html-page-context", hide_from_theme, priority=BEFORE_THE_THEME)
    app.connect("html-page-context", give_to_theme, priority=AFTER_THE_THEME)
