"""The common clock: how long after the first warning each thing happened in each case, and a picture of it.

A source often gives only the day. Then the hours are a span, from the least to the most that the dates allow; the
picture and the words show the whole of it. Nothing here decides what counts as a warning: that stands in the facts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timedelta

from casebook.chart import FAINT, PAPER, SERIES, beside, picture
from casebook.model import Case, Moment

Span = tuple[float, float]
"""Hours, from the least to the most."""

IN_DAYS = 96  # from four days on, a span is told in days
TICKS = {1: "1 hour", 6: "6 hours", 24: "1 day", 24 * 7: "1 week", 24 * 30: "1 month"}
SHORTEST, LONGEST = 0.8, 24 * 130
ON_PAPER = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}  # words lie on the scale's lines and hide them
ROW, GAP = 0.27, 1.5  # inches a row; rows that a heading takes


def spans(case: Case) -> dict[str, Span | None]:
    """The span of each event but the first warning; None for one that has no date."""
    moments = {moment.event: moment for moment in case.clock}
    warning = moments.get("first-warning")
    start = _bounds(warning) if warning else None

    def span(moment: Moment) -> Span | None:
        at = _bounds(moment)
        return (_hours(at[0] - start[1]), _hours(at[1] - start[0])) if at and start else None

    return {event: span(moment) for event, moment in moments.items() if event != "first-warning"}


def _bounds(moment: Moment) -> tuple[datetime, datetime] | None:
    """The first and the last instant that `moment` allows: one minute, or a whole day."""
    if not moment.at:
        return None
    at = datetime.fromisoformat(moment.at)
    return at, at if " " in moment.at else at + timedelta(days=1)


def _hours(apart: timedelta) -> float:
    return max(0.0, apart.total_seconds() / 3600)


def in_words(span: Span) -> str:
    """A span as "within 16 hours", "32 to 57 hours" or "28 to 30 days": whole numbers, rounded so that none is lost."""
    size, unit = (24, "days") if span[1] >= IN_DAYS else (1, "hours")
    least, most = math.floor(span[0] / size), math.ceil(span[1] / size)
    if least == 0:
        return f"within {most} {unit}"
    return f"{least} {unit}" if least == most else f"{least} to {most} {unit}"


def draw(cases: Mapping[str, Mapping[str, Span | None]], events: Mapping[str, str], gap: str) -> str:
    """An SVG of the spans of each case (by its name) under each event (by its heading), on a logarithmic scale."""
    rows = [(event, name) for event in events for name in cases]
    at = {row: i + GAP * (1 + i // len(cases)) for i, row in enumerate(rows)}

    def paint(figure, axes) -> None:
        axes.set_xscale("log")
        axes.set_xlim(SHORTEST, LONGEST)
        axes.set_xticks(list(TICKS), list(TICKS.values()))
        axes.minorticks_off()
        axes.grid(axis="x", color=FAINT, linewidth=0.4)
        for (event, name), y in at.items():
            _bar(axes, y, cases[name].get(event), gap)
        for i, heading in enumerate(events.values()):
            axes.text(SHORTEST, i * (len(cases) + GAP) + 0.45, heading, va="center", weight="bold", bbox=ON_PAPER)
        axes.set_yticks(list(at.values()), [name for _event, name in rows])
        axes.tick_params(left=False)
        axes.spines["left"].set_visible(False)
        axes.set_ylim(max(at.values()) + 0.7, -0.2)

    return picture("common-clock", ROW * (max(at.values()) + 1) + 0.4, paint)


def _bar(axes, y: float, span: Span | None, gap: str) -> None:
    if span is None:
        beside(axes, gap, (SHORTEST, y), color=FAINT, bbox=ON_PAPER)
        return
    least, most = max(span[0], SHORTEST), max(span[1], SHORTEST)
    axes.plot((least, most), (y, y), color=SERIES[0], linewidth=7, solid_capstyle="round" if span[0] else "butt")
    late = most > LONGEST / 20  # then there is no room behind it
    place, points, side = ((least, y), -7, "right") if late else ((most, y), 7, "left")
    beside(axes, in_words(span), place, points, ha=side, bbox=ON_PAPER)
