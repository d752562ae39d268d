"""The timeline's script, from `casebook/web/`: loaded only by pages that show a timeline, which are whole without it."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from languages import scripts
from languages.words import _, forms

SCRIPT = Path(__file__).parents[1] / "web" / "timeline.js"


def words(language: str) -> scripts.Words:
    """What the script says."""
    return {
        "filter": forms(language, "Filter this {n} event", "Filter these {n} events"),
        "phase": _("Phase"),
        "support": _("Degree of support"),
        "all": _("Show all"),
        "shown": forms(language, "{shown} of {n} event shown", "{shown} of {n} events shown"),
    }


def shows(doctree: nodes.document) -> bool:
    return any("timeline" in each["classes"] for each in doctree.findall(nodes.definition_list))


def register(app: Sphinx) -> None:
    scripts.register(app, SCRIPT, words, shows)
