"""A response in words, as a person reads it. What it is worth is no matter here."""

from __future__ import annotations

from typing import NamedTuple

from quizgrader.questions import Entry, Gaps, Order, Pair, Pick, Question

_NOTHING = "nothing"


class Line(NamedTuple):
    """One line of a response: MyST of the question, or what the learner `typed`. `label` (MyST) says what it answers."""

    text: str
    typed: bool = False
    label: str = ""


def in_words(question: Question, response: object) -> list[Line]:
    """What `response`, which `question.read` has not refused, says."""
    return _lines(question.control(), response)


def _lines(control, response) -> list[Line]:
    match control:
        case Pick(options, many=False):
            return [Line(next(option.text for option in options if option.id == response))]
        case Pick(options):
            return [Line(option.text) for option in options if option.id in response] or [Line("None of these")]
        case Pair(stems, options):
            text = {option.id: option.text for option in options}
            return [Line(text.get(response.get(stem.id), _NOTHING), label=stem.text) for stem in stems]
        case Order(options):
            text = {option.id: option.text for option in options}
            return [Line(text.get(name, _NOTHING), label=f"{i}.") for i, name in enumerate(response, 1)]
        case Gaps(gaps=gaps):
            return [_gap(i, gap.control, response.get(gap.id)) for i, gap in enumerate(gaps, 1)]
        case Entry(unit=unit):
            return [
                Line(
                    f"{response} {unit}".strip() if unit and not str(response).endswith(unit) else str(response),
                    typed=True,
                )
            ]
    return [Line(str(response), typed=True)]


def _gap(number: int, control, response) -> Line:
    if response is None:
        return Line(_NOTHING, label=f"Gap {number}:")
    return _lines(control, response)[0]._replace(label=f"Gap {number}:")
