"""Says in plain words which questions to look at, and why. Every rule has to be surer than chance: silence is no proof.

The sentences are MyST, since they quote options; what learners typed is quoted as code. They ask the trainer to look:
whether a key is wrong, a person decides.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from authoring.problems import visible
from quizgrader.analysis.distractors import Decision, Given
from quizgrader.analysis.item_analysis import ItemFigures

SMALL = 30  # attempts; below, the figures of a single question move much from class to class
SURE = 3.0  # standard errors, where a rule is tried on every option of every question
UNLIKELY = 0.01  # chance that anything at all is flagged wrongly, shared among everything that a rule is tried on
TELLS_LITTLE = 20.0  # per cent of discrimination that is no use, if the question surely has no more
FEWEST = 5  # learners who got it right, and who got it wrong, for a correlation to mean anything
EASY, HARD = 95.0, 20.0  # per cent of facility


class Advice(NamedTuple):
    """One thing to look at: a stable `code`, and a sentence. An `alarm` says that something may be wrong with the question."""

    code: str
    sentence: str
    alarm: bool


@dataclass(frozen=True)
class Evidence:
    """What is known of one question: `rest_sd` is the deviation of the rest of the test, in per cent of what it is worth."""

    figures: ItemFigures
    guess: float | None
    decisions: list[Decision]
    attempts: int
    rest_sd: float | None


def advise(evidence: Evidence, distractors: int) -> list[Advice]:
    """What to look at in one question. `distractors` is the number of wrong options in the whole test."""
    keys = [advice for decision in evidence.decisions for advice in _wrong_keys(decision, evidence)]
    if keys:  # with a wrong key, all else that the figures say is wrong too
        return keys
    dead = [advice for decision in evidence.decisions for advice in _dead(decision, distractors)]
    return [*_discrimination(evidence), *dead, *_facility(evidence)]


def answered_before(number: int) -> Iterator[Advice]:
    """Where `number` answers were given to another version of the question."""
    if number:
        many = "1 answer was given" if number == 1 else f"{number} answers were given"
        earned = "it earns" if number == 1 else "they earn"
        sentence = f"{many} to another version of this question, so {earned} nothing. Was its `version` raised while it was out?"
        yield Advice("other-version", sentence, True)


def _wrong_keys(decision: Decision, evidence: Evidence) -> Iterator[Advice]:
    """Where a wrong answer looks as the right one should: more choose it, or the strong do."""
    if decision.kind in ("one", "match"):
        right = [given for given in decision.given if given.credit == 1]
        rivals = [given for given in decision.given if given.credit < 1 and given.number]
        rival = max(rivals, key=lambda given: given.number, default=None)
        for other in rivals:
            if _stronger(other, right, evidence):
                rival = other
        if rival and (_stronger(rival, right, evidence) or _preferred(rival, right)):
            yield Advice("wrong-key", _sentence(_against(decision, rival, right)), True)
    elif decision.kind == "many":
        for given in decision.given:
            advice = _wrong_tick(given, decision)
            if advice:
                yield advice


def _together(given: list[Given]) -> tuple[int, float | None]:
    """How many gave one of `given`, and what they earned in the rest on average."""
    number = sum(each.number for each in given)
    rest = sum(each.number * each.rest for each in given if each.number)
    return number, rest / number if number else None


def _preferred(rival: Given, right: list[Given]) -> bool:
    """Whether more chose the rival than the key, beyond chance, and did no worse in the rest."""
    number, rest = _together(right)
    more = rival.number - number > SURE * math.sqrt(rival.number + number)
    return more and (rest is None or rival.rest >= rest)


def _stronger(rival: Given, right: list[Given], evidence: Evidence) -> bool:
    """Whether those who chose the rival did better in the rest than those who chose the key, beyond chance."""
    number, rest = _together(right)
    if rest is None or not evidence.rest_sd or rival.number < 3:
        return False
    error = evidence.rest_sd * math.sqrt(1 / rival.number + 1 / number)
    return rival.rest - rest > SURE * error


def _against(decision: Decision, rival: Given, right: list[Given]) -> str:
    number, rest = _together(right)
    where = f"{decision.label}: " if decision.label else ""
    verb = "gave" if rival.typed else "chose"
    key = f"the key, {_quoted(right[0])}" if len(right) == 1 else "what the key accepts"
    did = ""
    if rest is not None:
        compared = "did better" if rival.rest > rest else "did as well"
        did = f", and they {compared} in the rest of the test ({rival.rest:.0f}% of its points, against {rest:.0f}%)"
    return f"{where}{number or 'nobody'} {verb} {key}; {rival.number} {verb} {_quoted(rival)}{did}. Is the key right?"


def _wrong_tick(given: Given, decision: Decision) -> Advice | None:
    """An option of many where most go against the key, and those who do are no weaker."""
    ticked, left = given.number, decision.answered - given.number
    against, with_key = (left, ticked) if given.credit else (ticked, left)
    if against - with_key <= SURE * math.sqrt(decision.answered) or not against:
        return None
    rest_left = (decision.rest * decision.answered - (given.rest or 0.0) * ticked) / left if left else None
    rest_against, rest_with = (rest_left, given.rest) if given.credit else (given.rest, rest_left)
    if rest_with is not None and rest_against < rest_with:
        return None
    did, should = ("left", "ticked") if given.credit else ("ticked", "left")
    sentence = f"{against} of {decision.answered} {did} {_quoted(given)}, which by the key is to be {should}"
    strength = ", and they are not the weaker ones" if rest_with is not None else ""
    return Advice("wrong-key", f"{sentence}{strength}. Is the key right?", True)


def _discrimination(evidence: Evidence) -> Iterator[Advice]:
    r, facility = evidence.figures.discrimination, evidence.figures.facility
    if r is None or evidence.attempts * min(facility, 100 - facility) < 100 * FEWEST:
        return
    most = _at_most_in_truth(r, evidence.attempts)
    if most < 0:
        sentence = (
            f"Those who do well in the rest tend to get this wrong (discrimination {r:.0f}%). Does its wording mislead?"
        )
        yield Advice("strong-get-it-wrong", sentence, True)
    elif most < TELLS_LITTLE and facility < EASY:
        sentence = (
            "It tells nothing of who has understood: the strong get it right hardly more often than the weak "
            f"(discrimination {r:.0f}%)."
        )
        yield Advice("tells-nothing", sentence, True)


def _at_most_in_truth(r: float, attempts: int) -> float:
    """The most that a correlation of `r` per cent may really be (Fisher's z transformation)."""
    r = max(-0.999, min(0.999, r / 100))
    return 100 * math.tanh(math.atanh(r) + SURE / math.sqrt(attempts - 3))


def _dead(decision: Decision, distractors: int) -> Iterator[Advice]:
    """A wrong option that so few of those who were wrong chose, that chance does not explain it."""
    wrong = [given for given in decision.given if given.credit < 1 and not given.typed]
    number = sum(given.number for given in wrong)
    if decision.kind != "one" or len(wrong) < 2:
        return
    for given in wrong:
        fair = 1 / len(wrong)
        if given.number < number * fair / 4 and _at_most(given.number, number, fair) < UNLIKELY / distractors:
            who = f"Only {given.number}" if given.number else "Nobody"
            where = f"{decision.label}: " if decision.label else ""
            sentence = f"{where}{who} of the {number} who were wrong chose {_quoted(given)}: it misleads nobody. Write a likelier mistake."
            yield Advice("dead-distractor", sentence, True)


def _at_most(k: int, n: int, p: float) -> float:
    """The chance of at most `k` in `n` independent trials of chance `p`."""
    return sum(math.exp(_log_choose(n, i) + i * math.log(p) + (n - i) * math.log1p(-p)) for i in range(k + 1))


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _facility(evidence: Evidence) -> Iterator[Advice]:
    facility, guess = evidence.figures.facility, evidence.guess or 0.0
    if facility is None or evidence.attempts < SMALL:
        return
    if facility >= EASY:
        sentence = (
            f"Nearly everybody gets it right ({facility:.0f}%). It may stay as a warm-up; it shows nobody's gaps."
        )
        yield Advice("too-easy", sentence, False)
    elif facility <= max(HARD, guess):
        than = f", which guessing would earn too ({guess:.0f}%)" if guess > 5 and facility <= guess + 5 else ""
        yield Advice(
            "too-hard",
            f"It earned only {facility:.0f}% of its points{than}. Was it taught? Is it clear what is asked?",
            False,
        )


def _quoted(given: Given) -> str:
    if given.typed:
        return f"`{visible(given.text, 60).replace('`', chr(39))}`"
    return quoted(" ".join(given.text.split()))


def quoted(text: str) -> str:
    """`text` in quotation marks, unless it begins with one."""
    return text if text[:1] in '“"' else f"“{text}”"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
