"""Draws the report's plots with matplotlib, as SVG for inside a page: legible in grey, light and dark, on a phone and on paper.

A plot is drawn in stand-in colours; in the SVG they become the page's own, so its style sheet sets them. Shape and
hatching carry the meaning, never colour alone. What is drawn was worked out in `summary`. To load matplotlib takes longer
than to mark a class, so it is loaded only when something is drawn, and by a process of its own (`painter`) where one is wanted.
"""

from __future__ import annotations

import io
import multiprocessing
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING
from zlib import crc32

from markupsafe import Markup

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, FAINT, BAR, PAPER = "#010101", "#020202", "#030303", "#040404"
_PAGE = {INK: "currentColor", FAINT: "var(--faint)", BAR: "var(--accent)", PAPER: "var(--page)"}
_WIDTH = 5.6  # inches
_STYLE = {
    "svg.fonttype": "none", "svg.hashsalt": "quizgrader", "font.size": 10, "text.color": INK, "axes.labelcolor": INK,
    "xtick.color": INK, "ytick.color": INK, "axes.edgecolor": FAINT, "axes.spines.top": False, "axes.spines.right": False,
    "hatch.linewidth": 1.2,
}  # fmt: skip


@contextmanager
def painter() -> Iterator[ProcessPoolExecutor]:
    """A process that draws, and begins at once to load what it needs for it, while this one does other work."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        process.submit(_load)
        yield process


def _load() -> None:
    import matplotlib.backends.backend_svg
    import matplotlib.figure  # noqa: F401


def _picture(height: float, alt: str, paint: Callable[[Axes], None]) -> Markup:
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        figure.patch.set_visible(False)
        axes = figure.subplots()
        axes.patch.set_visible(False)
        paint(axes)
        out = io.StringIO()
        FigureCanvasSVG(figure).print_svg(out, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return Markup(_for_page(out.getvalue(), alt))


def _for_page(svg: str, alt: str) -> str:
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>\s*|<!--.*?-->|<style.*?</style>", "", body, flags=re.DOTALL)
    box = re.search(r'viewBox="[^"]*"', body)[0]
    body = body[body.index(">") + 1 :]
    body = re.sub(r"font: [^;\"]*?([\d.]+px)[^;\"]*", r"font-size: \1", body)
    # Only the ids that this drawing refers to stay, under a name of its own: there are several on a page.
    mark = f"plot-{crc32(body.encode()):08x}"
    used = set(re.findall(r"#([\w-]+)", body))
    body = re.sub(r' id="([^"]*)"', lambda m: f' id="{mark}-{m[1]}"' if m[1] in used else "", body)
    body = re.sub(r"(url\(|href=\")#", rf"\1#{mark}-", body)
    for stand_in, colour in _PAGE.items():
        body = body.replace(stand_in, colour)
    return f'<svg class="plot" role="img" aria-label="{escape(alt)}" {box} xmlns:xlink="http://www.w3.org/1999/xlink">{body}'


def scores(counts: Sequence[int], pass_mark: float | None, alt: str) -> Markup:
    """How many learners earned what share of the points, in ten steps; those below the pass mark are hatched."""

    def paint(axes: Axes) -> None:
        for i, count in enumerate(counts):
            below = pass_mark is not None and 10 * i + 10 <= pass_mark
            fill = {"facecolor": PAPER, "edgecolor": BAR, "hatch": "////"} if below else {"color": BAR}
            axes.bar(10 * i + 5, count, 9, **fill)
            if count:
                axes.annotate(f"{count}", (10 * i + 5, count), (0, 2), textcoords="offset points", ha="center")
        if pass_mark is not None:
            axes.axvline(pass_mark, color=INK, linestyle="--", linewidth=1.2)
            left = pass_mark > 80
            axes.annotate("pass mark", (pass_mark, 1), (-4 if left else 4, 0), xycoords=("data", "axes fraction"),
                          textcoords="offset points", va="top", ha="right" if left else "left")  # fmt: skip
        axes.set(xlim=(0, 100), xticks=range(0, 101, 10), xlabel="per cent of the points", ylabel="learners", yticks=[])
        axes.set_ylim(top=1.32 * max(*counts, 1))

    return _picture(2.7, alt, paint)


def shares(names: Sequence[str], percents: Sequence[float], alt: str) -> Markup:
    """Bars from 0 to 100 per cent, one below the other."""

    def paint(axes: Axes) -> None:
        axes.barh(range(len(names)), percents, 0.62, color=BAR)
        for i, percent in enumerate(percents):
            axes.annotate(f"{percent:.0f}%", (percent, i), (4, 0), textcoords="offset points", va="center")
        axes.set(xlim=(0, 108), xticks=range(0, 101, 25), xlabel="per cent of the points")
        axes.set_yticks(range(len(names)), names)
        axes.invert_yaxis()
        axes.tick_params(left=False)

    return _picture(0.7 + 0.3 * len(names), alt, paint)


def questions(figures: Sequence[tuple[int, float, float, bool]], alt: str) -> Markup:
    """Each question's number where its facility and its discrimination meet; those to look at stand in a square."""

    def paint(axes: Axes) -> None:
        axes.axhline(0, color=FAINT, linewidth=0.8)
        for number, facility, discrimination, look in figures:
            edge = {"boxstyle": "square,pad=0.25" if look else "circle,pad=0.2", "linewidth": 2.2 if look else 0.8}
            box = {**edge, "facecolor": PAPER, "edgecolor": INK if look else BAR}
            axes.annotate(str(number), (facility, discrimination), ha="center", va="center", fontsize=8.5, bbox=box,
                          fontweight="bold" if look else "normal", zorder=3 if look else 2)  # fmt: skip
        lowest = min([0.0, *(discrimination for _, _, discrimination, _ in figures)])
        axes.set(xlim=(-4, 104), ylim=(lowest - 12, 108), xticks=range(0, 101, 25))
        axes.set(xlabel="facility: per cent of the points earned", ylabel="discrimination, per cent")

    return _picture(3.6, alt, paint)
