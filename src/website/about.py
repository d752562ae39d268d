"""What tells others about a page: a title like no other page's, a description, and the picture that stands for its part."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

from website import cards, navigation

MOST_CHARACTERS = 160  # more is cut by those who show it
RUNNING_TEXT = (nodes.section, nodes.document)


def description(doctree: nodes.document) -> str:
    """The first paragraph of running text on a page, or else of any text, cut at a word."""
    paragraphs = list(doctree.findall(nodes.paragraph))
    running = [paragraph for paragraph in paragraphs if isinstance(paragraph.parent, RUNNING_TEXT)]
    words = (plain(paragraph) for paragraph in (*running, *paragraphs))
    return cut(next(filter(None, words), ""))


def plain(paragraph: nodes.paragraph) -> str:
    """The words of a paragraph without the numbers of its notes."""
    copy = paragraph.deepcopy()
    for mark in list(copy.findall(nodes.superscript)):
        mark.parent.remove(mark)
    return " ".join(copy.astext().split())


def cut(words: str) -> str:
    if len(words) <= MOST_CHARACTERS:
        return words
    return words[: MOST_CHARACTERS - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def full_title(title: str, part: str, project: str) -> str:
    """What a browser's tab and a list of results show: the page, the part of the site that it is in, the site."""
    return " · ".join(dict.fromkeys(filter(None, (title, part, project))))


def describe(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    part = navigation.tree_of(app).part_of(pagename)
    title = context.get("title", "")
    context["page_title"] = full_title(title, part, app.config.html_title)
    context["page_description"] = description(doctree) if doctree is not None else ""
    context["page_card"] = cards.address(app.config.html_baseurl, part)
    context["page_card_about"] = part or app.config.html_title


def register(app: Sphinx) -> None:
    app.connect("html-page-context", describe)
