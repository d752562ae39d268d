"""Fill-in: a text with gaps, each of them a choice, a number or a few words, marked by its own rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from authoring import Text
from languages.words import _, later
from quizgrader.questions.base import MOST_THINGS, BadResponse, Finding, Gap, Gaps, Id, Line, Question, an_id, repeated
from quizgrader.questions.numeric import Number
from quizgrader.questions.short_answer import Words
from quizgrader.questions.single_choice import OneOf

GapId = Annotated[Id, Field(description="Stable name of the gap; the text marks its place with `[[id]]`.")]

_PLACE = re.compile(r"\[\[([a-z0-9-]+)\]\]")
_RULES = {
    "each-gap": later("Fill the gaps. Each right one earns its part."),
    "all-or-nothing": later("Fill the gaps. Only when all are right do they earn the mark."),
}


class ChoiceGap(OneOf):
    """A gap to be filled from a menu."""

    type: Literal["choice"]
    id: GapId


class NumberGap(Number):
    """A gap to be filled with a number."""

    type: Literal["number"]
    id: GapId


class TextGap(Words):
    """A gap to be filled with a word or a few."""

    type: Literal["text"]
    id: GapId


class FillIn(Question):
    """A text with gaps. The prompt says what to do; `text` holds the gaps."""

    type: Literal["fill-in"]
    text: Text = Field(description="The text, in MyST: paragraphs with `[[id]]` where a gap is.")
    gaps: list[Annotated[ChoiceGap | NumberGap | TextGap, Field(discriminator="type")]] = Field(
        min_length=1, max_length=MOST_THINGS, description="What fits into each gap."
    )
    rule_name: Literal["each-gap", "all-or-nothing"] = Field(
        "each-gap", alias="rule", description="How gaps become a mark."
    )

    @cached_property
    def _by_id(self) -> dict[str, ChoiceGap | NumberGap | TextGap]:
        return {gap.id: gap for gap in self.gaps}

    def control(self) -> Gaps:
        return Gaps(self.text, _PLACE, [Gap(gap.id, gap.control(), ("gaps", i)) for i, gap in enumerate(self.gaps)])

    def rule(self) -> str:
        return _(_RULES[self.rule_name])

    def key_lines(self) -> list[Line]:
        lines = []
        for i, gap in enumerate(self.gaps, 1):
            parts = [part for line in gap.key_lines() for part in (" / ", *line)]
            lines.append((f"({i}) ", *parts[1:]))
        return lines

    def filled(self) -> dict[str, Line]:
        return {gap.id: gap.best() for gap in self.gaps}

    def remarks(self) -> dict[str, str]:
        return {f"{gap.id}:{key}": text for gap in self.gaps for key, text in gap.remarks().items()}

    def client_key(self) -> dict:
        gaps = [{"id": gap.id, "type": _TWIN[gap.type], "key": gap.client_key()} for gap in self.gaps]
        return {"gaps": gaps, "rule": self.rule_name}

    def read(self, response: object) -> dict[str, object] | None:
        """The answers by gap; a blank one is left out, and no answer at all is unanswered."""
        if response is None:
            return None
        if not isinstance(response, dict):
            raise BadResponse("wrong-shape", "the answer is a text for each gap")
        for name in response:
            an_id(name, self._by_id, "gap")
        given = {}
        for i, gap in enumerate(self.gaps, 1):
            try:
                answer = gap.read(response.get(gap.id))
            except BadResponse as error:
                raise BadResponse(error.code, f"gap {i}: {error}") from None
            if answer is not None:
                given[gap.id] = answer
        return given or None

    def mark(self, answer: dict[str, object]) -> tuple[float, list[str]]:
        total, feedback = 0.0, []
        for gap in self.gaps:
            if gap.id in answer:
                fraction, keys = gap.mark(answer[gap.id])
                total += fraction
                feedback += [f"{gap.id}:{key}" for key in keys]
        whole = len(self.gaps)
        return (float(total == whole) if self.rule_name == "all-or-nothing" else total / whole), feedback

    def findings(self) -> Iterator[Finding]:
        yield from repeated("gaps", self.gaps)
        places = _PLACE.findall(self.text)
        for i, gap in enumerate(self.gaps):
            if places.count(gap.id) != 1:
                message = f"the gap `{gap.id}` stands {places.count(gap.id)} times in `text`"
                yield Finding(("gaps", i, "id"), "gap-place", message, f"write `[[{gap.id}]]` once")
            for finding in gap.findings():
                yield finding.below("gaps", i)
        for name in places:
            if name not in self._by_id:
                yield Finding(("text",), "gap-place", f"there is no gap `{name}`", "add it to `gaps`")


_TWIN = {"choice": "single-choice", "number": "numeric", "text": "short-answer"}
