"""Links between the editions: from a page to itself in other languages, and to pages that there are in English only.

A link into the English site says so to the eye, and to programs by `hreflang`; a title that is English is marked as such.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import NamedTuple

from babel import Locale
from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import docname_join
from sphinx.util.inventory import InventoryFile

from authoring.myst import within
from languages.pages import is_edition
from languages.words import SOURCE, _, tag

MADE = ("search",)  # pages without a source, which every edition has
KINDS = {"ref": "std:label", "numref": "std:label", "doc": "std:doc", "term": "std:term"}


class Twin(NamedTuple):
    """A page in another language."""

    language: str
    name: str  # of the language, in itself
    href: str
    address: str  # whole, where the site's is known


def in_source() -> str:
    return _("(in English)")


def inventory(app: Sphinx) -> dict:
    """What there is on the English site, which an edition stands in a folder of."""
    if not hasattr(app, "languages_inventory"):
        read = InventoryFile.loads(Path(app.outdir).parent.joinpath("objects.inv").read_bytes(), uri="")
        app.languages_inventory = read.data
    return app.languages_inventory


def lead_to_source(app: Sphinx, env: BuildEnvironment, node, contnode) -> nodes.reference | None:
    """The link to a page or a place that is not in this edition."""
    kind = node.get("reftype")
    if not is_edition(app) or node.get("refdomain") != "std" or kind not in KINDS:
        return None
    target = docname_join(node["refdoc"], node["reftarget"]) if kind == "doc" else node["reftarget"]
    item = inventory(app).get(KINDS[kind], {}).get(target if kind == "doc" else target.lower())
    if item is None:
        return None
    link = nodes.reference("", "", internal=True, classes=["elsewhere"])
    link["refuri"] = "../" * (node["refdoc"].count("/") + 1) + item.uri
    if node.get("refexplicit") or kind == "term":
        link += contnode
    else:
        link += nodes.inline("", item.display_name, classes=[f"language-{SOURCE}"])
    if not within(node, "notes"):  # each of them leads there, and their heading says so
        link += [nodes.Text(" "), nodes.inline("", in_source(), classes=["in-language"])]
    return link


def twins(app: Sphinx, pagename: str, root: str) -> list[Twin]:
    """The other languages in which there is a page; `root` leads from it to its own edition's."""
    here, whole = app.config.language, app.languages_whole
    base = app.config.html_baseurl.rstrip("/")
    target = app.builder.get_target_uri(pagename)
    to_source = f"{root}../" if is_edition(app) else root
    base = base.removesuffix(f"/{here}") if is_edition(app) else base
    found = {language: f"{language}/" for language in whole if pagename in (*whole[language], *MADE)}
    found = {SOURCE: "", **found} if found else {}
    return [
        Twin(tag(language), own_name(language), to_source + folder + target, base and f"{base}/{folder}{target}")
        for language, folder in found.items()
    ]


def translated_pages(app: Sphinx) -> list[str]:
    """The addresses of all pages in other languages, from the English site's root."""
    whole = app.languages_whole.items()
    return [f"{language}/{app.builder.get_target_uri(name)}" for language, names in whole for name in names]


def own_name(language: str) -> str:
    """Español, English: as its readers call it."""
    name = Locale.parse(language, sep="_").get_display_name() or language
    return name[:1].upper() + name[1:]


def give_to_templates(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    root = context["content_root"]

    def leading_to(docname: str, words: str, class_name: str = "") -> Markup:
        """A link to a page of this edition or, where it has none, to the English one."""
        if docname in app.env.found_docs or docname in MADE or not is_edition(app):
            named = f' class="{class_name}"' if class_name else ""
            return Markup(f'<a{named} href="{escape(context["pathto"](docname))}">{escape(words)}</a>')
        mark = f'<span class="in-language">{escape(in_source())}</span>'
        return Markup(
            f'<a class="{f"{class_name} " if class_name else ""}elsewhere" href="{root}../{escape(docname)}.html">'
            f"{escape(words)} {mark}</a>"
        )

    context["leading_to"] = leading_to
    context["page_twins"] = twins(app, pagename, root)
    context["page_language"] = tag(app.config.language)
    context["page_direction"] = Locale.parse(app.config.language, sep="_").text_direction


def mend(page: str, context: dict) -> str:
    """What the writers of docutils and the theme have no place for: where a language is said, and the way it is read."""
    page = page.replace('<a class="elsewhere', f'<a hreflang="{SOURCE}" class="elsewhere')
    page = page.replace(' elsewhere" href', f' elsewhere" hreflang="{SOURCE}" href')
    if context["page_direction"] == "rtl":
        page = page.replace("<html ", '<html dir="rtl" ', 1)
    return page


def register(app: Sphinx) -> None:
    app.connect("missing-reference", lead_to_source)
    app.connect("html-page-context", give_to_templates)
