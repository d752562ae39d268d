"""A response, or the key, in words, as a person reads it. What it is worth is no matter here."""

from __future__ import annotations

from typing import NamedTuple

from quizgrader.questions import Entry, Gaps, Order, Pair, Pick, Question
from quizgrader.questions.base import Line as KeyLine
from quizgrader.questions.base import Typed, myst
from quizgrader.questions.numbers import trimmed

GAP = "\ufffc"
"""Stands in a text for one of its gaps."""
_NOTHING = "nothing"


class Line(NamedTuple):
    """One line of a response: MyST of the question, or what the learner `typed`. `label` (MyST) says what it answers.

    Where it has `fills`, its text is several blocks, with a GAP for each of them; None is a gap that was left empty.
    """

    text: str
    typed: bool = False
    label: str = ""
    fills: tuple[Line | None, ...] = ()


def in_words(question: Question, response: object) -> list[Line]:
    """What `response`, which `question.read` has not refused, says."""
    return _lines(question.control(), response)


def key_in_words(question: Question) -> list[Line]:
    """The right answer; of a text with gaps the text itself, with what best stands in each."""
    control = question.control()
    if isinstance(control, Gaps):
        return [_filled(control, {name: _of_key(line) for name, line in question.filled().items()})]
    return [Line(text) for text in question.key()]


def in_gaps(question: Question, response: object) -> dict[str, Line]:
    """Of a text with gaps: what `response` puts into them, by the gap's id. Nothing else has gaps."""
    control = question.control()
    return _in_gaps(control, response) if isinstance(control, Gaps) else {}


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
        case Gaps():
            return [_filled(control, _in_gaps(control, response))]
        case Entry(unit=unit, units=units):
            text = trimmed(response)
            return [Line(text if text.endswith((*units, unit)) else f"{text} {unit}", typed=True)]
    return [Line(str(response), typed=True)]


def _of_key(line: KeyLine) -> Line:
    typed = all(isinstance(part, Typed) for part in line)
    return Line("".join(line) if typed else myst(line), typed)


def _in_gaps(control: Gaps, response: dict[str, str]) -> dict[str, Line]:
    given = {name: text for name, text in response.items() if text and text.strip()}
    return {gap.id: _lines(gap.control, given[gap.id])[0] for gap in control.gaps if gap.id in given}


def _filled(control: Gaps, fills: dict[str, Line]) -> Line:
    places = [match[1] for match in control.place.finditer(control.text)]
    return Line(control.place.sub(GAP, control.text.replace(GAP, "")), fills=tuple(map(fills.get, places)))
