"""Draws the report's plots with pygal, as SVG for inside a page: legible in grey, light and dark, on a phone and on paper.

Colours and letters are given by the page's style sheet. Shape and hatching carry the meaning, never colour alone. What is
drawn was worked out in `summary`.
"""

from __future__ import annotations

from collections.abc import Sequence

import pygal
from markupsafe import Markup
from pygal.style import Style

_LETTERS = 13  # their height, by which pygal leaves room for them
_COMMON = {
    "width": 560, "margin": 4, "spacing": 6, "show_legend": False, "print_labels": True, "print_values_position": "top",
    "truncate_label": -1, "js": (), "css": (), "no_prefix": True, "disable_xml_declaration": True,
    "style": Style(**{f"{part}_font_size": _LETTERS for part in ("label", "major_label", "value", "title")}),
}  # fmt: skip
_UNUSED = {"defs", "title", "desc"}  # pygal's own style and script, and what it shows under a mouse


def _picture(chart: pygal.Graph, alt: str) -> Markup:
    def for_page(svg):
        for holder in list(svg.iter()):
            for part in list(holder):
                unused = callable(part.tag) or part.tag in _UNUSED  # a comment's tag is a function
                if unused or part.get("class") in ("background", "plot tooltip-overlay"):
                    holder.remove(part)
        svg.attrib.pop("id")
        svg.attrib.update({"class": "plot", "role": "img", "aria-label": alt})
        return svg

    chart.add_xml_filter(for_page)
    return Markup(chart.render())


def scores(counts: Sequence[int], pass_mark: float | None, alt: str) -> Markup:
    """How many learners earned what share of the points, in ten steps; those below the pass mark are hatched."""
    chart = pygal.Histogram(
        **_COMMON, height=280, x_title="per cent of the points", y_title="learners", show_y_labels=False, xrange=(0, 100),
        range=(0, 1.15 * max(*counts, 1)),
    )  # fmt: skip
    chart.x_labels = range(0, 101, 10)
    below: list[dict] = []
    enough: list[dict] = []
    for i, count in enumerate(counts):
        short = pass_mark is not None and 10 * i + 10 <= pass_mark
        bar = {"value": (count, 10 * i + 0.5, 10 * i + 9.5), "label": f"{count}" if count else ""}
        (below if short else enough).append(bar)
    chart.add(None, enough)
    chart.add(None, below)

    def hatching(svg):
        pattern = {"width": "7", "height": "7", "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
        chart.svg.node(chart.svg.node(svg, "pattern", id="hatching", **pattern), "path", d="M1 0V7")
        return svg

    chart.add_xml_filter(hatching)
    if pass_mark is not None:
        chart.add(None, [{"value": (1.1 * max(*counts, 1), pass_mark - 0.15, pass_mark + 0.15), "label": "pass mark"}])
    return _picture(chart, alt)


def shares(names: Sequence[str], percents: Sequence[float], alt: str) -> Markup:
    """Bars from 0 to 100 per cent, one below the other."""
    chart = pygal.HorizontalBar(
        **_COMMON, height=70 + 26 * len(names), range=(0, 105), x_title="per cent of the points"
    )
    chart.x_labels = list(reversed(names))
    chart.y_labels = range(0, 101, 25)
    chart.add(None, [{"value": percent, "label": f"{percent:.0f}%"} for percent in reversed(percents)])
    return _picture(chart, alt)


def questions(figures: Sequence[tuple[int, float, float, bool]], alt: str) -> Markup:
    """Each question's number where its facility and its discrimination meet; those to look at have a heavy ring."""
    lowest = min([0.0, *(discrimination for _, _, discrimination, _ in figures)])
    chart = pygal.XY(
        **_COMMON, height=380, stroke=False, dots_size=10, xrange=(-4, 104), range=(lowest - 12, 108),
        x_title="facility: per cent of the points earned", y_title="discrimination, per cent",
    )  # fmt: skip
    chart.x_labels = range(0, 101, 25)
    for wanted in (False, True):
        dots = [(number, (x, y)) for number, x, y, look in figures if look is wanted]
        chart.add(None, [{"value": place, "label": f"{number}"} for number, place in dots])
    return _picture(chart, alt)
