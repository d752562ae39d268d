"""The exercises' script and style: joined from `quizgrader/web/`, and loaded only by pages that show an exercise."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from authoring.assets import classic_script, write_static
from quizgrader.sphinxext import nodes

WEB = Path(__file__).parents[1] / "web"
_FIRST, _LAST = "base.js", "page.js"


def script() -> str:
    """All of the script, as one classic script in a scope of its own, without comments."""
    middle = sorted(path.name for path in WEB.glob("*.js") if path.name not in (_FIRST, _LAST))
    joined = "\n".join((WEB / name).read_text("utf-8") for name in (_FIRST, *middle, _LAST))
    return classic_script(joined)


def style() -> str:
    return (WEB / "exercise.css").read_text("utf-8")


def write(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        write_static(app, "exercise.js", script())
        write_static(app, "exercise.css", style())


def load_where_shown(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    shown = (nodes.quiz_exercise, nodes.quiz_scenario)
    if doctree is not None and next(doctree.findall(lambda node: isinstance(node, shown)), None) is not None:
        app.add_js_file("exercise.js", loading_method="defer")
        app.add_css_file("exercise.css")


def register(app: Sphinx) -> None:
    app.connect("html-page-context", load_where_shown)
    app.connect("build-finished", write)
