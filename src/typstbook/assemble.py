"""From many documents to one book: parts, chapters and sections in reading order, with their numbers, labels and notes.

The order is that of the toctrees, the numbers are those of Sphinx' environment, so that the book and the site agree.
Nothing is written here; the translator walks the tree that comes out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.util.docutils import new_document

SILENT = (nodes.comment, nodes.target, nodes.substitution_definition, nodes.system_message, addnodes.index)


@dataclass
class Book:
    """The assembled tree and what its names mean. Keys are (document's name, id); id "" is the document itself."""

    tree: nodes.document = field(default_factory=lambda: new_document("<book>"))
    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    footnotes: dict[tuple[str, str], nodes.footnote] = field(default_factory=dict)
    docnames: list[str] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    """Documents that it does not hold on purpose; a link to them is plain text."""
    is_alone: bool = False
    """It holds one thing of a page, and not the page or a section."""
    is_part: bool = False
    """It holds only a part of one document: a link may lead anywhere else."""

    def leaves_out(self, docname: str) -> bool:
        return self.is_part or docname in self.left_out


def assemble(builder: Builder, start: str, leave_out: Iterable[str] = ()) -> Book:
    """The book that begins with the document `start`: its text as an opening chapter, then its toctrees."""
    return _Assembler(builder, leave_out).run(start)


def assemble_part(builder: Builder, docname: str, name: str, title: str) -> Book:
    """Only what has the id `name` in a document, under `title`; a section has a title of its own."""
    return _Assembler(builder, ()).part(docname, name, title)


def is_visible(node: nodes.Node) -> bool:
    """Whether a node puts anything on paper: comments, targets and what is meant for HTML only do not."""
    if isinstance(node, nodes.raw):
        return "typst" in node.get("format", "").split()
    return not isinstance(node, (*SILENT, addnodes.toctree, addnodes.highlightlang, nodes.footnote))


class _Assembler:
    def __init__(self, builder: Builder, leave_out: Iterable[str]) -> None:
        self.builder = builder
        self.env = builder.env
        self.book = Book(left_out=set(self.with_all_below(leave_out)))

    def run(self, start: str) -> Book:
        if start != self.env.config.root_doc:
            self.book.left_out |= set(self.env.found_docs) - {start, *self.with_all_below([start])}
        opening = self.resolved(start)
        groups = self.cut_toctrees(opening)
        for section in opening.findall(nodes.section):
            self.grade(section, start, 1, "chapter")
            break
        if self.has_text(opening):
            self.book.tree += opening
        else:
            self.drop_labels(opening)
        groups = [(caption, [name for name in names if name not in self.book.left_out]) for caption, names in groups]
        has_parts = any(caption for caption, _ in groups)
        for caption, docnames in groups:
            parent: nodes.Element = self.book.tree
            if caption and docnames:
                parent = nodes.section("", nodes.title(caption, caption), level=1, kind="part", number=None)
                self.book.tree += parent
            for docname in docnames:
                self.insert(parent, len(parent), docname, 2 if caption and has_parts else 1, "chapter")
        return self.book

    def with_all_below(self, docnames: Iterable[str]) -> Iterator[str]:
        for docname in docnames:
            yield docname
            yield from self.with_all_below(self.env.toctree_includes.get(docname, ()))

    def part(self, docname: str, name: str, title: str) -> Book:
        self.book.is_part = True
        file = self.resolved(docname)
        found = next((node for node in file.findall(nodes.Element) if name in node.get("ids", ())), None)
        if isinstance(found, nodes.title):  # a heading's name means its section
            found = found.parent
        if found is not None and not isinstance(found, nodes.section):
            self.book.is_alone = True
            found = nodes.section("", nodes.title(title, title), found.deepcopy(), ids=[f"{name}-sheet"])
        file.children = []
        if found is None:
            return self.book
        file += found
        for toctree in list(file.findall(addnodes.toctree)):
            _cut(toctree)
        kept = {each for node in file.findall(nodes.Element) for each in node.get("ids", ())}
        self.book.labels = {key: label for key, label in self.book.labels.items() if key[1] in kept}
        self.grade(found, docname, 1, "chapter")
        self.book.tree += file
        return self.book

    def resolved(self, docname: str) -> addnodes.start_of_file:
        """A document with its references resolved and its names noted."""
        self.book.docnames.append(docname)
        doctree = self.env.get_doctree(docname)
        self.env.apply_post_transforms(doctree, docname)
        self.builder.post_process_images(doctree)
        file = addnodes.start_of_file("", *doctree.children, docname=docname)
        file.document = self.book.tree
        self.take_footnotes(file, docname)
        self.number_captions(file, docname)
        for node in file.findall(nodes.Element):
            for name in node.get("ids", ()):
                self.book.labels[docname, name] = f"{docname}#{node['ids'][0]}"
        for title in file.findall(nodes.title):
            self.name_heading(title, docname)
        first = next(file.findall(nodes.section), None)
        if first is not None and first["ids"]:
            self.book.labels[docname, ""] = f"{docname}#{first['ids'][0]}"
        return file

    def name_heading(self, title: nodes.title, docname: str) -> None:
        """Names within a heading mean its section: the heading is told again elsewhere, and a label stands only once."""
        if isinstance(title.parent, nodes.section) and title.parent["ids"]:
            label = f"{docname}#{title.parent['ids'][0]}"
            for node in title.findall(nodes.Element):
                self.book.labels.update({(docname, name): label for name in node.get("ids", ())})

    def insert(self, parent: nodes.Element, index: int, docname: str, level: int, kind: str) -> int:
        """Put a document, and the documents below it, at a place; returns how many nodes were put there."""
        if docname in self.book.docnames or docname in self.book.left_out:
            return 0
        file = self.resolved(docname)
        for section in [child for child in file if isinstance(child, nodes.section)]:
            self.grade(section, docname, level, kind)
        parent.insert(index, file)
        for toctree in list(file.findall(addnodes.toctree)):
            self.open_toctree(toctree, level)
        return 1

    def open_toctree(self, toctree: addnodes.toctree, level: int) -> None:
        """Documents of a toctree become pages below the section that holds it, after that section's own text; where the
        toctree shows, it is a list of them."""
        parent, index = _cut(toctree)
        if not toctree.get("hidden") and toctree["includefiles"]:
            parent.insert(index, self.listed(toctree["includefiles"]))
            index += 1
        while index < len(parent) and not isinstance(parent[index], nodes.section | addnodes.start_of_file):
            index += 1
        for docname in toctree["includefiles"]:
            index += self.insert(parent, index, docname, parent.get("level", level) + 1, "page")

    def listed(self, docnames: list[str]) -> nodes.bullet_list:
        """Documents by title, each a link."""
        items = nodes.bullet_list()
        for docname in docnames:
            title = self.env.titles[docname].astext()
            link = nodes.reference(title, title, internal=True, refuri=f"%{docname}")
            items += nodes.list_item("", nodes.paragraph("", "", link))
        return items

    def cut_toctrees(self, opening: nodes.Element) -> list[tuple[str, list[str]]]:
        """The (caption, documents) of the start document's toctrees, which leave it; one without a caption takes the
        title of a section that it stands in alone."""
        groups = []
        for toctree in list(opening.findall(addnodes.toctree)):
            parent, _ = _cut(toctree)
            caption = toctree.get("caption") or ""
            if isinstance(parent.parent, nodes.section) and not self.has_text(parent):
                caption = caption or parent[0].astext()
                self.drop_labels(parent)
                parent.parent.remove(parent)
            groups.append((caption, list(toctree["includefiles"])))
        return groups

    def has_text(self, node: nodes.Element) -> bool:
        """Whether there is anything to print but titles."""
        holders = (addnodes.start_of_file, nodes.section, nodes.compound)
        return any(
            self.has_text(child) if isinstance(child, holders) else is_visible(child)
            for child in node.children
            if not isinstance(child, nodes.title)
        )

    def drop_labels(self, node: nodes.Element) -> None:
        """What is not printed cannot be linked to: links to it lead to the book's beginning."""
        gone = {f"{self.book.docnames[0]}#{section['ids'][0]}" for section in node.findall(nodes.section)}
        for key, label in self.book.labels.items():
            if label in gone:
                self.book.labels[key] = "book"

    def grade(self, section: nodes.section, docname: str, level: int, kind: str) -> None:
        """Write level, kind and number into a section and those below it."""
        numbers = self.env.toc_secnumbers.get(docname, {})
        anchors = [f"#{name}" for name in section["ids"]]
        if self.book.labels.get((docname, "")) == f"{docname}#{section['ids'][0]}":
            anchors.insert(0, "")
        number = next((numbers[anchor] for anchor in anchors if anchor in numbers), None)
        section["level"], section["kind"] = level, kind
        section["number"] = ".".join(map(str, number)) if number else None
        for child in section.children:
            if isinstance(child, nodes.section):
                self.grade(child, docname, level + 1, "section")

    def take_footnotes(self, file: nodes.Element, docname: str) -> None:
        """Footnotes leave the flow, with the rule above them; they come back where they are referred to."""
        for footnote in list(file.findall(nodes.footnote)):
            for name in footnote["ids"]:
                self.book.footnotes[docname, name] = footnote
            before = footnote.previous_sibling()
            if isinstance(before, nodes.transition) and "footnotes" in before["classes"]:
                before.parent.remove(before)
            footnote.parent.remove(footnote)

    def number_captions(self, file: nodes.Element, docname: str) -> None:
        """Write the label of a numbered figure, table or listing ("Fig. 1.2") into the node."""
        fignumbers = self.env.toc_fignumbers.get(docname, {})
        for node in _captioned(file):
            figtype = self.env.domains.standard_domain.get_enumerable_node_type(node)
            number = fignumbers.get(figtype or "", {}).get(node["ids"][0]) if node["ids"] else None
            if number:
                node["number"] = self.builder.config.numfig_format.get(figtype, "%s") % ".".join(map(str, number))


def _cut(toctree: addnodes.toctree) -> tuple[nodes.Element, int]:
    """Take a toctree, with the wrapper that Sphinx puts around it, out of the tree; returns where it stood."""
    node: nodes.Element = toctree
    if isinstance(node.parent, nodes.compound) and len(node.parent) == 1:
        node = node.parent
    parent, index = node.parent, node.parent.index(node)
    parent.remove(node)
    return parent, index


def _captioned(file: nodes.Element) -> Iterator[nodes.Element]:
    yield from file.findall(lambda n: isinstance(n, nodes.figure | nodes.table | nodes.container))
