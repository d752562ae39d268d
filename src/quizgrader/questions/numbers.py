"""Numbers as people type them, and the intervals that an answer accepts.

One grammar serves both graders (its twin is `web/numbers.js`); it is ASCII only and stands here in full:

    [+-]? ( digits ( [.,] digits? )? | [.,] digits ) ( [eE] [+-]? digits )?

A comma and a point both mark decimals. Before the grammar is applied, white space around the text is taken off, then
the author's unit at its end, then the author's thousands mark where it stands between groups of three digits.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import NamedTuple

from quizgrader.questions.base import BadResponse, typed_text

MOST_CHARACTERS = 100
SPACES = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_AROUND = re.compile(f"^[{SPACES}]+|[{SPACES}]+$")
_SPACE = re.compile(f"[{SPACES}]")
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
            return f"exactly {plain(self.low)}"
        if self.low is None:
            return f"{'below' if self.high_open else 'at most'} {plain(self.high)}"
        if self.high is None:
            return f"{'above' if self.low_open else 'at least'} {plain(self.low)}"
        ends = [" (not itself)" if is_open else "" for is_open in (self.low_open, self.high_open)]
        return f"from {plain(self.low)}{ends[0]} to {plain(self.high)}{ends[1]}"

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
    accepts 3.13 and 3.15 themselves. `relative` is a share of the value's size; `significant_digits` n accepts what
    rounds to the value at its n-th digit, half a unit to either side.
    """
    centre = Decimal(repr(value))
    margin = Decimal(repr(absolute)) + abs(centre) * Decimal(repr(relative))
    if significant_digits:
        margin = Decimal((0, (5,), centre.adjusted() - significant_digits))
    return Interval(float(centre - margin), float(centre + margin))


def plain(value: float) -> str:
    """A number without a needless `.0`."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def trimmed(text: str) -> str:
    """`text` without white space around it; the same set of characters in both languages."""
    return _AROUND.sub("", text)


def folded(text: str) -> str:
    """`text` trimmed, with each run of white space inside it made one space."""
    return re.sub(f"[{SPACES}]+", " ", trimmed(text))


def number(response: object, thousands: str = "", units: dict[str, float] | None = None) -> float | None:
    """The number that was typed, in the base unit; None where nothing was.

    Raises BadResponse: wrong-shape, too-long, not-a-number, out-of-range.
    """
    text = trimmed(typed_text(response, MOST_CHARACTERS))
    if not text:
        return None
    factor = 1.0
    for unit in sorted(units or (), key=lambda name: (-len(name), name)):
        if text.endswith(unit):
            text, factor = trimmed(text[: -len(unit)]), units[unit]
            break
    if thousands:
        text = _without(thousands, text)
    if not _GRAMMAR.fullmatch(text):
        raise BadResponse("not-a-number", "this is not a number; write it in digits, such as 12 or 0.5")
    value = float(text.replace(",", ".")) * factor
    if not math.isfinite(value):
        raise BadResponse("out-of-range", "this number is too large to be one")
    return value


def _without(mark: str, text: str) -> str:
    """`text` without the thousands mark, where it stands between groups of three. A blank stands for any white space."""
    if mark == " ":
        text = _SPACE.sub(" ", text)
    grouped = re.match(rf"[+-]?[0-9]{{1,3}}(?:{re.escape(mark)}[0-9]{{3}})+(?![0-9])", text)
    return text[: grouped.end()].replace(mark, "") + text[grouped.end() :] if grouped else text
