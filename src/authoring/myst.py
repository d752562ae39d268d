"""Turns MyST text of an authored file into docutils nodes, for the Sphinx extensions; needs Sphinx and MyST.

The nodes know the authored file and line as their source, so gettext, warnings and "missing reference" messages point
at the file that the author has to mend, not at the page that shows it.
"""

from __future__ import annotations

import logging as python_logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import traverse_parent

from authoring.problems import Problem, shown
from authoring.yamlfile import Located

logger = logging.getLogger(__name__)
_MYST = python_logging.getLogger("sphinx.myst_parser.warnings_")


def within(node: nodes.Node, name: str) -> bool:
    """Whether a node stands in one that has the class `name`."""
    return any(name in around["classes"] for around in traverse_parent(node.parent, nodes.Element))


def warn(problem: Problem) -> None:
    """Tell `problem` through Sphinx, so that a build with warnings as errors stops on it."""
    logger.warning(f"{problem.message} — {problem.mend}", location=problem.place, type=problem.code)


def index_entry(anchor: str, *words: str) -> addnodes.index:
    """An entry of the index for the place with the id `anchor`, which treats it; a second word stands below the first."""
    return addnodes.index(entries=[("single", "; ".join(words), anchor, "main", None)])


def note_label(directive: SphinxDirective, anchor: str, title: str) -> None:
    """Let `{ref}` lead to the place with the id `anchor` on this page, in the words of its `title`."""
    domain = directive.env.domains.standard_domain
    domain.labels[anchor] = (directive.env.docname, anchor, title)
    domain.anonlabels[anchor] = (directive.env.docname, anchor)


def link_to(docname: str, target: str, words: str = "", kind: str = "ref") -> addnodes.pending_xref:
    """A link from the page `docname` to a label (with the kind `doc`, to a page); without `words`, in those of its title."""
    about = {"refdomain": "std", "reftype": kind, "reftarget": target, "refdoc": docname, "refwarn": True}
    return addnodes.pending_xref("", nodes.inline("", words or target), refexplicit=bool(words), **about)


def source_of(directive: SphinxDirective) -> str:
    return directive.get_source_info()[0] or directive.env.docname


def misused(directive: SphinxDirective, code: str, message: str, mend: str) -> list[nodes.Node]:
    """Tell that `directive` cannot be obeyed, with its place in the page; it puts nothing there."""
    warn(Problem(shown(Path(source_of(directive))), directive.lineno, 1, code, message, mend))
    return []


def blocks(directive: SphinxDirective, text: str, located: Located, path: Sequence[str | int]) -> list[nodes.Node]:
    """The block nodes of `text`, which stands at `path` in its file."""
    if not text:
        return []
    renderer = directive.state._renderer
    file, line = shown(located.file), located.place(path)[0]
    holder = nodes.Element()
    before = renderer.document["source"], renderer.reporter.source
    renderer.document["source"] = renderer.reporter.source = file
    try:
        with _warnings_at(file), renderer.current_node_context(holder):
            renderer.nested_render_text(text, line - 1)
    finally:
        renderer.document["source"], renderer.reporter.source = before
    for raw in list(holder.findall(nodes.raw)):  # markup in an authored text must not be able to script the page
        warn(
            located.problem(path, "raw-html", "this holds HTML", "write it in MyST, or put it in backticks to show it")
        )
        raw.parent.remove(raw)
    return holder.children


@contextmanager
def _warnings_at(file: str) -> Iterator[None]:
    """MyST says where it warns by the page that is being read; meanwhile, make that the authored file."""

    def relocate(record: python_logging.LogRecord) -> bool:
        if isinstance(getattr(record, "location", None), tuple):
            record.location = f"{file}:{record.location[1] or 1}"
        return True

    _MYST.addFilter(relocate)
    try:
        yield
    finally:
        _MYST.removeFilter(relocate)


def inline(
    directive: SphinxDirective,
    node: nodes.TextElement,
    text: str,
    located: Located,
    path: Sequence[str | int],
) -> nodes.TextElement:
    """`node` filled with the inline nodes of `text`, which is one paragraph; translatable as a whole."""
    children = blocks(directive, text, located, path)
    if len(children) != 1 or not isinstance(children[0], nodes.paragraph):
        warn(
            located.problem(
                path, "one-paragraph", "this must be one paragraph", "take out lists, headings and blank lines"
            )
        )
    first = children[0] if children else nodes.paragraph()
    node.source, node.line, node.rawsource = first.source, first.line, first.rawsource
    node.extend(first.children)
    return node
