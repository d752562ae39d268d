"""Where a node comes from, as `file:line` with the file as an author knows it: relative to the source directory."""

from pathlib import Path

from docutils import nodes
from sphinx.builders import Builder


def where(node: nodes.Node, builder: Builder) -> str:
    """`docs/page.md:12`; the line is that of the nearest node around it that has one, or the first."""
    source, line = "", None
    at: nodes.Node | None = node
    while at is not None and not (source and line):
        source = source or getattr(at, "source", None) or ""
        line = line or getattr(at, "line", None)
        if not source and isinstance(at, nodes.Element) and "docname" in at:
            source = str(builder.env.doc2path(at["docname"]))
        at = at.parent
    path = Path(source.partition(":docstring of ")[0] or "<book>")
    if path.is_relative_to(builder.srcdir):
        path = path.relative_to(builder.srcdir)
    return f"{path.as_posix()}:{line or 1}"
