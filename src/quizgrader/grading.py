"""Marks one response to one question. The one meaning of a mark; the browser's grader (`web/`) is its twin."""

from __future__ import annotations

from typing import Literal, NamedTuple

from quizgrader.questions import Question


class Mark(NamedTuple):
    """What a response is worth.

    `fraction` is in [0, 1]. It is None where the question is `unanswered`, which is a state of its own, neither wrong nor
    zero; where a person has still to mark it (`to-mark`); and where nobody does (`not-marked`). `feedback` holds keys of the question's remarks, in reading order.
    """

    state: Literal["marked", "unanswered", "to-mark", "not-marked"]
    fraction: float | None = None
    feedback: tuple[str, ...] = ()


_UNANSWERED = Mark("unanswered")


def grade(question: Question, response: object) -> Mark:
    """The Mark of `response`, a value as JSON carries it (None where there is none).

    Raises BadResponse, with a code, for what is no answer to this question.
    """
    answer = question.read(response)
    if answer is None:
        return _UNANSWERED
    if not question.marked:
        return Mark("to-mark" if question.counts else "not-marked")
    fraction, feedback = question.mark(answer)
    return Mark("marked", fraction, tuple(feedback))
