"""The index of terms: the entries of Sphinx, where each is treated, and the pages that lead a reader there.

An entry's main place is the one it was written for; every link in the text to that place is a page on which the book
speaks of it; links in tables and lists of links do not count. So a glossary's terms, say, have the pages that use them,
without a mark of their own in the source.
"""

from sphinx.builders import Builder
from sphinx.environment.adapters.indexentries import IndexEntries

from languages.words import _
from typstbook.assemble import Book
from typstbook.code import Code, call

Uses = dict[str, list[str]]
"""Labels of the places that link to an indexed label, by that label."""


def indexed(builder: Builder, book: Book) -> set[str]:
    """The labels of the book that the index has an entry for."""
    entries = builder.env.domains.index_domain.entries
    names = {(docname, entry[2]) for docname in entries for entry in entries[docname]}
    return {book.labels[name] for name in names if name in book.labels}


def index_code(builder: Builder, book: Book, uses: Uses) -> str:
    """The index, sorted and grouped by letter as Sphinx does; nothing where there are no entries in the book."""

    def targets(links: list[tuple[str | None, str]], uses: Uses = uses) -> list[tuple[Code, bool]]:
        found: dict[str, bool] = {}
        for main, uri in links:
            docname, _sep, name = (uri or "").removeprefix("%").partition("#")
            if label := book.labels.get((docname, name)):
                found[label] = found.get(label, False) or bool(main)
                found.update(dict.fromkeys(uses.get(label, ()), False))
        return [(call("label", label), main) for label, main in found.items()]

    letters = []
    for letter, entries in IndexEntries(builder.env).create_index(builder):
        # What stands below an entry has its main places only: with all others, long lists would come twice.
        rows = [(name, targets(own), [(n, targets(t, {})) for n, t in below]) for name, (own, below, _key) in entries]
        rows = [(name, own, [line for line in below if line[1]]) for name, own, below in rows]
        rows = [row for row in rows if row[1] or row[2]]
        if rows:
            letters.append((letter, rows))
    return f"\n#{call('book.index-of-terms', _('Index'), letters)};\n" if letters else ""
