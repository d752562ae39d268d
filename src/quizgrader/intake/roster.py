"""Reads the list of who is to hand in: a spreadsheet or CSV with the columns id, name and group."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import polars as pl

from authoring.problems import visible
from quizgrader.intake.reader import same
from quizgrader.intake.spreadsheets import Unreadable, table_of
from quizgrader.refusal import Refusal


class Person(NamedTuple):
    """Somebody on the roster. `key` is the id in the form in which people are told apart."""

    key: str
    id: str
    name: str
    group: str


class BadRoster(Refusal):
    """A roster that cannot be used."""


def read_roster(file: Path) -> dict[str, Person]:
    """Everybody on the roster, by id and by name, each in the form in which people are told apart.

    A name that several have is left out. Raises BadRoster.
    """
    try:
        table = table_of(file).rename(same, strict=False)
    except pl.exceptions.DuplicateError:
        raise BadRoster(f"{file}:1: several columns have the same name — keep one of each") from None
    except Unreadable as error:
        raise BadRoster(f"{file}: it cannot be read ({error}) — save it again as .xlsx or .csv") from None
    table = table.with_columns(pl.all().fill_null("").str.strip_chars())
    if not {"id", "name"} & set(table.columns):
        raise BadRoster(f"{file}:1: there is no column `id` or `name` — name the columns id, name, group")
    people: dict[str, Person] = {}
    names: dict[str, list[Person]] = {}
    for line, row in enumerate(table.iter_rows(named=True), 2):
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
