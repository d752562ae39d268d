"""How dates, times and the fixed words of the facts are said to a reader. Knows no page and no node."""

from __future__ import annotations

import re
from datetime import date

SUPPORT = {"corroborated": "Corroborated", "single": "One source", "disputed": "Sources disagree"}
VERDICT = {"met": "Met", "partly": "Partly met", "missed": "Missed"}
PHASES = {
    "before": "Before",
    "onset": "The failure",
    "response": "The response",
    "recovery": "Recovery",
    "aftermath": "Aftermath",
}
SORTS = {"law": "Law", "standard": "Standard", "guidance": "Guidance", "practice": "Practice"}
KINDS = {
    "official": "Official documents",
    "company": "The companies' own words",
    "news": "News reports",
    "trade": "Trade press",
    "academic": "Research",
    "practitioner": "Practitioners' guides",
    "book": "Books",
    "blog": "Blogs and forums",
    "seed": "The founding articles",
}
EVENTS = {
    "first-warning": "First warning",
    "first-word": "First word to customers",
    "first-apology": "First apology",
    "true-scale": "True scale admitted",
    "amends": "First amends offered",
}


def plain_date(written: str) -> str:
    """2007-02-14 as "14 February 2007"; a month, a year or a range likewise; other text as it is."""
    if "/" in written:
        return " to ".join(map(plain_date, written.split("/")))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
        day = date.fromisoformat(written)
        return f"{day.day} {day:%B} {day.year}"
    if re.fullmatch(r"\d{4}-\d\d", written):
        return f"{date.fromisoformat(written + '-01'):%B %Y}"
    return written


def plain_time(written: str) -> str:
    """15:00 as "3 p.m."."""
    hour, minute = map(int, written.split(":"))
    half = "a.m." if hour < 12 else "p.m."
    return f"{hour % 12 or 12}{f':{minute:02}' if minute else ''} {half}"
