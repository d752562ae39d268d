"""The figures of a test and its questions: held to an independent implementation, written here from the formulas.

It works in exact fractions, so what is undefined is exactly undefined. The formulas are those of `docs/reference/item_analysis.md`.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from twin import question_of

from quizgrader.analysis.item_analysis import Analysis, random_guess
from quizgrader.analysis.item_analysis import analyse as analyse_columns

MARKS = [Fraction(n, d) for d in (1, 2, 3, 8) for n in range(d + 1)] + [Fraction(5)]


# -- the independent implementation: plain loops over attempts


def mean(values):
    return sum(values, Fraction(0)) / len(values)


def cov(a, b):
    if len(a) < 2:
        return None
    mean_a, mean_b, total = mean(a), mean(b), Fraction(0)
    for s in range(len(a)):
        total += (a[s] - mean_a) * (b[s] - mean_b)
    return total / (len(a) - 1)


def root(value):
    return None if value is None or value < 0 else math.sqrt(value)


def analyse(points: np.ndarray, maximum: list[float]) -> Analysis:
    """The figures for `points`: a row an attempt, a column a question."""
    return analyse_columns(points.T, maximum, points.sum(axis=1))


def by_the_formulas(points, maximum):
    attempts, questions = len(points), len(maximum)
    total = [sum(row, Fraction(0)) for row in points]
    columns = [[row[p] for row in points] for p in range(questions)]
    rests = [[total[s] - column[s] for s in range(attempts)] for column in columns]
    weights = [root(cov(x, total)) for x in columns]
    whole = sum(weight for weight in weights if weight is not None)
    items = []
    for x, rest, weight, most in zip(columns, rests, weights, maximum, strict=True):
        spread = (cov(x, x) or 0) * (cov(rest, rest) or 0)
        most_cov = cov(sorted(x), sorted(rest))
        items.append(
            {
                "facility": 100 * mean(x) / most if most else None,
                "sd": root(cov(x, x)),
                "effective_weight": 100 * weight / whole if weight is not None and whole else None,
                "discrimination": 100 * cov(x, rest) / math.sqrt(spread) if spread else None,
                "efficiency": 100 * cov(x, rest) / most_cov if most_cov else None,
            }
        )
    return items, totals_by_the_formulas(total, [cov(x, x) for x in columns])


def totals_by_the_formulas(total, variances):
    s, p, middle = len(total), len(variances), sorted(total)
    centre = mean(total)
    m2, m3, m4 = (sum((t - centre) ** k for t in total) / s for k in (2, 3, 4))
    k2 = s * m2 / (s - 1) if s > 1 else None
    found = {
        "mean": centre, "median": (middle[(s - 1) // 2] + middle[s // 2]) / 2, "sd": root(k2), "skewness": None,
        "kurtosis": None, "consistency": None, "error_ratio": None, "standard_error": None,
    }  # fmt: skip
    if k2 and s > 2:
        found["skewness"] = s * s * m3 / ((s - 1) * (s - 2)) / k2 ** Fraction(3, 2)
    if k2 and s > 3:
        k4 = s * s * ((s + 1) * m4 - 3 * (s - 1) * m2 * m2) / ((s - 1) * (s - 2) * (s - 3))
        found["kurtosis"] = k4 / k2**2
    if k2 and s > 2 and p > 1:
        found["consistency"] = 100 * Fraction(p, p - 1) * (1 - sum(variances) / k2)
        found["error_ratio"] = 100 * math.sqrt(1 - found["consistency"] / 100)
        found["standard_error"] = found["error_ratio"] * found["sd"] / 100
    return found


def agree(ours, theirs):
    for name, value in theirs.items():
        got = getattr(ours, name)
        assert (got is None) == (value is None), f"{name}: {got} against {value}"
        assert value is None or got == pytest.approx(float(value), rel=1e-6, abs=1e-6), name


def held_to_the_formulas(points, maximum):
    found = analyse(np.array([[float(x) for x in row] for row in points]), [float(most) for most in maximum])
    items, test = by_the_formulas(points, maximum)
    agree(found.test, test)
    for ours, theirs in zip(found.items, items, strict=True):
        agree(ours, theirs)


@st.composite
def matrices(draw):
    questions, attempts = draw(st.integers(1, 6)), draw(st.integers(1, 12))
    row = st.lists(st.sampled_from(MARKS), min_size=questions, max_size=questions)
    return draw(st.lists(row, min_size=attempts, max_size=attempts)), [Fraction(5)] * questions


@given(matrices())
def test_every_figure_is_that_of_the_formulas(matrix):
    held_to_the_formulas(*matrix)


@given(matrices(), st.integers(0, 5), st.sampled_from(MARKS))
def test_also_where_a_question_does_not_vary(matrix, column, mark):
    points, maximum = matrix
    held_to_the_formulas([[mark if p == column else x for p, x in enumerate(row)] for row in points], maximum)


def test_also_for_many_attempts():
    luck = np.random.default_rng(1)
    ability = luck.normal(size=200)
    right = luck.random((200, 9)) < 1 / (1 + np.exp(luck.normal(size=9) - ability[:, None]))
    held_to_the_formulas([[Fraction(int(x)) for x in row] for row in right], [Fraction(1)] * 9)


# -- worked by hand: four learners, three questions of a point each


def test_a_test_worked_by_hand():
    found = analyse(np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]], dtype=float), [1, 1, 1])
    assert [item.facility for item in found.items] == [75, 50, 25]
    assert (found.test.mean, found.test.median) == (1.5, 1.5)
    assert found.test.sd == pytest.approx(math.sqrt(5 / 3))
    # x = 1,1,1,0 and X = 2,1,0,0: cov = 0.25, var x = 0.25, var X = 11/12
    assert found.items[0].discrimination == pytest.approx(100 * 0.25 / math.sqrt(0.25 * 11 / 12))
    assert found.items[0].efficiency == pytest.approx(100)
    # the questions' variances are 1/4, 1/3 and 1/4
    assert found.test.consistency == pytest.approx(100 * 3 / 2 * (1 - (5 / 6) / (5 / 3)))


# -- undefined is None, never 0


def test_one_attempt_has_no_spread():
    found = analyse(np.array([[1.0, 0.0]]), [1, 1])
    assert found.items[0].facility == 100
    assert (
        found.items[0].sd is None and found.items[0].discrimination is None and found.items[0].effective_weight is None
    )
    assert found.test.sd is None and found.test.consistency is None and found.test.error_ratio is None


def test_no_attempt_has_no_figure_at_all():
    found = analyse(np.zeros((0, 2)), [1, 1])
    assert found.test.mean is None and found.items[0].facility is None


def test_a_question_that_all_get_right_tells_nothing_and_says_so():
    item = analyse(np.array([[1.0, 1], [1, 0], [1, 1]]), [1, 1]).items[0]
    assert (item.facility, item.sd, item.discrimination, item.efficiency) == (100, 0, None, None)


def test_a_question_against_the_others_has_no_weight():
    item = analyse(np.array([[0.0, 1, 1], [0, 1, 1], [1, 0, 0], [1, 0, 0]]), [1, 1, 1]).items[0]
    assert item.effective_weight is None and item.discrimination == pytest.approx(-100)


def test_a_negative_coefficient_gives_an_error_ratio_above_a_hundred():
    test = analyse(np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [0, 1, 1]]), [1, 1, 1]).test
    assert test.consistency < 0 and test.error_ratio > 100


# -- the random guess


CHOICES = [{"id": "a", "text": "A", "correct": True}, {"id": "b", "text": "B", "credit": 0.5}, {"id": "c", "text": "C"}]


@pytest.mark.parametrize(
    ("fields", "guess"),
    [
        ({"type": "single-choice", "choices": CHOICES}, 50),
        ({"type": "true-false", "answer": True}, 50),
        ({"type": "multiple-choice", "rule": "each-option", "choices": [{"id": "a", "text": "A", "correct": True}, {"id": "b", "text": "B"}]}, 50),
        ({"type": "multiple-choice", "rule": "all-or-nothing", "choices": [{"id": "a", "text": "A", "correct": True}, {"id": "b", "text": "B"}]}, 25),
        ({"type": "matching", "stems": [{"id": "s", "text": "S", "match": "a"}, {"id": "t", "text": "T", "match": "b"}],
          "options": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}, {"id": "c", "text": "C"}]}, 100 / 3),
        ({"type": "ordering", "items": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}, {"id": "c", "text": "C"}]}, 50),
        ({"type": "numeric", "answers": [{"value": 3}]}, 0),
        ({"type": "short-answer", "answers": [{"text": "yes"}]}, 0),
        ({"type": "fill-in", "text": "[[g]] [[h]]", "gaps": [{"id": "g", "type": "choice", "choices": CHOICES},
          {"id": "h", "type": "number", "answers": [{"value": 3}]}]}, 25),
        ({"type": "open-response", "rubric": [{"id": "r", "text": "R"}]}, None),
    ],
)  # fmt: skip
def test_the_random_guess_is_what_clicking_blindly_earns(fields, guess):
    question = question_of({"id": "q", "prompt": "P", **fields})
    assert random_guess(question) == (guess if guess is None else pytest.approx(guess))


def test_of_many_ways_to_answer_some_are_drawn_and_always_the_same():
    items = [{"id": f"i{n}", "text": f"I{n}"} for n in range(8)]
    question = question_of({"id": "q", "type": "ordering", "prompt": "P", "items": items})
    assert random_guess(question) == pytest.approx(50, abs=3) and random_guess(question) == random_guess(question)
