"""Marks a cohort again after a key was corrected: from the results of last time, so that nobody has to hand in again.

It tells who changes, from what to what, and what the old and the new key say. Marks given by hand stay: they belong to
the answers. Everything is worked out first; nothing is written here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from authoring.problems import visible
from quizgrader.bank.assignments import Target
from quizgrader.bank.key import key_of, read_key
from quizgrader.cohort.gradebook import Marked, mark
from quizgrader.intake.answers import Answers
from quizgrader.intake.batches import NOT_COUNTED, SUBMISSIONS
from quizgrader.intake.hand_marks import HandMarks
from quizgrader.intake.longtable import read_table
from quizgrader.intake.reader import same
from quizgrader.intake.roster import Person
from quizgrader.intake.spreadsheets import Unreadable, table_of
from quizgrader.refusal import Refusal

_DUST = 1e-9


class NoResults(Refusal):
    """A folder without results that can be marked again."""


@dataclass
class Regraded:
    """What a re-grade comes to. `learners` and `answers` hold only what changes, `keys` only questions whose key does."""

    marked: Marked
    learners: pl.DataFrame
    answers: pl.DataFrame
    before: dict
    after: dict

    @property
    def keys(self) -> list[str]:
        """The items whose key is another than last time."""
        old, new = self.before.get("items", {}), self.after["items"]
        return [item for item in new if item in old and old[item]["digest"] != new[item]["digest"]]


def regrade(target: Target, out: Path, marks: HandMarks, folder: Path) -> Regraded:
    """Mark the results in `out` again by today's key. `folder` is for what is more than memory holds.

    Raises NoResults; also where the assignment's terms changed so that an attempt would be lost.
    """
    old, attempts = _results(out, target)
    listed = set(attempts.filter("on_roster")["learner"]) | set(old.filter(pl.col("attempt").is_null())["learner"])
    people = [
        Person(same(row["learner"]), row["learner"], row["name"] or "", row["group"] or "")
        for row in old.filter(pl.col("learner").is_in(listed)).iter_rows(named=True)
    ]
    answers = Answers(target, folder, marks.points())
    batch = read_table(answers, out / "responses.parquet")
    given = batch.submissions.select(learner="id", attempt="given")
    given = given.join(attempts, on=["learner", "attempt"], how="left", maintain_order="left").select(list(SUBMISSIONS))
    marked = mark(answers, [replace(batch, submissions=given)], {person.key: person for person in people})
    if not marked.not_counted.is_empty():
        lost, why = marked.not_counted.height, marked.not_counted["reason"][0]
        raise NoResults(
            f"{out}: by today's terms of the assignment {lost} of its attempts would be lost ({why}) — "
            "set the terms back, or mark with `quizgrader grade` what was handed in"
        )
    marked = replace(marked, not_counted=_not_counted(out, marks))
    return Regraded(
        marked, _learners(old, marked.learners), _answers(out, marked), read_key(out), key_of(target, marks.rule)
    )


def _results(out: Path, target: Target) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The learners of last time, and ATTEMPTS."""
    try:
        old, attempts = pl.read_parquet(out / "gradebook.parquet"), pl.read_parquet(out / "attempts.parquet")
        items = pl.scan_parquet(out / "responses.parquet").select(pl.col("item").unique().cast(pl.String)).collect()
    except (OSError, pl.exceptions.PolarsError):
        raise NoResults(f"{out}: there are no results here — mark with `quizgrader grade … -o {out}` first") from None
    strange = set(items["item"]) - {item.key for item in target.items}
    if strange:
        name = visible(min(strange))
        raise NoResults(
            f"{out}: its results hold `{name}`, which is no question of `{target.assignment.id}` — is it the right folder?"
        )
    return old, attempts


def _not_counted(out: Path, marks: HandMarks) -> pl.DataFrame:
    """What was not counted last time, as it was told, and what of the marks cannot be used now."""
    now = pl.DataFrame(marks.not_counted, NOT_COUNTED, orient="row")
    try:
        told = table_of(out / "not_counted.csv").select(list(NOT_COUNTED))
    except (Unreadable, pl.exceptions.ColumnNotFoundError):
        return now
    return pl.concat([told, now]).unique(maintain_order=True)


# -- what changes


def _learners(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Who gets another number of points, or passes or fails otherwise than before."""
    columns = ["points", "passed"]
    both = old.select("learner", "name", *columns).join(new.select("learner", *columns), on="learner", suffix="_after")
    other = (pl.col("points") - pl.col("points_after")).abs() > _DUST
    changed = both.filter(other | pl.col("passed").ne_missing(pl.col("passed_after")))
    names = {"points": "before", "points_after": "after", "passed": "passed_before"}
    return changed.rename(names).select("learner", "name", "before", "after", "passed_before", "passed_after")


def _answers(out: Path, marked: Marked) -> pl.DataFrame:
    """Each distinct response that counts and is worth another part of the mark: before, after, of how many learners."""
    answer = ["item", "version", "response"]
    each = ["item", "version", "response", "state", "fraction"]
    old = (
        pl.scan_parquet(out / "responses.parquet").filter(pl.col("response").is_not_null()).select(each).unique(answer)
    )
    new = (
        marked.responses.filter(pl.col("response").is_not_null())
        .group_by(each)
        .agg(learners=pl.col("learner").n_unique())
    )
    old, new = (frame.with_columns(pl.col("item").cast(pl.String)).collect(engine="streaming") for frame in (old, new))
    both = new.join(old, on=answer, suffix="_before", nulls_equal=True)
    changed = both.filter(
        (pl.col("fraction").fill_null(0.0) - pl.col("fraction_before").fill_null(0.0)).abs() > _DUST,
        pl.col("state").cast(pl.String).is_in(["marked", "refused", "outdated"]),
    )
    shown = changed.select(*answer, before="fraction_before", after="fraction", learners="learners")
    return shown.sort("item", "learners", "response", descending=[False, True, False])
