"""Pictures and tables, with their captions: what a reader looks at."""

import re
from collections.abc import Sequence

from docutils import nodes

from typstbook.code import Code, call
from typstbook.translator import TypstTranslator

CHARACTERS_OF_A_LINE = 84
TAKEN_BY_A_BOX = 8
IN_SMALL_TYPE = 0.9 / 0.78  # how much more of it there is in a line; the sizes are those of `book.tabular`
UNITS = {"": 0.75, "px": 0.75, "pt": 1, "pc": 12, "in": 72, "cm": 28.3465, "mm": 2.83465}


class FloatVisitors(TypstTranslator):
    """Visitors for images, figures, captioned listings and tables."""

    def visit_image(self, node: nodes.Element) -> None:
        """Within a line as high as it is wide; alone as a picture of its own."""
        image = self.picture(node)
        holder = node.parent.parent if isinstance(node.parent, nodes.reference) else node.parent
        if isinstance(holder, nodes.TextElement):
            self.call("box", image)
        else:
            self.mark(node)
            self.call("book.picture", image, at=self.anchors(), align=Code(node.get("align", "center")))
        raise nodes.SkipNode

    def picture(self, node: nodes.Element) -> Code:
        """The image as a value; words in its place when there is no file to show."""
        uri = node["uri"]
        if uri not in self.builder.images:
            self.warn(f"the book cannot show this image: {uri}", node, "image")
            return call("text", node.get("alt") or uri)
        size = {name: _length(node[name]) for name in ("width", "height") if name in node}
        if "scale" in node and not size:
            size = {"width": Code(f"{node['scale']}%")}
        return call("image", f"images/{self.builder.images[uri]}", alt=self.alternative(node), **size)

    def alternative(self, node: nodes.Element) -> str:
        """The text that stands for a picture: the author's, else the figure's caption; without either, a warning."""
        if alt := " ".join((node.get("alt") or "").split()):
            return alt
        figure = node.parent
        while figure is not None and not isinstance(figure, nodes.figure):
            figure = figure.parent
        caption = figure and next(figure.findall(nodes.caption), None)
        if caption is not None:
            return caption.astext()
        self.warn(f"image without alternative text: {node['uri']}", node, "alt")
        return node["uri"].rpartition("/")[2]

    def visit_figure(self, node: nodes.Element) -> None:
        caption = next((c for c in node.children if isinstance(c, nodes.caption)), None)
        legend = next((c for c in node.children if isinstance(c, nodes.legend)), None)
        self.mark(node)
        at = self.anchors()
        image = next(node.findall(nodes.image), None)
        content = [c for c in node.children if not isinstance(c, nodes.caption | nodes.legend)]
        only_image = image is not None and len(content) == 1
        self.call(
            "book.picture",
            self.picture(image) if only_image else self.render(content),
            at=at,
            align=Code(node.get("align", "default").replace("default", "center")),
            number=node.get("number"),
            caption=caption and self.render(caption.children),
            legend=legend and self.render(legend.children),
        )
        raise nodes.SkipNode

    def visit_caption(self, node: nodes.Element) -> None:
        self.block("book.rubric", node)

    depart_caption = TypstTranslator.close

    def visit_listing_wrapper(self, node: nodes.Element) -> None:
        """Code with a caption, which stands above it."""
        caption, body = node[0], node.children[1:]
        self.mark(node)
        at = self.anchors()
        self.call(
            "book.captioned", self.render(body), at=at, number=node.get("number"), caption=self.render(caption.children)
        )
        raise nodes.SkipNode

    def visit_table(self, node: nodes.Element) -> None:
        """Header rows come again on each page, marked up as such; Markdown's obligatory one is left out where empty."""
        self.mark(node)
        at = self.anchors()
        group = next(child for child in node.children if isinstance(child, nodes.tgroup))
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        specs = [child for child in group.children if isinstance(child, nodes.colspec)]
        heads = [child for child in group.children if isinstance(child, nodes.thead) and child.astext().strip()]
        bodies = [child for child in group.children if isinstance(child, nodes.tbody)]
        given = [spec["colwidth"] for spec in specs] if "colwidths-given" in node["classes"] else None
        columns, fit = widths(group, given, len(specs))
        self.call(
            "book.tabular",
            *[self.row(row, specs) for body in bodies for row in body.children],
            at=at,
            columns=[Code(width) for width in columns],
            head=[self.row(row, specs, head=True) for head in heads for row in head.children],
            number=node.get("number"),
            caption=title and self.render(title.children),
            **fit,
        )
        raise nodes.SkipNode

    def row(self, row: nodes.Element, specs: list[nodes.Element], head: bool = False) -> list[Code]:
        """Cells of a row; those of a stub column head their row."""
        cells: list[Code] = []
        for index, entry in enumerate(row.children):
            alignment = next((c.removeprefix("text-") for c in entry["classes"] if c.startswith("text-")), None)
            options = {
                "colspan": entry.get("morecols", 0) + 1,
                "rowspan": entry.get("morerows", 0) + 1,
                "align": Code({"left": "left", "right": "right", "center": "center"}.get(alignment or "", "auto")),
            }
            options = {name: value for name, value in options.items() if value not in (1, "auto")}
            stub = not head and index < len(specs) and bool(specs[index].get("stub"))
            cells.append(call("book.row-header" if stub else "table.cell", self.render(entry.children), **options))
        return cells


