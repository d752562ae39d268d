"""The script of check lists and templates, from `playbook/web/`: loaded only by pages that show one, which work without it."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from authoring.assets import classic_script, write_static
from languages import scripts
from languages.words import _, forms
from playbook.checklist import tick
from playbook.template import template

WEB = Path(__file__).with_name("web")


def script() -> str:
    return classic_script(scripts.saying() + (WEB / "playbook.js").read_text("utf-8"))


def words(language: str) -> dict[str, str | dict[str, str]]:
    """What the script says."""
    return {
        "done": forms(language, "{done} of {n} done", "{done} of {n} done"),
        "not-kept": _("(this browser keeps no ticks: print the page, or leave it open)"),
        "clear": _("Clear the ticks"),
        "copy": _("Copy"),
        "copied": _("Copied"),
        "not-copied": _("Your browser did not copy it; the text is selected, so press Ctrl+C or ⌘C"),
    }


def write(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        write_static(app, "playbook.js", script())


def load_where_shown(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    if doctree is not None and next(doctree.findall(lambda node: isinstance(node, tick | template)), None) is not None:
        scripts.give(app, "playbook", words(app.config.language))
        app.add_js_file("playbook.js", loading_method="defer")


def register(app: Sphinx) -> None:
    app.connect("html-page-context", load_where_shown)
    app.connect("build-finished", write)
