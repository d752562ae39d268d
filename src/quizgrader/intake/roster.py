"""Reads the list of who is to hand in: a CSV with the columns id, name and group, as spreadsheet programs write it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import NamedTuple

from authoring.problems import visible
from quizgrader.intake.reader import same


class Person(NamedTuple):
    """Somebody on the roster. `key` is the id in the form in which people are told apart."""

    key: str
    id: str
    name: str
    group: str


class BadRoster(ValueError):
    """A roster that cannot be used; the message says why and what to do, for a person."""


def text_of(data: bytes) -> str:
    """The text of a CSV file: UTF-8, UTF-16 with its mark, or what Windows in western Europe writes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def separator(text: str) -> str:
    """What parts the cells: whichever of tab, semicolon and comma the first line has most of."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def read_roster(file: Path) -> dict[str, Person]:
    """Everybody on the roster, by id and by name, each in the form in which people are told apart.

    A name that several have is left out. Raises BadRoster.
    """
    try:
        text = text_of(file.read_bytes())
    except OSError as error:
        raise BadRoster(f"{file}: it cannot be read ({error.strerror}) — check its name and rights") from None
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    header = [same(cell) for cell in next(rows, [])]
    if "id" not in header and "name" not in header:
        raise BadRoster(f"{file}:1: there is no column `id` or `name` — name the columns id, name, group")
    people: dict[str, Person] = {}
    names: dict[str, list[Person]] = {}
    for line, cells in enumerate(rows, 2):
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        identity = row.get("id") or row.get("name")
        if not identity:
            continue
        person = Person(same(identity), identity, row.get("name", ""), row.get("group", ""))
        if person.key in people:
            raise BadRoster(f"{file}:{line}: `{visible(identity)}` stands here again — keep one of the two")
        people[person.key] = person
        names.setdefault(same(person.name), []).append(person)
    named = {name: same_name[0] for name, same_name in names.items() if name and len(same_name) == 1}
    return {**named, **people}
