"""Numeric: a number is typed; the first answer whose interval holds it gives the mark."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from authoring import Model, Text
from languages.words import _, plain
from quizgrader.questions.base import (
    MOST_THINGS,
    Credit,
    Entry,
    Finding,
    Line,
    Question,
    Unit,
    none_right,
    part_of,
    remarks_on,
)
from quizgrader.questions.numbers import Interval, Typed, around, typed_number

UNIT = StringConstraints(pattern=r"^(\S(.*\S)?)?$")
Size = Annotated[float, Field(ge=-1e300, le=1e300)]


class NumericAnswer(Model):
    """One accepted number, or a range of them. A tolerance's end and a range's end count as inside."""

    value: Size | None = Field(None, description="The number. Leave it out for a range.")
    tolerance: Annotated[float, Field(ge=0, le=1e300)] = Field(
        0, description="Accepted distance, in the answer's unit."
    )
    relative: Annotated[float, Field(ge=0, lt=1)] = Field(0, description="Accepted distance as a share of the value.")
    significant_digits: Annotated[int, Field(ge=0, le=15)] = Field(
        0, description="Accept what rounds to the value at this many digits."
    )
    min: Size | None = Field(None, description="Lower end of a range.")
    max: Size | None = Field(None, description="Upper end of a range.")
    min_excluded: bool = Field(False, description="The lower end itself is outside.")
    max_excluded: bool = Field(False, description="The upper end itself is outside.")
    credit: Credit = Field(1.0, description="The mark for this answer.")
    feedback: Text = Field("", description="Shown when the number lies here.")

    @cached_property
    def interval(self) -> Interval:
        if self.value is None:
            return Interval(self.min, self.max, self.min_excluded, self.max_excluded)
        return around(
            self.value,
            absolute=self.tolerance,
            relative=self.relative,
            significant_digits=self.significant_digits,
        )

    def findings(self) -> Iterator[Finding]:
        is_range = self.min is not None or self.max is not None
        margins = sum(map(bool, (self.tolerance, self.relative, self.significant_digits)))
        if (self.value is not None) == is_range:
            yield Finding(
                (), "numeric-answer", "an answer is either a `value` or a range", "give `value`, or `min` and `max`"
            )
        elif is_range and margins:
            yield Finding((), "numeric-answer", "a range has no tolerance", "widen `min` and `max` instead")
        elif margins > 1:
            yield Finding((), "numeric-answer", "there are several tolerances",
                          "keep one of `tolerance`, `relative`, `significant_digits`")  # fmt: skip
        elif self.significant_digits and not self.value:
            yield Finding(
                ("significant_digits",), "numeric-answer", "zero has no significant digits", "use `tolerance`"
            )
        elif is_range and self.interval.empty:
            yield Finding(("min",), "numeric-answer", "the range is empty", "`min` must not be above `max`")


class Number(Model):
    """What a typed number is held against; shared by the numeric question and the number gap."""

    answers: list[NumericAnswer] = Field(
        min_length=1, max_length=MOST_THINGS, description="The accepted answers; the first that fits counts."
    )
    unit: Annotated[Text, UNIT] = Field("", description="Shown behind the field; may be typed behind the number.")
    units: dict[Annotated[str, UNIT, Field(min_length=1)], Annotated[float, Field(ge=1e-7, le=1e7)]] = Field(
        {}, max_length=MOST_THINGS, description="Other units that may be typed, each with its size in `unit`."
    )
    thousands: Literal["", ",", ".", " ", "'"] = Field("", description="Thousands mark that may be typed.")
    feedback_other: Text = Field("", description="Shown when no answer fits.")

    @cached_property
    def _intervals(self) -> dict[str, list[Interval]]:
        """For each unit that may be typed ("" is none), the accepted intervals in it."""
        sizes = {"": 1.0, self.unit: 1.0, **self.units}
        return {unit: [answer.interval.in_unit(size) for answer in self.answers] for unit, size in sizes.items()}

    @cached_property
    def _units(self) -> tuple[str, ...]:
        """The units that may be typed, the longest first: "km" is not metres behind a "k"."""
        return tuple(sorted(filter(None, self._intervals), key=lambda name: (-len(name), name)))

    def control(self) -> Entry:
        return Entry(number=True, unit=self.unit, units=self._units)

    def rule(self) -> str:
        return _("Type a number, in digits. Point and comma both mark decimals.")

    def key_lines(self) -> list[Line]:
        lines = []
        for answer in filter(lambda answer: answer.credit, self.answers):
            accepted = "" if answer.value is None else _(" (accepted: {range})").format(range=answer.interval)
            lines.append((*self._shown(answer), accepted + part_of(answer.credit)))
        return lines

    def best(self) -> Line:
        """What stands for the whole key where there is room for one answer."""
        return self._shown(next(answer for answer in self.answers if answer.credit == 1))

    def _shown(self, answer: NumericAnswer) -> Line:
        shown = str(answer.interval) if answer.value is None else plain(answer.value)
        return (shown, " ", Unit(self.unit)) if self.unit else (shown,)

    def remarks(self) -> dict[str, str]:
        return remarks_on(self.answers, self.feedback_other)

    def client_key(self) -> dict:
        intervals = {unit: [each._asdict() for each in accepted] for unit, accepted in self._intervals.items()}
        return {"intervals": intervals, "credits": [a.credit for a in self.answers], "thousands": self.thousands}

    def read(self, response: object) -> Typed | None:
        return None if response is None else typed_number(response, self.thousands, self._units)

    def mark(self, answer: Typed) -> tuple[float, list[str]]:
        for i, interval in enumerate(self._intervals[answer.unit]):
            if answer.value in interval:
                return self.answers[i].credit, [f"answer-{i + 1}"]
        return 0.0, ["other"]

    def findings(self) -> Iterator[Finding]:
        broken = [found.below("answers", i) for i, answer in enumerate(self.answers) for found in answer.findings()]
        yield from broken
        if broken:
            return
        yield from none_right(self.answers)
        for i, later in enumerate(self.answers):
            for earlier in self.answers[:i]:
                yield from _clash(i, earlier, later)
        if not self.thousands and any(abs(a.value or 0) >= 1000 for a in self.answers):
            yield Finding(("answers",), "thousands", "somebody may type 1,000, which is read as 1",
                          'give `thousands: ","` (or the mark that your readers use)', "warning")  # fmt: skip


def _clash(i: int, earlier: NumericAnswer, later: NumericAnswer) -> Iterator[Finding]:
    if earlier.interval.covers(later.interval):
        yield Finding(
            ("answers", i),
            "never-reached",
            f"an earlier answer takes all of {later.interval}",
            "write the narrower answer first",
        )
    elif earlier.credit < later.credit and earlier.interval.overlaps(later.interval):
        message = f"{later.interval} overlaps an earlier answer of less credit"
        yield Finding(("answers", i), "overlapping-answers", message, "write the better answer first", "warning")


class Numeric(Number, Question):
    """A number to be typed."""

    type: Literal["numeric"]