def widths(group: nodes.tgroup, given: list[int] | None, columns: int) -> tuple[list[str], dict[str, bool]]:
    """Columns' widths: their own where all fits in a line, otherwise as given, or by how much each holds. And whether
    the table is `crowded`, so that it needs small type, and is to `hyphenate`, because even then words do not fit.

    Typst would share the room equally among columns that are too wide; a column of numbers would get as much as one
    of sentences. No column gets less than its longest word, as long as there is room for all of these.
    """
    texts: list[list[str]] = [[] for _ in range(columns)]
    for row in group.findall(nodes.row):
        if len(row.children) == columns:
            for column, entry in zip(texts, row.children, strict=True):
                column.append(_words(entry))
    longest = [max(map(len, column), default=0) for column in texts]
    room = CHARACTERS_OF_A_LINE - (0 if isinstance(group.parent.parent, nodes.section) else TAKEN_BY_A_BOX)
    if not given and (sum(longest) <= room or not all(texts)):
        return ["auto"] * columns, {}
    words = [max((len(word) for text in column for word in re.split(r"[\s/-]", text)), default=1) for column in texts]
    least = [1.25 * word + 2.5 for word in words]
    share = given or [(sum(map(len, column)) / len(column)) ** 0.8 for column in texts]
    crowded = sum(least) > room
    room *= IN_SMALL_TYPE if crowded else 1
    fit = {"crowded": crowded, "hyphenate": sum(least) > room}
    return [f"{width:.1f}fr" for width in shared(least, share, room)], fit


def shared(least: Sequence[float], share: Sequence[float], line: float) -> list[float]:
    """A line's room in these shares, but to none less than its least; the others give up theirs for it."""
    free = set(range(len(least)))
    while free and sum(least) < line:
        room = line - sum(low for i, low in enumerate(least) if i not in free)
        part = room / sum(share[i] for i in free)
        short = {i for i in free if part * share[i] < least[i]}
        if not short:
            return [part * share[i] if i in free else low for i, low in enumerate(least)]
        free -= short
    return list(least)


def _words(node: nodes.Node) -> str:
    """What a cell says; what is raised is as wide as half its letters."""
    if isinstance(node, nodes.Text | nodes.superscript):
        return node.astext() if isinstance(node, nodes.Text) else node.astext()[::2]
    return "".join(map(_words, node.children)) + ("" if isinstance(node, nodes.Inline) else "\n")


def _length(value: str) -> Code:
    """A length of docutils as one of Typst's."""
    number, unit = re.fullmatch(r"\s*([\d.]+)\s*([a-z%]*)\s*", str(value), re.IGNORECASE).groups()
    if unit in ("%", "em"):
        return Code(number + unit)
    return Code(f"{float(number) * UNITS.get(unit, 0.75):g}pt")
