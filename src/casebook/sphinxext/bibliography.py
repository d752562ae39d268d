"""Sources in full and in short: the directive `bibliography`, and the short names that notes and citations link to it by."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx

from authoring.myst import link_to, note_label
from casebook.library import Library
from casebook.model import Source
from casebook.sphinxext.access import NOTES_FILES, LibraryDirective
from casebook.sphinxext.wording import KINDS, plain_date
from languages.words import _


def source_link(source: Source, when: str, docname: str) -> pending_xref:
    """A short name of `source` (who, and when) that leads to its entry in the bibliography."""
    name = ", ".join(filter(None, (short_name(source), when))) + (f" ({_('blog')})" if source.kind == "blog" else "")
    return link_to(docname, f"source-{source.key}", name)


def source_links(keys: list[str], library: Library, docname: str) -> list[nodes.Node]:
    """The sources by short name, in a row."""
    parts: list[nodes.Node] = []
    for source in (library.sources[key] for key in keys if key in library.sources):
        parts += [nodes.Text("; ")] if parts else []
        parts.append(source_link(source, plain_date(source.date), docname))
    return parts


def short_name(source: Source) -> str:
    """Who stands behind a source: the authors of scholarly work, and otherwise who published it."""
    if source.author and source.kind in ("academic", "book", "practitioner", "seed"):
        names = re.split(r", | and ", source.author)
        return f"{names[0]} et al." if len(names) > 2 else source.author
    # A long publisher line also says through whom a copy was read; the short name leaves that to the entry.
    return re.split(r", carried by|, reposted|, reprinted| \(|;", source.publisher)[0]


def source_entry(source: Source) -> list[nodes.Node]:
    """A source in full: author, title (linked), publisher, date."""
    title = nodes.emphasis("", source.title)
    entry: list[nodes.Node] = [nodes.Text(f"{source.author}: ")] if source.author else []
    entry.append(nodes.reference("", "", title, refuri=source.url) if source.url else title)
    tail = ". ".join(filter(None, (source.publisher, plain_date(source.date))))
    entry.append(nodes.Text(f". {tail}."))
    return entry


class BibliographyDirective(LibraryDirective):
    """Every source, by kind; each has a label, so pages can lead to it."""

    def run(self) -> list[nodes.Node]:
        self.follow(NOTES_FILES[0])
        sources = sorted(self.library.sources.values(), key=lambda source: (source.publisher.lower(), source.date))
        result: list[nodes.Node] = []
        for kind, heading in KINDS.items():
            of_kind = [source for source in sources if source.kind == kind]
            if not of_kind:
                continue
            section = nodes.section("", nodes.title("", _(heading)), ids=[f"sources-{kind}"], names=[f"sources-{kind}"])
            entries = nodes.bullet_list(classes=["sources"])
            for source in of_kind:
                anchor = f"source-{source.key}"
                entries += nodes.list_item("", nodes.paragraph("", "", *source_entry(source)), ids=[anchor])
                note_label(self, anchor, source.title)
            section += entries
            result.append(section)
        return result


def register(app: Sphinx) -> None:
    app.add_directive("bibliography", BibliographyDirective)
