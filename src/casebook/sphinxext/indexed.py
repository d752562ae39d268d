"""What the library knows of a page's headings goes into the index: cases with their sections, actions, research, rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from authoring.myst import index_entry
from casebook.model import Finding, Standard
from casebook.sphinxext.access import library_of
from languages.words import _


class IndexHeadings(SphinxTransform):
    """Puts index entries at the headings that have a fact's or an action's id, and at those of a case's page."""

    default_priority = 800  # when headings have the ids that were written before them, and before Sphinx takes entries

    def apply(self, **kwargs: object) -> None:
        sections = list(self.document.findall(nodes.section))
        for section in sections:
            for name in section["ids"]:
                section.extend(self.entries(name, section))
        if case := self.case():
            whole, *parts = sections
            whole += index_entry(whole["ids"][0], case)
            for part in parts:
                if part.parent is whole and not _is_notes(part):
                    part += index_entry(part["ids"][0], case, part[0].astext())

    def entries(self, name: str, section: nodes.section) -> Iterator[addnodes.index]:
        library = library_of(self.app)
        for framework in library.frameworks:
            for action in framework.actions:
                if action.id == name:
                    yield index_entry(name, action.name[0].lower() + action.name[1:])
                    yield index_entry(name, framework.name, action.name)
        kinds = {Finding: _("research"), Standard: _("law and standards")}
        if kind := kinds.get(type(library.claims.get(name))):
            yield index_entry(name, kind, section[0].astext())

    def case(self) -> str | None:
        """What the case is called whose page this is."""
        page = Path(self.env.doc2path(self.env.docname))
        for file in library_of(self.app).cases.values():
            if page.stem == "index" and file.located.file.parent.resolve() == page.parent.resolve():
                return file.case.name or file.case.title
        return None


def _is_notes(section: nodes.section) -> bool:
    return any("notes" in each["classes"] for each in section.findall(nodes.enumerated_list))


def register(app: Sphinx) -> None:
    app.add_transform(IndexHeadings)
