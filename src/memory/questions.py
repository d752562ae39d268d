"""The questions of each practice exercise as a small script, so that a page that works from a folder can show them, too.

A file is what the page of its exercise holds, word for word, with the key that stands there. An exercise that is marked by
a trainer has none, and one that becomes such loses it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from sphinx.application import Sphinx

from quizgrader.sphinxext.nodes import quiz_exercise

FOLDER = "questions"
_FORM = '<form class="qg-exercise" id="{name}" data-mode="practice".*?</form>'


def folder(app: Sphinx) -> Path:
    return Path(app.outdir, "_static", FOLDER)


def offered(app: Sphinx) -> set[str]:
    """The exercises whose questions can come back: practice, with something to mark."""
    return {
        name
        for name, file in app.quizgrader_shelf.files.items()
        if file.exercise.mode == "practice" and any(question.marked for question in file.exercise.drawn())
    }


def take(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Copy the exercises of a page out of it, as it is written."""
    for node in doctree.findall(quiz_exercise) if doctree is not None else ():
        if node["exercise_id"] not in offered(app):
            continue
        form = re.search(_FORM.format(name=re.escape(node["ids"][0])), context["body"], re.S)
        shown = json.dumps({"page": app.builder.get_target_uri(pagename), "html": form[0]}, ensure_ascii=False)
        path = folder(app) / f"{node['exercise_id']}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'window.questionsOf["{node["exercise_id"]}"]={shown};\n', "utf-8")


def remove_others(app: Sphinx, error: Exception | None) -> None:
    if app.builder.format == "html":
        for path in folder(app).glob("*.js"):
            if path.stem not in offered(app):
                path.unlink()


def register(app: Sphinx) -> None:
    app.connect("html-page-context", take)
    app.connect("build-finished", remove_others)
