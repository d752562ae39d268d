"""The script of check lists and templates, from `playbook/web/`: loaded only by pages that show one, which work without it."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from languages import scripts
from languages.words import _, forms
from playbook.checklist import tick
from playbook.template import template

SCRIPT = Path(__file__).with_name("web") / "playbook.js"


def words(language: str) -> scripts.Words:
    """What the script says."""
    return {
        "done": forms(language, "{done} of {n} done", "{done} of {n} done"),
        "not-kept": _("(this browser keeps no ticks: print the page, or leave it open)"),
        "clear": _("Clear the ticks"),
        "copy": _("Copy"),
        "copied": _("Copied"),
        "not-copied": _("Your browser did not copy it; the text is selected, so press Ctrl+C or ⌘C"),
    }


def shows(doctree: nodes.document) -> bool:
    return any(isinstance(node, tick | template) for node in doctree.findall())


def register(app: Sphinx) -> None:
    scripts.register(app, SCRIPT, words, shows)
