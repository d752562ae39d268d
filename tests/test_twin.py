"""Generated questions and responses, marked by the Python grader and by the site's script in a real browser.

Nothing here knows what a mark should be (that stands in `conformance/`): the two have only to agree, to the last bit.
A new type of question needs one strategy, listed in STRATEGIES. TWIN_PAIRS sets how many pairs are compared in all.
"""

from __future__ import annotations

import json
import math
import os
import unicodedata
from collections.abc import Callable
from typing import NamedTuple, get_args

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from twin import TYPES, BrowserGrader, as_sent, in_python, question_of, smallest

from quizgrader.questions.fill_in import FillIn
from quizgrader.questions.matching import Matching
from quizgrader.questions.multiple_choice import MultipleChoice
from quizgrader.questions.numbers import Interval
from quizgrader.questions.numeric import NumericAnswer
from quizgrader.questions.ordering import Ordering

PAIRS = int(os.environ.get("TWIN_PAIRS", "20000"))
BATCH = 25  # responses to one question, sent to the browser in one call

# What people and programs send that is no answer: other shapes, names that every object has, halves of characters.
NAMES = ["", " ", "a", "1", "null", "__proto__", "constructor", "toString", "length", "\ud800", "x\udc00", "\ufeff"]
SCALARS = st.sampled_from([None, True, False, 0, 1, -1, 7, 0.5, 1e308, *NAMES])
NASTY = st.one_of(
    SCALARS, st.lists(SCALARS, max_size=3), st.dictionaries(st.sampled_from(NAMES), SCALARS, max_size=3)
) | st.lists(st.lists(SCALARS, max_size=2), max_size=2)

# Only characters that this Python's Unicode tables know (14.0 or later): the browser's are newer, and how an assigned
# character is normalised and lower-cased never changes, by Unicode's stability policies.
LETTERS = st.characters(exclude_categories=["Cs", "Cn"])
SPECIAL = st.sampled_from(
    "aAsSiIkK *\\.+$^()[]{}|?\n\t\0ßẞſİıΣσςͅʰŉǅǆﬁﬃﬅŒÅÅΩKµμ½²①２Ａａｶﾞガ한각ᄒ\u1161\u11abé\u0301\u0323\u0307\u0345"
    "\x85\xa0\xad\u1680\u180e\u2003\u200b\u200d\u200e\u200f\u2028\u202e\u202f\u2060\u3000\ufe0f\ufeff－٥５👍🏽😀😁🨀𐐀𐐨"
)
TEXT = st.text(SPECIAL | LETTERS, max_size=12)

IDS = st.sampled_from([*"abcdefgh", "0", "1", "2", "10", "constructor", "a-b", "null"])


def id_lists(least: int, most: int):
    return st.lists(IDS, min_size=least, max_size=most, unique=True)


def rules_of(kind: type) -> st.SearchStrategy[str]:
    return st.sampled_from(get_args(kind.model_fields["rule_name"].annotation))


CREDITS = st.sampled_from([0, 0.1, 0.25, 1 / 3, 0.5, 2 / 3, 0.9]) | st.floats(0, 1)


def picks(ids: list[str]) -> st.SearchStrategy:
    """Lists of `ids`: some, all, in any order; now and then with a repetition or a stranger, none, or nothing."""
    some = st.lists(st.sampled_from(ids), min_size=1, max_size=len(ids), unique=True)
    odd = st.lists(st.sampled_from([*ids, *ids, "zz", "__proto__"]), max_size=len(ids)) | st.sampled_from([None, []])
    return st.one_of(some, st.permutations(ids), swapped(ids), odd)


@st.composite
def swapped(draw, ids):
    """All of `ids` in their order but for one exchange."""
    i, j = draw(st.integers(0, len(ids) - 1)), draw(st.integers(0, len(ids) - 1))
    changed = list(ids)
    changed[i], changed[j] = changed[j], changed[i]
    return changed


