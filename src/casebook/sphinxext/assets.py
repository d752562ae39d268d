"""The timeline's script, from `casebook/web/`: loaded only by pages that show a timeline, which are whole without it."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from authoring.assets import classic_script, write_static
from languages import scripts
from languages.words import _, forms

WEB = Path(__file__).parents[1] / "web"


def script() -> str:
    return classic_script(scripts.saying() + (WEB / "timeline.js").read_text("utf-8"))


def words(language: str) -> dict[str, str | dict[str, str]]:
    """What the script says."""
    return {
        "filter": forms(language, "Filter this {n} event", "Filter these {n} events"),
        "phase": _("Phase"),
        "support": _("Degree of support"),
        "all": _("Show all"),
        "shown": forms(language, "{shown} of {n} event shown", "{shown} of {n} events shown"),
    }


def write(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        write_static(app, "timeline.js", script())


def load_where_shown(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    lists = doctree.findall(nodes.definition_list) if doctree is not None else ()
    if any("timeline" in each["classes"] for each in lists):
        scripts.give(app, "timeline", words(app.config.language))
        app.add_js_file("timeline.js", loading_method="defer")


def register(app: Sphinx) -> None:
    app.connect("html-page-context", load_where_shown)
    app.connect("build-finished", write)
