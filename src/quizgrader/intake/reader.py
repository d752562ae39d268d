"""Reads the files that were handed in, and makes of each a row and the numbers of its answers. No table is made here.

Every file ends in some sheaf, counted or with the reason why not. Which of several attempts counts is decided in `attempts`.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from authoring.problems import visible
from quizgrader.bank.assignments import Target
from quizgrader.intake.distinct import ByHand, Distinct, by_field
from quizgrader.intake.inbox import Found, Refused, made_by, sender, unpack
from quizgrader.intake.strangers import NotCounted
from quizgrader.intake.submissions import Submission, answer_line, digest, opening, read, receipt_number

SHEAF = 5_000  # submissions
MOST_KEPT = 64_000_000  # bytes of distinct responses kept in mind; beyond, they are forgotten and marked again


class Handed(NamedTuple):
    """What one file says of itself."""

    key: str  # who it is from, in the form in which people are told apart
    id: str
    name: str
    known_by: str  # "id", "name" or "file"
    given: int | None  # the attempt's number
    saved: str | None
    fits: bool | None  # whether the receipt does; None where there is none
    strange: int  # how many answers belong to no question of the assignment
    file: str


class NotCountedRow(NamedTuple):
    """One file, or part of one, that is not counted."""

    file: str
    code: str
    reason: str
    mend: str


class Sheaf(NamedTuple):
    """Some of what was handed in.

    `handed` has a list for each field of a Handed. `codes` holds, for each of those handed in, the number of its answer to
    each item, in the order of the items' keys. Numbers grow from sheaf to sheaf, and `news` tells what the new ones stand
    for; they begin anew where `begins`.
    """

    handed: dict[str, list]
    codes: array
    news: dict[str, list]
    begins: bool
    not_counted: list[NotCountedRow]


def not_counted(file: str, error: NotCounted) -> NotCountedRow:
    """The row that tells of a file that is not counted."""
    return NotCountedRow(visible(file, 300), error.code, error.reason, error.mend)


def same(text: str) -> str:
    """`text` as people are told apart by it: without regard to case, to blanks, and to how letters are encoded."""
    text = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return " ".join(text.casefold().split())


class Reader:
    """Reads file after file against one assignment, and remembers what it has marked."""

    def __init__(self, target: Target, by_hand: ByHand | None = None):
        self.target, self.by_hand = target, by_hand
        self._begin()

    def _begin(self) -> None:
        self._distinct, self._begins = Distinct(self.target, self.by_hand), True
        # In the order of the keys, which is that of the receipt's lines: nothing has to be sorted for it.
        self._numbers = sorted(
            ((key, blank, numbers) for blank, (key, numbers) in enumerate(self._distinct.numbers.items())),
            key=lambda entry: entry[0],
        )

    def sheaves(self, entries: Iterable[tuple[str, str] | Refused]) -> Iterator[Sheaf]:
        """What `inbox.walk` found, read."""
        self._clear()
        for entry in entries:
            for found in [entry] if isinstance(entry, Refused) else unpack(*entry):
                self._take(found)
                if len(self._handed) == SHEAF:
                    yield self._sheaf()
        yield self._sheaf()

    def _clear(self) -> None:
        self._handed: list[tuple] = []
        self._codes = array("I")
        self._not_counted: list[NotCountedRow] = []

    def _sheaf(self) -> Sheaf:
        sheaf = Sheaf(
            by_field(Handed, self._handed), self._codes, self._distinct.news(), self._begins, self._not_counted
        )
        self._clear()
        self._begins = False
        if self._distinct.size > MOST_KEPT:
            self._begin()
        return sheaf

    def _take(self, found: Found | Refused) -> None:
        """Read one file, and keep what is in it, or why it does not count."""
        try:
            if isinstance(found, Refused):
                raise found.error
            submission = read(found.data)
            if submission.assignment != self.target.name:
                raise _of_another(submission.assignment, self.target)
            self._keep(submission, found)
        except NotCounted as error:
            self._not_counted.append(not_counted(found.file, _of_system(found.file) or error))

    def _keep(self, submission: Submission, found: Found) -> None:
        answers, learner = submission.answers, submission.learner
        strange = answers.keys() - self._distinct.numbers.keys()
        if strange:
            self._tell_strange(strange, len(answers), found)
        given = answers.get
        codes = [blank if (raw := given(key)) is None else numbers[bytes(raw)] for key, blank, numbers in self._numbers]
        fits = self._fits(submission, codes, strange) if submission.receipt else None
        known_by, who = "id", learner.id
        if not (key := same(who)):
            known_by, who = "name", learner.name
            if not (key := same(who)):
                known_by, who = "file", sender(found.inside)
                key = same(who)
        self._codes.extend(codes)
        self._handed.append(  # a plain tuple, which is made more quickly than a Handed
            (key, who.strip(), learner.name.strip(), known_by, submission.attempt, submission.saved, fits,
             len(strange), found.file)
        )  # fmt: skip

    def _tell_strange(self, strange: set[str], answers: int, found: Found) -> None:
        """Tell of answers to questions that the assignment does not have; where there are no others, of the whole file."""
        first, here = visible(min(strange)), self.target.assignment.id
        exercise = first.partition("/")[0]
        if len(strange) == answers and self.target.name is None and exercise != here:
            raise NotCounted("other-assignment", f"it answers `{exercise}`, not `{here}`", "mark it with that exercise")
        more = f" (and {len(strange) - 1} more)" if len(strange) > 1 else ""
        reason = f"it answers `{first}`{more}, which is no question here; the rest of it counts"
        error = NotCounted(
            "unknown-question", reason, "was the question taken out since, or `seed` changed in the assignment?"
        )
        self._not_counted.append(not_counted(found.file, error))

    def _fits(self, submission: Submission, codes: list[int], strange: set[str]) -> bool:
        """Whether the receipt is that of the content."""
        known = self._distinct.lines
        lines = [known[code] for code in codes]
        if strange:
            lines = sorted(lines + [answer_line(key, bytes(submission.answers[key])) for key in strange])
        wanted = digest(opening(submission.assignment, submission.learner), lines)
        return wanted == receipt_number(submission.receipt or "")


def _of_system(file: str) -> NotCounted | None:
    if system := made_by(file):
        return NotCounted("system-file", f"{system} made it for itself", "nothing: it holds no answers")
    return None


def _of_another(name: str | None, target: Target) -> NotCounted:
    here = target.assignment.id
    if name is None:
        reason = f"it was saved from an exercise's own page, not from the page of `{here}`"
        return NotCounted("other-assignment", reason, "mark it with the exercise, or ask for the other file")
    return NotCounted("other-assignment", f"it belongs to `{visible(name)}`, not to `{here}`", "mark it with that one")
