"""Finds learners whose wrong answers are more alike than chance explains. It asks a question; it never gives a verdict.

Right answers say nothing here: those who know give the same ones. For each two learners, the same wrong answers are held
against how many were to be expected from how common each of them is, and from how much the two got wrong at all.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

FEWEST = 4  # same wrong answers that two learners must have
FALSE_ALARM = 0.2  # bound on the chance that anybody is named in a class without copying; in trials it was below 0.01
MOST_STRIKING = 10_000  # pairs that are told of
MOST_SAME = 50_000  # pairs with just the same wrong answers that are looked at
MOST_PAIRED = 1000  # learners of whom each is held against each; of more, only those with just the same wrong answers


class Alike(NamedTuple):
    """Two learners (as rows): how many wrong answers they share, of how many of the one who has fewer, and the number expected."""

    first: int
    second: int
    same: int
    of: int
    expected: float


Pairs = tuple[np.ndarray, np.ndarray, np.ndarray]
"""The first rows, the second rows, and how many wrong answers the two share."""


def alike(wrong: np.ndarray) -> list[Alike]:
    """The pairs that stand out, MOST_STRIKING of them, the most striking first.

    In a large class, of those with just the same answers each is held against the next alone.

    `wrong` has a row a learner and a column a question: 0 where the answer earned the whole mark or was left out, else a
    number that is the same for the same answer.
    """
    learners, number = len(wrong), _number(wrong)
    candidates = np.flatnonzero(number >= FEWEST)
    if learners < 3 or not len(candidates):
        return []
    few = len(candidates) <= MOST_PAIRED
    first, second, same = _each_with_each(candidates, wrong) if few else _just_the_same(candidates, wrong, number)
    spread = _spread(wrong) / number.mean()
    there, back = spread[first] * number[second], spread[second] * number[first]  # same answers to be expected
    chance = np.maximum(_bound(same, number[first], there), _bound(same, number[second], back))
    striking = np.flatnonzero((chance < FALSE_ALARM * 2 / (learners * (learners - 1))) & (same >= FEWEST))
    least, most = np.minimum(number[first], number[second]), np.maximum(there, back)
    return [
        Alike(int(first[i]), int(second[i]), int(same[i]), int(least[i]), float(most[i]))
        for i in striking[np.argsort(chance[striking], kind="stable")][:MOST_STRIKING]
    ]


def _each_with_each(candidates: np.ndarray, wrong: np.ndarray) -> Pairs:
    columns = wrong[candidates].T
    same = sum(((column[:, None] == column) & (column > 0)).astype(np.int32) for column in columns)
    i, j = np.triu_indices(len(candidates), 1)
    return candidates[i], candidates[j], same[i, j]


_ODD = np.uint64(0x9E3779B97F4A7C15)  # mixes well


def _just_the_same(candidates: np.ndarray, wrong: np.ndarray, number: np.ndarray) -> Pairs:
    digest = np.zeros(len(wrong), dtype=np.uint64)
    for column in wrong.T:
        digest = (digest + column.astype(np.uint64)) * _ODD  # what is above 64 bits goes
    digest = digest[candidates]
    order = np.argsort(digest, kind="stable")
    place = np.flatnonzero(digest[order][1:] == digest[order][:-1])
    of = number[candidates[order[place]]]
    place = place[np.argsort(-of, kind="stable")[:MOST_SAME]]  # the more, the more striking
    first, second = candidates[order[place]], candidates[order[place + 1]]
    return first, second, number[first]


def _number(wrong: np.ndarray) -> np.ndarray:
    """How many wrong answers each learner gave."""
    number = np.zeros(len(wrong), dtype=np.int32)
    for column in wrong.T:
        number += column > 0
    return number


def _spread(wrong: np.ndarray) -> np.ndarray:
    """For each learner, the sum over the wrong answers of the share of the other learners who gave it, each never quite 0."""
    spread = np.zeros(len(wrong))
    for column in wrong.T:
        times = np.bincount(column)
        spread += np.where(column > 0, (times[column] - 0.5) / len(wrong), 0.0)
    return spread


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
