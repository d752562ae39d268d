"""The order of the book: its parts and chapters, from the tables of contents of the first page and those below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from languages.words import _


@dataclass
class Chapter:
    """A document: its name, title, (id, title) of its sections, and the documents below it."""

    docname: str
    title: str
    sections: list[tuple[str, str]] = field(default_factory=list)
    below: list[Chapter] = field(default_factory=list)

    def all(self) -> Iterator[Chapter]:
        yield self
        for chapter in self.below:
            yield from chapter.all()


@dataclass
class Part:
    """Chapters under one caption; without a caption they stand in no part."""

    title: str
    chapters: list[Chapter]

    def all(self) -> Iterator[Chapter]:
        for chapter in self.chapters:
            yield from chapter.all()


@dataclass
class Outline:
    """The first page, which opens the book, and the parts."""

    opening: Chapter
    parts: list[Part]

    def all(self) -> Iterator[Chapter]:
        """Every chapter, in reading order."""
        yield self.opening
        for part in self.parts:
            yield from part.all()


def read_outline(env: BuildEnvironment, leave_out: Iterable[str]) -> Outline:
    """The outline of the whole project but `leave_out`; each document stands once, where it comes first."""
    root = env.config.root_doc
    seen = {root, *leave_out}

    def chapters(toctree: addnodes.toctree) -> list[Chapter]:
        found = []
        for title, docname in toctree["entries"]:
            if docname in env.titles and docname not in seen:
                seen.add(docname)
                chapter = Chapter(docname, title or env.titles[docname].astext(), _sections(env, docname))
                chapter.below = [each for below in _toctrees(env, docname) for each in chapters(below)]
                found.append(chapter)
        return found

    parts = [Part(toctree.get("caption") or "", chapters(toctree)) for toctree in _toctrees(env, root)]
    title = env.titles[root].astext()
    opening = Chapter(root, _("Introduction") if title == env.config.epub_title else title)
    return Outline(opening, [part for part in parts if part.chapters])


def _toctrees(env: BuildEnvironment, docname: str) -> list[addnodes.toctree]:
    return list(env.tocs.get(docname, nodes.bullet_list()).findall(addnodes.toctree))


def _sections(env: BuildEnvironment, docname: str) -> list[tuple[str, str]]:
    """The (id, title) of the headings one level below the document's title."""
    below = [each for item in env.tocs.get(docname, ()) for each in item if isinstance(each, nodes.bullet_list)]
    links = [next(item.findall(nodes.reference), None) for each in below for item in each]
    return [(link["anchorname"].removeprefix("#"), link.astext()) for link in links if link is not None]
