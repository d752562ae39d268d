"""Rating: a place on a scale. There is no right one, so it is not marked and worth no points."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from authoring import Text
from languages.words import _
from quizgrader.questions.base import Finding, Line, Option, Pick, Question, an_id


class Rating(Question):
    """How one would rate something, from `low` at 1 to `high` at `steps`."""

    marked: ClassVar[bool] = False
    counts: ClassVar[bool] = False

    type: Literal["rating"]
    steps: Annotated[int, Field(ge=2, le=10)] = Field(5, description="How many places the scale has.")
    low: Text = Field(description="What the lowest place means.")
    high: Text = Field(description="What the highest place means.")

    @cached_property
    def _places(self) -> tuple[str, ...]:
        return tuple(str(i + 1) for i in range(self.steps))

    def control(self) -> Pick:
        texts = {1: f"1: {self.low}", self.steps: f"{self.steps}: {self.high}"}
        paths = {1: ("low",), self.steps: ("high",)}
        steps = range(1, self.steps + 1)
        places = [Option(str(i), texts.get(i, str(i)), paths.get(i, ()), ours=i not in texts) for i in steps]
        return Pick(places, scale=True)

    def rule(self) -> str:
        return _("Choose a place on the scale. It is your own judgement and is not marked.")

    def key_lines(self) -> list[Line]:
        return []

    def remarks(self) -> dict[str, str]:
        return {}

    def client_key(self) -> dict:
        return {"steps": self.steps}

    def read(self, response: object) -> str | None:
        return None if response is None else an_id(response, self._places, "place")

    def findings(self) -> Iterator[Finding]:
        if "points" in self.model_fields_set:
            yield Finding(("points",), "rating-points", "a rating is worth no points", "take `points` out")
