"""What the scripts must know of the course as it is now: its pages, its questions with their versions, what moved.

All are named by what stays: pages by their document's name, questions by their ids. No answer is in it.
"""

from __future__ import annotations

import json
from fnmatch import fnmatch

from sphinx.application import Sphinx

from course.model import Course

NAME = "course-data.js"


def course_of(app: Sphinx) -> Course:
    return getattr(app, "course", None) or Course(objectives=[], modules=[])


def modules(app: Sphinx) -> list[str]:
    """The pages of the course's modules, in their order."""
    return [module.page for module in course_of(app).modules]


def view(app: Sphinx, name: str) -> str | None:
    """What a page shows of what is remembered, if anything: such a page is not one to be read or to go on with."""
    return app.env.metadata.get(name, {}).get("memory")


def is_remembered(app: Sphinx, name: str) -> bool:
    return view(app, name) is None and any(fnmatch(name, pattern) for pattern in app.config.memory_pages)


def shown(app: Sphinx, asked: dict[str, dict]) -> list[str]:
    """The pages that are remembered or ask questions: the modules in their order, then the others by name."""
    asking = {question["page"] for question in asked.values()}
    found = [name for name in sorted(app.env.found_docs) if name in asking or is_remembered(app, name)]
    order = modules(app)
    return sorted(found, key=lambda name: order.index(name) if name in order else len(order))


def course_data(app: Sphinx) -> dict:
    """The data, ready for JSON: pages and questions by name, objectives by id, old names of pages with their new ones."""
    asked = questions(app)
    pages = {
        name: {"href": app.builder.get_target_uri(name), "title": app.env.titles[name].astext()}
        | ({"module": True} if name in modules(app) else {})
        for name in shown(app, asked)
    }
    return {
        "title": app.config.project,
        "pages": pages,
        "questions": asked,
        "objectives": {each.id: each.text for each in course_of(app).objectives},
        "moved": moved(app),
        "review": review(app),
        "forget": list(app.config.memory_also_forget),
    }


def review(app: Sphinx) -> str | None:
    """The address of the page where questions come back, from the site's first folder; None where there is none."""
    found = (name for name in sorted(app.env.found_docs) if view(app, name) == "review")
    return next(map(app.builder.get_target_uri, found), None)


def questions(app: Sphinx) -> dict[str, dict]:
    """The questions that are checked in a page, by exercise-id/question-id: where they stand, and how they count."""
    labels, found = app.env.domains.standard_domain.labels, {}
    for name, file in app.quizgrader_shelf.files.items():
        page = labels.get(f"exercise-{name}", ("",))[0]
        if file.exercise.mode != "practice" or not page:
            continue
        for number, question in enumerate(file.exercise.drawn(), 1):
            if question.counts:
                found[f"{name}/{question.id}"] = {
                    "page": page,
                    "number": number,
                    "version": question.version,
                    "points": question.points if question.marked else 0,
                    "objectives": question.objectives,
                }
    return found


def moved(app: Sphinx) -> dict[str, str]:
    """Old names of pages with their new ones, from the site's list of redirects where it has one."""
    names = {app.builder.get_target_uri(name): name for name in sorted(app.env.found_docs)}
    redirects = getattr(app, "website_moved", {})
    return {old.removesuffix(".html"): names[new] for old, new in redirects.items() if new in names and "#" not in old}


def as_script(app: Sphinx) -> str:
    text = json.dumps(course_data(app), ensure_ascii=False, separators=(",", ":"))
    return f"window.courseData={text};\n"


def register(app: Sphinx) -> None:
    app.add_config_value(
        "memory_pages", [], "html", list, "Which pages a browser remembers: patterns of document names."
    )
    app.add_config_value(
        "memory_also_forget",
        [],
        "html",
        list,
        "Names of what else the site keeps in a browser, to be forgotten with all.",
    )
