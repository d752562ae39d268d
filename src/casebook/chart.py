"""Draws a case's charts from the facts, as SVG: one style for all, legible in grey, in the dark, on a phone and on paper.

The picture is drawn in four stand-in colours. The page replaces them by classes, so that its style sheet gives them
colours in light and dark; paper gets fixed ones. matplotlib does the drawing; it is imported only when one is needed.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable
from html import escape

from docutils import nodes
from sphinx.application import Sphinx

from casebook.model import Chart, Claim

# Stand-in colour -> (class on the page, colour on paper). Series differ in lightness too, so grey tells them apart.
INKS = {
    "#010101": ("ink", "#1c2733"),
    "#020202": ("faint", "#8a949e"),
    "#060606": ("paper", "#ffffff"),
    "#030303": ("series-1", "#1d5f8a"),
    "#040404": ("series-2", "#c27b12"),
    "#050505": ("series-3", "#7a8f2e"),
}
INK, FAINT, PAPER, *SERIES = INKS
DASHES = ("-", (0, (5, 2)), (0, (1, 1.5)))
MARKERS = ("o", "s", "^")
LEGEND = 34  # letters of the series' names that fit beside each other
WIDTH, ROW = 4.6, 0.42  # inches; narrow, so that it stays legible on a phone

Values = dict[str, dict[str, float | None]]


class chart(nodes.General, nodes.Inline, nodes.Element):
    """A drawing: its SVG with stand-in colours, its text alternative and its title."""


def values(wanted: Chart, claims: dict[str, Claim]) -> Values:
    """The numbers of a chart by series and label, taken from the claims; None where there is openly none."""
    return {
        series.name: {
            point.x: claims[point.claim].number(point.figure) if point.claim in claims else None
            for point in series.points
        }
        for series in wanted.series
    }


def draw(wanted: Chart, data: Values) -> str:
    """The chart as an SVG document with stand-in colours."""
    labels = list(dict.fromkeys(label for series in data.values() for label in series))

    def paint(figure, axes) -> None:
        (_bars if wanted.kind == "bars" else _lines)(axes, wanted, data, labels)
        if len(data) > 1:
            in_a_row = len(data) if sum(map(len, data)) <= LEGEND else 1
            figure.legend(loc="outside upper left", frameon=False, ncols=in_a_row)

    return picture(wanted.id, _height(wanted, labels), paint)


def picture(name: str, height: float, paint: Callable) -> str:
    """An SVG document in the one style; `paint` draws on its figure and axes. The same input gives the same bytes."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    style = {
        "svg.fonttype": "none",
        "svg.hashsalt": name,
        "font.size": 10,
        "text.color": INK,
        "axes.labelcolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "axes.edgecolor": FAINT,
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
    with matplotlib.rc_context(style):
        figure, axes = pyplot.subplots(figsize=(WIDTH, height), layout="constrained")
        paint(figure, axes)
        out = io.StringIO()
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        pyplot.close(figure)
    return out.getvalue()


def beside(axes, text: str, place: tuple[float, float], points: int = 4, **look) -> None:
    """Write `text` so many points to the right of a place in the drawing."""
    axes.annotate(text, place, xytext=(points, 0), textcoords="offset points", va="center", **look)


def _height(wanted: Chart, labels: list[str]) -> float:
    return 0.6 + ROW * len(labels) * max(1, 0.7 * len(wanted.series)) if wanted.kind == "bars" else 3.2


def _bars(axes, wanted: Chart, data: Values, labels: list[str]) -> None:
    """Bars lie, so that their labels can be read; a gap says that there is no number, which is not zero."""
    thick = 0.72 / len(data)
    for s, (series, row) in enumerate(data.items()):
        notes = {point.x: point.note for point in wanted.series[s].points}
        for i, label in enumerate(labels):
            value = row.get(label)
            at = i + (s - (len(data) - 1) / 2) * thick
            if value is None:
                beside(axes, wanted.gap, (0, at), color=FAINT, style="italic")
                continue
            partial = bool(notes.get(label))
            axes.barh(
                at, value, thick * 0.9, color=SERIES[s], alpha=0.55 if partial else 1, label=series if i == 0 else None
            )
            beside(axes, f"{value:,.10g}{'*' if partial else ''}", (value, at))
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)  # from the top down, with room after the last, be it a bar or a gap
    axes.tick_params(left=False, bottom=False, labelbottom=False)
    axes.spines[["bottom"]].set_visible(False)
    axes.margins(x=0.15)
    axes.set_xlim(left=0)


def _lines(axes, wanted: Chart, data: Values, labels: list[str]) -> None:
    for s, (series, row) in enumerate(data.items()):
        known = [math.nan if row.get(label) is None else row[label] for label in labels]  # a gap breaks the line
        axes.plot(
            range(len(labels)), known, color=SERIES[s], linestyle=DASHES[s], marker=MARKERS[s], markersize=4, label=series,
            drawstyle="steps-post" if wanted.kind == "steps" else "default",
        )  # fmt: skip
    axes.set_xticks(range(len(labels)), labels, rotation=35, ha="right", rotation_mode="anchor")
    axes.margins(y=0.12)  # so that the last label stands clear of the axis's end
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter("{x:,.10g}")
    axes.grid(axis="y", color=FAINT, linewidth=0.4)


def for_page(svg: str, alt: str) -> str:
    """The drawing as an element of a page: classes for colours, attributes for styles, a name for those who cannot see it."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>\s*|<!--.*?-->", "", body, flags=re.DOTALL)
    body = re.sub(r'<style type="text/css">.*?</style>', "", body, flags=re.DOTALL)
    body = re.sub(r' style="([^"]*)"', lambda found: _attributes(found[1]), body)
    # Only the ids that the drawing itself refers to stay; they differ from chart to chart.
    body = re.sub(r' id="([^"]*)"', lambda found: found[0] if f"#{found[1]}" in body else "", body)
    box = re.search(r'viewBox="[^"]*"', body)[0]
    inside = body[body.index(">") + 1 :]
    name = escape(alt, quote=True)
    return (
        f'<svg class="chart" role="img" aria-label="{name}" {box} xmlns:xlink="http://www.w3.org/1999/xlink">{inside}'
    )


def _attributes(style: str) -> str:
    """A style attribute as plain attributes; a page with a strict content policy may not use style."""
    classes, attributes = [], []
    for name, _, value in (part.strip().partition(":") for part in style.split(";") if part.strip()):
        value = value.strip()
        if value in INKS:
            classes.append(f"{name}-{INKS[value][0]}")
        elif name == "font":
            size = re.search(r"([\d.]+)px", value)
            attributes.append(f'font-size="{size[1]}"')
            attributes.extend(['font-style="italic"'] if "italic" in value else [])
        else:
            attributes.append(f'{name}="{value}"')
    named = [f'class="{" ".join(classes)}"'] if classes else []
    return " " + " ".join(named + attributes) if named or attributes else ""


def for_paper(svg: str) -> str:
    for stand_in, (_, colour) in INKS.items():
        svg = svg.replace(stand_in, colour)
    return svg


def visit_html(translator, node: chart) -> None:
    translator.body.append(for_page(node["drawing"], node["alt"]))
    raise nodes.SkipNode


def visit_typst(translator, node: chart) -> None:
    translator.call("drawing", for_paper(node["drawing"]), node["alt"])
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    app.add_node(chart, html=(visit_html, None), typst=(visit_typst, None))
