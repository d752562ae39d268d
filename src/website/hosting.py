"""What a server is given beside the pages: a sitemap, the page for addresses that are not there, and its headers as a file.

Where the site will stand (`html_baseurl`) is needed for the first, and for a 404 page that is right at any depth.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from sphinx.application import Sphinx

from languages.links import translated_pages
from languages.pages import is_edition
from languages.words import _
from website import policy, writing

NOT_FOUND = "404"
_RELATIVE = re.compile(r'((?:\shref|\ssrc|\saction|data-content_root)=")(?![a-z]+:|#|/)(?:\./)?')

HEADERS = {
    "Content-Security-Policy": policy.HEADER,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def sitemap(base: str, pages: list[str]) -> str:
    urls = "".join(f"<url><loc>{base.rstrip('/')}/{page}</loc></url>\n" for page in pages)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return f"{head}\n{urls}</urlset>\n"


def headers_file() -> str:
    """The headers in the form that several hosts read from a file `_headers`."""
    return "/*\n" + "".join(f"  {name}: {value}\n" for name, value in HEADERS.items())


def write_for_server(app: Sphinx, error: Exception | None) -> None:
    base = app.config.html_baseurl
    if error is None and base and app.builder.name in writing.BUILDERS and not is_edition(app):  # one for all editions
        pages = sorted(app.builder.get_target_uri(docname) for docname in app.env.found_docs)
        pages += translated_pages(app)
        Path(app.outdir, "sitemap.xml").write_text(sitemap(base, pages), "utf-8")
        Path(app.outdir, "_headers").write_text(headers_file(), "utf-8")


def rooted(page: str, base: str) -> str:
    """`page` with its relative addresses counted from the site's root, so that it may be shown at any depth."""
    root = urlsplit(base).path.rstrip("/") + "/"
    return _RELATIVE.sub(rf"\g<1>{root}", page)


def mend(page: str, context: dict) -> str:
    base = context["html_baseurl"]
    return rooted(page, base) if context["pagename"] == NOT_FOUND and base else page


def not_found(app: Sphinx):
    """The page for addresses that are not there, of a site that has a template for it."""
    if any(Path(app.confdir, folder, "404.html").exists() for folder in app.config.templates_path):
        yield NOT_FOUND, {"title": _("Not here")}, "404.html"


def give_base(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    context["html_baseurl"] = app.config.html_baseurl


def register(app: Sphinx) -> None:
    app.connect("html-page-context", give_base)
    app.connect("html-collect-pages", not_found)
    app.connect("build-finished", write_for_server)
    writing.last(mend)
