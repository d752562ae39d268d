"""Makes tables readable on a phone. Where texts are long, each row is a block there, and each cell says which column it is of.

The names of the columns are put into the cells, for narrow screens only (`cell-head` in docs/_static/site.css); search
and Word files pass them over. Tables of numbers and of few words stay tables. What is still wider than its page, as a
template to fill in can be, is reached and moved by keys.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from authoring.myst import within
from website import writing

FEWEST_COLUMNS, LONG = 3, 30  # characters: as much as a third of a phone's screen holds without breaking words
MANY_COLUMNS = 6
BEFORE_THE_THEME = 400
WIDE = re.compile(
    r'(<div class="table-wrapper[^"]*")>(?=\s*<table class="[^"]*\bscrolls\b.*?<thead>(.*?)</thead>)', re.DOTALL
)
TAG = re.compile(r"\s*<[^>]+>\s*")


def stacks(table: nodes.table) -> bool:
    """Whether the rows of `table` should become blocks where it is narrow: it has a head, no spans, and long texts.

    So are many columns, but for those of a table with a look of its own; in a template, which is to be filled in, fewer will do.
    """
    head = next(table.findall(nodes.thead), None)
    spans = any("morecols" in cell or "morerows" in cell for cell in table.findall(nodes.entry))
    if head is None or len(head) != 1 or len(head[0]) < FEWEST_COLUMNS or spans:
        return False
    rows = next(table.findall(nodes.tbody))
    many = 4 if within(table, "template") else MANY_COLUMNS
    if len(head[0]) >= many and all(name.startswith("colwidths-") for name in table["classes"]):
        return True
    return any(len(cell.astext()) > LONG for row in rows for cell in row[1:])


def name_cells(table: nodes.table) -> None:
    heads = [cell.astext().replace("\n", " ") for cell in next(table.findall(nodes.thead))[0]]
    for row in next(table.findall(nodes.tbody)):
        for head, cell in list(zip(heads, row, strict=True))[1:]:  # the first cell is the row's own name
            if head and cell.children and isinstance(cell[0], nodes.TextElement):
                cell[0].insert(0, nodes.inline("", f"{head} ", classes=["cell-head", "no-search"]))
    table["classes"].append("stacks")


class FitPhones(SphinxPostTransform):
    """Marks tables that stack, and names their cells."""

    default_priority = BEFORE_THE_THEME
    formats = ("html",)

    def run(self, **kwargs) -> None:
        if self.app.builder.name in writing.BUILDERS:
            for table in self.document.findall(nodes.table):
                if stacks(table):
                    name_cells(table)
                    table["classes"] += ["scrolls"] if within(table, "template") else []


def reach(page: str, context: dict) -> str:
    """Put what scrolls sideways in the order of the tab key; the theme's writer has no place for it."""
    return WIDE.sub(lambda found: f'{found[1]} tabindex="0" role="region" aria-label="{heads(found[2])}">', page)


def heads(row: str) -> str:
    return ", ".join(filter(None, TAG.split(row)))


def register(app: Sphinx) -> None:
    writing.last(reach)
    app.add_post_transform(FitPhones)
