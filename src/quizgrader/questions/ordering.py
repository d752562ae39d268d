"""Ordering: the items are to be brought into the one order in which they were written."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property
from itertools import combinations, pairwise, starmap
from operator import lt
from typing import Literal

from pydantic import Field

from authoring import Text
from languages.words import _, later
from quizgrader.questions.base import (
    BadResponse,
    Choice,
    Finding,
    Line,
    Order,
    Question,
    Written,
    an_id,
    concealed,
    present,
    repeated,
)

_RULES = {
    "relative": later(
        "Number the lines. Every two of them that stand in the right order earn a part, wherever they stand."
    ),
    "all-or-nothing": later("Number the lines. Only the whole order earns the mark."),
    "absolute": later("Number the lines. Each line with the right number earns its part."),
    "adjacent": later("Number the lines. Each line that directly follows the right one earns its part."),
    "longest-run": later("Number the lines. The longest run of lines that follow one another rightly earns the mark."),
}


class Item(Choice):
    """A line to be numbered; its feedback is shown when it is out of place."""

    feedback: Text = Field("", description="Shown when the line was out of place.")


class Ordering(Question):
    """Items to be put in order. They are written in the right one and shown in another."""

    type: Literal["ordering"]
    items: list[Item] = Field(min_length=2, max_length=20, description="The items in the right order.")
    rule_name: Literal["relative", "all-or-nothing", "absolute", "adjacent", "longest-run"] = Field(
        "relative", alias="rule", description="How an order becomes a mark."
    )

    @cached_property
    def _place(self) -> dict[str, int]:
        return {item.id: i for i, item in enumerate(self.items)}

    def control(self) -> Order:
        return Order(concealed([item.option("items", i) for i, item in enumerate(self.items)]))

    def rule(self) -> str:
        return _(_RULES[self.rule_name])

    def key_lines(self) -> list[Line]:
        return [(Written(item.text),) for item in self.items]

    def remarks(self) -> dict[str, str]:
        return present({item.id: item.feedback for item in self.items})

    def client_key(self) -> dict:
        return {"order": list(self._place), "rule": self.rule_name}

    def read(self, response: object) -> list[str | None] | None:
        """The ids in the learner's order, None for a place that no item was given; no item at all is unanswered."""
        if response is None:
            return None
        if not isinstance(response, list):
            raise BadResponse("wrong-shape", "the answer is a list of lines")
        given = [None if one is None else an_id(one, self._place, "line") for one in response]
        items = [item for item in given if item is not None]
        if len(set(items)) != len(items):
            raise BadResponse("repeated-id", "a line is named twice")
        if len(given) > len(self.items):
            raise BadResponse("too-long", "more places than lines")
        return given if items else None

    def mark(self, answer: list[str | None]) -> tuple[float, list[str]]:
        misplaced = [item for item, i in self._place.items() if i >= len(answer) or answer[i] != item]
        # The right place of each item, in the learner's order; a place without an item is nan, which follows nothing.
        places = [math.nan if item is None else self._place[item] for item in answer]
        return self._fraction(places, len(misplaced)), misplaced

    def _fraction(self, places: list[float], misplaced: int) -> float:
        whole = len(self.items)
        if self.rule_name == "relative":
            right = sum(starmap(lt, combinations(places, 2)))
            return right / (whole * (whole - 1) / 2)
        if self.rule_name == "absolute":
            return (whole - misplaced) / whole
        if self.rule_name == "all-or-nothing":
            return float(misplaced == 0)
        follows = [second == first + 1 for first, second in pairwise(places)]
        if self.rule_name == "adjacent":
            return sum(follows) / (whole - 1)
        run = longest = 0
        for joined in follows:
            run = run + 1 if joined else 0
            longest = max(longest, run)
        return (longest + 1) / whole if longest else 0.0

    def findings(self) -> Iterator[Finding]:
        yield from repeated("items", self.items)
