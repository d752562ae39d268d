"""Writes the index, the script and the style of the search into a built site. Only the search page loads them."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from authoring.assets import classic_script, joined, write_static
from languages.scripts import saying
from sitesearch.index import as_script, index

WEB = Path(__file__).with_name("web")


def script() -> str:
    return classic_script(saying() + joined(WEB, "ranking", "results"))


def write(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.name == "html":
        write_static(app, "search-index.js", as_script(index(app)))
        write_static(app, "sitesearch.js", script())
        write_static(app, "sitesearch.css", (WEB / "search.css").read_text("utf-8"))


def register(app: Sphinx) -> None:
    app.connect("build-finished", write)
