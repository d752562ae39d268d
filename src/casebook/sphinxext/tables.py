"""A table of blocks, for the directives that set facts side by side."""

from __future__ import annotations

from docutils import nodes

Cell = list[nodes.Node]


def table(
    heads: list[str], rows: list[list[Cell]], *, widths: list[int], classes: list[str], stub: bool = False
) -> nodes.table:
    """A docutils table from head texts and rows of cells, each a list of blocks; with `stub` a row's first cell heads it."""
    group = nodes.tgroup(cols=len(heads))
    group += [nodes.colspec(colwidth=width) for width in widths]
    if stub:
        group[0]["stub"] = 1
    head = nodes.row("", *(nodes.entry("", nodes.paragraph("", text)) for text in heads))
    body = [nodes.row("", *(nodes.entry("", *cell) for cell in row)) for row in rows]
    group += [nodes.thead("", head), nodes.tbody("", *body)]
    return nodes.table("", group, classes=[*classes, "colwidths-given"])
