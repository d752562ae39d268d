"""True or false: the prompt is a statement, to be judged."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from authoring import Text
from quizgrader.questions.base import Option, Pick, Question, an_id, present


class TrueFalse(Question):
    """A statement that is either true or false."""

    type: Literal["true-false"]
    answer: bool = Field(description="Whether the statement is true.")
    feedback_true: Text = Field("", description="Shown to those who say that it is true.")
    feedback_false: Text = Field("", description="Shown to those who say that it is false.")

    def control(self) -> Pick:
        return Pick([Option("true", "True"), Option("false", "False")])

    def rule(self) -> str:
        return "Say whether the statement is true."

    @property
    def _right(self) -> str:
        return "true" if self.answer else "false"

    def key(self) -> list[str]:
        return ["True" if self.answer else "False"]

    def remarks(self) -> dict[str, str]:
        return present({"true": self.feedback_true, "false": self.feedback_false})

    def client_key(self) -> dict:
        return {"answer": self._right}

    def read(self, response: object) -> str | None:
        return None if response is None else an_id(response, ("true", "false"), "choice")

    def mark(self, answer: str) -> tuple[float, list[str]]:
        return float(answer == self._right), [answer]
