"""Roles that cite claims, quotations and sources, and the numbered notes that say what stands behind them.

A page's notes are numbered in the order in which they are first cited, once the whole page has been read.
"""

from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole

from authoring.myst import warn
from authoring.problems import Problem, shown
from casebook.library import Library
from casebook.model import Claim, Finding
from casebook.sphinxext.access import NOTES_FILES, depend, library_of, titled
from casebook.sphinxext.bibliography import source_link
from casebook.sphinxext.wording import SORTS, SUPPORT, plain_date


class note_mark(nodes.Inline, nodes.Element):
    """Stands for the numbers of one or more notes until the whole page is read."""


class note_list(nodes.General, nodes.Element):
    """Stands for the page's notes until the whole page is read."""


class LibraryRole(SphinxRole):
    """A role whose text names things in the library."""

    def known(self, names: list[str], shelf: dict, what: str) -> list:
        found = [shelf[name] for name in names if name in shelf]
        for name in names:
            if name not in shelf:
                source, line = self.get_source_info()
                place = (shown(Path(source)), line, 1)
                warn(Problem(*place, f"unknown-{what}", f"there is no {what} `{name}`", f"use the id of a {what}"))
        library = library_of(self.env.app)
        depend(self.env, library, names)
        return found


class ClaimRole(LibraryRole):
    """{claim}`jb-01 jb-02`: the numbers of the notes on these claims."""

    def run(self):
        claims = self.known(self.text.split(), library_of(self.env.app).claims, "claim")
        return [note_mark(notes=[claim.id for claim in claims])] if claims else [], []


class QuoteRole(LibraryRole):
    """{quote}`jb-q1`: the exact words in quotation marks, with the note on where they stand."""

    def run(self):
        found = self.known([self.text], library_of(self.env.app).quotations, "quotation")
        if not found:
            return [], []
        return [nodes.inline("", f"“{found[0].text}”", classes=["quotation"]), note_mark(notes=[found[0].id])], []


class CiteRole(LibraryRole):
    """{cite}`oig-report`: the source by publisher and year, linked to the bibliography."""

    def run(self):
        sources = self.known(self.text.split(), library_of(self.env.app).sources, "source")
        parts: list[nodes.Node] = []
        for source in sources:
            year = re.search(r"\d{4}", source.date)
            link = source_link(source, year[0] if year else "", self.env.docname)
            parts += [nodes.Text("; " if parts else "("), link]
        return [*parts, nodes.Text(")")] if parts else [], []


class LooseBackLinks(SphinxPostTransform):
    """A way back to where a note is cited goes where an output has left that place out, and on paper."""

    default_priority = 6

    def run(self, **kwargs: object) -> None:
        here = {name for node in self.document.findall(nodes.Element) for name in node.get("ids", ())}
        for link in list(self.document.findall(nodes.reference)):
            if "back" in link["classes"] and (link.get("refid") not in here or self.app.builder.format == "typst"):
                link.parent.remove(link)


class Notes(SphinxTransform):
    """Numbers the notes of a page by first use, and writes them where the page wants them."""

    default_priority = 210

    def apply(self, **kwargs) -> None:
        marks = list(self.document.findall(note_mark))
        numbers: dict[str, int] = {}
        for mark in marks:
            for name in mark["notes"]:
                numbers.setdefault(name, len(numbers) + 1)
        lists = list(self.document.findall(note_list))
        if marks and not lists:
            where = marks[0].parent
            while where is not None and not where.source:
                where = where.parent
            place = (shown(Path(where.source)), where.line or 1, 1) if where is not None else (self.env.docname, 1, 1)
            warn(
                Problem(
                    *place, "no-notes", "the page cites facts but has no notes", "add the directive `notes` at its foot"
                )
            )
        used: dict[str, list[str]] = {name: [] for name in numbers}
        for mark in marks:
            mark.replace_self(self.numbered(mark, numbers, used))
        for stand_in in lists:
            stand_in.replace_self(self.listed(numbers, used))

    def numbered(self, mark: note_mark, numbers: dict[str, int], used: dict[str, list[str]]) -> nodes.superscript:
        at = mark.parent.index(mark) - 1
        if at >= 0 and isinstance(mark.parent[at], nodes.Text):  # a note stands close behind the word
            mark.parent[at] = nodes.Text(mark.parent[at].rstrip())
        sup = nodes.superscript(classes=["note-mark"])
        for name in mark["notes"]:
            if sup.children:
                sup += nodes.Text(", ")
            back = f"cited-{name}-{len(used[name]) + 1}"
            used[name].append(back)
            number = str(numbers[name])
            sup += nodes.reference(number, number, internal=True, refid=f"note-{name}", ids=[back])
        return sup

    def listed(self, numbers: dict[str, int], used: dict[str, list[str]]) -> list[nodes.Node]:
        if not numbers:
            return []
        library = library_of(self.app)
        notes = nodes.enumerated_list(classes=["notes", "unpaged"], enumtype="arabic", prefix="", suffix=".")
        for name in numbers:
            item = nodes.list_item("", ids=[f"note-{name}"])
            back = nodes.reference(
                "", "↑", internal=True, refid=used[name][0], classes=["back"], reftitle=_("Back to the text")
            )
            item += nodes.paragraph("", "", *note_text(name, library, self.env.docname), nodes.Text(" "), back)
            notes += item
        return [notes]


def note_text(name: str, library: Library, docname: str) -> list[nodes.Node]:
    """What a note says on a claim or a quotation: how well it is supported, by what, and what to bear in mind."""
    quotation = library.quotations.get(name)
    if quotation:
        lead = ", ".join(filter(None, (quotation.speaker, plain_date(quotation.date))))
        sources = sources_of([quotation.source], library, docname)
        return [nodes.strong("", _("Quotation.")), nodes.Text(f" {lead}. "), *sources]
    fact = library.claims[name]
    parts: list[nodes.Node]
    if isinstance(fact, Claim):
        parts = [support_mark(fact), nodes.Text(f" {fact.note} " if fact.note else " ")]
    else:
        kind, bounds = (_("Research"), fact.limits) if isinstance(fact, Finding) else (SORTS[fact.kind], fact.caution)
        parts = [nodes.strong("", f"{kind}: "), titled(fact.id, docname), nodes.Text(f". {bounds} ")]
    return [*parts, *sources_of(fact.sources, library, docname)]


def support_mark(claim: Claim) -> nodes.strong:
    return nodes.strong("", f"{SUPPORT[claim.support]}.", classes=["support", f"support-{claim.support}"])


def sources_of(keys: list[str], library: Library, docname: str) -> list[nodes.Node]:
    """The sources by short name, in a row."""
    parts: list[nodes.Node] = []
    for source in (library.sources[key] for key in keys if key in library.sources):
        parts += [nodes.Text("; ")] if parts else []
        parts.append(source_link(source, plain_date(source.date), docname))
    return [*parts, nodes.Text(".")]


class NotesDirective(SphinxDirective):
    """Where the page's notes stand."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(Path(self.env.srcdir) / NOTES_FILES[0]))
        return [note_list()]


def register(app: Sphinx) -> None:
    for name, role in {"claim": ClaimRole(), "quote": QuoteRole(), "cite": CiteRole()}.items():
        app.add_role(name, role)
    app.add_directive("notes", NotesDirective)
    app.add_node(note_mark)
    app.add_node(note_list)
    app.add_transform(Notes)
    app.add_post_transform(LooseBackLinks)
