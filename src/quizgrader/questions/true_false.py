"""True or false: the prompt is a statement, to be judged."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from authoring import Text
from languages.words import _
from quizgrader.questions.base import Line, Option, Pick, Question, an_id, present


class TrueFalse(Question):
    """A statement that is either true or false."""

    type: Literal["true-false"]
    answer: bool = Field(description="Whether the statement is true.")
    feedback_true: Text = Field("", description="Shown to those who say that it is true.")
    feedback_false: Text = Field("", description="Shown to those who say that it is false.")

    def control(self) -> Pick:
        return Pick([Option("true", _("True"), ours=True), Option("false", _("False"), ours=True)])

    def rule(self) -> str:
        return _("Say whether the statement is true.")

    @property
    def _right(self) -> str:
        return "true" if self.answer else "false"

    def key_lines(self) -> list[Line]:
        return [(_("True") if self.answer else _("False"),)]

    def remarks(self) -> dict[str, str]:
        return present({"true": self.feedback_true, "false": self.feedback_false})

    def client_key(self) -> dict:
        return {"answer": self._right}

    def read(self, response: object) -> str | None:
        return None if response is None else an_id(response, ("true", "false"), "choice")

    def mark(self, answer: str) -> tuple[float, list[str]]:
        return float(answer == self._right), [answer]
