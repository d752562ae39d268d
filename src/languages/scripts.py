"""Gives scripts in pages their sentences, as JSON that comes with the page; needs Sphinx.

`register` is all that an extension needs which has one script for the pages that show what it is for.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from authoring.assets import classic_script, write_static
from languages.words import speaks, tag

Words = dict[str, str | dict[str, str]]
"""Sentences by the names that a script has for them; one with a number in it has its plural forms."""

SAYING = Path(__file__).with_name("web") / "saying.js"


def saying() -> str:
    """The script that says them, to be joined before those that use it."""
    return SAYING.read_text("utf-8")


def as_json(data: dict) -> str:
    """`data` as it may stand in a script element, which no text in it can end."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str).replace("<", "\\u003c")


def give(app: Sphinx, name: str, words: Words) -> None:
    """Let the page that is written now come with these sentences, as the element `<name>-words`."""
    data = as_json({"language": tag(speaks()), "words": words})
    app.add_js_file(None, body=data, id=f"{name}-words", **{"type": "application/json"})


def register(app: Sphinx, file: Path, words: Callable[[str], Words], shows: Callable[[nodes.document], bool]) -> None:
    """Write the script `file` into the site, and load it on the pages that show what it is for, with its sentences.

    `words` gives them for a language. The script's pages are whole without it.
    """

    def load(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
        if doctree is not None and shows(doctree):
            give(app, file.stem, words(app.config.language))
            app.add_js_file(file.name, loading_method="defer")

    def write(app: Sphinx, error: Exception | None) -> None:
        if error is None and app.builder.format == "html":
            write_static(app, file.name, classic_script(saying() + file.read_text("utf-8")))

    app.connect("html-page-context", load)
    app.connect("build-finished", write)
