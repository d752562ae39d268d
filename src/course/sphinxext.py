"""Puts the course into pages: how a module opens, the list of all modules, and the paths through them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from authoring.myst import link_to, misused, warn
from course.model import PLACE, Course, Module, read_course
from languages.words import _, many


def load_course(app: Sphinx) -> None:
    app.course = None
    if (Path(app.srcdir) / PLACE).exists():
        app.course, located = read_course(Path(app.srcdir))
        ids = [objective.id for objective in app.course.objectives] if app.course else []
        app.course_lines = {name: located.place(("objectives", i, "text"))[0] for i, name in enumerate(ids)}
        for problem in located.problems:
            warn(problem)


class CourseDirective(SphinxDirective):
    """A directive that shows something of the course."""

    @property
    def course(self) -> Course:
        return self.env.app.course or Course(objectives=[], modules=[])

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(PLACE)
        return list(self.show())

    def show(self) -> Iterator[nodes.Node]:
        raise NotImplementedError

    def link(self, module: Module) -> pending_xref:
        """A link to the module's page, in the words of its title."""
        return link_to(self.env.docname, f"/{module.page}", kind="doc")

    def listed(self, modules: Iterable[Module]) -> nodes.enumerated_list:
        items = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".", classes=["modules"])
        for module in modules:
            minutes = nodes.inline("", " · " + many("%(n)s minute", "%(n)s minutes", module.minutes), classes=["about"])
            items += nodes.list_item("", nodes.paragraph("", "", self.link(module), minutes))
        return items


class LessonDirective(CourseDirective):
    """How a module opens: what one can do after it, how long it takes, and its key questions (the directive's content)."""

    required_arguments = 1
    has_content = True

    def show(self) -> Iterator[nodes.Node]:
        module = self.course.module(self.arguments[0])
        if not module or module.page != self.env.docname or not self.content:
            mend = f"use the id that {PLACE} gives this page, and write the key questions as a list"
            yield from misused(
                self, "lesson", f"`{self.arguments[0]}` is no module of this page, or asks nothing", mend
            )
            return
        able = nodes.bullet_list()
        for objective in filter(None, map(self.course.objective, module.objectives)):
            words = nodes.paragraph(objective.text, objective.text)
            words.source, words.line = str(PLACE), self.env.app.course_lines[objective.id]
            able += nodes.list_item("", words)
        number = self.course.modules.index(module) + 1
        place = _("Module %(number)d of %(all)d · %(minutes)d minutes") % {
            "number": number, "all": len(self.course.modules), "minutes": module.minutes,
        }  # fmt: skip
        yield nodes.container(
            "",
            nodes.paragraph("", place, classes=["about"]),
            nodes.paragraph("", "", nodes.strong("", _("After this module you can"))),
            able,
            nodes.paragraph("", "", nodes.strong("", _("Key questions"))),
            *self.parse_content_to_nodes(),
            classes=["module-card"],
        )


class ModulesDirective(CourseDirective):
    """All modules, in reading order."""

    def show(self) -> Iterator[nodes.Node]:
        yield self.listed(self.course.modules)


class LearningPathDirective(CourseDirective):
    """One path: whom it is for, its modules, and how long they take together."""

    required_arguments = 1

    def show(self) -> Iterator[nodes.Node]:
        path = next((path for path in self.course.paths if path.id == self.arguments[0]), None)
        if not path:
            message = f"there is no path `{self.arguments[0]}`"
            yield from misused(self, "unknown-path", message, f"see the paths in {PLACE}")
            return
        modules = [module for module in map(self.course.module, path.modules) if module]
        hours, minutes = divmod(sum(module.minutes for module in modules), 60)
        time = _("%(hours)d h %(minutes)02d min in all") % {"hours": hours, "minutes": minutes}
        yield nodes.paragraph("", f"{path.for_whom} ", nodes.inline("", time, classes=["about"]))
        yield self.listed(modules)


def setup(app: Sphinx) -> ExtensionMetadata:
    app.setup_extension("languages")
    app.connect("builder-inited", load_course)
    app.add_directive("lesson", LessonDirective)
    app.add_directive("modules", ModulesDirective)
    app.add_directive("learning-path", LearningPathDirective)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
