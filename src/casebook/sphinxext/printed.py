"""The notes and the bibliography of a book: each fact has one note and one number in all of it, each source a number.

On the site a page has its own notes, so that nobody has to leave it. In print that would say the same thing up to
thirty times over; there the notes of all chapters are gathered, once each, before the bibliography. A hand-out, which
is one page, keeps its own.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.nodes import traverse_parent

from authoring.assets import add_to_pdf
from languages.words import _

NAME = "gathered-notes"
BREAK = "\N{ZERO WIDTH SPACE}"
FUNCTIONS = Path(__file__).with_name("casebook.typ")
STYLES = {
    "container.small-print": "small-print",
    "definition_list.finding": "finding",
    "enumerated_list.notes": "notes",
    "enumerated_list.sources": "notes",
    "inline.about-end": "about-end",
    "inline.moment": "moment",
    "paragraph.decision-title": "card-title",
    "paragraph.theme": "card-title",
}


def gather(app: Sphinx, book) -> None:
    """Rearrange an assembled book (`typstbook.assemble.Book`)."""
    close_up_timelines(book)
    number_sources(book)
    if book.is_part:
        return
    kept: dict[str, nodes.list_item] = {}
    for file in list(book.tree.findall(addnodes.start_of_file)):
        for listed in [each for each in file.findall(nodes.enumerated_list) if "notes" in each["classes"]]:
            take(listed, kept, file["docname"], book)
    if not kept:
        return
    numbers = renumber(book, kept)
    for name in kept:
        book.labels[NAME, name] = f"{NAME}#{name}"
    place(chapter([kept[name] for name in numbers]), book)


def take(listed: nodes.enumerated_list, kept: dict[str, nodes.list_item], docname: str, book) -> None:
    """Move a page's notes out of it, those that are kept already into nothing; and its heading when nothing else is there."""
    if _file_of(listed)["docname"] != docname:  # of a page within this one, whose turn comes
        return
    for item in listed:
        name = item["ids"][0]
        book.labels[docname, name] = f"{NAME}#{name}"
        for link in item.findall(nodes.reference):
            if "refid" in link:  # it was meant on its own page
                link["refuri"] = f"%{docname}#{link['refid']}"
                del link["refid"]
        kept.setdefault(name, item)
    section = listed.parent
    section.remove(listed)
    if all(isinstance(child, nodes.title | nodes.target) for child in section) and isinstance(section, nodes.section):
        book.labels.update({(docname, name): f"{NAME}#{NAME}" for name in section["ids"]})
        section.parent.remove(section)


def renumber(book, kept: dict[str, nodes.list_item]) -> dict[str, int]:
    """Number the notes by where the book first cites them, and write the numbers at every mark; returns them by name."""
    numbers: dict[str, int] = {}
    for mark in book.tree.findall(nodes.superscript):
        if "note-mark" not in mark["classes"]:
            continue
        links = list(mark.findall(nodes.reference))
        for link in links:
            numbers.setdefault(link["refid"], len(numbers) + 1)
        mark.children = []
        for link in sorted(links, key=lambda link: numbers[link["refid"]]):
            if mark.children:
                mark += nodes.Text("," if len(mark.children) == 1 else f",{BREAK}")
            link.children = [nodes.Text(str(numbers[link["refid"]]))]
            mark += link
    return {name: number for name, number in numbers.items() if name in kept}


def chapter(items: list[nodes.list_item]) -> addnodes.start_of_file:
    title = _("Notes")
    listed = nodes.enumerated_list("", *items, classes=["notes", "unpaged"], enumtype="arabic", prefix="", suffix=".")
    about = _("A fact has the same number wherever it is told. Numbers in brackets lead to the bibliography.")
    section = nodes.section(
        "",
        nodes.title("", title),
        nodes.paragraph("", about),
        nodes.container("", listed, classes=["small-print"]),
        ids=[NAME],
        level=1,
        kind="chapter",
        number=None,
    )
    return addnodes.start_of_file("", section, docname=NAME)


def place(notes: addnodes.start_of_file, book) -> None:
    """Before the bibliography; without one, at the end."""
    book.labels[NAME, ""] = book.labels[NAME, NAME] = f"{NAME}#{NAME}"
    sources = next(_source_lists(book), None)
    if sources is None:
        book.tree += notes
        return
    bibliography = _file_of(sources)
    whole = next(bibliography.findall(nodes.section))
    notes[0]["level"] = whole["level"]
    kinds = [child for child in whole if isinstance(child, nodes.section)]
    for kind in kinds:
        whole.remove(kind)
    whole += nodes.container("", *kinds, classes=["small-print"])
    bibliography.parent.insert(bibliography.parent.index(bibliography), notes)


def number_sources(book) -> None:
    """Number the bibliography's entries through all its kinds, and say the numbers in the notes that lead there."""
    numbers: dict[str, int] = {}
    for listed in list(_source_lists(book)):
        docname, form = _file_of(listed)["docname"], {"enumtype": "arabic", "prefix": "[", "suffix": "]"}
        entries = nodes.enumerated_list("", **form, start=len(numbers) + 1, classes=["sources"])
        listed.replace_self(entries)
        entries += listed.children
        for item in entries:
            numbers[f"%{docname}#{item['ids'][0]}"] = len(numbers) + 1
    for listed in book.tree.findall(nodes.enumerated_list):
        for link in listed.findall(nodes.reference) if "notes" in listed["classes"] else ():
            if link.get("refuri") in numbers:
                link += nodes.Text(f"\N{NO-BREAK SPACE}[{numbers[link['refuri']]}]")


def close_up_timelines(book) -> None:
    """What is said about an entry ends its paragraph, so that the two stay on one page."""
    for timeline in book.tree.findall(nodes.definition_list):
        for about in list(timeline.findall(nodes.paragraph)) if "timeline" in timeline["classes"] else ():
            if "about" in about["classes"]:
                about.previous_sibling().append(nodes.inline("", "", *about.children, classes=["about-end"]))
                about.parent.remove(about)


def _source_lists(book):
    kinds = (nodes.bullet_list, nodes.enumerated_list)
    return book.tree.findall(lambda node: isinstance(node, kinds) and "sources" in node["classes"])


def _file_of(node: nodes.Node) -> addnodes.start_of_file:
    return next(traverse_parent(node, addnodes.start_of_file))


def listen(app: Sphinx) -> None:
    if app.builder.name == "typst":
        app.connect("typst-assembled", gather)


def register(app: Sphinx) -> None:
    add_to_pdf(app, FUNCTIONS, STYLES)
    app.connect("builder-inited", listen)
