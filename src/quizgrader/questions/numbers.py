"""Numbers as people type them, and the intervals that an answer accepts.

One grammar serves both graders (its twin is `web/questions/numeric.js`); it is ASCII only and stands here in full:

    [+-]? ( digits ( [.,] digits? )? | [.,] digits ) ( [eE] [+-]? digits )?

A comma and a point both mark decimals. Before the grammar is applied, white space around the text is taken off, then
the author's unit at its end, then the author's thousands mark where it stands between groups of three digits.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from typing import NamedTuple

from languages.words import _, plain
from quizgrader.questions.base import BadResponse, typed_text

MOST_DIGITS = 100
SPACES = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_SPACE = re.compile(f"[{SPACES}]")
_RUN = re.compile(f" [{SPACES}]+|[{SPACES.replace(' ', '')}][{SPACES}]*")  # any but a single plain space
_GRAMMAR = re.compile(r"[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]+)?")


class Interval(NamedTuple):
    """The accepted numbers from `low` to `high`; an end counts as inside unless it is open. None is unbounded."""

    low: float | None
    high: float | None
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: object) -> bool:
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = self.high is None or value < self.high or (value == self.high and not self.high_open)
        return above and below

    def __str__(self) -> str:
        if self.low == self.high and self.low is not None:
            return _("exactly {n}").format(n=plain(self.low))
        if self.low is None:
            return (_("below {n}") if self.high_open else _("at most {n}")).format(n=plain(self.high))
        if self.high is None:
            return (_("above {n}") if self.low_open else _("at least {n}")).format(n=plain(self.low))
        ends = [_(" (not itself)") if is_open else "" for is_open in (self.low_open, self.high_open)]
        return _("from {low} to {high}").format(low=plain(self.low) + ends[0], high=plain(self.high) + ends[1])

    @property
    def empty(self) -> bool:
        """Whether no number lies in it."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def in_unit(self, size: float) -> Interval:
        """The same interval, told in a unit of this `size`: computed in decimals, so that its ends stay inside."""

        def told(end: float | None) -> float | None:
            return None if end is None else float(Decimal(repr(end)) / Decimal(repr(size)))

        return self._replace(low=told(self.low), high=told(self.high))

    def covers(self, other: Interval) -> bool:
        """Whether every number in `other` lies in this one too."""
        low = self.low is None or (
            other.low is not None and (other.low in self or (other.low == self.low and other.low_open))
        )
        high = self.high is None or (
            other.high is not None and (other.high in self or (other.high == self.high and other.high_open))
        )
        return low and high

    def overlaps(self, other: Interval) -> bool:
        """Whether some number lies in both."""

        def before(high, high_open, low, low_open) -> bool:
            return high is not None and low is not None and (high < low or (high == low and (high_open or low_open)))

        return not (
            before(self.high, self.high_open, other.low, other.low_open)
            or before(other.high, other.high_open, self.low, self.low_open)
        )


def around(value: float, *, absolute: float = 0, relative: float = 0, significant_digits: int = 0) -> Interval:
    """The interval around `value`.

    The ends are computed in decimals, from the numbers as they are written, so that 3.14 with a tolerance of 0.01
    accepts 3.13 and 3.15 themselves. `relative` is a share of the value's size. With `significant_digits` n, what
    rounds to the same n digits as the value is accepted, both ends included.
    """
    centre = Decimal(repr(value))
    if significant_digits:
        return _rounding_to(Context(prec=significant_digits, rounding=ROUND_HALF_UP).plus(centre), significant_digits)
    margin = Decimal(repr(absolute)) + abs(centre) * Decimal(repr(relative))
    return Interval(float(centre - margin), float(centre + margin))


def _rounding_to(rounded: Decimal, digits: int) -> Interval:
    """What rounds to `rounded` at so many digits: half of the last digit to either side.

    Numbers nearer to nought than a power of ten have digits a tenth as large: at three digits 99.96 rounds to 100, 99.5 not.
    """
    outward = Decimal((0, (1,), rounded.adjusted() - digits + 1)) / 2
    inward = outward / 10 if abs(rounded) == Decimal(1).scaleb(rounded.adjusted()) else outward
    below, above = (inward, outward) if rounded > 0 else (outward, inward)
    return Interval(float(rounded - below), float(rounded + above))


def trimmed(text: str) -> str:
    """`text` without white space around it; the same set of characters in both languages."""
    return text.strip(SPACES)


def folded(text: str) -> str:
    """`text` trimmed, with each run of white space inside it made one space."""
    return _RUN.sub(" ", text).strip(" ")


class Typed(NamedTuple):
    """A number as it was typed, in the unit that was typed with it ("" where none was)."""

    value: float
    unit: str


def typed_number(response: object, thousands: str = "", units: Iterable[str] = ()) -> Typed | None:
    """The number that was typed; None where nothing was. The first of `units` that it ends with is taken off.

    Raises BadResponse: wrong-shape, too-long, not-a-number, out-of-range.
    """
    text = trimmed(typed_text(response, MOST_DIGITS))
    if not text:
        return None
    typed = ""
    for unit in units:
        if text.endswith(unit):
            typed, text = unit, trimmed(text[: -len(unit)])
            break
    if thousands:
        text = _without(thousands, text)
    if not _GRAMMAR.fullmatch(text):
        raise BadResponse("not-a-number", "this is not a number; write it in digits, such as 12 or 0.5")
    value = float(text.replace(",", "."))
    if not math.isfinite(value):
        raise BadResponse("out-of-range", "this number is too large to be one")
    return Typed(value, typed)


def _without(mark: str, text: str) -> str:
    """`text` without the thousands mark, where it stands between groups of three. A blank stands for any white space."""
    if mark == " ":
        text = _SPACE.sub(" ", text)
    grouped = _groups(mark).match(text)
    return text[: grouped.end()].replace(mark, "") + text[grouped.end() :] if grouped else text


@cache
def _groups(mark: str) -> re.Pattern[str]:
    return re.compile(rf"[+-]?[1-9][0-9]{{0,2}}(?:{re.escape(mark)}[0-9]{{3}})+(?![0-9])")
