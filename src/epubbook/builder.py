"""The builder: from the environment of a Sphinx project to one EPUB file. It puts the steps in order."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Set
from datetime import UTC, datetime
from html import escape
from importlib import resources
from pathlib import Path

from babel.dates import format_date
from docutils import nodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from epubbook import package, xhtml
from epubbook.outline import Outline, read_outline
from languages.words import _
from typstbook.compile import write_whole
from typstbook.picture import png

logger = logging.getLogger(__name__)
STYLE, COVER = "book.css", "cover.png"
KINDS = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
}


class EpubBook(Epub3Builder):
    """Builder `epub`: leaves one file, `<epub_basename>.epub`."""

    allow_parallel = False
    outline: Outline

    def get_outdated_docs(self) -> str:
        return "all documents"

    def copy_assets(self) -> None:
        """The book's one style sheet and its pictures go right into the package."""

    def write_documents(self, docnames: Set[str]) -> None:
        self.pages: dict[str, xhtml.Page] = {}
        self.outline = read_outline(self.env, self.config.epubbook_leave_out)
        super().write_documents({chapter.docname for chapter in self.outline.all()})

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        self.fix_ids(doctree)
        doctree.settings = self.docsettings
        self.secnumbers = self.env.toc_secnumbers.get(docname, {})
        self.fignumbers = self.env.toc_fignumbers.get(docname, {})
        self.imgpath = relative_uri(self.get_target_uri(docname), self.imagedir)
        self.current_docname = docname
        visitor = self.create_translator(doctree, self)
        doctree.walkabout(visitor)
        title = self.env.titles[docname].astext()
        self.add_page(self.get_target_uri(docname), title, "".join(visitor.fragment), "bodymatter chapter", docname)

    def add_page(self, name: str, title: str, body: str, kind: str, place: str | None = None) -> xhtml.Page:
        def tell(what: str) -> None:
            logger.warning(what, location=place or name, type="epub", subtype="page")

        page = xhtml.read_page(name, title, self.config.epub_language, STYLE, body, kind, tell)
        xhtml.simplify(page)
        xhtml.stack_tables(page)
        xhtml.mark_notes(page, self.config.epubbook_note_class)
        self.pages[name] = page
        return page

    def finish(self) -> None:
        about = self.about()
        pictures = list(self.pictures())
        ordered = self.ordered(about)
        ids = {page.name: page.ids() for page in ordered}
        for page in ordered:
            xhtml.mend_links(page, ids)
        items = [self.item(page) for page in ordered]
        items.append(package.Item(STYLE, "text/css", self.style()))
        items.append(package.Item(COVER, "image/png", self.cover(about), "cover-image"))
        written = package.zipped(about, items + pictures)
        write_whole(Path(self.outdir, f"{self.config.epub_basename}.epub"), written)

    def about(self) -> package.About:
        config = self.config
        return package.About(
            title=config.epub_title,
            subtitle=config.epubbook_subtitle,
            author=config.epub_author,
            language=config.epub_language,
            identifier=config.epub_identifier,
            description=config.epub_description,
            publisher=config.epub_publisher,
            rights=config.epub_copyright,
            moment=int(os.environ.get("SOURCE_DATE_EPOCH") or time.time()),
            access=config.epubbook_access,
        )

    def ordered(self, about: package.About) -> list[xhtml.Page]:
        """All pages in reading order, with those that only a book has: cover, title page, contents, and a page for each part."""
        whole = ", ".join(filter(None, (about.title, about.subtitle, about.author)))
        picture = f'<img src="{COVER}" alt="{escape(_("Cover: %s") % whole, quote=True)}"/>'
        front = self.add_page("cover.xhtml", _("Cover"), f'<div class="cover">{picture}</div>', "cover")
        title = self.add_page("title.xhtml", about.title, self.title_page(about), "frontmatter titlepage")
        parts = {part.title: f"part-{number}.xhtml" for number, part in enumerate(self.outline.parts, 1) if part.title}
        names = {chapter.docname: self.get_target_uri(chapter.docname) for chapter in self.outline.all()}
        head = _("Contents")
        places = [
            ("cover", "cover.xhtml", _("Cover")),
            ("toc", "nav.xhtml#toc", head),
            ("bodymatter", names[self.outline.opening.docname], self.outline.opening.title),
        ]
        contents = package.contents(self.outline, names, parts, head) + package.landmarks(_("Landmarks"), places)
        result = [front, title, self.add_page("nav.xhtml", head, contents, "frontmatter")]
        result.append(self.pages[names[self.outline.opening.docname]])
        for part in self.outline.parts:
            if part.title:
                result.append(self.part_page(parts[part.title], part, names))
            result += [self.pages[names[chapter.docname]] for chapter in part.all()]
        return result

    def cover(self, about: package.About) -> bytes:
        """The cover, 1200 by 1800 pixels: drawn from the title, so that it needs no picture file."""
        words = {"title": about.title, "subtitle": about.subtitle, "author": about.author}
        return png(resources.files("epubbook") / "cover.typ", words, 144.0)

    def title_page(self, about: package.About) -> str:
        day = format_date(datetime.fromtimestamp(about.moment, UTC), "d MMMM y", locale=about.language)
        lines = [
            f"<h1>{escape(about.title)}</h1>",
            f'<p class="subtitle">{escape(about.subtitle)}</p>' if about.subtitle else "",
            f'<p class="author">{escape(about.author)}</p>',
            f'<p class="imprint">{escape(_("Edition of %s") % day)}<br/>{escape(about.rights)}</p>',
        ]
        return f'<section class="title-page">{"".join(lines)}</section>'

    def part_page(self, name: str, part, names: dict[str, str]) -> xhtml.Page:
        links = "".join(f'<li><a href="{names[each.docname]}">{escape(each.title)}</a></li>' for each in part.chapters)
        body = f'<section class="part-page" role="doc-part"><h1>{escape(part.title)}</h1><ul>{links}</ul></section>'
        return self.add_page(name, part.title, body, "bodymatter part")

    def item(self, page: xhtml.Page) -> package.Item:
        properties = ["nav"] if page.name == "nav.xhtml" else ["svg"] if page.has_svg else []
        return package.Item(page.name, "application/xhtml+xml", page.text(), " ".join(properties), in_order=True)

    def pictures(self) -> Iterator[package.Item]:
        for source, name in sorted(self.images.items()):
            kind = KINDS[Path(name).suffix.lower()]
            yield package.Item(f"{self.imagedir}/{name}", kind, Path(self.srcdir, source).read_bytes())

    def style(self) -> bytes:
        """The book's own style, then what the project and other extensions add to it."""
        sheets = [(resources.files("epubbook") / STYLE).read_text("utf-8")]
        sheets += [Path(self.confdir, name).read_text("utf-8") for name in self.config.epubbook_styles]
        return "\n".join(sheets).encode()
