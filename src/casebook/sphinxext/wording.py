"""How dates, times and the fixed words of the facts are said to a reader. Knows no page and no node."""

from __future__ import annotations

import re
from datetime import date, time

from babel.dates import format_date, format_skeleton, format_time

from languages.words import SOURCE, _, dates, later, speaks

SUPPORT = {"corroborated": later("Corroborated"), "single": later("One source"), "disputed": later("Sources disagree")}
VERDICT = {"met": later("Met"), "partly": later("Partly met"), "missed": later("Missed")}
PHASES = {
    "before": later("Before"),
    "onset": later("The failure"),
    "response": later("The response"),
    "recovery": later("Recovery"),
    "aftermath": later("Aftermath"),
}
SORTS = {
    "law": later("Law"),
    "standard": later("Standard"),
    "guidance": later("Guidance"),
    "practice": later("Practice"),
}
KINDS = {
    "official": later("Official documents"),
    "company": later("The companies' own words"),
    "news": later("News reports"),
    "trade": later("Trade press"),
    "academic": later("Research"),
    "practitioner": later("Practitioners' guides"),
    "book": later("Books"),
    "blog": later("Blogs and forums"),
    "seed": later("The founding articles"),
}
EVENTS = {
    "first-warning": later("First warning"),
    "first-word": later("First word to customers"),
    "first-apology": later("First apology"),
    "true-scale": later("True scale admitted"),
    "amends": later("First amends offered"),
}


def plain_date(written: str) -> str:
    """2007-02-14 as "14 February 2007"; a month, a year or a range likewise; other text as it is."""
    if "/" in written:
        return _("{first} to {last}").format(
            **dict(zip(("first", "last"), map(plain_date, written.split("/")), strict=True))
        )
    if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
        return format_date(date.fromisoformat(written), "long", locale=dates(speaks()))
    if re.fullmatch(r"\d{4}-\d\d", written):
        return format_skeleton("yMMMM", date.fromisoformat(written + "-01"), locale=dates(speaks()))
    return written


def plain_time(written: str) -> str:
    """15:00 as "3 p.m."; in other languages as is usual there."""
    if speaks() != SOURCE:
        return format_time(time.fromisoformat(written), "short", locale=speaks())
    hour, minute = map(int, written.split(":"))
    half = "a.m." if hour < 12 else "p.m."
    return f"{hour % 12 or 12}{f':{minute:02}' if minute else ''} {half}"
