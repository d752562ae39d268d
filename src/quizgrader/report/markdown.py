"""Turns the MyST of exercises into HTML for pages that stand alone. What only the site can resolve is left out or named.

Raw HTML is shown, never used: whatever a text holds, no script comes of it.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markupsafe import Markup

_NOTES = re.compile(r"\s*\{(?:cite|claim)\}`[^`]*`")  # they lead to the site's notes and bibliography
_NAMED = re.compile(r"\{[a-z:-]+\}`([^`<]*?)\s*(?:<[^`]*>)?`")  # {ref}`words <label>` and the like


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("image", lambda self, tokens, i, options, env: f"<em>[{escape(tokens[i].content)}]</em>")
    return parser


def _fence(self: RendererHTML, tokens, i, options, env) -> str:
    """A directive is shown as what it holds."""
    token = tokens[i]
    if token.info.startswith("{"):
        return _parser().render(_resolved(token.content))
    return f"<pre><code>{escape(token.content)}</code></pre>\n"


def _resolved(text: str) -> str:
    return _NAMED.sub(r"\1", _NOTES.sub("", text))


def block(text: str) -> Markup:
    """Paragraphs, lists and the like."""
    return Markup(_parser().render(_resolved(text)))


def inline(text: str) -> Markup:
    """One paragraph, without the paragraph."""
    return Markup(_parser().renderInline(_resolved(" ".join(text.split()))))


def paragraphs(text: str) -> list[str]:
    """The words of each paragraph, list item and cell, without any markup, each on one line."""
    found = []
    for token in _parser().parse(_resolved(text)):
        if token.type == "inline":
            found.append(plain(token.content))
        elif token.type == "fence":
            found += paragraphs(token.content) if token.info.startswith("{") else token.content.splitlines()
    return found


def plain(text: str) -> str:
    """The words, without any markup, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", block(text))).split())
