"""The scripts of `memory/web/`, each put together with what it uses of the exercises', and where each is loaded."""

from __future__ import annotations

import json
from pathlib import Path

from sphinx.application import Sphinx

from authoring.assets import classic_script, joined, write_static
from languages.scripts import saying
from languages.words import _, dates, tag
from memory import course_data
from quizgrader.sphinxext import assets as exercises

WEB = Path(__file__).with_name("web")
_NO_MARKING = ("words", "elements", "store", "submission", "record")

WITH_STYLE = ("progress", "review", "certificate")
VIEWS = ("left-off", *WITH_STYLE)


def script(kind: str) -> str:
    """The script of a view, or of a page that is remembered (`reading`)."""
    unmarked = saying() + joined(exercises.WEB, *_NO_MARKING)
    parts = {
        "reading": joined(WEB, "reading"),
        "left-off": joined(WEB, "left_off"),
        "progress": unmarked + joined(WEB, "remembered", "portable", "tables", "progress"),
        "review": exercises.marking() + joined(WEB, "remembered", "review"),
        "certificate": unmarked + joined(WEB, "remembered", "tables", "certificate"),
    }
    return classic_script(parts[kind])


def load(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Give a page that is remembered its script, and one that shows what is remembered its style."""
    if course_data.view(app, pagename) in WITH_STYLE:
        app.add_css_file("exercise.css")
        app.add_css_file("memory.css")
    elif doctree is not None and course_data.is_remembered(app, pagename):
        app.add_js_file("reading.js", loading_method="defer", **reading(app, pagename))


def reading(app: Sphinx, pagename: str) -> dict[str, str]:
    """What the script of a page that is remembered must know, as attributes. Only modules show that they were read."""
    title = app.env.titles[pagename].astext()
    known = {"data-site": app.config.quizgrader_site, "data-page": pagename, "data-title": title}
    if pagename in course_data.modules(app):
        words = {
            "dates": tag(dates(app.config.language)),
            "mark": _("Mark as read"),
            "read": _("Read on {when}."),
            "undo": _("Not read yet"),
            "refused": _("This browser keeps nothing, so it cannot remember that."),
        }
        known["data-words"] = json.dumps(words, ensure_ascii=False)
    return known


def write(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        write_static(app, course_data.NAME, course_data.as_script(app))
        for kind in (*VIEWS, "reading"):
            write_static(app, f"{kind}.js", script(kind))
        write_static(app, "memory.css", (WEB / "memory.css").read_text("utf-8"))


def register(app: Sphinx) -> None:
    app.connect("html-page-context", load)
    app.connect("build-finished", write)
