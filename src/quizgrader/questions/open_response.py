"""Open response: a free text, marked by a trainer against a rubric; in practice the learner checks it alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from authoring import Model, Text
from languages.words import _, plain
from quizgrader.questions.base import Essay, Finding, Id, Line, Question, Written, repeated, typed_text
from quizgrader.questions.numbers import trimmed


class Criterion(Model):
    """One observable thing that a good answer does."""

    id: Id = Field(description="Stable name of the criterion; marks given by hand refer to it.")
    text: Text = Field(description="What is to be seen in the answer: one paragraph of MyST.")
    points: Annotated[float, Field(gt=0)] = Field(1, description="What it is worth.")


class OpenResponse(Question):
    """A text of one's own. Its points are those of its rubric."""

    marked: ClassVar[bool] = False

    type: Literal["open-response"]
    rubric: list[Criterion] = Field(min_length=1, description="The criteria by which a trainer marks.")
    model_answer: Text = Field("", description="One good answer, with comments, in MyST; shown in practice.")
    lines: Annotated[int, Field(ge=1, le=60)] = Field(6, description="Room on paper, in lines.")

    @model_validator(mode="before")
    @classmethod
    def _points_of_the_rubric(cls, data: object) -> object:
        rubric = data.get("rubric") if isinstance(data, dict) else None
        if isinstance(rubric, list) and "points" not in data:
            points = [each.get("points", 1) for each in rubric if isinstance(each, dict)]
            return {**data, "points": round(sum(p for p in points if isinstance(p, int | float)), 9)}
        return data

    def control(self) -> Essay:
        return Essay(self.lines)

    def rule(self) -> str:
        return _("Write your answer. It is marked by a person, against criteria.")

    def key_lines(self) -> list[Line]:
        return [(Written(each.text), f" ({plain(each.points)})") for each in self.rubric]

    def solution(self) -> str:
        return "\n\n".join(filter(None, (self.model_answer, self.explanation)))

    def remarks(self) -> dict[str, str]:
        return {}

    def client_key(self) -> dict:
        return {}

    def read(self, response: object) -> str | None:
        return None if response is None or not trimmed(typed_text(response)) else response

    def findings(self) -> Iterator[Finding]:
        yield from repeated("rubric", self.rubric)
        whole = round(sum(each.points for each in self.rubric), 9)
        if self.points != whole:
            yield Finding(("points",), "rubric-points", f"the rubric is worth {plain(whole)} points",
                          "leave `points` out; the rubric gives them")  # fmt: skip
