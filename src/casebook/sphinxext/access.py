"""The library as pages reach it: read once per build, looked up by directives and roles, and followed for rebuilding.

What a page draws on is noted as its dependency, so that a changed fact rebuilds every page that shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from docutils import nodes
from sphinx.addnodes import pending_xref
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


def follow(env, files: Iterable[str]) -> None:
    """The page that is read now is to be read again when one of these files of the project changes."""
    for name in files:
        env.note_dependency(str(Path(env.srcdir) / name))


def depend(env, library: Library, names: Iterable[str]) -> None:
    """The page that is read now is to be read again when the file of one of `names` changes."""
    for name in names:
        if name in library.home:
            env.note_dependency(str(library.home[name]))


class CaseDirective(SphinxDirective):
    """A directive whose first argument names a case."""

    required_arguments = 1
    optional_arguments = 1

    @property
    def library(self) -> Library:
        return library_of(self.env.app)

    def run(self) -> list[nodes.Node]:
        file = self.library.cases.get(self.arguments[0])
        if not file:
            return misused(
                self, "unknown-case", f"there is no case `{self.arguments[0]}`", "use the `case` of a facts.yaml"
            )
        self.env.note_dependency(str(file.located.file))
        follow(self.env, NOTES_FILES)
        return list(self.show(file))

    def show(self, file: CaseFile) -> Iterator[nodes.Node]:
        raise NotImplementedError


def leading_to(label: str, text: str, docname: str) -> pending_xref:
    """A link with this text to the place in the project that has the label."""
    target = {"refdomain": "std", "reftype": "ref", "reftarget": label}
    return pending_xref("", nodes.inline("", text), **target, refexplicit=True, refwarn=True, refdoc=docname)


def titled(label: str, docname: str) -> pending_xref:
    """A link to the label, in the words of the heading that it stands before."""
    target = {"refdomain": "std", "reftype": "ref", "reftarget": label}
    return pending_xref("", nodes.inline("", label), **target, refexplicit=False, refwarn=True, refdoc=docname)


def register(app: Sphinx) -> None:
    app.connect("builder-inited", load_library)
