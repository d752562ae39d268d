"""From doctree to Typst code: the machinery, and the interface for visitors that other extensions bring.

A node gets its form in the book by `app.add_node(node, typst=(visit, depart))`. Both functions are called with the
translator and the node, and write with these methods:

`self.text(string)`
    Text, shown exactly; no character of it can be read as markup.
`self.block(function, node, *args, **named)` ... `self.end()`
    `#function(named: ...)[` ... `];` around the node's children, for a function that makes a block. It also writes
    where the node comes from, so that a mistake that Typst finds is told by source file and line.
`self.inline(function, *args, **named)` ... `self.end()`
    The same for a function that stands within a line.
`self.call(function, *args, **named)`
    `#function(...);`, a call without content of its own. For a block, `self.mark(node)` before it says where it is from.
`self.render(nodes)`
    Content of these nodes as a value, to be an argument of any call: `self.call("pair", self.render([node[0]]))`.
    Raise `docutils.nodes.SkipNode` after having rendered the children so.
`self.label(id, docname=None)`
    The target with this id (in this document, or another) as an argument, or None when the book does not hold it.
`self.anchors()`, `self.drop_anchors()`
    A node's ids become link targets by themselves, before or in what it writes first. `anchors` gives them as an argument,
    for a function that sets them elsewhere; `drop_anchors` forgets them.
`self.add(code)`
    Typst code as it is, in markup (begin with `#`).

The configuration's `typst_styles` names functions for standard nodes by kind and class: with `{"inline.moment": "moment"}`
each such node is written within `#moment[` ... `]`. A link shows the page that it leads to, unless a node around it has the class `unpaged`.

Arguments are Python values (`None`, booleans, numbers, strings, sequences, mappings) or `typstbook.code.Code`; the name
`row_span` becomes `row-span`. Functions are those of Typst, of `book.typ` (`book.card` and so on) and of the files in
`typst_preamble_files`, which are copied beside it. A node without a visitor stops the build.
"""

from collections.abc import Iterable

from docutils import nodes
from sphinx.builders import Builder
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

from typstbook.code import Code, arguments, call, string
from typstbook.errors import BookError
from typstbook.index import Uses, indexed
from typstbook.links import linked_labels
from typstbook.source import where

logger = logging.getLogger(__name__)


class TypstTranslator(SphinxTranslator):
    """Writes one assembled book as Typst code; `astext()` gives it. The visitors are in `typstbook.visitors`."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        self.book = builder.book
        self.styles: dict[str, str] = self.config.typst_styles
        self.docnames: list[str] = []
        self._out: list[str] = []
        self._pending: list[str] = []
        self.notes_set: set[tuple[str, str]] = set()
        self.indexed = indexed(builder, self.book)
        self.uses: Uses = {}
        self.wanted = linked_labels(self.book) | self.indexed

    def astext(self) -> str:
        return "".join(self._out)

    def add(self, code: str) -> None:
        if self._pending:
            self._out.append(f"#{self.anchors()};")
        self._out.append(code)

    def text(self, string_: str) -> None:
        if string_:
            self.add(f"#{string(string_)};")

    def block(self, function: str, node: nodes.Node | None = None, *args: object, **named: object) -> None:
        self._out.append(self._marker(node))
        self._open(function, args, named)

    def inline(self, function: str, *args: object, **named: object) -> None:
        self._open(function, args, named)

    def end(self) -> None:
        self.add("];")

    def close(self, node: nodes.Node) -> None:
        """The departure from a node that was opened by `block` or `inline`."""
        self.end()

    def through(self, node: nodes.Node) -> None:
        """The visit of a node, or the departure from one, that has no form of its own: only what is in it is written."""

    def call(self, function: str, *args: object, **named: object) -> None:
        self.add(f"#{call(function, *args, **named)};")

    def render(self, content: Iterable[nodes.Node]) -> Code:
        outer, self._out = self._out, []
        for node in content:
            node.walkabout(self)
        inner, self._out = "".join(self._out), outer
        return Code(f"[{inner}]")

    def label(self, name: str, docname: str | None = None) -> Code | None:
        label = self.book.labels.get((docname or self.docnames[-1], name))
        return label and call("label", label)

    def anchors(self) -> Code | None:
        """The link targets that wait to be set, as a value; for blocks that must carry them in a place of their own."""
        labels, self._pending = self._pending, []
        return call("book.anchor", *labels) if labels else None

    def drop_anchors(self) -> None:
        """Forget the targets that wait: the node writes its label itself."""
        self._pending = []

    def mark(self, node: nodes.Node) -> None:
        """Write where a node comes from; between blocks only."""
        self._out.append(self._marker(node))

    def warn(self, message: str, node: nodes.Node, subtype: str) -> None:
        logger.warning(message, location=where(node, self.builder), type="typst", subtype=subtype)

    def dispatch_visit(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Element) and node.get("ids") and self.docnames:
            own = f"{self.docnames[-1]}#{node['ids'][0]}"
            if own in self.wanted and own not in self._pending:
                self._pending.append(own)
        style = self.style(node)
        if style and isinstance(node, nodes.Inline):
            self.inline(style)
        elif style:
            self.block(style, node)
        try:
            super().dispatch_visit(node)
        except nodes.SkipNode:  # then its departure is not called
            if style:
                self.end()
            raise

    def dispatch_departure(self, node: nodes.Node) -> None:
        if self._pending:
            self.add("")
        super().dispatch_departure(node)
        if self.style(node):
            self.end()

    def style(self, node: nodes.Node) -> str | None:
        """The function of `typst_styles` around a node of this kind and class."""
        names = (
            [f"{node.tagname}.{name}" for name in node.get("classes", ())] if isinstance(node, nodes.Element) else ()
        )
        return next((self.styles[name] for name in names if name in self.styles), None)

    def unknown_visit(self, node: nodes.Node) -> None:
        name = node.__class__.__name__
        raise BookError(
            where(node, self.builder),
            f"the book has no form for the node <{name}>; give it one by app.add_node({name}, typst=(visit, depart))",
        )

    def _open(self, function: str, args: tuple[object, ...], named: dict[str, object]) -> None:
        pending = f"#{self.anchors()};" if self._pending else ""
        inside = arguments(args, named)
        self._out.append(f"#{function}({inside})[{pending}" if inside else f"#{function}[{pending}")

    def _marker(self, node: nodes.Node | None) -> str:
        return f"\n// source: {where(node, self.builder)}\n" if node is not None else ""
