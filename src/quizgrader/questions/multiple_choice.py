"""Multiple choice: any number of options may be right, none included; what is ticked counts, and what is left."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from pydantic import Field

from authoring import Text
from languages.words import _, later
from quizgrader.questions.base import (
    MOST_THINGS,
    BadResponse,
    Choice,
    Finding,
    Line,
    Pick,
    Question,
    Written,
    an_id,
    present,
    repeated,
)
from quizgrader.questions.single_choice import arranged

_RULES = {
    "right-minus-wrong": later(
        "Tick all that apply. A wrong tick takes away what a right one earns; the mark does not fall below zero."
    ),
    "all-or-nothing": later(
        "Tick all that apply. Only the whole answer, with no tick too many or too few, earns the mark."
    ),
    "each-option": later("Tick all that apply. Every option counts alike: ticked if it applies, left if it does not."),
}


class MultipleOption(Choice):
    """An option of a multiple-choice question."""

    correct: bool = Field(False, description="Whether it is to be ticked.")
    feedback_left: Text = Field("", description="Shown when the option was left unticked.")
    pinned: bool = Field(False, description="Keep it in its place at the end when the options are shuffled.")


class MultipleChoice(Question):
    """Several options may be right; none may be too. The page always adds a box for "none of these"."""

    type: Literal["multiple-choice"]
    choices: list[MultipleOption] = Field(
        min_length=2, max_length=MOST_THINGS, description="The options, in the order in which they are shown."
    )
    rule_name: Literal["right-minus-wrong", "all-or-nothing", "each-option"] = Field(
        "right-minus-wrong", alias="rule", description="How ticks become a mark."
    )
    shuffle: bool = Field(False, description="Show the options in another order than written.")

    @cached_property
    def _right(self) -> frozenset[str]:
        return frozenset(choice.id for choice in self.choices if choice.correct)

    @property
    def how_many_right(self) -> int:
        """How many options are to be ticked; 0 where the right answer is "none of these"."""
        return len(self._right)

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        return tuple(choice.id for choice in self.choices)

    @cached_property
    def _left(self) -> dict[str, str]:
        """The feedback key of each choice that was left unticked."""
        return {name: f"{name}:left" for name in self._ids}

    def control(self) -> Pick:
        return Pick(arranged(self.choices, self.shuffle), many=True)

    def rule(self) -> str:
        return _(_RULES[self.rule_name])

    def key_lines(self) -> list[Line]:
        return [(Written(choice.text),) for choice in self.choices if choice.correct] or [(_("None of these"),)]

    def remarks(self) -> dict[str, str]:
        both = {}
        for choice in self.choices:
            both[choice.id] = choice.feedback
            both[f"{choice.id}:left"] = choice.feedback_left
        return present(both)

    def client_key(self) -> dict:
        return {"options": list(self._ids), "right": [i for i in self._ids if i in self._right], "rule": self.rule_name}

    def read(self, response: object) -> frozenset[str] | None:
        """None is unanswered; an empty list is the deliberate answer "none of these"."""
        if response is None:
            return None
        if not isinstance(response, list):
            raise BadResponse("wrong-shape", "the answer is a list of choices")
        ticked = frozenset([an_id(one, self._ids, "choice") for one in response])
        if len(ticked) != len(response):
            raise BadResponse("repeated-id", "a choice is named twice")
        return ticked

    def mark(self, answer: frozenset[str]) -> tuple[float, list[str]]:
        feedback = [name if name in answer else left for name, left in self._left.items()]
        return self._fraction(answer), feedback

    def _fraction(self, ticked: frozenset[str]) -> float:
        right = len(ticked & self._right)
        wrong = len(ticked) - right
        whole = len(self._right)
        if self.rule_name == "each-option":
            return (len(self._ids) - wrong - (whole - right)) / len(self._ids)
        if self.rule_name == "all-or-nothing" or not whole:
            return float(wrong == 0 and right == whole)
        return max(0, right - wrong) / whole

    def findings(self) -> Iterator[Finding]:
        yield from repeated("choices", self.choices)
