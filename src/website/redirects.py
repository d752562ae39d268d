"""Old addresses that lead on: for each entry of docs/redirects.yaml a small page, or a place on a page, that leads there.

An entry is `old: new`. Both are addresses within the site, such as `docs/a.html` or `docs/a.html#label`. A page that is
gone leaves a page that leads on at once, without a script. A label that is gone from a page which is still there leaves
a place of the old name: where the new one is, if that is on the same page, or else a line at the page's end.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from authoring.myst import warn
from authoring.problems import Problem
from authoring.yamlfile import Located, read
from languages.words import _
from website import writing

LOG = logging.getLogger(__name__)
PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{title}</title>
<link rel="canonical" href="{canonical}">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={new}">
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>{title}</h1><p><a href="{new}">{words}</a></p></main></body>
</html>
"""


def split(address: str) -> tuple[str, str]:
    page, _hash, label = address.partition("#")
    return page, label


def read_redirects(file: Path) -> tuple[dict[str, str], list[Problem]]:
    """The entries, old to new, and what is wrong with the file. Where there is no file, there are none."""
    if not file.exists():
        return {}, []
    located = read(file)
    data = located.data if isinstance(located.data, dict) else {}
    wrong = [problem for old, new in data.items() for problem in entry_problems(located, old, new, data)]
    return {old: new for old, new in data.items() if isinstance(new, str)}, [*located.problems, *wrong]


def entry_problems(located: Located, old: str, new: object, data: dict) -> list[Problem]:
    if not isinstance(new, str) or not split(old)[0].endswith(".html") or not split(new)[0].endswith(".html"):
        mend = "write `docs/old.html: docs/new.html`, each with or without a label: `docs/new.html#label`"
        return [located.problem((old,), "redirect", f"{old} leads to no page of the site", mend, key=True)]
    if new in data:
        mend = f"write {data[new]} here"
        return [located.problem((old,), "redirect-twice", f"{old} leads to {new}, which leads on", mend)]
    return []


def leads_on(old: str, new: str, base: str, language: str) -> str:
    """The page that stands at `old` and leads to `new`."""
    there = escape(relative_uri(old, split(new)[0]) + new[len(split(new)[0]) :])
    canonical = escape(f"{base.rstrip('/')}/{split(new)[0]}") if base else there
    words = {"title": _("This page has moved"), "words": _("Go to where it is now")}
    return PAGE.format(language=language, canonical=canonical, new=there, **{k: escape(v) for k, v in words.items()})


def with_places(page: str, address: str, redirects: dict[str, str]) -> str:
    """The page at `address` with a place for each of its labels that are gone."""
    for old, new in redirects.items():
        (old_page, gone), (new_page, label) = split(old), split(new)
        if old_page != address or not gone or f'id="{gone}"' in page:
            continue
        if new_page == address:
            page = re.sub(rf'(<[a-z][^<>]*\sid="{re.escape(label)}")', rf'<span id="{gone}"></span>\1', page, count=1)
        else:
            there = escape(relative_uri(address, new_page) + (f"#{label}" if label else ""))
            line = f'<p class="moved" id="{gone}"><a href="{there}">{escape(_("What was here has moved"))}</a></p>'
            page = page.replace("</article>", f"{line}</article>", 1)
    return page


def load(app: Sphinx) -> None:
    named = app.config.website_redirects
    app.website_moved, problems = read_redirects(Path(app.srcdir, named)) if named else ({}, [])
    for problem in problems:
        warn(problem)


def give_redirects(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    context["website_moved"] = app.website_moved
    context["website_address"] = app.builder.get_target_uri(pagename)


def mend(page: str, context: dict) -> str:
    return with_places(page, context["website_address"], context["website_moved"])


def write(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.name not in writing.BUILDERS:
        return
    pages = {app.builder.get_target_uri(name) for name in app.env.found_docs}
    for old, new in app.website_moved.items():
        page, label = split(old)
        if page in pages or label:
            continue
        path = Path(app.outdir, page)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(leads_on(page, new, app.config.html_baseurl, app.config.language), "utf-8")


def register(app: Sphinx) -> None:
    app.add_config_value("website_redirects", "docs/redirects.yaml", "html", str, "the file of old addresses, if any")
    app.connect("builder-inited", load)
    app.connect("html-page-context", give_redirects)
    app.connect("build-finished", write)
    writing.last(mend)
