"""The places on pages that a script fills with what the browser remembers; without it they say that they need it.

Their scripts are run where they stand, not deferred: what they fill is there before what follows it, and nothing moves.
"""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from authoring.assets import version
from languages.words import _
from memory import assets, course_data, wording
from quizgrader.sphinxext.wording import page_data


class memory_view(nodes.General, nodes.Element):
    """A place that a script fills. Attribute: `kind`, the name of its directive."""


class ViewDirective(SphinxDirective):
    """```{progress}``` and the like: one of a kind on a page."""

    def run(self) -> list[nodes.Node]:
        self.env.metadata[self.env.docname]["memory"] = self.name
        return [memory_view(kind=self.name)]


def without_script(kind: str) -> str:
    return {
        "progress": _("Here your browser would show what you have read and answered. For that it needs JavaScript."),
        "review": _("Here questions that you missed would come back. For that your browser needs JavaScript."),
        "certificate": _("Here your browser would make your certificate. For that it needs JavaScript."),
    }[kind]


def visit_html(writer, node: memory_view) -> None:
    builder, kind = writer.builder, node["kind"]
    if builder.name == "epub":
        raise nodes.SkipNode
    here = builder.get_target_uri(builder.current_docname)
    if kind == "left-off":
        writer.body.append(_left_off(builder))
    else:
        writer.body.append(_place(builder, kind))
        writer.body.append(f'<script src="{relative_uri(here, f"_static/{course_data.NAME}")}"></script>')
    script = relative_uri(here, f"_static/{kind}.js")
    writer.body.append(f'<script src="{script}?v={version(assets.script(kind))}"></script>')
    raise nodes.SkipNode


def _place(builder, kind: str) -> str:
    on_review = ["exercise.js"] if kind == "review" else []
    words = page_data(builder.config, on_review, wording.on_views(builder.config.language))
    return (
        f'<div class="memory" data-memory="{kind}"><p>{escape(without_script(kind))}</p></div>'
        f'<script id="quizgrader-words" type="application/json">{words}</script>'
    )


def _left_off(builder) -> str:
    """A line of two parts, which stays hidden on a first visit."""
    known = {
        "site": builder.config.quizgrader_site,
        "end": builder.get_target_uri("x").removeprefix("x"),  # what the address of a page has behind its name
        "review": course_data.review(builder.app) or "",
    }
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in known.items())
    go_on = f'<span data-go-on="" hidden="">{escape(_("Continue where you left off:"))} <a></a></span>'
    due = f'<span data-due="" hidden=""><a>{escape(_("For review today:"))} </a></span>'
    return f'<p class="left-off"{data} hidden="">{go_on} {due}</p>'


def skip(_writer, _node: memory_view) -> None:
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    for kind in assets.VIEWS:
        app.add_directive(kind, ViewDirective)
    others = {name: (skip, None) for name in ("text", "latex", "typst", "man", "texinfo")}
    app.add_node(memory_view, html=(visit_html, None), **others)
