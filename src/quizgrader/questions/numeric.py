"""Numeric: a number is typed; the first answer whose interval holds it gives the mark."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from authoring import Model, Text
from quizgrader.questions.base import Credit, Entry, Finding, Question, present
from quizgrader.questions.numbers import Interval, around, number, plain


class NumericAnswer(Model):
    """One accepted number, or a range of them. A tolerance's end and a range's end count as inside."""

    value: float | None = Field(None, description="The number. Leave it out for a range.")
    tolerance: Annotated[float, Field(ge=0)] = Field(0, description="Accepted distance, in the answer's unit.")
    relative: Annotated[float, Field(ge=0, lt=1)] = Field(0, description="Accepted distance as a share of the value.")
    significant_digits: Annotated[int, Field(ge=0, le=15)] = Field(
        0, description="Accept what rounds to the value at this many digits."
    )
    min: float | None = Field(None, description="Lower end of a range.")
    max: float | None = Field(None, description="Upper end of a range.")
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
        elif self.min is not None and self.max is not None and self.min > self.max:
            yield Finding(("min",), "numeric-answer", "the range is empty", "`min` must not be above `max`")


class Number(Model):
    """What a typed number is held against; shared by the numeric question and the number gap."""

    answers: list[NumericAnswer] = Field(min_length=1, description="The accepted answers; the first that fits counts.")
    unit: Text = Field("", description="Shown behind the field, and taken off the answer where it is typed.")
    units: dict[str, Annotated[float, Field(gt=0)]] = Field(
        {}, description="Other units that may be typed, each with its size in `unit`."
    )
    thousands: Literal["", ",", ".", " ", "'"] = Field("", description="Thousands mark that may be typed.")
    feedback_other: Text = Field("", description="Shown when no answer fits.")

    @cached_property
    def _units(self) -> dict[str, float]:
        return {**({self.unit: 1.0} if self.unit else {}), **self.units}

    def number_key(self) -> list[str]:
        """The accepted numbers in words, best credit first as written."""
        unit = f" {self.unit}" if self.unit else ""
        lines = []
        for answer in filter(lambda answer: answer.credit, self.answers):
            shown = str(answer.interval) if answer.value is None else plain(answer.value)
            accepted = f" (accepted: {answer.interval})" if answer.value is not None else ""
            part = f", for {plain(answer.credit)} of the mark" if answer.credit < 1 else ""
            lines.append(f"{shown}{unit}{accepted}{part}")
        return lines

    def number_remarks(self) -> dict[str, str]:
        numbered = {f"answer-{i}": answer.feedback for i, answer in enumerate(self.answers, 1)}
        return present({**numbered, "other": self.feedback_other})

    def number_client_key(self) -> dict:
        return {
            "answers": [{**a.interval._asdict(), "credit": a.credit} for a in self.answers],
            "units": self._units,
            "thousands": self.thousands,
        }

    def read_number(self, response: object) -> float | None:
        return None if response is None else number(response, self.thousands, self._units)

    def mark_number(self, value: float) -> tuple[float, list[str]]:
        for i, answer in enumerate(self.answers, 1):
            if value in answer.interval:
                return answer.credit, [f"answer-{i}"]
        return 0.0, ["other"]

    def number_findings(self) -> Iterator[Finding]:
        for i, answer in enumerate(self.answers):
            broken = False
            for finding in answer.findings():
                broken = True
                yield finding._replace(path=("answers", i, *finding.path))
            if broken:
                return
        if not any(answer.credit == 1 for answer in self.answers):
            yield Finding(("answers",), "no-right-answer", "no answer earns the whole mark", "give one a credit of 1")
        for i, later in enumerate(self.answers):
            for earlier in self.answers[:i]:
                inner, outer = later.interval, earlier.interval
                if inner.overlaps(outer) and earlier.credit < later.credit:
                    yield Finding(("answers", i), "overlapping-answers",
                                  f"{inner} overlaps an earlier answer of less credit", "write the best answer first")  # fmt: skip


class Numeric(Number, Question):
    """A number to be typed."""

    type: Literal["numeric"]

    def control(self) -> Entry:
        return Entry(number=True, unit=self.unit)

    def rule(self) -> str:
        unit = f" in {self.unit}" if self.unit else ""
        return f"Type a number{unit}, in digits. Point and comma both mark decimals."

    def key(self) -> list[str]:
        return self.number_key()

    def remarks(self) -> dict[str, str]:
        return self.number_remarks()

    def client_key(self) -> dict:
        return self.number_client_key()

    def read(self, response: object) -> float | None:
        return self.read_number(response)

    def mark(self, answer: float) -> tuple[float, list[str]]:
        return self.mark_number(answer)

    def findings(self) -> Iterator[Finding]:
        yield from self.number_findings()
