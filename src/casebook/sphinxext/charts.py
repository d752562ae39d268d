"""The directive `chart`: a picture drawn from a case's claims, its alternative in words, and its data as a table."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx

from authoring.myst import misused
from casebook import chart
from casebook.library import CaseFile
from casebook.model import Chart
from casebook.sphinxext.access import CaseDirective
from casebook.sphinxext.notes import note_mark
from casebook.sphinxext.tables import table
from languages.words import _


class ChartDirective(CaseDirective):
    """A picture drawn from the claims, its alternative in words, and its data as a table."""

    required_arguments = 2
    optional_arguments = 0

    def show(self, file: CaseFile) -> Iterator[nodes.Node]:
        wanted = next((drawn for drawn in file.case.charts if drawn.id == self.arguments[1]), None)
        if not wanted:
            yield from misused(
                self, "unknown-chart", f"the case has no chart `{self.arguments[1]}`", "see its `charts`"
            )
            return
        values = chart.values(wanted, self.library.claims)
        yield figure(f"chart-{file.case.case}-{wanted.id}", chart.draw(wanted, values), wanted.alt, caption(wanted))
        yield self.data(wanted, values)

    def data(self, wanted: Chart, values: chart.Values) -> nodes.Node:
        heads = [wanted.across, *(series.name for series in wanted.series)]
        rows = []
        for label in dict.fromkeys(point.x for series in wanted.series for point in series.points):
            row = [[nodes.paragraph("", label)]]
            for series in wanted.series:
                at = next((point for point in series.points if point.x == label), None)
                value = values[series.name].get(label)
                shown_value = "–" if value is None else f"{value:,.10g}"
                text = nodes.paragraph("", shown_value)
                if at and at.note:
                    text += nodes.Text(f" ({at.note})")
                if at and at.claim:
                    text += note_mark(notes=[at.claim])
                row.append([text])
            rows.append(row)
        return table(heads, rows, widths=[30, *[70 // len(wanted.series)] * len(wanted.series)], classes=["chart-data"])


def figure(name: str, drawing: str, alt: str, caption: str) -> nodes.figure:
    """A drawing with its alternative in words and its caption."""
    picture = chart.chart("", drawing=drawing, alt=alt, title=caption)
    return nodes.figure("", picture, nodes.caption("", caption), classes=["chart"], ids=[name])


def caption(wanted: Chart) -> str:
    """Title and unit; bars say in the picture where there is no number, lines can say it only here."""
    text = f"{wanted.title} ({wanted.unit})"
    gaps = any(point.claim is None for series in wanted.series for point in series.points)
    if gaps and wanted.kind != "bars":
        gap = _("Where there is no mark: {gap}; the table says more.").format(gap=wanted.gap)
        text += f". {gap}"
    return text


def register(app: Sphinx) -> None:
    app.add_directive("chart", ChartDirective)
