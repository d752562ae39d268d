"""Finds the figures in a text, as numbers, times and dates that can be compared however they are written.

It knows English month names and number words; it does not know what a figure means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_UNITS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: i for i, word in enumerate(_UNITS, 1)} | {word: 10 * i for i, word in enumerate(_TENS, 2)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
SMALL = 12

_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day )?\d{1,2}"
_WORD = rf"(?:(?:{'|'.join(_TENS)})-(?:{'|'.join(_UNITS[:9])})|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_FIGURE = re.compile(
    rf"(?P<iso>\b\d{{4}}-\d\d(-\d\d)?\b)"
    rf"|(?P<clock>\b\d{{1,2}}(:\d\d)?) ?(?P<half>[ap])\.m\."
    rf"|(?P<time>\b\d{{1,2}}:\d\d\b)"
    rf"|\b(?P<days>{_DAY}(?:(?:, | and | or | to | and not |[–-]){_DAY})*) {_MONTH}\b(?: (?P<year>\d{{4}}))?"
    rf"|\b{_MONTH.replace('month', 'month2')} (?P<day>\d{{1,2}})\b(?!,\d)(?:, (?P<year2>\d{{4}}))?"
    rf"|\b{_MONTH.replace('month', 'month3')} (?P<year3>\d{{4}})\b"
    rf"|\b(?P<ordinal>\d{{1,2}})(?:st|nd|rd|th)\b"
    rf"|(?P<number>(?<![\w.])\d[\d,]*(?:\.\d+)?|\b(?:{_WORD})\b)"
    rf"(?: (?P<scale>hundred|thousand|million|billion)\b)?",
    re.IGNORECASE,
)

_ISO = re.compile(r"\d{4}(-\d\d){0,2}(/\d{4}(-\d\d){0,2})?")

Date = tuple[int | None, int | None, int | None]


@dataclass(frozen=True)
class Figure:
    """One figure as it is written, and all values that it may stand for."""

    written: str
    at: int
    values: tuple[float, ...] = ()
    minutes: int | None = None
    dates: tuple[Date, ...] = ()
    small: bool = False
    """A counting word up to twelve."""


def figures(text: str) -> Iterator[Figure]:
    for found in _FIGURE.finditer(text):
        yield _figure(found)


def _figure(found: re.Match) -> Figure:
    group, written, at = found.groupdict(), found[0], found.start()
    if group["iso"]:
        return Figure(written, at, dates=(iso_date(group["iso"]),))
    if group["clock"]:
        hour, _, minute = group["clock"].partition(":")
        return Figure(
            written, at, minutes=(int(hour) % 12 + 12 * (group["half"].lower() == "p")) * 60 + int(minute or 0)
        )
    if group["time"]:
        hour, minute = map(int, group["time"].split(":"))
        return Figure(written, at, minutes=hour * 60 + minute)
    month = group["month"] or group["month2"] or group["month3"]
    if month:
        year = group["year"] or group["year2"] or group["year3"]
        days = re.findall(r"\d+", group["days"] or group["day"] or "") or [None]
        number = MONTHS.index(month.capitalize()) + 1
        return Figure(written, at, dates=tuple((int(year) if year else None, number, day and int(day)) for day in days))
    if group["ordinal"]:
        return Figure(written, at, dates=((None, None, int(group["ordinal"])),))
    word, scale = group["number"].lower(), group["scale"]
    plain = word[0].isdigit()
    value = float(word.replace(",", "").rstrip(".")) if plain else _of_words(word)
    values = (value * _SCALES[scale.lower()], value) if scale else (value,)
    return Figure(written.rstrip(","), at, values, small=not plain and not scale and value <= SMALL)


def _of_words(word: str) -> float:
    return float(sum(_WORDS.get(part, 1) for part in word.split("-")))


def iso_date(written: str) -> Date:
    year, month, day, *_ = [*map(int, written.split("-")), None, None]
    return year, month, day


class Known:
    """All figures of some facts; says whether a figure of a page is among them."""

    def __init__(self, texts: list[str], days: list[str], times: list[str], given: list[float]):
        told = [figure for text in texts for figure in figures(text)]
        self.minutes = {figure.minutes for figure in [*told, *figures(" ".join(times))] if figure.minutes is not None}
        self.values = {value for figure in told for value in figure.values}.union(given)
        self.values |= {minutes // 60 % 12 or 12 for minutes in self.minutes}  # "at 2:30 or at 4"
        self.dates = [date for figure in told for date in figure.dates]
        self.spans = [tuple(map(iso_date, day.split("/"))) for day in days if _ISO.fullmatch(day)]

    def __contains__(self, figure: Figure) -> bool:
        if figure.minutes is not None:
            return any((figure.minutes - known) % 720 == 0 for known in self.minutes)
        if figure.dates:
            return all(map(self._has_date, figure.dates))
        year = figure.values[0]
        return any(value in self.values for value in figure.values) or (
            1800 < year < 2100 and self._has_date((int(year), None, None))
        )

    def _has_date(self, wanted: Date) -> bool:
        if any(_agree(wanted, date) for date in self.dates):
            return True
        if wanted[2] and not wanted[1] and wanted[2] in self.values:
            return True
        return any(_within(wanted, span[0], span[-1]) for span in self.spans)


def _agree(wanted: Date, known: Date) -> bool:
    """Whether every part of `wanted` is told by `known`; only the year may go without saying."""
    year, *rest = wanted
    parts = all(w is None or w == k for w, k in zip(rest, known[1:], strict=True))
    return parts and (year is None or year == known[0] or (known[0] is None and any(rest)))


def _within(wanted: Date, first: Date, last: Date) -> bool:
    """Whether a day that may be told in part lies in a span of days."""
    if _agree(wanted, first) or _agree(wanted, last):
        return True
    year, month, day = wanted
    low = [part or 1 for part in first]
    high = [part or most for part, most in zip(last, (0, 12, 31), strict=True)]
    if month is None:
        return low < high if day else low[0] <= year <= high[0]
    year = year or low[0]
    return low <= [year, month, day or high[2]] <= high if day else low[:2] <= [year, month] <= high[:2]
