"""The site under a strict Content-Security-Policy: a page loads its scripts and styles from files, and holds none itself.

The theme, docutils and Sphinx write a few into the pages, and a link by which Firefox would fetch the next page ahead.
They are taken out as each page is written, by `strict`; what it knows no place for is told, so that a build with warnings
as errors stops. The header stands here once: for the tests,
for the file `_headers`, and for docs/reference/hosting.md, which a test holds to it.
"""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

from authoring.assets import classic_script, version, write_static
from website import writing

HEADER = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
SCRIPT, WIDTHS = "page.js", "widths.css"
LOG = logging.getLogger(__name__)

# What is taken out: the theme's script for light and dark (ours does it too) and its block of colours (site.css has them)
_MODE = re.compile(r"<script>\s*document\.body\.dataset\.theme = [^<]*</script>")
_COLOURS = re.compile(r"<style>\s*body \{\s*--color-code-background:.*?</style>\s*", re.S)
_NEXT = re.compile(r'<link rel="next"[^<>]*>\s*')  # which Firefox would fetch ahead of its reader
_STYLED = re.compile(r'<(\w+)([^<>]*?)\sstyle="([^"]*)"([^<>]*?)(\s?/?)>')
_CLASS = re.compile(r'\sclass="([^"]*)"')
_WIDE = re.compile(r'\sclass="[^"]*\bwidth-\d')
_PERCENT = re.compile(r"width: (\d+(?:\.\d+)?)%")

# What a browser refuses under the policy, and what an author may do about it
_REFUSED = {
    re.compile(r'<script(?![^>]*\ssrc=)(?![^>]*type="application/(?:ld\+)?json")[^>]*>'): "put the script into a file",
    re.compile(r"<style[^>]*>"): "put the style into docs/_static/site.css",
    re.compile(r"<[a-z][^<>]*\son[a-z]+=[^<>]*>"): "let a script listen for the event",
    re.compile(r"<[a-z][^<>]*\sstyle=[^<>]*>"): "give it a class, and the class a rule in docs/_static/site.css",
    re.compile(
        r'<link[^<>]*\srel="(?:next|prefetch)"[^<>]*>'
    ): "leave it out: a browser would fetch what nobody asked for",
    re.compile(r'<a[^<>]*\shref="javascript:[^<>]*>'): "write a button, and a script that listens to it",
}


def strict(page: str, root: str) -> str:
    """`page` without what theme, docutils and Sphinx write that the policy refuses; `root` leads from it to the site's."""
    page = _MODE.sub(f'<script src="{root}_static/{SCRIPT}?v={version(script())}"></script>', page, count=1)
    page = _STYLED.sub(_as_class, _NEXT.sub("", _COLOURS.sub("", page, count=1)))
    if _WIDE.search(page):
        link = f'<link rel="stylesheet" href="{root}_static/{WIDTHS}?v={version(widths())}">\n'
        page = page.replace("</head>", f"{link}</head>", 1)
    return page


def refused(page: str) -> list[str]:
    """Each thing on `page` that a browser would not run or draw under the policy, with the mend."""
    found = ((match[0], mend) for pattern, mend in _REFUSED.items() for match in pattern.finditer(page))
    return [f"the policy refuses {what[:80]} — {mend}" for what, mend in found]


def _as_class(match: re.Match[str]) -> str:
    """A start tag whose style attribute is a class or, in a drawing, attributes of their own; as it was if unknown."""
    tag, before, style, after, end = match.groups()
    names, attributes = [], ""
    for declaration in filter(None, (part.strip() for part in style.split(";"))):
        percent = _PERCENT.fullmatch(declaration)
        if percent:
            names.append(f"width-{round(float(percent[1]))}")
        elif declaration in ("opacity: 50%", "display: none"):  # the theme's icons; drawings have these as attributes
            name, value = declaration.replace("50%", "0.5").split(": ")
            attributes += f' {name}="{value}"'
        elif declaration != "vertical-align: top":  # which all cells have by site.css
            return match[0]
    rest = before + after
    if names:
        own = _CLASS.search(rest)
        rest = _CLASS.sub("", rest, count=1)
        attributes += f' class="{" ".join([*([own[1]] if own else []), *names])}"'
    return f"<{tag}{rest}{attributes}{end}>"


def widths() -> str:
    """A style sheet with a class for each whole percentage: the widths of columns."""
    return "".join(f".width-{percent}{{width:{percent}%}}\n" for percent in range(101))


def script() -> str:
    return classic_script(Path(__file__).with_name("web").joinpath(SCRIPT).read_text("utf-8"))


def without_eval(doctools: str) -> str:
    """Sphinx's script for translated words, which makes a function of a text; ours is given the function."""
    made, given = re.compile(r"new Function\(.*?\);", re.S), "catalog.plural_expr;"
    return made.sub(given, doctools, count=1)


def with_function(translations: str) -> str:
    """A language's words for Sphinx's script, with the rule of its plural forms as a function."""
    return re.sub(r'"plural_expr": "([^"]*)"', r'"plural_expr": (n) => Number(\1)', translations, count=1)


def write_files(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.name not in writing.BUILDERS:
        return
    write_static(app, SCRIPT, script())
    write_static(app, WIDTHS, widths())
    for name, mended in (("doctools.js", without_eval), ("translations.js", with_function)):
        path = Path(app.outdir, "_static", name)
        if path.exists():
            path.write_text(mended(path.read_text("utf-8")), "utf-8")


def refuse_colours(app: Sphinx, config) -> None:
    """The theme would write them into every page."""
    for name in ("light_css_variables", "dark_css_variables"):
        if name in config.html_theme_options:
            LOG.warning(
                f"conf.py: html_theme_options has no use for {name} — write the colours into docs/_static/site.css"
            )


def mend(page: str, context: dict) -> str:
    """The last of what is done to a page: nothing that the policy refuses is left, or it is told."""
    page = strict(page, context["content_root"])
    for problem in refused(page):
        LOG.warning(problem, location=context["pagename"], type="website", subtype="policy")
    return page


def register(app: Sphinx) -> None:
    writing.last(mend)
    app.connect("config-inited", refuse_colours)
    app.connect("build-finished", write_files)