@st.composite
def single_choice(draw):
    ids = draw(id_lists(2, 5))
    choices = [{"id": i, "text": i, **({"credit": draw(CREDITS)} if draw(st.booleans()) else {})} for i in ids[1:]]
    choices.insert(draw(st.integers(0, len(ids) - 1)), {"id": ids[0], "text": "right", "correct": True})
    return {"choices": choices}, st.sampled_from([*ids, None, "zz"]) | IDS


@st.composite
def multiple_choice(draw):
    ids = draw(id_lists(2, 12))
    right = draw(st.lists(st.sampled_from(ids), max_size=len(ids), unique=True))
    choices = [{"id": i, "text": i, "correct": i in right} for i in ids]
    some = st.lists(st.sampled_from(right or ids), max_size=len(ids), unique=True)
    return {"choices": choices, "rule": draw(rules_of(MultipleChoice))}, some | picks(ids)


@st.composite
def true_false(draw):
    return {"answer": draw(st.booleans())}, st.sampled_from(["true", "false", "True", "true ", None])


@st.composite
def matching(draw):
    stems, options = draw(id_lists(2, 8)), draw(id_lists(2, 8))
    matched = [{"id": i, "text": i, "match": draw(st.sampled_from(options))} for i in stems]
    question = {"stems": matched, "options": [{"id": i, "text": i} for i in options], "rule": draw(rules_of(Matching))}
    right = {stem["id"]: stem["match"] for stem in matched}
    changes = st.dictionaries(st.sampled_from(stems), st.sampled_from([*options, None]))
    near = changes.map(lambda some: {**right, **some})
    odd = st.sampled_from([*options, "zz", "__proto__", None, 7, []])
    return question, near | st.dictionaries(st.sampled_from([*stems, "zz", "__proto__"]), odd)


@st.composite
def ordering(draw):
    ids = draw(id_lists(2, 8))
    left_out = st.lists(st.sampled_from(ids), max_size=3)
    spaced = st.builds(lambda order, out: [None if i in out else i for i in order or ids], picks(ids), left_out)
    question = {"items": [{"id": i, "text": i} for i in ids], "rule": draw(rules_of(Ordering))}
    return question, picks(ids) | spaced


NUMBERS = st.one_of(
    st.sampled_from([0.0, 0.1, 0.3, 1.0, 3.14, 52.0, 1096.5, 1e22, 1e-300, 5e-324, 1e15, 1234567.0, 2**53 + 2.0]),
    st.integers(-2000, 2000).map(float),
    st.decimals(-1000, 1000, places=3).map(float),
    st.floats(-1e300, 1e300),
)
UNITS = ["m", "mm", "km", "cm", "%", "°C", "m/s", "aircraft", "e", "E5", "x 2", "🛩", "__proto__", "constructor"]


@st.composite
def numeric_answers(draw):
    value = draw(NUMBERS)
    kind = draw(st.sampled_from(["exact", "tolerance", "relative", "significant_digits", "range", "min", "max"]))
    if kind in ("exact", "tolerance", "relative", "significant_digits"):
        margins = {
            "tolerance": abs(draw(NUMBERS)),
            "relative": draw(st.sampled_from([0.01, 0.05, 0.1, 1 / 3, 0.5])),
            "significant_digits": draw(st.integers(1, 15)) if value else 0,
        }
        return {"value": value, **{name: margin for name, margin in margins.items() if name == kind}}
    other = draw(NUMBERS)
    ends = {"min": min(value, other), "max": max(value, other)}
    ends = ends if kind == "range" else {kind: ends[kind]}
    return {**ends, "min_excluded": draw(st.booleans()), "max_excluded": draw(st.booleans())}


def reachable(answers: list[dict]) -> list[dict]:
    """`answers` without those of which an earlier one takes all."""
    kept: list[dict] = []
    taken: list[Interval] = []
    for answer in answers:
        interval = NumericAnswer(**answer).interval
        if not any(earlier.covers(interval) for earlier in taken):
            kept.append(answer)
            taken.append(interval)
    return kept


