"""The package around the pages: what the book says about itself, its contents, and the zip file that holds all of it."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from epubbook.outline import Chapter, Outline

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
FOLDER = "EPUB"


@dataclass(frozen=True)
class About:
    """What the book says about itself."""

    title: str
    subtitle: str
    author: str
    language: str
    identifier: str
    description: str
    publisher: str
    rights: str
    moment: int  # of this edition, in seconds since 1970
    access: str  # a summary of its accessibility, in words

    @property
    def modified(self) -> str:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.moment))


@dataclass(frozen=True)
class Item:
    """A file of the package."""

    name: str
    media_type: str
    content: bytes
    properties: str = ""
    in_order: bool = False  # of reading


# Of schema.org, as the EPUB Accessibility specification asks; each holds for whatever this builder writes.
ACCESS = (
    *(("schema:accessMode", mode) for mode in ("textual", "visual")),
    ("schema:accessModeSufficient", "textual"),
    *(
        ("schema:accessibilityFeature", feature)
        for feature in (
            "alternativeText",
            "displayTransformability",
            "readingOrder",
            "structuralNavigation",
            "tableOfContents",
            "unlocked",
        )
    ),
    ("schema:accessibilityHazard", "none"),
)


def package(about: About, items: Iterable[Item]) -> str:
    """The package document."""
    access = [*ACCESS, *([("schema:accessibilitySummary", about.access)] if about.access else [])]
    plain = {
        "publisher": about.publisher,
        "rights": about.rights,
        "description": about.description,
        "date": about.modified[:10],
    }
    lines = [
        f'<dc:identifier id="identifier">{escape(about.identifier)}</dc:identifier>',
        f"<dc:title>{escape(about.title)}</dc:title>",
        f"<dc:language>{about.language}</dc:language>",
        f'<dc:creator id="creator">{escape(about.author)}</dc:creator>'
        '<meta refines="#creator" property="role" scheme="marc:relators">aut</meta>',
        *(f"<dc:{name}>{escape(text)}</dc:{name}>" for name, text in plain.items() if text),
        f'<meta property="dcterms:modified">{about.modified}</meta>',
        *(f'<meta property="{name}">{escape(text)}</meta>' for name, text in access),
        '<meta name="cover" content="cover-image"/>',
    ]
    manifest, spine = [], []
    for number, item in enumerate(items):
        name = "cover-image" if item.properties == "cover-image" else f"f{number}"
        properties = f' properties="{item.properties}"' if item.properties else ""
        manifest.append(f'<item id="{name}" href="{escape(item.name)}" media-type="{item.media_type}"{properties}/>')
        if item.in_order:
            spine.append(f'<itemref idref="{name}"/>')
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="identifier" '
        f'xml:lang="{about.language}">\n'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{_rows(lines)}</metadata>\n'
        f"<manifest>\n{_rows(manifest)}</manifest>\n<spine>\n{_rows(spine)}</spine>\n</package>\n"
    )


def _rows(lines: Iterable[str]) -> str:
    return "".join(f"  {line}\n" for line in lines if line)


def contents(outline: Outline, pages: Mapping[str, str], parts: Mapping[str, str], title: str) -> str:
    """The body of the table of contents. `pages` and `parts` say which page a document and a part's title stand on."""

    def chapter(each: Chapter, with_sections: bool) -> str:
        page = pages[each.docname]
        below = _list([chapter(child, False) for child in each.below])
        if with_sections and not below:  # for the reader's panel; on the page of contents they would be too many
            sections = [f'<li><a href="{page}#{name}">{escape(text)}</a></li>' for name, text in each.sections if name]
            below = _list(sections).replace("<ol>", '<ol hidden="hidden">', 1)
        return f'<li><a href="{page}">{escape(each.title)}</a>{below}</li>'

    entries = [chapter(outline.opening, False)]
    for part in outline.parts:
        inside = [chapter(each, True) for each in part.chapters]
        if part.title:
            inside = [f'<li class="part"><a href="{parts[part.title]}">{escape(part.title)}</a>{_list(inside)}</li>']
        entries += inside
    return f'<nav epub:type="toc" role="doc-toc" id="toc"><h1>{escape(title)}</h1>{_list(entries)}</nav>'


def _list(entries: list[str]) -> str:
    return f"<ol>{''.join(entries)}</ol>" if entries else ""


def landmarks(title: str, places: Iterable[tuple[str, str, str]]) -> str:
    """Where readers find the places that every book has: (kind, page, name)."""
    links = [f'<li><a epub:type="{kind}" href="{page}">{escape(name)}</a></li>' for kind, page, name in places]
    return f'<nav epub:type="landmarks" hidden="hidden"><h2>{escape(title)}</h2>{_list(links)}</nav>'


def zipped(about: About, items: list[Item]) -> bytes:
    """The whole file: the same bytes for the same content, in whatever time zone and on whatever system it is made."""
    date = time.gmtime(max(about.moment, 315532800))[:6]  # a zip file knows no day before 1980
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:

        def add(name: str, content: bytes, method: int) -> None:
            entry = zipfile.ZipInfo(name, date)
            entry.create_system, entry.external_attr, entry.compress_type = 3, 0o644 << 16, method
            archive.writestr(entry, content, method, 9)

        add("mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        add("META-INF/container.xml", CONTAINER.encode(), zipfile.ZIP_DEFLATED)
        add(f"{FOLDER}/package.opf", package(about, items).encode(), zipfile.ZIP_DEFLATED)
        for item in items:
            add(f"{FOLDER}/{item.name}", item.content, zipfile.ZIP_DEFLATED)
    return written.getvalue()
