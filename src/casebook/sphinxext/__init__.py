"""Puts the library into pages: roles for notes, quotations and sources; directives for what is drawn from the facts.

Everything here becomes standard docutils nodes, so every output shows it without visitors of its own; only the drawing
has some, in `casebook.chart`. `setup` is the table of contents of the whole extension.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from casebook import chart
from casebook.sphinxext import (
    access,
    assets,
    bibliography,
    charts,
    comparison,
    crosswalk,
    decisions,
    findings,
    indexed,
    notes,
    printed,
    score,
    timeline,
)


def setup(app: Sphinx) -> ExtensionMetadata:
    app.setup_extension("languages")
    access.register(app)  # the library, read before any page
    notes.register(app)  # {claim}, {quote}, {cite}, and the page's notes
    printed.register(app)  # notes and bibliography of a book
    bibliography.register(app)  # every source, by kind
    indexed.register(app)  # cases, actions, research and standards in the index
    timeline.register(app)  # the claims with a headline, in order of time
    score.register(app)  # a case judged against the actions, and an action judged in all cases
    findings.register(app)  # research and standards, a card each
    crosswalk.register(app)  # the frameworks side by side: map, table and index of wants
    decisions.register(app)  # the points at which somebody had to choose
    charts.register(app)  # pictures from claims' figures
    comparison.register(app)  # the cases side by side: heat map and common clock
    chart.register(app)  # the node of a drawing
    assets.register(app)  # the timeline's script
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
