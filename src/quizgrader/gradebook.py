"""Marks a cohort: from what was handed in to one table of learners and one of responses. It writes no file for people.

Work is columnar (Polars). A mark depends on question and response alone, so each distinct response is marked once and
joined back; what is more than memory should hold waits in a folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from quizgrader.assignments import Item, Target
from quizgrader.attempts import decide
from quizgrader.batches import NOT_COUNTED, SUBMISSIONS, Batch
from quizgrader.intake import NotCountedRow
from quizgrader.learners import LEARNERS, learners_of
from quizgrader.roster import Person
from quizgrader.store import RESPONSES, Store, Totals, Whose

__all__ = ["LEARNERS", "RESPONSES", "Marked", "mark"]


@dataclass
class Marked:
    """A marked cohort: tables with the columns LEARNERS, RESPONSES and `batches.NOT_COUNTED`.

    `responses` is lazy, since it may be larger than memory: select and aggregate, then `.collect(engine="streaming")`.
    """

    target: Target
    learners: pl.DataFrame
    responses: pl.LazyFrame
    not_counted: pl.DataFrame

    @property
    def items(self) -> list[Item]:
        return self.target.items


def mark(
    target: Target,
    sources: Iterable[Iterable[Batch]],
    roster: Mapping[str, Person],
    folder: Path,
    told: Iterable[NotCountedRow] = (),
    now: datetime | None = None,
) -> Marked:
    """Mark everything in `sources`. Responses that are too many for memory are put into `folder`, which must outlive the result.

    `roster` holds people by id and by name, as `read_roster` gives them; `told` are files not counted that are known already.
    What claims to have been saved after `now` gets a note.
    """
    responses = Store(folder)
    told = list(told)
    decided = decide(_handed_in(sources, responses, told), target, roster)
    not_counted = pl.concat([pl.DataFrame(told, NOT_COUNTED, orient="row"), decided.not_counted]).sort("file")
    learners = learners_of(decided, target, roster, now)
    return Marked(target, learners, Whose(decided.kept, learners, target).lazy(responses), not_counted)


def _handed_in(sources: Iterable[Iterable[Batch]], responses: Store, told: list[NotCountedRow]) -> pl.DataFrame:
    """All submissions with their totals. Their responses are put into the store, and what is not counted is `told`."""
    submissions, totals = [pl.DataFrame(schema=SUBMISSIONS)], Totals()
    for number, source in enumerate(sources):
        for batch in source:
            number_of = pl.col("submission") + number * 2**32  # unique across sources
            submissions.append(batch.submissions.with_columns(number_of))
            totals.add(batch.totals.with_columns(number_of))
            responses.add(batch.responses.drop("digest", "points", "of").with_columns(number_of))
            told += batch.not_counted
    return pl.concat(submissions).join(totals.sums(), on="submission", how="left", maintain_order="left")
