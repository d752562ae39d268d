"""What can be found on a page: its sections, each with its heading, its text and its kind. Noted in its metadata.

A page is cut where a reader would want to be led to: at headings, at the entries of a glossary, and at what the project
names as parts of its own. References are not resolved yet when a page is read; their titles are filled in at the end. The
words of a link tell of the page that it leads to: they are shown, and not searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

NOTED = "sitesearch"  # in the metadata of a page, which Sphinx keeps with the page
DEPTH = 3  # headings below this level belong to the section above
_PLACE = re.compile("\x01([^\x01]*)\x01([^\x01]*)\x01")  # of a title that is not known yet: kind and target
LINK = "\x02"  # around the words of a link
ASIDE = "\x03"  # around what is searched, and not shown in a summary: whatever in a section is no paragraph
_LINK, _ASIDE = (re.compile(f"{mark}[^{mark}]*{mark}") for mark in (LINK, ASIDE))


@dataclass
class Section:
    """A place to be led to. `anchor` is empty for the page itself; `kind` where it is not the page's."""

    anchor: str
    title: str = ""
    text: list[str] = field(default_factory=list)
    kind: str = ""


@dataclass
class Page:
    """What is found on a page, its own text first. `keywords` are the author's, from the page's front matter."""

    sections: list[Section]
    keywords: str = ""


class _Reader:
    def __init__(self, app: Sphinx, docname: str) -> None:
        self.parts, self.skip = app.config.sitesearch_parts, set(app.config.sitesearch_skip)
        self.docname = docname
        self.page = Page([Section("")])

    def read(self, node: nodes.Node, into: Section, depth: int) -> None:
        if isinstance(node, nodes.Text):
            into.text.append(node.astext())
            return
        names = {type(node).__name__, *node.get("classes", ())} if isinstance(node, nodes.Element) else set()
        if isinstance(node, nodes.comment | nodes.raw | nodes.superscript | nodes.system_message) or names & self.skip:
            return
        if isinstance(node, nodes.meta):
            self.page.keywords += f" {node.get('content', '')}" if node.get("name") == "keywords" else ""
            return
        if isinstance(node, addnodes.pending_xref) and not node.get("refexplicit"):
            link = LINK if node.get("reftype") != "term" else ""
            into.text.append(f"{link}\x01{node.get('reftype')}\x01{self.target(node)}\x01{link}")
            return
        into, depth = self.place(node, names, into, depth)
        is_link = isinstance(node, addnodes.pending_xref | nodes.reference) and node.get("reftype") != "term"
        mark = LINK if is_link else ASIDE if _is_aside(node) else ""
        into.text.append(mark)
        for child in node.children:
            if isinstance(child, nodes.title):
                into.title = into.title or "".join(self.words(child))
            elif _is_title(child) and into.kind:  # it was taken when the part was opened
                continue
            else:
                self.read(child, into, depth)
        into.text.append(mark)
        if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
            into.text.append(" ")

    def place(self, node: nodes.Element, names: set[str], into: Section, depth: int) -> tuple[Section, int]:
        """The section that a node's text belongs to."""
        kind = next((self.parts[name] for name in sorted(names) if name in self.parts), "")
        if isinstance(node, nodes.section):
            if depth == 0:  # the page's own
                return into, 1
            return (self.open(node["ids"]), depth + 1) if depth < DEPTH else (into, depth)
        if isinstance(node, nodes.definition_list_item) and isinstance(node.parent.parent, addnodes.glossary):
            section = self.open(node[0]["ids"])
            section.title = node[0].astext()
            return section, depth
        title = next(filter(_is_title, node.children), None)
        if kind and title is not None:
            section = self.open(node["ids"])
            section.title, section.kind = "".join(self.words(title)), kind
            return section, DEPTH
        if kind:
            into.kind = kind
        return into, depth

    def open(self, ids: list[str]) -> Section:
        self.page.sections.append(Section(ids[0] if ids else ""))
        return self.page.sections[-1]

    def words(self, node: nodes.Element) -> Iterator[str]:
        holder = Section("")
        for child in node.children:
            self.read(child, holder, DEPTH)
        yield from holder.text

    def target(self, node: addnodes.pending_xref) -> str:
        target = node.get("reftarget", "")
        if node.get("reftype") != "doc" or target.startswith("/"):
            return target.lstrip("/")
        folder = self.docname.rpartition("/")[0]
        return f"{folder}/{target}" if folder else target


def titles(env: BuildEnvironment, text: Iterable[str]) -> str:
    """The text in one line, with the titles that references stand for."""
    labels = env.domains.standard_domain.labels

    def title(found: re.Match) -> str:
        kind, target = found.groups()
        if kind == "doc":
            return env.titles[target].astext() if target in env.titles else ""
        if kind == "term":
            return target
        return labels[target][2] if target in labels else ""

    return " ".join(_PLACE.sub(title, "".join(text)).split())


def searched(text: str) -> str:
    """What of a text with its marks is searched."""
    return _LINK.sub(" ", text.replace(ASIDE, " "))


def shown(text: str) -> str:
    """What of a text with its marks is shown: the paragraphs, or all of it where there are none."""
    text = text.replace(LINK, "")
    return " ".join(_ASIDE.sub(" ", text).split()) or " ".join(text.replace(ASIDE, " ").split())


def _is_aside(node: nodes.Node) -> bool:
    block = not isinstance(node, nodes.paragraph | nodes.section | nodes.title | nodes.Inline | nodes.Invisible)
    return block and isinstance(node.parent, nodes.section | nodes.document)


def _is_title(node: nodes.Node) -> bool:
    return type(node).__name__.endswith("_title")


def pages_of(env: BuildEnvironment) -> dict[str, Page]:
    """What is found on each page that may be searched."""
    return {name: about[NOTED] for name, about in env.metadata.items() if NOTED in about}


def note(app: Sphinx, doctree: nodes.document) -> None:
    docname = app.env.docname
    if "nosearch" not in app.env.metadata[docname]:
        reader = _Reader(app, docname)
        reader.read(doctree, reader.page.sections[0], 0)
        app.env.metadata[docname][NOTED] = reader.page


def register(app: Sphinx) -> None:
    app.connect("doctree-read", note)
