"""What was answered to a question: each option or typed text, by how many, and how well they did in the rest of the test.

A question may ask for several decisions: a matching question one for each line, a fill-in one for each gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from quizgrader.grading import grade
from quizgrader.questions import Entry, Gaps, Option, Order, Pair, Pick, Question

MOST_TYPED = 8  # of the typed answers, the commonest are shown one by one


class Answered(NamedTuple):
    """One distinct response as it was handed in, how many gave it, and the sum of what they earned in the rest of the test."""

    response: object
    number: int
    rest: float


@dataclass(frozen=True)
class Given:
    """One thing that could be chosen or was typed.

    `text` is MyST unless it was `typed`. `rest` is the mean of what those who gave it earned in the rest of the test, None
    where nobody did. `credit` is 1 where it is right.
    """

    text: str
    number: int
    rest: float | None
    credit: float
    typed: bool = False


@dataclass(frozen=True)
class Decision:
    """What was decided at one place of a question: `one` of several, a `match` for a line, `many`, or the order of `pairs`."""

    label: str
    kind: Literal["one", "match", "many", "pairs"]
    given: list[Given]
    answered: int
    rest: float | None
    others: int = 0
    """How many gave typed answers that are not shown one by one."""


def decisions(question: Question, answers: Sequence[Answered]) -> list[Decision]:
    """Every decision of `question`, with all its options in their order, or with its commonest typed answers."""
    match question.control():
        case Pick(options, many=False):
            credits = {option.id: _credit(question, option.id) for option in options}
            return [_chosen("", options, credits, answers, "one")]
        case Pick(options):
            return [_ticked(options, question.client_key()["right"], answers)]
        case Pair(stems, options):
            match_of = question.client_key()["match"]
            right = {
                stem.id: {option.id: float(option.id == match_of[stem.id]) for option in options} for stem in stems
            }
            return [_chosen(stem.text, options, right[stem.id], _part(answers, stem.id), "match") for stem in stems]
        case Order(options):
            return [_swapped(options, question.client_key()["order"], answers)]
        case Gaps(gaps=gaps):
            markers = {gap.id: gap for gap in question.gaps}
            return [
                _gap(f"Gap {i}", gap.control, markers[gap.id], _part(answers, gap.id)) for i, gap in enumerate(gaps, 1)
            ]
        case Entry():
            return [_typed("", lambda text: _credit(question, text), answers)]
    return []


def _credit(question: Question, response: object) -> float:
    return grade(question, response).fraction or 0.0


def _part(answers: Iterable[Answered], name: str) -> list[Answered]:
    """What was given at one place, by a stem's or a gap's id."""
    parts = (each._replace(response=each.response.get(name)) for each in answers)
    return [part for part in parts if part.response]


def _tally(answers: Iterable[Answered]) -> dict[str, tuple[int, float]]:
    number, rest = defaultdict(int), defaultdict(float)
    for each in answers:
        number[each.response] += each.number
        rest[each.response] += each.rest
    return {response: (number[response], rest[response]) for response in number}


def _given(text: str, found: tuple[int, float], credit: float, typed: bool = False) -> Given:
    number, rest = found
    return Given(text, number, rest / number if number else None, credit, typed)


def _decision(label: str, kind, given: list[Given], answers: Sequence[Answered], others: int = 0) -> Decision:
    number, rest = sum(each.number for each in answers), sum(each.rest for each in answers)
    return Decision(label, kind, given, number, rest / number if number else None, others)


def _chosen(
    label: str, options: Sequence[Option], credits: dict[str, float], answers: Sequence[Answered], kind: str
) -> Decision:
    tally = _tally(answers)
    given = [_given(option.text, tally.get(option.id, (0, 0.0)), credits[option.id]) for option in options]
    return _decision(label, kind, given, answers)


def _ticked(options: Sequence[Option], right: Sequence[str], answers: Sequence[Answered]) -> Decision:
    """Each option with those who ticked it; the last line is the box for "none of these"."""
    single = [each._replace(response=name) for each in answers for name in each.response or [""]]
    tally = _tally(single)
    given = [_given(option.text, tally.get(option.id, (0, 0.0)), float(option.id in right)) for option in options]
    if "" in tally:
        given.append(_given("None of these", tally[""], float(not right)))
    return _decision("", "many", given, answers)


def _swapped(options: Sequence[Option], order: Sequence[str], answers: Sequence[Answered]) -> Decision:
    """For every two lines that follow one another in the right order, those who had them the wrong way round."""
    text = {option.id: option.text for option in options}
    given = []
    for before, after in pairwise(order):
        swapped = [each for each in answers if _stands(each.response, after, before)]
        found = sum(each.number for each in swapped), sum(each.rest for each in swapped)
        given.append(_given(f"{text[after]} → {text[before]}", found, 0.0))
    return _decision("", "pairs", given, answers)


def _stands(order: Sequence[str | None], first: str, second: str) -> bool:
    return first in order and second in order and order.index(first) < order.index(second)


def _gap(label: str, control: Pick | Entry, marker, answers: Sequence[Answered]) -> Decision:
    def credit(response: str) -> float:
        answer = marker.read(response)
        return 0.0 if answer is None else marker.mark(answer)[0]

    if isinstance(control, Pick):
        credits = {option.id: credit(option.id) for option in control.options}
        return _chosen(label, control.options, credits, answers, "one")
    return _typed(label, credit, answers)


def _typed(label: str, credit, answers: Sequence[Answered]) -> Decision:
    """The commonest typed answers, those together that differ only in case and blanks and are worth the same."""
    alike: dict[tuple[str, float], list[Answered]] = defaultdict(list)
    for each in answers:
        text = str(each.response).strip()
        if text:
            alike[" ".join(text.casefold().split()), credit(text)].append(each)
    ranked = sorted(alike.items(), key=lambda entry: (-sum(each.number for each in entry[1]), entry[0]))
    given = []
    for (_, worth), same in ranked[:MOST_TYPED]:
        found = sum(each.number for each in same), sum(each.rest for each in same)
        commonest = max(same, key=lambda each: each.number)
        given.append(_given(str(commonest.response).strip(), found, worth, typed=True))
    others = sum(each.number for _, same in ranked[MOST_TYPED:] for each in same)
    return _decision(label, "one", given, answers, others)
