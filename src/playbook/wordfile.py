"""A Word file from docutils nodes: paragraphs, lists and tables, and the same bytes whenever it is written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

from docutils import nodes
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.text.paragraph import Paragraph

FORMS = (nodes.paragraph, nodes.bullet_list, nodes.enumerated_list, nodes.table)
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # the earliest that a zip file can tell


def word_file(title: str, content: Iterable[nodes.Node]) -> bytes:
    """`content` under `title`, as the bytes of a .docx. It may hold nothing but FORMS, and paragraphs and lists in lists."""
    document = Document()
    document.core_properties.title = title
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = _EPOCH
    document.add_heading(title, level=1)
    for node in content:
        _block(document, node)
    written = io.BytesIO()
    document.save(written)
    return _undated(written)


def _block(document, node: nodes.Node, style: str | None = None) -> None:
    match node:
        case nodes.paragraph():
            _inline(document.add_paragraph(style=style), node)
        case nodes.bullet_list() | nodes.enumerated_list():
            style = "List Bullet" if isinstance(node, nodes.bullet_list) else "List Number"
            for item in node:
                for i, child in enumerate(item):
                    _block(document, child, style if i == 0 else "List Continue")
        case nodes.table():
            _table(document, node)
        case nodes.container():  # a theme wraps tables
            for child in node:
                _block(document, child)


def _table(document, node: nodes.table) -> None:
    rows = list(node.findall(nodes.row))
    grid = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    heads = len(list(node.findall(nodes.thead)))
    for i, row in enumerate(rows):
        for j, entry in enumerate(row):
            paragraph = grid.cell(i, j).paragraphs[0]
            for child in entry:
                _inline(paragraph, child, bold=i < heads)
    document.add_paragraph()


def _inline(paragraph: Paragraph, node: nodes.Element, bold: bool = False, italic: bool = False) -> None:
    for child in node.children:
        if isinstance(child, nodes.Text):
            run = paragraph.add_run(child.astext().replace("\n", " "))
            run.bold, run.italic = bold or None, italic or None
            if "blank" in node.get("classes", ()):
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        elif "cell-head" not in child.get("classes", ()):  # which is for narrow screens
            strong, emphasis = isinstance(child, nodes.strong), isinstance(child, nodes.emphasis)
            _inline(paragraph, child, bold or strong, italic or emphasis)


def _undated(written: io.BytesIO) -> bytes:
    """The same zip file with the date of none of its parts."""
    again = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, _EPOCH.timetuple()[:6]), old.read(part), zipfile.ZIP_DEFLATED)
    return again.getvalue()
