"""Gives scripts in pages their sentences, as JSON that comes with the page; needs Sphinx."""

from __future__ import annotations

import json
from pathlib import Path

from sphinx.application import Sphinx

from languages.words import speaks

SAYING = Path(__file__).with_name("web") / "saying.js"


def saying() -> str:
    """The script that says them, to be joined before those that use it."""
    return SAYING.read_text("utf-8")


def tag() -> str:
    """The language that is built as a page and a browser name it: `pt-BR`."""
    return speaks().replace("_", "-")


def as_json(data: dict) -> str:
    """`data` as it may stand in a script element, which no text in it can end."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str).replace("<", "\\u003c")


def give(app: Sphinx, name: str, words: dict[str, str | dict[str, str]]) -> None:
    """Let the page that is written now come with these sentences, as the element `<name>-words`."""
    data = as_json({"language": tag(), "words": words})
    app.add_js_file(None, body=data, id=f"{name}-words", **{"type": "application/json"})
