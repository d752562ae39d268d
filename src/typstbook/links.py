"""What the references of an assembled book lead to, by document and id; only these places get a label in the code."""

from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import traverse_parent

from typstbook.assemble import Book


def linked(reference: nodes.Element, docname: str) -> tuple[str, str]:
    """The document and the id that a reference within the book leads to; `docname` is the document it stands in."""
    if "refid" in reference:
        return docname, reference["refid"]
    target, _sep, name = reference.get("refuri", "").removeprefix("%").partition("#")
    return target, unquote(name)


def linked_labels(book: Book) -> set[str]:
    """The labels that a reference leads to: only these are written."""
    found = set()
    for reference in book.tree.findall(nodes.reference):
        found.add(book.labels.get(linked(reference, docname_of(reference))))
    return found - {None}


def docname_of(node: nodes.Node) -> str:
    """The document that a node of a book stands in."""
    return next((file["docname"] for file in traverse_parent(node, addnodes.start_of_file)), "")
