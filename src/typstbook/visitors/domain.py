"""Descriptions of programs' objects (functions, classes, options): a signature in code, its description indented."""

from docutils import nodes

from typstbook.translator import TypstTranslator


class DomainVisitors(TypstTranslator):
    """Visitors for the nodes that Sphinx' domains make."""

    def visit_desc(self, node: nodes.Element) -> None:
        self.block("book.description", node)

    depart_desc = TypstTranslator.close

    def visit_desc_signature(self, node: nodes.Element) -> None:
        self.mark(node)
        self.call("book.signature", " ".join(node.astext().split()), at=self.anchors())
        raise nodes.SkipNode

    def visit_desc_content(self, node: nodes.Element) -> None:
        self.block("book.description-body", node)

    depart_desc_content = TypstTranslator.close

    def visit_desc_inline(self, node: nodes.Element) -> None:
        self.call("raw", node.astext())
        raise nodes.SkipNode

    visit_desc_name = visit_desc_addname = visit_desc_inline
