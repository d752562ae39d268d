"""Which of the theme's and Sphinx's files a page loads: only those of which it has something, and no script holds it up."""

from __future__ import annotations

from collections.abc import Callable

from docutils import nodes
from sphinx.application import Sphinx

AFTER_ALL_OTHERS = 950
SEARCH = "search.html"  # its scripts call one another while they are loaded


def shows_code(doctree: nodes.document) -> bool:
    return any(doctree.findall(nodes.literal_block))


def shows(doctree: nodes.document, start: str) -> bool:
    """Whether something on the page has a class that begins with `start`."""
    return any(name.startswith(start) for node in doctree.findall(nodes.Element) for name in node.get("classes", ()))


NEEDED: dict[str, Callable[[nodes.document], bool]] = {
    "_static/pygments.css": shows_code,
    "_static/sphinx-design.min.css": lambda doctree: shows(doctree, "sd-"),
    "_static/styles/furo-extensions.css": lambda doctree: shows(doctree, "sd-"),  # the theme's part of it
    "_static/design-tabs.js": lambda doctree: shows(doctree, "sd-tab-set"),
}


def needed(file, doctree: nodes.document | None) -> bool:
    test = NEEDED.get(str(getattr(file, "filename", "")))
    return test is None or (doctree is not None and test(doctree))


def deferred(script):
    """`script`, to be run when the page has been read; scripts keep their order."""
    if not getattr(script, "filename", None) or {"defer", "async"} & script.attributes.keys():
        return script
    return type(script)(script.filename, priority=script.priority, **script.attributes, defer="defer")


def choose(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    context["css_files"] = [file for file in context["css_files"] if needed(file, doctree)]
    scripts = [file for file in context["script_files"] if needed(file, doctree)]
    context["script_files"] = scripts if templatename == SEARCH else list(map(deferred, scripts))


def register(app: Sphinx) -> None:
    app.connect("html-page-context", choose, priority=AFTER_ALL_OTHERS)
