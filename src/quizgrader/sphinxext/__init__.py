"""Embeds exercises in a Sphinx site: the directives, their nodes, and one set of visitors for each output.

`setup` is the table of contents of the whole extension.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from authoring.myst import warn
from quizgrader.bank.assignments import FOLDER, read_assignments
from quizgrader.bank.claims import claim_ids
from quizgrader.bank.shelf import read_shelf
from quizgrader.sphinxext import assets, epub, html, key, nodes, reference, typst
from quizgrader.sphinxext.assignment import AssignmentDirective
from quizgrader.sphinxext.building import GapRole, PlaceGaps
from quizgrader.sphinxext.directive import ExerciseDirective

EXERCISES = "exercises"


def load_shelf(app: Sphinx) -> None:
    """Read all exercises and assignments once, before any page, and tell of every problem in them."""
    root = Path(app.srcdir)
    patterns = app.config.quizgrader_claims.split()
    claims = claim_ids(path for pattern in patterns for path in root.glob(pattern)) if patterns else None
    folder = root / EXERCISES
    app.quizgrader_shelf = read_shelf([folder], claims)
    app.quizgrader_assignments = read_assignments(folder / FOLDER, app.quizgrader_shelf)
    for problem in (*app.quizgrader_shelf.errors, *app.quizgrader_assignments.problems):
        warn(problem)


def setup(app: Sphinx) -> ExtensionMetadata:
    app.setup_extension("languages")
    app.add_config_value(
        "quizgrader_claims",
        "",
        "env",
        str,
        "Which files hold the claims that questions rest on: patterns, with blanks between.",
    )
    app.add_config_value("quizgrader_claim_role", "", "env", str, "The role that shows a question's claims.")
    app.add_config_value(
        "quizgrader_site",
        "quizgrader",
        "html",
        str,
        "What this site calls its answers in a browser: sites that are opened from folders share one store.",
    )
    app.connect("builder-inited", load_shelf)
    app.add_directive("exercise", ExerciseDirective)
    app.add_directive("assignment", AssignmentDirective)
    app.add_role("quiz-gap", GapRole())
    app.add_transform(PlaceGaps)
    for node in nodes.ALL:
        app.add_node(node, **html.visitors(node), **typst.visitors(node))
    typst.register(app)
    epub.register(app)
    assets.register(app)
    key.register(app)
    reference.register(app)
    return {"version": "1", "env_version": 2, "parallel_read_safe": True, "parallel_write_safe": True}
