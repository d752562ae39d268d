"""The flow of text: headings, paragraphs, lists, quotations, code, notes in boxes."""

from docutils import nodes
from sphinx.locale import admonitionlabels

from typstbook.assemble import SILENT
from typstbook.code import Code, call
from typstbook.translator import TypstTranslator
from typstbook.visitors.inline import breakable

NUMBERINGS = {"arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
FUNCTIONS = {"part": "part", "chapter": "chapter", "page": "page-of-chapter", "section": "section"}
CELLS = (nodes.list_item, nodes.entry, nodes.definition, nodes.field_body, nodes.footnote, nodes.description)
LONG_LINE = 80


class BlockVisitors(TypstTranslator):
    """Visitors for block nodes of running text."""

    visit_document = depart_document = depart_section = TypstTranslator.through
    visit_compound = depart_compound = visit_compact_paragraph = depart_compact_paragraph = TypstTranslator.through
    visit_glossary = depart_glossary = visit_decoration = depart_decoration = TypstTranslator.through
    visit_legend = depart_legend = visit_versionmodified = depart_versionmodified = TypstTranslator.through
    visit_list_item = depart_list_item = visit_definition = depart_definition = TypstTranslator.through
    visit_field_body = depart_field_body = visit_description = depart_description = TypstTranslator.through
    visit_term = depart_term = TypstTranslator.through

    def visit_start_of_file(self, node: nodes.Element) -> None:
        self.docnames.append(node["docname"])
        self.mark(node)

    def depart_start_of_file(self, node: nodes.Element) -> None:
        self.docnames.pop()

    def visit_section(self, node: nodes.Element) -> None:
        self.drop_anchors()

    def visit_title(self, node: nodes.Element) -> None:
        """A heading; its label stands behind it, since one before it could fall on the page before."""
        section = node.parent
        if not isinstance(section, nodes.section):
            self.visit_subtitle(node)
            return
        self.mark(node)
        title = self.render(node.children)
        label = self.label(section["ids"][0]) if self.docnames and section["ids"] else None
        self.call(
            f"book.{FUNCTIONS[section['kind']]}", title, level=section["level"], number=section["number"], at=label
        )
        raise nodes.SkipNode

    def visit_subtitle(self, node: nodes.Element) -> None:
        self.block("book.rubric", node)

    visit_rubric = visit_subtitle
    depart_title = depart_subtitle = depart_rubric = TypstTranslator.close

    def visit_paragraph(self, node: nodes.Element) -> None:
        if _is_bare(node):
            self.mark(node)
        else:
            self.block("par", node)

    def depart_paragraph(self, node: nodes.Element) -> None:
        if not _is_bare(node):
            self.end()

    def visit_bullet_list(self, node: nodes.Element) -> None:
        self.mark(node)
        self.call("list", *self.items(node), tight=_is_tight(node))
        raise nodes.SkipNode

    def visit_enumerated_list(self, node: nodes.Element) -> None:
        numbering = node.get("prefix", "") + NUMBERINGS[node.get("enumtype", "arabic")] + (node.get("suffix") or ".")
        self.mark(node)
        self.call("enum", *self.items(node), tight=_is_tight(node), start=node.get("start", 1), numbering=numbering)
        raise nodes.SkipNode

    def items(self, node: nodes.Element) -> list[Code]:
        return [self.render([item]) for item in node.children if isinstance(item, nodes.list_item)]

    def visit_definition_list(self, node: nodes.Element) -> None:
        """Each entry has one or more terms, and one or more definitions."""
        self.mark(node)
        entries = []
        for item in node.children:
            terms = [self.render([child]) for child in item.children if isinstance(child, nodes.term)]
            classifiers = [
                self.render(child.children) for child in item.children if isinstance(child, nodes.classifier)
            ]
            definitions = [self.render([child]) for child in item.children if isinstance(child, nodes.definition)]
            entries.append(call("book.entry", terms, definitions, classifiers=classifiers))
        self.call("book.definitions", *entries)
        raise nodes.SkipNode

    def visit_field_list(self, node: nodes.Element) -> None:
        self.mark(node)
        fields = [(self.render(field[0].children), self.render([field[1]])) for field in node.children]
        self.call("book.fields", *[call("terms.item", *field) for field in fields])
        raise nodes.SkipNode

    def visit_option_list(self, node: nodes.Element) -> None:
        self.mark(node)
        options = [(call("raw", item[0].astext()), self.render([item[1]])) for item in node.children]
        self.call("book.fields", *[call("terms.item", *option) for option in options])
        raise nodes.SkipNode

    def visit_block_quote(self, node: nodes.Element) -> None:
        """docutils wraps lists that were indented in quotes; those are no quotations."""
        body = [child for child in node.children if not isinstance(child, nodes.attribution)]
        source = [child for child in node.children if isinstance(child, nodes.attribution)]
        self.mark(node)
        attribution = self.render(source[0].children) if source else None
        is_epigraph = bool({"epigraph", "pull-quote"} & set(node["classes"]))
        self.call("book.quotation", self.render(body), attribution=attribution, display=is_epigraph)
        raise nodes.SkipNode

    def visit_line_block(self, node: nodes.Element) -> None:
        self.block("book.lines", node)

    depart_line_block = TypstTranslator.close

    def visit_line(self, node: nodes.Element) -> None:
        self.add("")

    def depart_line(self, node: nodes.Element) -> None:
        self.call("linebreak")

    def visit_transition(self, node: nodes.Element) -> None:
        self.mark(node)
        self.call("book.transition")
        raise nodes.SkipNode

    def visit_literal_block(self, node: nodes.Element) -> None:
        """Code, with the language for its colours, line numbers and marked lines as in the source."""
        lines = node.astext().rstrip("\n").split("\n")
        text = "\n".join(breakable(line) if len(line) > LONG_LINE else line for line in lines)
        options = node.get("highlight_args", {})
        self.mark(node)
        self.call(
            "book.listing",
            text,
            at=self.anchors(),
            language=_language(node.get("language")),
            start=options.get("linenostart", 1) if node.get("linenos") else None,
            marked=list(options.get("hl_lines", ())),
        )
        raise nodes.SkipNode

    visit_doctest_block = visit_literal_block

    def visit_admonition(self, node: nodes.Element) -> None:
        """A box with a title: the author's, or the kind's own name in the book's language."""
        kind = node.__class__.__name__
        body = node.children
        if body and isinstance(body[0], nodes.title):
            title, body = self.render(body[0].children), body[1:]
            kind = next((name for name in node["classes"] if name in admonitionlabels), kind)
        else:
            title = str(admonitionlabels[kind]) if kind in admonitionlabels else None
        self.mark(node)
        self.call("book.admonition", self.render(body), title=title, kind=kind, at=self.anchors())
        raise nodes.SkipNode

    visit_note = visit_tip = visit_hint = visit_important = visit_warning = visit_admonition
    visit_caution = visit_attention = visit_danger = visit_error = visit_seealso = visit_admonition
    visit_topic = visit_sidebar = visit_admonition

    def visit_centered(self, node: nodes.Element) -> None:
        self.block("align", node, Code("center"))

    depart_centered = TypstTranslator.close

    def visit_hlist(self, node: nodes.Element) -> None:
        """Columns of a short list; on paper, one after the other in as many columns."""
        self.mark(node)
        self.call("book.columns-of", *[self.render(column.children) for column in node.children])
        raise nodes.SkipNode

    def visit_citation(self, node: nodes.Element) -> None:
        label, body = node[0], node.children[1:]
        self.mark(node)
        self.call("book.fields", call("terms.item", self.render(label.children), self.render(body)))
        raise nodes.SkipNode


def _is_bare(node: nodes.Element) -> bool:
    """Whether a paragraph is written without a paragraph's space around it: alone in a list's item or a cell, or the
    first of a definition, which so stays on the page of its term."""
    if not isinstance(node.parent, CELLS):
        return False
    siblings = [child for child in node.parent.children if not isinstance(child, (*SILENT, nodes.label))]
    return siblings == [node] or (isinstance(node.parent, nodes.definition) and siblings[0] is node)


def _is_tight(node: nodes.Element) -> bool:
    """Whether no item has more than one paragraph, with perhaps a list below it."""
    lists = (nodes.bullet_list, nodes.enumerated_list)
    blocks = [[c for c in item.children if not isinstance(c, SILENT)] for item in node.children]
    return all(len(b) < 2 or (len(b) == 2 and isinstance(b[1], lists)) for b in blocks)


def _language(name: str | None) -> str | None:
    """A language as Typst's highlighter calls it; None for plain text."""
    names = {"default": None, "none": None, "text": None, "console": "bash", "shell": "bash", "python3": "python"}
    return names.get(name, name) if name else None
