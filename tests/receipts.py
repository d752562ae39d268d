"""Receipts as the page makes them, for tests and benchmarks: the command reads them only. The browser's own is `web/receipt.js`."""

from __future__ import annotations

from collections.abc import Mapping

from quizgrader.intake.submissions import Learner, canonical, digest, line, opening

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none that is taken for another


def receipt(assignment: str | None, learner: Learner, answers: Mapping[str, tuple[int, object]]) -> str:
    """The receipt of `answers`, each a version and a response."""
    lines = [line(key, version, canonical(response)) for key, (version, response) in sorted(answers.items())]
    return spelled(digest(opening(assignment, learner), lines))


def spelled(number: int) -> str:
    """The receipt as a person reads it out: `K7QD-2M9X-4TRA`."""
    letters = "".join(_LETTERS[number >> shift & 31] for shift in range(55, -1, -5))
    return "-".join((letters[:4], letters[4:8], letters[8:]))
