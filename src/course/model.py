"""The fields of `docs/course/course.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from authoring import Located, Model, Problem, Text, load
from authoring.problems import shown

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
CLOSING = ("Key points", "Practise")  # with which every module ends
PLACE = Path("docs/course/course.yaml")


class Objective(Model):
    """What somebody can do after a module, in words that one can see done."""

    id: Id
    text: Text


class Module(Model):
    """One lesson: its page, how long it takes, and what it is for."""

    id: Id
    page: str
    minutes: Annotated[int, Field(ge=5, le=240)]
    objectives: list[Id] = Field(min_length=1)


class LearningPath(Model):
    """Modules for one kind of reader, in order."""

    id: Id
    name: Text
    for_whom: Text
    modules: list[Id] = Field(min_length=1)


class Course(Model):
    objectives: list[Objective]
    modules: list[Module]
    paths: list[LearningPath] = []

    def objective(self, name: str) -> Objective | None:
        return next((each for each in self.objectives if each.id == name), None)

    def module(self, name: str) -> Module | None:
        return next((each for each in self.modules if each.id == name), None)


def read_course(root: Path) -> tuple[Course | None, Located]:
    """The course of the project in `root`, with every problem in its file. None where the file cannot be used."""
    course, located = load(root / PLACE, Course)
    if course:
        located.problems.extend(_problems(course, located, root))
    return course, located


def _problems(course: Course, located: Located, root: Path) -> Iterator[Problem]:
    taught = {name for module in course.modules for name in module.objectives}
    for shelf in ("objectives", "modules", "paths"):
        seen: set[str] = set()
        for i, thing in enumerate(getattr(course, shelf)):
            if thing.id in seen:
                yield located.problem(
                    (shelf, i, "id"), "duplicate-id", f"the id `{thing.id}` is taken", "give each its own"
                )
            seen.add(thing.id)
    for i, objective in enumerate(course.objectives):
        if objective.id not in taught:
            message = f"no module teaches `{objective.id}`"
            yield located.problem(("objectives", i), "untaught", message, "name it in a module, or take it out")
    for i, module in enumerate(course.modules):
        page = root / f"{module.page}.md"
        if not page.exists():
            message = f"there is no page {module.page}.md"
            yield located.problem(("modules", i, "page"), "no-page", message, "write it, or mend the name")
        else:
            headings = re.findall(r"(?m)^## (.*\S)", page.read_text("utf-8-sig"))
            for heading in CLOSING:
                if heading not in headings:
                    message = f"the module has no section “{heading}”"
                    yield Problem(shown(page), 1, 1, "no-section", message, f"end it with `## {heading}`")
        for j, name in enumerate(module.objectives):
            if not course.objective(name):
                message = f"there is no objective `{name}`"
                yield located.problem(("modules", i, "objectives", j), "unknown-objective", message, "add it above")
    for i, path in enumerate(course.paths):
        for j, name in enumerate(path.modules):
            if not course.module(name):
                message = f"there is no module `{name}`"
                yield located.problem(("paths", i, "modules", j), "unknown-module", message, "use a module's id")
