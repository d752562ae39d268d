"""The exercises' scripts and style: joined from `quizgrader/web/`, and loaded only by the pages that need them."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from authoring.assets import classic_script, joined, write_static
from languages.scripts import saying
from quizgrader.sphinxext import nodes, wording

WEB = Path(__file__).parents[1] / "web"
TYPES = WEB / "questions"

_PAGE = ("base", "words", "elements", "controls", "store", "question", "receipt", "submission", "comparison", "paper")
_ON_ASSIGNMENTS = ("moments", "review", "assignment")
_CHECKED = ("record", "sureness", "checked")
_ON_EXERCISES = ("scenario", "practice")


def marking() -> str:
    """All twins of the question types, and a question that is marked in the page: what shows such questions goes on."""
    types = sorted(path.stem for path in TYPES.glob("*.js"))
    return saying() + joined(WEB, *_PAGE) + joined(TYPES, *types) + joined(WEB, *_CHECKED)


def script() -> str:
    """What pages with exercises load."""
    return classic_script(marking() + joined(WEB, *_ON_EXERCISES))


def assignment_script() -> str:
    """What pages with assignments load: nothing in it can mark."""
    return classic_script(saying() + joined(WEB, *_PAGE, *_ON_ASSIGNMENTS))


def style() -> str:
    return (WEB / "exercise.css").read_text("utf-8")


def write(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        write_static(app, "exercise.js", script())
        write_static(app, "assignment.js", assignment_script())
        write_static(app, "exercise.css", style())


def load_where_shown(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    wanted = {
        "exercise.js": {nodes.quiz_exercise, nodes.quiz_scenario},
        "assignment.js": {nodes.quiz_assignment},
    }
    shown = {type(node) for node in doctree.findall()} if doctree is not None else set()
    found = [name for name, kinds in wanted.items() if shown & kinds]
    if found:
        data = wording.page_data(app.config, found)
        app.add_js_file(None, body=data, id="quizgrader-words", **{"type": "application/json"})
        app.add_css_file("exercise.css")
    for name in found:
        app.add_js_file(name, loading_method="defer")


def register(app: Sphinx) -> None:
    app.connect("html-page-context", load_where_shown)
    app.connect("build-finished", write)
