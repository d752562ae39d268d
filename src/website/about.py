"""What tells others about a page: its description, its address, the sitemap, and the page for what is not there."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

MOST_CHARACTERS = 160  # more is cut by those who show it


def description(doctree: nodes.document) -> str:
    """The first paragraph of running text on a page, cut at a word."""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section | nodes.document):
            plain = paragraph.deepcopy()
            for mark in list(plain.findall(nodes.superscript)):
                mark.parent.remove(mark)
            words = " ".join(plain.astext().split())
            if len(words) > MOST_CHARACTERS:
                words = words[: MOST_CHARACTERS - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
            return words
    return ""


def describe(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    context["page_description"] = description(doctree) if doctree is not None else ""


def write_sitemap(app: Sphinx, error: Exception | None) -> None:
    """Every page's address; only where the site's own is known (`html_baseurl`)."""
    base = app.config.html_baseurl
    if error is None and base and app.builder.name == "html":
        pages = sorted(app.builder.get_target_uri(docname) for docname in app.env.found_docs)
        urls = "".join(f"<url><loc>{base.rstrip('/')}/{page}</loc></url>\n" for page in pages)
        text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
        Path(app.outdir, "sitemap.xml").write_text(text, "utf-8")


def not_found(app: Sphinx):
    """404.html, which servers show for an address that is not there; it may be shown at any depth, so it links from the root."""
    yield "404", {"title": "Not here"}, "404.html"


def register(app: Sphinx) -> None:
    app.connect("html-page-context", describe)
    app.connect("html-collect-pages", not_found)
    app.connect("build-finished", write_sitemap)
