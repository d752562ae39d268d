"""What stands within a line: text and its emphasis, code, links, notes and index marks."""

import re

from docutils import nodes

from typstbook.assemble import is_visible
from typstbook.code import call
from typstbook.links import linked
from typstbook.translator import TypstTranslator

ZERO_WIDTH_SPACE = "\u200b"
LONG_WORD = 16
NO_PAGE = (nodes.title, nodes.caption, nodes.term, nodes.rubric, nodes.superscript)


def breakable(code: str) -> str:
    """Inline code that may be broken: in its long words, a chance for a new line behind each mark of punctuation."""
    return re.sub(
        rf"\S{{{LONG_WORD},}}", lambda m: re.sub(r"([/_.:,\-=&?)\\]+)(?=\w)", rf"\1{ZERO_WIDTH_SPACE}", m[0]), code
    )


class InlineVisitors(TypstTranslator):
    """Visitors for inline nodes."""

    def visit_Text(self, node: nodes.Text) -> None:
        self.text(re.sub(r"[ \t\r\n]+", " ", node.astext()))

    depart_Text = TypstTranslator.through

    def visit_emphasis(self, node: nodes.Element) -> None:
        self.inline("emph")

    visit_title_reference = visit_emphasis

    def visit_strong(self, node: nodes.Element) -> None:
        self.inline("strong")

    def visit_subscript(self, node: nodes.Element) -> None:
        self.inline("sub")

    def visit_superscript(self, node: nodes.Element) -> None:
        self.inline("super")

    depart_emphasis = depart_title_reference = depart_strong = TypstTranslator.close
    depart_subscript = depart_superscript = TypstTranslator.close

    def visit_literal(self, node: nodes.Element) -> None:
        self.call("raw", breakable(node.astext()))
        raise nodes.SkipNode

    visit_literal_emphasis = visit_literal_strong = visit_literal

    def visit_inline(self, node: nodes.Element) -> None:
        """Spans have their meaning in their classes; keys and the labels of an interface are shown as such."""
        if "kbd" in node["classes"]:
            self.visit_literal(node)
        if _is_interface(node):
            self.inline("strong")

    def depart_inline(self, node: nodes.Element) -> None:
        if _is_interface(node):
            self.end()

    visit_abbreviation = visit_generated = visit_manpage = visit_acronym = visit_inline
    depart_abbreviation = depart_generated = depart_manpage = depart_acronym = depart_inline

    def visit_reference(self, node: nodes.Element) -> None:
        """A link; within the book it is followed by the page it leads to, but for headings and other links' boxes."""
        target = self.target(node)
        if target is not None and self.shows_page(node) and _is_in_text(node):
            self.note_use(linked(node, self.docnames[-1]))
        if target is None:
            self.inline("book.span")
        elif "sd-btn" in node["classes"]:
            self.inline("book.button", target)
        elif isinstance(target, str) and target.startswith("label(") and self.shows_page(node):
            options = {"within": True} if _is_in_parentheses(node) else {}
            self.inline("book.xref", target, **options)
        else:
            self.inline("link", target)

    depart_reference = TypstTranslator.close

    def target(self, node: nodes.Element) -> str | None:
        """What a reference points at: a label of the book, an address, or None (then it is plain text)."""
        uri = node.get("refuri", "")
        if "refid" not in node and not uri.startswith("%"):
            return uri if re.match(r"[a-z][a-z0-9+.-]*:", uri, re.IGNORECASE) else None
        docname, name = linked(node, self.docnames[-1])
        label = self.label(name, docname)
        if label is None and not self.book.leaves_out(docname):
            self.warn(f"the book does not hold what this links to: {uri[1:] or node['refid']}", node, "link")
        return label

    def note_use(self, key: tuple[str, str]) -> None:
        """Set an anchor where the text leads to something that the index has, for the index to name the page."""
        label = self.book.labels.get(key)
        if label in self.indexed:
            places = self.uses.setdefault(label, [])
            places.append(f"{label}-use-{len(places) + 1}")
            self.call("book.anchor", places[-1])

    def shows_page(self, node: nodes.Element) -> bool:
        """Not in headings and captions, not behind the small raised mark of a note, and not in what is `unpaged`."""
        if isinstance(node.children[0] if node.children else None, nodes.superscript):
            return False
        at = node.parent
        while at is not None and not isinstance(at, NO_PAGE) and "unpaged" not in at.get("classes", ()):
            at = at.parent
        return at is None

    def visit_download_reference(self, node: nodes.Element) -> None:
        self.inline("book.span")

    depart_download_reference = TypstTranslator.close

    def visit_footnote_reference(self, node: nodes.Element) -> None:
        """The note itself where it is first referred to, a second mark of the same number after that."""
        key = (self.docnames[-1], node.get("refid", ""))
        footnote = self.book.footnotes.get(key)
        if footnote is None:
            self.inline("super")
            return
        label = call("label", f"{key[0]}#note-{key[1]}")
        content = [child for child in footnote.children if not isinstance(child, nodes.label)]
        if key in self.notes_set:
            self.call("footnote", label)
        elif isinstance(node.parent, nodes.title):
            self.call("book.heading-note", self.render(content))
        else:
            self.notes_set.add(key)
            self.add(f"#footnote({self.render(content)})#{label};")
        raise nodes.SkipNode

    depart_footnote_reference = TypstTranslator.close

    visit_target = depart_target = TypstTranslator.through  # a place to link to; its anchor writes itself

    def visit_raw(self, node: nodes.Element) -> None:
        if is_visible(node):
            if not isinstance(node.parent, nodes.TextElement):
                self.mark(node)
            self.add(f"#[{node.astext()}\n];")
        raise nodes.SkipNode

    visit_problematic, depart_problematic = visit_strong, TypstTranslator.close

    def skip(self, node: nodes.Node) -> None:
        raise nodes.SkipNode

    visit_comment = visit_substitution_definition = visit_system_message = visit_meta = skip
    visit_index = visit_tabular_col_spec = visit_highlightlang = visit_toctree = skip


def _is_in_text(node: nodes.Node) -> bool:
    """Whether a link stands in a sentence, not alone in a list or in a table."""
    paragraph = node
    while paragraph is not None and not isinstance(paragraph, nodes.paragraph | nodes.entry):
        paragraph = paragraph.parent
    return isinstance(paragraph, nodes.paragraph) and (
        not isinstance(paragraph.parent, nodes.entry | nodes.definition)
        and len(paragraph.astext()) > len(node.astext()) + 20
    )


def _is_interface(node: nodes.Element) -> bool:
    return bool({"guilabel", "menuselection"} & set(node["classes"]))


def _is_in_parentheses(node: nodes.Element) -> bool:
    before = "".join(sibling.astext() for sibling in node.parent.children[: node.parent.index(node)])
    return before.count("(") > before.count(")")
