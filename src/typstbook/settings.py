"""What a project says in conf.py about its books, checked: a mistake is one line that names the value and the mend."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from sphinx.config import Config

from typstbook.errors import BookError

PAPERS = ("a4", "a5", "us-letter")


@dataclass(frozen=True)
class BookPlan:
    """One book: the document it starts from, the name of its file without suffix, and what its title page says."""

    start: str
    name: str
    title: str
    subtitle: str | None = None
    author: str | None = None
    edition: str | None = None
    leave_out: tuple[str, ...] = ()
    """Documents that the book does not hold, nor what stands below them in toctrees."""


def plans(config: Config) -> list[BookPlan]:
    """The books of `typst_documents`; without any, one of the whole project."""
    if config.typst_paper not in PAPERS:
        raise BookError("conf.py: typst_paper", f"{config.typst_paper!r} is not one of {', '.join(PAPERS)}")
    if not re.fullmatch(r"\d+(\.\d+)?pt", config.typst_font_size):
        raise BookError(
            "conf.py: typst_font_size", f'{config.typst_font_size!r} is not a size in points, such as "11pt"'
        )
    entries = config.typst_documents or [_default(config)]
    books = [_plan(entry, number) for number, entry in enumerate(entries, 1)]
    names = [book.name for book in books]
    if len(set(names)) < len(names):
        raise BookError("conf.py: typst_documents", "two books have the same name")
    return books


def _default(config: Config) -> Mapping[str, str]:
    name = re.sub(r"[^a-z0-9]+", "-", config.project.lower()).strip("-") or "book"
    author = {"author": config.author} if config.author not in ("", "unknown") else {}
    return {"start": config.root_doc, "name": name, "title": config.project, **author}


def _plan(entry: object, number: int) -> BookPlan:
    """A mapping with the fields of `BookPlan`, or a sequence in their order."""
    place = f"conf.py: typst_documents, book {number}"
    names = [field.name for field in fields(BookPlan)]
    if isinstance(entry, list | tuple):
        if len(entry) > len(names):
            raise BookError(place, f"{len(entry)} values, but there are only {', '.join(names)}")
        entry = dict(zip(names, entry, strict=False))
    if not isinstance(entry, Mapping):
        raise BookError(place, f"write a dictionary with {', '.join(names)}, not {entry!r}")
    if unknown := [name for name in entry if name not in names]:
        raise BookError(place, f"unknown field {unknown[0]!r}; the fields are {', '.join(names)}")
    if missing := [name for name in ("start", "name", "title") if not entry.get(name)]:
        raise BookError(place, f"the field {missing[0]!r} is missing")
    leave_out = entry.get("leave_out", ())
    if not isinstance(leave_out, list | tuple) or not all(isinstance(name, str) for name in leave_out):
        raise BookError(place, f"leave_out is {leave_out!r}, not a list of documents")
    entry = {**entry, "leave_out": tuple(leave_out)}
    if wrong := [name for name, value in entry.items() if name != "leave_out" and not isinstance(value, str | None)]:
        raise BookError(place, f"{wrong[0]} is {entry[wrong[0]]!r}, not text")
    if not re.fullmatch(r"\w[\w.-]*", entry["name"]) or entry["name"] == "book":
        raise BookError(place, f"{entry['name']!r} cannot name a file: use letters, digits and hyphens, and not 'book'")
    return BookPlan(**entry)
