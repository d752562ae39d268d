"""Single choice: one option is to be chosen; its credit is the mark."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from pydantic import Field

from authoring import Model
from languages.words import _
from quizgrader.questions.base import (
    MOST_THINGS,
    Choice,
    Credit,
    Finding,
    Line,
    Option,
    Pick,
    Question,
    Written,
    an_id,
    concealed,
    present,
    repeated,
)


class SingleOption(Choice):
    """An option of a single-choice question."""

    correct: bool = Field(False, description="Whether this is the right one. Exactly one is.")
    credit: Credit | None = Field(None, description="Part of the mark for an option that is not wholly wrong.")
    pinned: bool = Field(False, description="Keep it in its place at the end when the options are shuffled.")

    @property
    def fraction(self) -> float:
        return 1.0 if self.correct else (self.credit or 0.0)


class OneOf(Model):
    """Options of which one is to be chosen; shared by the single-choice question and the choice gap."""

    choices: list[SingleOption] = Field(
        min_length=2, max_length=MOST_THINGS, description="The options, in the order in which they are shown."
    )
    shuffle: bool = Field(False, description="Show the options in another order than written.")

    @cached_property
    def _credits(self) -> dict[str, float]:
        return {choice.id: choice.fraction for choice in self.choices}

    def control(self) -> Pick:
        return Pick(arranged(self.choices, self.shuffle))

    def rule(self) -> str:
        partly = any(choice.credit for choice in self.choices)
        return _("Choose one. Some answers earn part of the mark.") if partly else _("Choose one.")

    def key_lines(self) -> list[Line]:
        return [(Written(choice.text),) for choice in self.choices if choice.correct]

    def best(self) -> Line:
        """What stands for the whole key where there is room for one answer."""
        return self.key_lines()[0]

    def remarks(self) -> dict[str, str]:
        return present({choice.id: choice.feedback for choice in self.choices})

    def client_key(self) -> dict:
        return {"credits": self._credits}

    def read(self, response: object) -> str | None:
        return None if response is None else an_id(response, self._credits, "choice")

    def mark(self, answer: str) -> tuple[float, list[str]]:
        return self._credits[answer], [answer]

    def findings(self) -> Iterator[Finding]:
        yield from repeated("choices", self.choices)
        right = [i for i, choice in enumerate(self.choices) if choice.correct]
        if not right:
            yield Finding(("choices",), "no-right-choice", "no choice is right", "mark one with `correct: true`")
        for i in right[1:]:
            yield Finding(("choices", i, "correct"), "second-right-choice", "a second choice is right",
                          "keep one, give the other a `credit`, or use multiple-choice")  # fmt: skip
        for i, choice in enumerate(self.choices):
            if choice.correct and choice.credit is not None:
                yield Finding(
                    ("choices", i, "credit"),
                    "credit-of-right",
                    "the right choice always earns all",
                    "take `credit` out",
                )


class SingleChoice(OneOf, Question):
    """One of several options is right; others may carry part of the mark."""

    type: Literal["single-choice"]

    def longest_is_right(self) -> bool:
        """Whether the right option is longer than every other, which guessers look for."""
        lengths = [len(choice.text) for choice in self.choices]
        return lengths.count(max(lengths)) == 1 and self.choices[lengths.index(max(lengths))].correct


def arranged(choices: list, shuffle: bool) -> list[Option]:
    """The choices as options, shuffled if wanted; pinned ones stay last."""
    options = [choice.option("choices", i) for i, choice in enumerate(choices)]
    if not shuffle:
        return options
    pinned = {choice.id for choice in choices if choice.pinned}
    free = [option for option in options if option.id not in pinned]
    return [*concealed(free), *(option for option in options if option.id in pinned)]
