"""From the HTML that visitors write to XHTML that holds in an EPUB: well formed, without scripts and forms, and linked.

A page is parsed as XML. What cannot stand in a book is told by name, so that it is mended where it is written.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml import etree

XHTML, EPUB, SVG = "http://www.w3.org/1999/xhtml", "http://www.idpf.org/2007/ops", "http://www.w3.org/2000/svg"
FORBIDDEN = ("script", "form", "input", "select", "textarea", "button", "iframe", "object", "style")
TYPE = f"{{{EPUB}}}type"
STACKED = 4  # columns and more are too many for a telephone


@dataclass
class Page:
    """A page of the book: its name in the package, its title, its tree, and whether it holds a drawing."""

    name: str
    title: str
    root: etree._Element

    @property
    def has_svg(self) -> bool:
        return self.root.find(f".//{{{SVG}}}svg") is not None

    def ids(self) -> set[str]:
        return {element.get("id") for element in self.root.iter(etree.Element) if element.get("id")}

    def text(self) -> bytes:
        return etree.tostring(self.root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>") + b"\n"


def read_page(
    name: str, title: str, language: str, style: str, body: str, kind: str, tell: Callable[[str], None]
) -> Page:
    """A page from the HTML of its body. `kind` is what it is in the book, such as `chapter`; `tell` is told what is wrong."""
    root = etree.Element(f"{{{XHTML}}}html", nsmap={None: XHTML, "epub": EPUB})
    root.set("lang", language)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    head = etree.SubElement(root, f"{{{XHTML}}}head")
    etree.SubElement(head, f"{{{XHTML}}}title").text = title
    etree.SubElement(head, f"{{{XHTML}}}link", rel="stylesheet", type="text/css", href=relative(name, style))
    root.append(_body(body, tell))
    root[-1].set(TYPE, kind)
    for tag in FORBIDDEN:
        for found in root.iter(f"{{{XHTML}}}{tag}"):
            shown = etree.tostring(found, encoding="unicode")[:90]
            tell(f"a book cannot hold <{tag}>: {shown}")
    return Page(name, title, root)


def _body(html: str, tell: Callable[[str], None]) -> etree._Element:
    html = re.sub(r"<svg\b(?![^>]*\sxmlns=)", f'<svg xmlns="{SVG}"', html)
    text = f'<body xmlns="{XHTML}" xmlns:epub="{EPUB}">{html}</body>'.replace("&nbsp;", "\u00a0")
    try:
        return etree.fromstring(text.encode())
    except etree.XMLSyntaxError as error:
        line = text.splitlines()[(error.lineno or 1) - 1]
        tell(f"this HTML is no XML: {error.msg}: {line[max(0, error.offset - 60) : error.offset + 60]}")
        return etree.fromstring(text.encode(), etree.XMLParser(recover=True))


def relative(page: str, target: str) -> str:
    """The address of one file of the package in another."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def mend_links(page: Page, ids: Mapping[str, set[str]]) -> None:
    """A link to what the book does not hold becomes plain text; one to a lost place leads to its page. `ids`: of each page."""
    for link in list(page.root.iter(f"{{{XHTML}}}a")):
        href = link.get("href")
        if href is None or urlsplit(href).scheme:
            continue
        path, _, fragment = href.partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), unquote(path))) if path else page.name
        if target not in ids or (fragment and not path and fragment not in ids[target]):
            link.tag = f"{{{XHTML}}}span"
            for name in ("href", "title"):
                link.attrib.pop(name, None)
        elif fragment and unquote(fragment) not in ids[target]:
            link.set("href", path)


def mark_notes(page: Page, mark: str) -> None:
    """Tell readers which links lead to notes, so that they can show a note in place. `mark`: the class around such links."""
    for holder in page.root.iter(etree.Element):
        if mark and mark in (holder.get("class") or "").split():
            for link in holder.iter(f"{{{XHTML}}}a"):
                link.set(TYPE, "noteref")
                link.set("role", "doc-noteref")


def stack_tables(page: Page) -> None:
    """Let wide tables be read on a narrow screen: each cell says its column's head, which the style shows where it stacks."""
    for table in page.root.iter(f"{{{XHTML}}}table"):
        heads = table.findall(f"{{{XHTML}}}thead/{{{XHTML}}}tr/{{{XHTML}}}th")
        rows = table.findall(f"{{{XHTML}}}tbody/{{{XHTML}}}tr")
        if len(heads) < STACKED or any(len(row) != len(heads) for row in rows):
            continue
        table.set("class", f"{table.get('class', '')} stacks".strip())
        names = [" ".join("".join(head.itertext()).split()) for head in heads]
        for row in rows:
            for name, cell in list(zip(names, row, strict=True))[1:]:
                if name and (len(cell) or (cell.text or "").strip()):
                    holder = cell[0] if len(cell) and cell[0].tag == f"{{{XHTML}}}p" else cell
                    label = etree.Element(f"{{{XHTML}}}span", {"class": "cell-head"})
                    end = "" if name[-1] in ".:?!" else ":"
                    label.text, label.tail, holder.text = f"{name}{end} ", holder.text, None
                    holder.insert(0, label)


def simplify(page: Page) -> None:
    """Take away what only a site needs."""
    for element in page.root.iter(etree.Element):
        for name in list(element.attrib):
            if name.startswith("data-"):
                del element.attrib[name]
        if element.get("role") in ("main", "doc-biblioentry"):  # the second may stand only in a list of a certain kind
            del element.attrib["role"]
