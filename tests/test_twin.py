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
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from twin import BrowserGrader, as_sent, in_python, question_of

from quizgrader.questions import TYPES, Matching, MultipleChoice, Ordering

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
    """Lists of `ids`: some, all, in any order; now and then with a repetition or a stranger."""
    some = st.lists(st.sampled_from(ids), max_size=len(ids), unique=True)
    return some | st.permutations(ids) | st.lists(st.sampled_from([*ids, *ids, "zz", "__proto__"]), max_size=len(ids))


@st.composite
def single_choice(draw):
    ids = draw(id_lists(2, 5))
    choices = [{"id": i, "text": i, **({"credit": draw(CREDITS)} if draw(st.booleans()) else {})} for i in ids[1:]]
    choices.insert(draw(st.integers(0, len(ids) - 1)), {"id": ids[0], "text": "right", "correct": True})
    return {"choices": choices}, st.sampled_from([*ids, None, "zz"]) | IDS


@st.composite
def multiple_choice(draw):
    ids = draw(id_lists(2, 8))
    choices = [{"id": i, "text": i, "correct": draw(st.booleans())} for i in ids]
    return {"choices": choices, "rule": draw(rules_of(MultipleChoice))}, picks(ids) | st.none()


@st.composite
def true_false(draw):
    return {"answer": draw(st.booleans())}, st.sampled_from(["true", "false", "True", "true ", None])


@st.composite
def matching(draw):
    stems, options = draw(id_lists(2, 6)), draw(id_lists(2, 6))
    matched = [{"id": i, "text": i, "match": draw(st.sampled_from(options))} for i in stems]
    question = {"stems": matched, "options": [{"id": i, "text": i} for i in options], "rule": draw(rules_of(Matching))}
    right = {stem["id"]: stem["match"] for stem in matched}
    near = st.dictionaries(st.sampled_from(stems), st.sampled_from([*options, None])).map(lambda some: {**right, **some})
    odd = st.sampled_from([*options, "zz", "__proto__", None, 7, []])
    return question, near | st.dictionaries(st.sampled_from([*stems, "zz", "__proto__"]), odd)


@st.composite
def ordering(draw):
    ids = draw(id_lists(2, 8))
    return {"items": [{"id": i, "text": i} for i in ids], "rule": draw(rules_of(Ordering))}, picks(ids) | st.none()


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


@st.composite
def numeric(draw):
    answers = draw(st.lists(numeric_answers(), min_size=1, max_size=3))
    credits = [1.0, *sorted(draw(st.lists(CREDITS, min_size=2, max_size=2)), reverse=True)]
    question = {
        "answers": [{**answer, "credit": credit} for answer, credit in zip(answers, credits, strict=False)],
        "unit": draw(st.sampled_from(["", *UNITS])),
        "units": draw(st.dictionaries(st.sampled_from(UNITS), st.sampled_from([0.001, 0.01, 1, 1000, 1852.5, 1e300]), max_size=3)),
        "thousands": draw(st.sampled_from(["", ",", ".", " ", "'"])),
    }  # fmt: skip
    intervals = [answer.interval for answer in question_of({**COMMON, **question, "type": "numeric"}).answers]
    ends = [end for interval in intervals for end in (interval.low, interval.high) if end is not None]
    near = [*ends, *(math.nextafter(end, to) for end in ends for to in (-math.inf, math.inf))]
    units = [*question["units"], question["unit"], "", "", "aircraft"]
    return question, typed_numbers(st.sampled_from(near) | NUMBERS, units) | st.text("+-.,'eE0123459 \xa0\u202f٥５mk%", max_size=9)


@st.composite
def typed_numbers(draw, numbers, units):
    """A number as somebody might type it: with this or that sign, mark, exponent, unit or blank."""
    value = draw(numbers)
    form = draw(st.sampled_from(["{!r}", "{:f}", "{:e}", "{:.15e}", "{:.3f}", "{:,}", "{:,.1f}", "{:+.2f}", "{:.17g}", "{:.0f}"]))
    text = form.format(value)
    for old, new in draw(st.sampled_from([[], [], [(".", ",")], [(",", " ")], [(",", "\xa0")], [(",", "'")], [(",", "_"), (".", ","), ("_", ".")]])):  # fmt: skip
        text = text.replace(old, new)
    around = st.sampled_from(["", "", "", " ", "\u202f", "\n", "\ufeff", "\u200b"])
    return draw(around) + text + draw(around) + draw(st.sampled_from(units)) + draw(around)


def reformed(text: str) -> st.SearchStrategy[str]:
    """`text`, written in another way: mostly one that must still match, or just misses."""
    forms = [text, text.upper(), text.lower(), text.swapcase(), text.title(), text[:-1], text[1:], text + "s"]
    forms += [unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")]
    forms += ["".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text), text.replace(" ", "\u2003 ")]
    return st.sampled_from(forms)


@st.composite
def short_answer(draw):
    patterns = draw(st.lists(TEXT.map(lambda text: f"k{text}") | TEXT.map(lambda text: f"*{text}k*{text}"), min_size=1, max_size=3))
    credits = [1.0, *draw(st.lists(CREDITS, min_size=2, max_size=2))]
    question = {
        "answers": [{"text": text, "credit": credit} for text, credit in zip(patterns, credits, strict=False)],
        "case": draw(st.sampled_from(["fold", "exact"])),
    }
    filled = st.builds(lambda text, run: text.replace("\\*", "\0").replace("*", run).replace("\0", "*"), st.sampled_from(patterns), TEXT)
    return question, filled | filled.flatmap(reformed) | TEXT | st.none()


STRATEGIES: dict[str, Callable[[], st.SearchStrategy]] = {
    "single-choice": single_choice,
    "multiple-choice": multiple_choice,
    "true-false": true_false,
    "matching": matching,
    "ordering": ordering,
    "numeric": numeric,
    "short-answer": short_answer,
}
COMMON = {"id": "q", "prompt": "?"}


class Batch:
    """A question with many responses, shown short: of a difference, only the pair itself is told."""

    def __init__(self, authored: dict, responses: list):
        self.authored = authored
        self.responses = [as_sent(response) for response in responses]

    def __repr__(self) -> str:
        return f"a {self.authored['type']} question and {len(self.responses)} responses"


@st.composite
def batches(draw, kind: str):
    fields, sensible = draw(STRATEGIES[kind]())
    responses = draw(st.lists(st.one_of(*[sensible] * 9, NASTY), min_size=BATCH, max_size=BATCH))
    return Batch({**COMMON, "type": kind, **fields}, responses)


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

    @settings(
        max_examples=math.ceil(wanted / BATCH),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(batches(kind))
    def agree(batch):
        nonlocal compared
        question = question_of(batch.authored)
        pairs = [(question, response) for response in batch.responses]
        for response, found in zip(batch.responses, browser_grader.grade_all(pairs), strict=True):
            python = in_python(question, response)
            if found != python or python.state.startswith("crash"):
                question_shown, shown = json.dumps(batch.authored), json.dumps(response)
                pytest.fail(f"{question_shown} with {shown}: Python {python}, the browser {found}", pytrace=False)
        compared += len(pairs)

    agree()
    assert compared >= wanted


def test_every_type_has_a_strategy():
    assert set(STRATEGIES) == {kind.model_fields["type"].annotation.__args__[0] for kind in TYPES}
