"""How far two people agree who marked the same answers. It knows points only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import combinations
from statistics import mean
from typing import NamedTuple

Given = Mapping[str, Mapping[str, Mapping[str, float]]]
"""Points by item, marker and answer."""


class Agreement(NamedTuple):
    """How far two markers agree on a question: answers that both marked, those with the same points, and Cohen's kappas."""

    item: str
    first: str
    second: str
    number: int
    same: int
    kappa: float | None
    weighted: float | None


def agreement(given: Given) -> list[Agreement]:
    """Every two markers who marked the same answers, by question."""
    found = []
    for item, markers in sorted(given.items()):
        for first, second in combinations(sorted(markers), 2):
            both = [(points, markers[second][a]) for a, points in markers[first].items() if a in markers[second]]
            if both:
                same = sum(a == b for a, b in both)
                found.append(Agreement(item, first, second, len(both), same, kappa(both), kappa(both, linear)))
    return found


def linear(a: float, b: float) -> float:
    """A disagreement counts as much as it is points apart."""
    return abs(a - b)


def kappa(
    pairs: list[tuple[float, float]], apart: Callable[[float, float], float] = lambda a, b: float(a != b)
) -> float | None:
    """Cohen's kappa of two markers' points: 1 − observed ÷ expected disagreement. None where none is to be expected.

    Source: Cohen, Educational and Psychological Measurement 20 (1960) 37–46; weighted: Psychological Bulletin 70 (1968) 213–220.
    """
    observed = mean(apart(a, b) for a, b in pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    total = sum(n * m * apart(a, b) for a, n in first.items() for b, m in second.items())
    expected = total / len(pairs) ** 2
    return 1 - observed / expected if expected else None