@st.composite
def numeric(draw):
    answers = reachable(draw(st.lists(numeric_answers(), min_size=1, max_size=3)))
    credits = [1.0, *sorted(draw(st.lists(CREDITS, min_size=2, max_size=2)), reverse=True)]
    question = {
        "answers": [{**answer, "credit": credit} for answer, credit in zip(answers, credits, strict=False)],
        "unit": draw(st.sampled_from(["", *UNITS])),
        "units": draw(st.dictionaries(st.sampled_from(UNITS), st.sampled_from([1e-7, 0.001, 0.01, 0.3048, 1, 3, 1000, 1852.5, 1e7]), max_size=3)),
        "thousands": draw(st.sampled_from(["", ",", ".", " ", "'"])),
    }  # fmt: skip
    intervals = question_of({**COMMON, **question, "type": "numeric"}).client_key()["intervals"]
    told = [interval for unit in intervals.values() for interval in unit]
    ends = [end for interval in told for end in (interval["low"], interval["high"]) if end is not None]
    near = [*ends, *(math.nextafter(end, to) for end in ends for to in (-math.inf, math.inf))]
    typed = typed_numbers(st.sampled_from(near) | NUMBERS, question)
    return question, st.one_of(typed, typed, typed, st.text("+-.,'eE0123459 \xa0\u202f٥５mk%", max_size=9))


FORMATS = ["{!r}", "{:.3f}", "{:f}", "{:e}", "{:.15e}", "{:+.2f}", "{:.17g}", "{:.0f}", "{:,}", "{:,}", "{:,.1f}"]


@st.composite
def typed_numbers(draw, numbers, question):
    """A number as somebody might type it: with this or that sign, mark, exponent, unit or blank."""
    text = draw(st.sampled_from(FORMATS)).format(draw(numbers))
    mark = draw(st.sampled_from([question["thousands"]] * 4 + [",", " ", "\xa0", "\u202f", "'", "."]))
    text = text.translate({ord(","): mark, ord("."): draw(st.sampled_from([".", ".", ","]))})
    unit = draw(st.sampled_from([*question["units"], question["unit"], "", "", "aircraft"]))
    blank = st.sampled_from([""] * 9 + [" ", "\u202f", "\n", "\ufeff", "\u200b"])
    return draw(blank) + text + draw(blank) + unit + draw(blank)


def reformed(text: str) -> st.SearchStrategy[str]:
    """`text`, written in another way: mostly one that must still match, or just misses."""
    forms = [text, text.upper(), text.lower(), text.swapcase(), text.title(), text[:-1], text[1:], text + "s"]
    forms += [unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")]
    forms += ["".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text), text.replace(" ", "\u2003 ")]
    return st.sampled_from(forms)


def with_runs(pattern: str, run: str) -> str:
    """A text that `pattern` matches, with `run` for each of its stars."""
    return pattern.replace("\\*", "\0").replace("*", run).replace("\0", "*")


@st.composite
def short_answer(draw):
    few = st.text("ab*", max_size=8).map(lambda text: f"a{text}")  # few letters: much overlaps and comes again
    pattern = few | TEXT.map(lambda text: f"k{text}") | TEXT.map(lambda text: f"*{text}k*{text}")
    patterns = draw(st.lists(pattern, min_size=1, max_size=3))
    credits = [1.0, *draw(st.lists(CREDITS, min_size=2, max_size=2))]
    question = {
        "answers": [{"text": text, "credit": credit} for text, credit in zip(patterns, credits, strict=False)],
        "case": draw(st.sampled_from(["fold", "exact"])),
    }
    filled = st.builds(with_runs, st.sampled_from(patterns), TEXT)
    return question, st.one_of(filled, filled.flatmap(reformed), TEXT, st.text("ab", max_size=9), st.none())


GAPS = {"choice": single_choice, "number": numeric, "text": short_answer}


@st.composite
def fill_in(draw):
    gaps, filled = [], {}
    for name in draw(id_lists(1, 4)):
        kind = draw(st.sampled_from(list(GAPS)))
        fields, responses = draw(GAPS[kind]())
        gaps.append({"id": name, "type": kind, **fields})
        filled[name] = st.one_of(responses, responses, responses, st.sampled_from([None, "", " "]), SCALARS)
    question = {"text": " ".join(f"[[{i}]]" for i in filled), "gaps": gaps, "rule": draw(rules_of(FillIn))}
    stray = st.dictionaries(st.sampled_from(["zz", "__proto__", "toString"]), SCALARS, min_size=1, max_size=1)
    answers = st.fixed_dictionaries({}, optional=filled)
    whole = st.fixed_dictionaries(filled)
    return question, st.one_of(whole, whole, answers, answers, st.builds(lambda one, two: one | two, answers, stray))


