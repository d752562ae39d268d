"""The script of check lists and templates, from `playbook/web/`: loaded only by pages that show one, which work without it."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from authoring.assets import classic_script, write_static
from playbook.checklist import tick
from playbook.template import template

WEB = Path(__file__).with_name("web")


def script() -> str:
    return classic_script((WEB / "playbook.js").read_text("utf-8"))


def write(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        write_static(app, "playbook.js", script())


def load_where_shown(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    if doctree is not None and next(doctree.findall(lambda node: isinstance(node, tick | template)), None) is not None:
        app.add_js_file("playbook.js", loading_method="defer")


def register(app: Sphinx) -> None:
    app.connect("html-page-context", load_where_shown)
    app.connect("build-finished", write)
