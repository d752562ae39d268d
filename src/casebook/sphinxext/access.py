"""The library as pages reach it: read once per build, looked up by directives and roles, and followed for rebuilding.

What a page draws on is noted as its dependency, so that a changed fact rebuilds every page that shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from authoring.myst import misused, warn
from casebook.library import CaseFile, Library, read_library

NOTES_FILES = ("docs/bibliography.yaml", "docs/frameworks/actions.yaml")
FRAMEWORK_FILES = tuple(f"docs/frameworks/{name}.yaml" for name in ("actions", "research", "standards", "crosswalk"))


def load_library(app: Sphinx) -> None:
    library = read_library(Path(app.srcdir))
    for problem in sorted(library.problems):
        warn(problem)
    app.casebook_library = library


def library_of(app: Sphinx) -> Library:
    return app.casebook_library  # set before any page is read


def words(argument: str) -> list[str]:
    """A directive's option that names several things."""
    return argument.split()


class LibraryDirective(SphinxDirective):
    """A directive that shows something of the library."""

    @property
    def library(self) -> Library:
        return library_of(self.env.app)

    @property
    def docname(self) -> str:
        return self.env.docname

    def follow(self, *files: str | Path) -> None:
        """Let the page be read again when one of these files of the project changes."""
        for file in files:
            self.env.note_dependency(file)


class CaseDirective(LibraryDirective):
    """A directive whose first argument names a case."""

    required_arguments = 1
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        file = self.library.cases.get(self.arguments[0])
        if not file:
            return misused(
                self, "unknown-case", f"there is no case `{self.arguments[0]}`", "use the `case` of a facts.yaml"
            )
        self.follow(file.located.file, *NOTES_FILES)
        return list(self.show(file))

    def show(self, file: CaseFile) -> Iterator[nodes.Node]:
        raise NotImplementedError


def register(app: Sphinx) -> None:
    app.connect("builder-inited", load_library)
