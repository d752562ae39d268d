"""The fields of the authored files: claims, quotations, scores, charts, decisions, sources and actions."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from authoring import Model, Text

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-.][a-z0-9]+)*$")]
Support = Literal["corroborated", "single", "disputed"]
Phase = Literal["before", "onset", "response", "recovery", "aftermath"]
Date = Annotated[
    str, StringConstraints(pattern=r"^\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?$")
]  # a day, a month, a year, or a range of them
Time = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]

MOST_QUOTED_WORDS = 25


def _short(text: str) -> str:
    words = len(text.split())
    if words > MOST_QUOTED_WORDS:
        raise ValueError(f"the quotation has {words} words — quote at most {MOST_QUOTED_WORDS}")
    return text


class Source(Model):
    """Where a fact was read."""

    key: Key
    title: Text
    author: Text = ""
    publisher: Text
    date: Text = ""
    url: str = ""
    kind: Literal["official", "company", "news", "trade", "academic", "book", "blog", "seed", "practitioner"]


class Fact(Model):
    """Something that pages may state, in our own words, with its sources. Its id is what pages cite."""

    id: Key
    date: Text = ""
    time: Annotated[Time, Field(default="")] = ""
    statement: Text
    figures: dict[str, str | int | float] = {}
    sources: list[Key] = Field(min_length=1)
    support: Support | Literal[""] = Field("", description="How well the sources support it.")

    def told(self) -> list[str]:
        """Every text whose figures a page may repeat."""
        return [self.statement, *map(str, self.figures.values())]

    def number(self, figure: str) -> float | None:
        """The first number in one of the claim's figures ("more than 250" is 250); None where it holds none."""
        value = self.figures.get(figure)
        if isinstance(value, int | float):
            return value
        found = re.search(r"-?\d[\d,]*(\.\d+)?", str(value or ""))
        return float(found[0].replace(",", "")) if found else None


class Claim(Fact):
    """What happened in a case, or was said."""

    date: Annotated[Date, Field(default="")] = ""
    headline: Text = ""
    actor: Text
    phase: Phase
    themes: list[str] = []
    support: Support
    note: Text = ""

    def told(self) -> list[str]:
        return [*super().told(), self.note, self.headline, self.actor]


class Finding(Fact):
    """What a study, or several, found: how, what it shows and what it does not, and the actions that it bears on."""

    topic: Text
    studied: Text = Field(description="Who or what was studied, and how.")
    limits: Text = Field(min_length=1, description="What it does not show, and how it was read.")
    supports: list[Key] = []
    qualifies: list[Key] = []
    bearing: Text = Field(description="What to do differently because of it.")

    def told(self) -> list[str]:
        return [*super().told(), self.topic, self.studied, self.limits, self.bearing]


class Duty(Model):
    """Who is to do what, and by when."""

    who: Text
    what: Text
    by: Text


class Standard(Fact):
    """A law, a standard or a practice: where it holds, and what it asks of whom by when."""

    name: Text
    body: Text
    where: Text
    kind: Literal["law", "standard", "guidance", "practice"]
    asks: list[Duty] = Field(min_length=1)
    caution: Text = Field(min_length=1)
    supports: list[Key] = []

    def told(self) -> list[str]:
        duties = [text for duty in self.asks for text in (duty.who, duty.what, duty.by)]
        return [*super().told(), self.name, self.body, self.where, self.date, self.caution, *duties]


class Quotation(Model):
    """Somebody's exact words."""

    id: Key
    speaker: Text = Field(min_length=1)
    text: Annotated[Text, AfterValidator(_short)]
    date: Text = ""
    source: Key


class Score(Model):
    """A judgement of one action, with the evidence on both sides (MyST)."""

    action: Key
    verdict: Literal["met", "partly", "missed"]
    pro: list[Text] = Field([], alias="for")
    contra: list[Text] = Field([], alias="against")


class Point(Model):
    """One value of a chart: a figure of a claim, or openly nothing."""

    x: Text
    claim: Key | None = None
    figure: str = ""
    note: Text = ""


class Series(Model):
    name: Text
    points: list[Point] = Field(min_length=1)


class Chart(Model):
    """A picture drawn from the claims' figures."""

    id: Key
    kind: Literal["bars", "lines", "steps"]
    title: Text
    unit: Text
    across: Text = Field("Item", description="What the labels are: the head of their column in the table.")
    alt: Text = Field(min_length=1)
    gap: Text = Field("no count", description="What stands where a point has no value.")
    series: list[Series] = Field(min_length=1)


class Decision(Model):
    """A point at which somebody had to choose: what was known then, what was chosen, what followed."""

    title: Text = Field("", description="The question to be decided.")
    when: Text
    role: Text
    known: Text
    chosen: Text
    happened_next: Text
    claims: list[Key] = Field(min_length=1)


Event = Literal["first-warning", "first-word", "first-apology", "true-scale", "amends"]


class Moment(Model):
    """When one of the things that cases are compared by first happened; without `at` it did not, or is not known."""

    event: Event
    at: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d( ([01]\d|2[0-3]):[0-5]\d)?$")] = ""
    claim: Key | None = None
    note: Text = ""


class Case(Model):
    """All that is held on one case."""

    case: Key
    title: Text
    name: Text = Field("", description="What a table calls it, where the title is too long.")
    organisation: Text
    sector: Text
    summary: Text
    claims: list[Claim]
    quotations: list[Quotation] = []
    scores: list[Score] = []
    charts: list[Chart] = []
    decisions: list[Decision] = []
    clock: list[Moment] = []


class Action(Model):
    """One action of a framework; `label` says whose it is, `short` is for where there is little room."""

    id: Key
    name: Text
    short: Text = ""
    label: Text


class Framework(Model):
    id: Key
    name: Text
    author: Text
    page: str = ""
    actions: list[Action]


class Theme(Model):
    """What several frameworks ask for, in their own words and places: a row of the crosswalk."""

    id: Key
    name: Text
    phases: list[Phase] = Field(min_length=1)
    actions: list[Key] = Field(min_length=1)
    facts: list[Key] = Field([], description="The findings and standards that bear on it.")
    note: Text = ""
    playbook: list[Key] = Field([], description="Labels of the pages on which it is done.")


class Want(Model):
    """What somebody wants to do, completing "I want to", and the labels that lead there, the best first."""

    want: Text
    go: list[Key] = Field(min_length=1)


class Frameworks(Model):
    frameworks: list[Framework]


class Research(Model):
    findings: list[Finding]


class Standards(Model):
    standards: list[Standard]


class Crosswalk(Model):
    themes: list[Theme]
    wants: list[Want] = []


class Bibliography(Model):
    sources: list[Source]