@st.composite
def open_response(draw):
    criteria = [{"id": i, "text": i, "points": draw(st.sampled_from([1, 0.5, 2]))} for i in draw(id_lists(1, 3))]
    long = st.builds(
        lambda letter, times: letter * times, st.sampled_from("a 😀\u0301"), st.sampled_from([10_000, 10_001])
    )
    short = TEXT | st.text("\n\t \xa0\u2003\ufeff\u200b", max_size=5)
    return {"rubric": criteria}, st.integers(0, 19).flatmap(lambda one: short if one else long)


@st.composite
def rating(draw):
    places = st.integers(-1, 12).map(str) | st.sampled_from(["01", "1.0", " 1", "+1", "１", "", "length", None])
    return {"steps": draw(st.integers(2, 10)), "low": "little", "high": "much"}, places


STRATEGIES: dict[str, Callable[[], st.SearchStrategy]] = {
    "single-choice": single_choice,
    "multiple-choice": multiple_choice,
    "true-false": true_false,
    "matching": matching,
    "ordering": ordering,
    "numeric": numeric,
    "short-answer": short_answer,
    "fill-in": fill_in,
    "open-response": open_response,
    "rating": rating,
}
COMMON = {"id": "q", "prompt": "?"}


class Pair(NamedTuple):
    """A question as an author writes it, and a response to it."""

    authored: dict
    response: object

    def difference(self, grader: BrowserGrader) -> str:
        """In a line, what the two graders say where they differ or one breaks; empty where they agree."""
        question = question_of(self.authored)
        python, [browser] = in_python(question, self.response), grader.grade_all([(question, self.response)])
        if python == browser and not python.state.startswith("crash"):
            return ""
        return f"{json.dumps(self.authored)} with {json.dumps(self.response)}: Python {python}, the browser {browser}"

    def smallest_difference(self, grader: BrowserGrader) -> str:
        def holds(pair: list) -> bool:
            try:
                return len(pair) == 2 and bool(Pair(*pair).difference(grader))
            except (ValidationError, AssertionError):  # no longer a question
                return False

        return Pair(*smallest(list(self), holds)).difference(grader)


@st.composite
def batches(draw, kind: str):
    fields, sensible = draw(STRATEGIES[kind]())
    responses = [draw(NASTY if draw(st.integers(0, 9)) == 9 else sensible) for _ in range(BATCH)]
    return {**COMMON, "type": kind, **fields}, [as_sent(response) for response in responses]


@pytest.fixture(scope="module")
def browser_grader(chromium):
    grader = BrowserGrader(chromium)
    yield grader
    grader.close()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("kind", STRATEGIES)
def test_both_graders_give_the_same_mark(kind, browser_grader):
    wanted = math.ceil(PAIRS / len(STRATEGIES))
    compared = 0
    different: list[Pair] = []

    @settings(
        max_examples=math.ceil(wanted / BATCH),
        phases=[Phase.generate],  # a pair is made small below: much faster than all of its batch
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(batches(kind))
    def collect(batch):
        nonlocal compared
        authored, responses = batch
        question = question_of(authored)
        found = browser_grader.grade_all([(question, response) for response in responses])
        compared += len(found)
        for response, browser in zip(responses, found, strict=True):
            python = in_python(question, response)
            if browser != python or python.state.startswith("crash"):
                different.append(Pair(authored, response))

    collect()
    if different:
        shortest = min(different, key=lambda pair: len(json.dumps(pair)))
        line = shortest.smallest_difference(browser_grader)
        pytest.fail(f"{len(different)} of {compared} pairs differ; the smallest: {line}", pytrace=False)
    assert compared >= wanted


def test_every_type_has_a_strategy():
    assert set(STRATEGIES) == set(TYPES)
