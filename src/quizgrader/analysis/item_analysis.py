"""How well a test and its questions measured, by Moodle's definitions. It knows points only: neither answers nor people.

Source: docs.moodle.org/dev/Quiz_statistics_calculations. S attempts, P questions; x is what an attempt earned with one
question, T its total, X = T − x the rest of it. Variances and covariances divide by S − 1. What a formula leaves
undefined is None, never 0. Which responses count, and that one left out earns 0 points, is decided by the caller.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from quizgrader.grading import grade
from quizgrader.questions import Control, Gaps, Order, Pair, Pick, Question

Figure = float | None


@dataclass(frozen=True)
class ItemFigures:
    """What the points of one question tell. All but `sd` (points) are per cent; None is undefined."""

    facility: Figure
    sd: Figure
    effective_weight: Figure
    discrimination: Figure
    efficiency: Figure


@dataclass(frozen=True)
class TestFigures:
    """What the totals tell. `mean`, `median`, `sd` and `standard_error` are points, `consistency` and `error_ratio` per cent."""

    attempts: int
    mean: Figure
    median: Figure
    sd: Figure
    skewness: Figure
    kurtosis: Figure
    consistency: Figure
    error_ratio: Figure
    standard_error: Figure


@dataclass(frozen=True)
class Analysis:
    """The figures of a test, and those of its questions in their order."""

    test: TestFigures
    items: list[ItemFigures]


def analyse(points: Iterable[np.ndarray], maximum: Sequence[float], total: np.ndarray) -> Analysis:
    """The figures for `points`, a column a question with what each attempt earned, of at most `maximum`; `total` is their sum.

    It takes one column at a time.
    """
    from_mean = _centred(total)
    items, variances = [], []
    for x, most in zip(points, maximum, strict=True):
        centred = _centred(x)
        variances.append(_covariance(centred, centred))
        facility = _share(x.mean(), most) if len(x) else None
        weight = _root(_covariance(centred, from_mean))
        against = _against_the_rest(centred, _centred(total - x))
        items.append(ItemFigures(facility, _root(variances[-1]), weight, **against))
    whole = sum(item.effective_weight or 0.0 for item in items)
    shared = [replace(item, effective_weight=_share(item.effective_weight, whole)) for item in items]
    return Analysis(_test(total, from_mean, variances), shared)


def _share(part: Figure, whole: float) -> Figure:
    return 100 * float(part) / whole if whole and part is not None else None


def _root(square: Figure) -> Figure:
    return None if square is None or square < 0 else math.sqrt(square)


def _centred(x: np.ndarray) -> np.ndarray:
    """The distances of `x` from its mean; exactly 0 where all values are one, but for what adding up rounds."""
    if not len(x) or np.ptp(x) <= 1e-9 * max(1.0, abs(x[0])):
        return np.zeros(len(x))
    return x - x.mean()


def _covariance(x: np.ndarray, y: np.ndarray) -> Figure:
    """The sample covariance of centred values; undefined for fewer than two."""
    if len(x) < 2:
        return None
    product = _dot(x, y)
    dust = 1e-12 * math.sqrt(_dot(x, x) * _dot(y, y))
    return product / (len(x) - 1) if abs(product) > dust else 0.0


def _dot(x: np.ndarray, y: np.ndarray) -> float:
    """The sum of products. For this alone, the threads of `x @ y` would cost more than they save."""
    return float(np.einsum("i,i", x, y))


def _against_the_rest(x: np.ndarray, rest: np.ndarray) -> dict[str, Figure]:
    """The correlation of a question with the rest of the test; and its covariance, as a share of what it could be.

    It is largest where the best in the rest earn the most here. Undefined where one of the two does not vary.
    """
    together = _covariance(x, rest)
    spread = (_covariance(x, x) or 0.0) * (_covariance(rest, rest) or 0.0)
    most = _covariance(np.sort(x), np.sort(rest))
    return {
        "discrimination": 100 * together / math.sqrt(spread) if spread else None,
        "efficiency": 100 * together / most if most else None,
    }


def _test(total: np.ndarray, from_mean: np.ndarray, variances: list[Figure]) -> TestFigures:
    s, questions = len(total), len(variances)
    mean, median = (float(total.mean()), float(np.median(total))) if s else (None, None)
    k2 = _covariance(from_mean, from_mean)
    sd = _root(k2)
    skewness = kurtosis = consistency = error_ratio = None
    if k2 and s > 2:
        m2, m3, m4 = (float((from_mean**power).mean()) for power in (2, 3, 4))
        skewness = s * s * m3 / ((s - 1) * (s - 2)) / k2**1.5
        if s > 3:
            kurtosis = s * s * ((s + 1) * m4 - 3 * (s - 1) * m2 * m2) / ((s - 1) * (s - 2) * (s - 3)) / k2**2
        if questions > 1:
            consistency = 100 * questions / (questions - 1) * (1 - sum(variances) / k2)
            error_ratio = 100 * math.sqrt(max(0.0, 1 - consistency / 100))
    standard_error = None if error_ratio is None else error_ratio * sd / 100
    return TestFigures(s, mean, median, sd, skewness, kurtosis, consistency, error_ratio, standard_error)


MOST_GUESSES = 1000  # ways to answer that are all tried; of more, as many are drawn


def random_guess(question: Question) -> Figure:
    """What clicking at random earns on average, in per cent of the mark; 0 where one must type, None where a person marks."""
    if not question.marked:
        return None
    count, way = _ways(question.control())
    luck = random.Random(question.id)
    tried = range(count) if count <= MOST_GUESSES else [luck.randrange(count) for _ in range(MOST_GUESSES)]
    return 100 * sum(grade(question, way(n)).fraction or 0.0 for n in tried) / len(tried)


def _ways(control: Control) -> tuple[int, Callable[[int], object]]:
    """How many ways there are to answer by clicking, and the n-th of them. What must be typed is left empty."""
    match control:
        case Pick(options, many=False):
            return len(options), lambda n: options[n].id
        case Pick(options):
            return 2 ** len(options), lambda n: [option.id for i, option in enumerate(options) if n >> i & 1]
        case Pair(stems, options):
            ids = [option.id for option in options]
            return len(ids) ** len(stems), lambda n: {
                stem.id: ids[n // len(ids) ** i % len(ids)] for i, stem in enumerate(stems)
            }
        case Order(options):
            return math.factorial(len(options)), lambda n: _order([option.id for option in options], n)
        case Gaps(gaps=gaps):
            ways = {gap.id: _ways(gap.control) for gap in gaps}
            return math.prod(count for count, _ in ways.values()), lambda n: _filled(ways, n)
    return 1, lambda n: None


def _order(ids: list[str], n: int) -> list[str]:
    """The n-th order of `ids`."""
    order = []
    while ids:
        n, i = divmod(n, len(ids))
        order.append(ids.pop(i))
    return order


def _filled(ways: dict[str, tuple[int, Callable[[int], object]]], n: int) -> dict[str, object]:
    """The n-th way to fill all gaps."""
    filled = {}
    for name, (count, way) in ways.items():
        n, i = divmod(n, count)
        filled[name] = way(i)
    return filled
