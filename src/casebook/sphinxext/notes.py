"""Roles that cite claims, quotations and sources, and the numbered notes that say what stands behind them.

A page's notes are numbered in the order in which they are first cited, once the whole page has been read.
"""

from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxRole

from authoring.myst import link_to, warn
from authoring.problems import Problem, shown
from casebook.library import Library
from casebook.model import Claim, Finding, Quotation
from casebook.sphinxext.access import NOTES_FILES, LibraryDirective, library_of
from casebook.sphinxext.bibliography import source_link, source_links
from casebook.sphinxext.wording import SORTS, SUPPORT, plain_date
from languages.words import SOURCE, _, speaks


class note_mark(nodes.Inline, nodes.Element):
    """Stands for the numbers of one or more notes until the whole page is read."""


class note_list(nodes.General, nodes.Element):
    """Stands for the page's notes until the whole page is read. Its children are the words of these notes."""


class LibraryRole(SphinxRole):
    """A role whose text names things in the library."""

    @property
    def library(self) -> Library:
        return library_of(self.env.app)

    def known(self, names: list[str], shelf: dict, what: str) -> list:
        """What `names` mean on a shelf of the library. A name that is not there is told."""
        for name in names:
            if name in shelf:
                self.env.note_dependency(self.library.home[name])
            else:
                source, line = self.get_source_info()
                place = (shown(Path(source)), line, 1)
                warn(Problem(*place, f"unknown-{what}", f"there is no {what} `{name}`", f"use the id of a {what}"))
        return [shelf[name] for name in names if name in shelf]


class ClaimRole(LibraryRole):
    """{claim}`jb-01 jb-02`: the numbers of the notes on these claims."""

    def run(self):
        claims = self.known(self.text.split(), self.library.claims, "claim")
        return [note_mark(notes=[claim.id for claim in claims])] if claims else [], []


class QuoteRole(LibraryRole):
    """{quote}`jb-q1`: the exact words in quotation marks, with the note on where they stand.

    A translation gives its own words: {quote}`«Lo sentimos» <jb-q1>`. The note then holds the exact ones.
    """

    def run(self):
        words, name = re.fullmatch(r"(?:(.*?)\s*<)?([^<>]*)>?", self.text, re.DOTALL).groups()
        found = self.known([name], self.library.quotations, "quotation")
        if not found:
            return [], []
        quotation = nodes.inline("", words or exact(found[0]), classes=["quotation"])
        return [quotation, note_mark(notes=[name], translated=words is not None)], []


def exact(quotation: Quotation) -> str:
    return f"“{quotation.text}”"


class CiteRole(LibraryRole):
    """{cite}`oig-report`: the source by publisher and year, linked to the bibliography."""

    def run(self):
        sources = self.known(self.text.split(), self.library.sources, "source")
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


class NoteWords(SphinxTransform):
    """Puts what the facts' own files say in notes among the words that Sphinx lets be translated, at 20."""

    default_priority = 15

    def apply(self, **kwargs: object) -> None:
        library = library_of(self.app)
        named = [name for mark in self.document.findall(note_mark) for name in mark["notes"]]
        for stand_in in self.document.findall(note_list):
            stand_in += [words_of(name, library) for name in dict.fromkeys(named)]


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
        translated = {name for mark in marks if mark.get("translated") for name in mark["notes"]}
        for stand_in in lists:
            said = {child["fact"]: child for child in stand_in.children}
            stand_in.replace_self(self.listed(numbers, used, said, translated))

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

    def listed(
        self, numbers: dict[str, int], used: dict[str, list[str]], said: dict[str, nodes.inline], translated: set[str]
    ) -> list[nodes.Node]:
        if not numbers:
            return []
        library = library_of(self.app)
        notes = nodes.enumerated_list(classes=["notes", "unpaged"], enumtype="arabic", prefix="", suffix=".")
        for name in numbers:
            item = nodes.list_item("", ids=[f"note-{name}"])
            back = nodes.reference(
                "", "↑", internal=True, refid=used[name][0], classes=["back"], reftitle=_("Back to the text")
            )
            words = said.get(name) or words_of(name, library)
            text = note_text(name, words, library, self.env.docname)
            if name in translated:
                text += original(library.quotations[name])
            item += nodes.paragraph("", "", *text, nodes.Text(" "), back)
            notes += item
        return [*where_sources_lead(), notes]


def words_of(name: str, library: Library) -> nodes.inline:
    """What its file says in a note: who spoke, what to bear in mind, or what a finding does not show."""
    fact = library.quotations.get(name) or library.claims[name]
    if isinstance(fact, Quotation):
        words = fact.speaker
    else:
        words = fact.note if isinstance(fact, Claim) else fact.limits if isinstance(fact, Finding) else fact.caution
    node = nodes.inline(words, words, translatable=bool(words), fact=name)
    node.source, node.line = shown(library.home[name]), 1
    return node


def note_text(name: str, words: nodes.inline, library: Library, docname: str) -> list[nodes.Node]:
    """What a note says on a claim or a quotation: how well it is supported, by what, and what to bear in mind."""
    quotation = library.quotations.get(name)
    if quotation:
        day = f", {plain_date(quotation.date)}" if quotation.date else ""
        lead = [nodes.strong("", _("Quotation.")), nodes.Text(" "), words, nodes.Text(f"{day}. ")]
        return [*lead, *source_links([quotation.source], library, docname), nodes.Text(".")]
    fact = library.claims[name]
    parts: list[nodes.Node]
    if isinstance(fact, Claim):
        parts = [support_mark(fact), nodes.Text(" "), *([words, nodes.Text(" ")] if words.children else [])]
    else:
        kind = _("Research") if isinstance(fact, Finding) else _(SORTS[fact.kind])
        parts = [nodes.strong("", f"{kind}: "), link_to(docname, fact.id), nodes.Text(". "), words, nodes.Text(" ")]
    return [*parts, *source_links(fact.sources, library, docname), nodes.Text(".")]


def where_sources_lead() -> list[nodes.Node]:
    """The bibliography is in English only; said once, and not at each of its links."""
    about = _("The names of sources lead to the bibliography, which is in English.")
    return [nodes.paragraph("", about, classes=["about"])] if speaks() != SOURCE else []


def original(quotation: Quotation) -> list[nodes.Node]:
    """The exact words, for a page that gives them in another language."""
    return [nodes.Text(f" {_('In the original:')} "), nodes.inline("", exact(quotation), classes=["language-en"])]


def support_mark(claim: Claim) -> nodes.strong:
    return nodes.strong("", f"{_(SUPPORT[claim.support])}.", classes=["support", f"support-{claim.support}"])


class NotesDirective(LibraryDirective):
    """Where the page's notes stand."""

    def run(self) -> list[nodes.Node]:
        self.follow(NOTES_FILES[0])
        return [note_list()]


def register(app: Sphinx) -> None:
    for name, role in {"claim": ClaimRole(), "quote": QuoteRole(), "cite": CiteRole()}.items():
        app.add_role(name, role)
    app.add_directive("notes", NotesDirective)
    app.add_node(note_mark)
    app.add_node(note_list)
    app.add_transform(NoteWords)
    app.add_transform(Notes)
    app.add_post_transform(LooseBackLinks)
