"""Finds learners whose wrong answers are more alike than chance explains. It asks a question; it never gives a verdict.

Right answers say nothing here: those who know give the same ones. For each two learners, the same wrong answers are held
against how many were to be expected from how common each of them is, and from how much the two got wrong at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

FEWEST = 4  # same wrong answers that two learners must have
FALSE_ALARM = 0.2  # bound on the chance that anybody is named in a class without copying; in trials it was below 0.01
MOST_PAIRED = 1000  # learners of whom each is held against each; of more, only those with just the same wrong answers


class Alike(NamedTuple):
    """Two learners (as rows): how many wrong answers they share, of how many of the one who has fewer, and the number expected."""

    first: int
    second: int
    same: int
    of: int
    expected: float


def alike(wrong: np.ndarray) -> list[Alike]:
    """The pairs that stand out, the most striking first.

    `wrong` has a row a learner and a column a question: 0 where the answer earned the whole mark or was left out, else a
    number that is the same for the same answer.
    """
    learners = len(wrong)
    if learners < 3 or not wrong.any():
        return []
    number = (wrong > 0).sum(axis=1)
    spread = _shares(wrong).sum(axis=1)
    found = []
    for rows in _blocks(wrong, number):
        block = wrong[rows]
        same = sum(((column[:, None] == column) & (column > 0)).astype(np.int32) for column in block.T)
        expected = spread[rows][:, None] * (number[rows] / number.mean())
        chance = _bound(same, number[rows][:, None], expected)
        chance = np.maximum(chance, chance.T)
        striking = np.triu((chance < FALSE_ALARM * 2 / (learners * (learners - 1))) & (same >= FEWEST), 1)
        for i, j in np.argwhere(striking):
            least = int(min(number[rows[i]], number[rows[j]]))
            pair = Alike(int(rows[i]), int(rows[j]), int(same[i, j]), least, float(max(expected[i, j], expected[j, i])))
            found.append((float(chance[i, j]), pair))
    return [pair for _, pair in sorted(found)]


def _shares(wrong: np.ndarray) -> np.ndarray:
    """For each wrong answer, the share of the other learners who gave it; never quite 0."""
    shares = np.zeros(wrong.shape)
    for p, column in enumerate(wrong.T):
        _, inverse, times = np.unique(column, return_inverse=True, return_counts=True)
        shares[:, p] = np.where(column > 0, (times[inverse] - 0.5) / len(wrong), 0.0)
    return shares


def _blocks(wrong: np.ndarray, number: np.ndarray) -> Iterator[np.ndarray]:
    """The rows of the learners who are held against one another."""
    candidates = np.flatnonzero(number >= FEWEST)
    if len(candidates) <= MOST_PAIRED:
        yield candidates
        return
    sets: dict[bytes, list[int]] = defaultdict(list)
    for row in candidates:
        sets[wrong[row].tobytes()].append(row)
    yield from (np.array(rows[:MOST_PAIRED]) for rows in sets.values() if len(rows) > 1)


def _bound(same: np.ndarray, of: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """At most how likely it is that so many or more of independent events happen (Hoeffding's bound, 1963, theorem 1)."""
    a = same / of
    b = np.minimum(expected / of, 0.999)
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.where(a > 0, a * np.log(a / b), 0.0) + np.where(a < 1, (1 - a) * np.log((1 - a) / (1 - b)), 0.0)
    return np.where(a > b, np.exp(-of * distance), 1.0)


def clusters(pairs: list[Alike]) -> list[list[int]]:
    """The learners of `pairs`, those together who are linked; in the order of `pairs`."""
    home: dict[int, list[int]] = {}
    for pair in pairs:
        a, b = home.setdefault(pair.first, [pair.first]), home.setdefault(pair.second, [pair.second])
        if a is not b:
            a += b
            home.update(dict.fromkeys(b, a))
    return list({id(group): sorted(group) for group in home.values()}.values())
