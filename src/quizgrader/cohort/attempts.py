"""Decides which submissions count: what is doubled, late or one too many, and which of a learner's attempts stands.

It works on whole columns, one row a submission; what single responses are worth was decided before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

import polars as pl

from quizgrader.bank.assignments import Assignment, Target
from quizgrader.intake.batches import NOT_COUNTED
from quizgrader.intake.roster import Person

_SAME = ("person", "given", "content")  # one learner, one attempt, the same answers
_DUST = 1e-9  # by which a sum of fractions may miss a whole number
_DAY = 86_400_000  # milliseconds
_YEARS = 1900, 9000  # that Python, too, can tell in any zone


class Decided(NamedTuple):
    """What `decide` finds: the submissions that are kept, whether `counted` or not, and the NOT_COUNTED rows of the others."""

    kept: pl.DataFrame
    not_counted: pl.DataFrame


def decide(submissions: pl.DataFrame, target: Target, roster: Mapping[str, Person]) -> Decided:
    """Sort out `submissions`, which have the columns `batches.SUBMISSIONS` and `gradebook.TOTALS`.

    Those kept are told by their `order`, their place there. They have `learner` (what the learner is called), `attempt` (its number),
    `attempts` (how many there are), `counted`, `may_count`, `saved`, `days`, `late`, `points`, `taken_off`, `percent` and `passed`.
    """
    # Only what is judged by, since each step copies it; sorted, so that a group's rows stand together, which is quick and small.
    assignment, file = target.assignment, submissions["file"]
    rows = submissions.select("given", "saved", "points", "waiting", "content").with_row_index("order")
    keys = known_as(submissions["key"], roster)
    rows = _timed(rows, assignment).with_columns(keys.rank("dense").alias("person"))
    rows = rows.sort(*_SAME, "saved", file.str.len_chars(), "order", nulls_last=True)  # x.json before x (1).json
    rows = rows.with_columns(same=pl.struct(_SAME).rle_id().set_sorted())
    rows = rows.with_columns(first=pl.col("order").first().over("same")).drop("same", "content")
    rows, doubled = _parted(rows, pl.col("order") != pl.col("first"))
    rows, refused = _parted(rows, pl.col("late") & (assignment.late == "refuse"))
    rows = _scored(rows, target).sort("person", pl.col("given").fill_null(1), "saved", "order", nulls_last=True)
    rows = rows.with_columns(attempt=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("person"))
    rows, too_many = _parted(rows, pl.col("attempt") > (assignment.attempts or 2**30))
    rows = rows.with_columns(
        first=pl.col("order").first().over("person"),
        attempts=pl.len().over("person").cast(pl.Int32),
        counted=_stands(assignment).over("person"),
    )
    rows = _awaited(rows) if assignment.counts == "best" else rows.with_columns(may_count="counted")
    late = pl.format("it was saved {} it was due", lateness())
    number = pl.format("it is attempt {} of this learner; ", "attempt") + f"{assignment.attempts} may be made"
    same = pl.format("it holds the same as {}", file[doubled["first"]])
    left_out = [
        _told(doubled, file, "duplicate", same, "nothing: it counts once"),
        _told(refused, file, "late-refused", late, "set `late: accept` in the assignment if it is to count"),
        _told(too_many, file, "too-many-attempts", number, "raise `attempts` in the assignment if it is to count"),
    ]
    rows = rows.with_columns(_called(keys, submissions["id"], roster)[rows["first"]].alias("learner"))
    rows = rows.drop("person", "first", "given", "waiting", "most").sort("order")
    return Decided(rows, pl.concat(left_out).sort("file"))


def known_as(keys: pl.Series, roster: Mapping[str, Person]) -> pl.Series:
    """The keys by which the roster tells people apart, where it knows them."""
    return keys.replace({name: person.key for name, person in roster.items()}) if roster else keys


def _called(keys: pl.Series, ids: pl.Series, roster: Mapping[str, Person]) -> pl.Series:
    """Who each is from, as the roster writes it where it knows them, else as they write it themselves."""
    spelled = {person.key: person.id for person in roster.values()}
    return keys.replace_strict(spelled, default=ids, return_dtype=pl.String) if spelled else ids


def _timed(rows: pl.DataFrame, assignment: Assignment) -> pl.DataFrame:
    """With the time of saving, and how many days too late that was, each day begun counted."""
    due = assignment.due or assignment.opens
    rows = rows.with_columns(_moments(rows["saved"], due.tzinfo if due else UTC))
    after = (pl.col("saved") - moment(assignment.due)).dt.total_milliseconds()
    days = (after / _DAY).ceil().clip(lower_bound=0).fill_null(0).cast(pl.Int32)
    return rows.with_columns(days=days).with_columns(late=pl.col("days") > 0)


def _moments(texts: pl.Series, zone: tzinfo) -> pl.Series:
    """The times that `texts` mean; null where they mean none. One without a zone is taken to be in the assignment's."""
    found = texts.str.to_datetime("%+", time_unit="ms", time_zone="UTC", strict=False)
    if (
        odd := texts.filter(found.is_null()).drop_nulls().unique().to_list()
    ):  # no page writes them; people and programs do
        read = {text: _moment(text, zone) for text in odd}
        found = found.fill_null(texts.replace_strict(read, default=None, return_dtype=found.dtype))
    return found.to_frame().select(pl.when(pl.col("saved").dt.year().is_between(*_YEARS)).then("saved")).to_series()


def _moment(text: str, zone: tzinfo) -> datetime | None:
    try:
        when = datetime.fromisoformat(re.sub(r" *(UTC|[+-]\d\d:\d\d)$", r"\1", text.strip()).replace("UTC", "Z"))
        return (when if when.tzinfo else when.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def moment(when: datetime | None) -> pl.Expr:
    """A time of the assignment, to be held against `saved`; null where it has none."""
    return pl.lit(when.astimezone(UTC) if when else None, pl.Datetime("ms", "UTC"))


def lateness() -> pl.Expr:
    """In words, how long after the due time a row was saved."""
    days = pl.format("more than {} days after", pl.col("days") - 1)
    first = pl.when(pl.col("days") == 1).then(pl.lit("less than a day after"))
    return first.when(pl.col("days") == 2).then(pl.lit("more than a day after")).otherwise(days)


def _parted(rows: pl.DataFrame, out: pl.Expr) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that stay and those that go `out`."""
    goes = rows.select(out=out)["out"]
    return (rows.filter(~goes), rows.filter(goes)) if goes.any() else (rows, rows.clear())


def _scored(rows: pl.DataFrame, target: Target) -> pl.DataFrame:
    """With the points that count, and whether they are enough."""
    assignment, of = target.assignment, target.points
    share = (1 - pl.col("days") * (assignment.deduct or 0) / 100).clip(lower_bound=0)
    rows = rows.with_columns(
        points=(pl.col("points") * share).round(9),
        most=(pl.col("points") + pl.col("waiting")) * share,
        taken_off=(pl.col("points") * (1 - share)).round(9),
    )
    if not of:
        return rows.with_columns(percent=pl.lit(None, pl.Float64), passed=pl.lit(None, pl.Boolean))
    enough = pl.lit(assignment.pass_mark, pl.Float64) * of / 100 - _DUST  # null without a pass mark
    passed = pl.when(pl.col("points") >= enough).then(True).when(pl.col("most") < enough).then(False)
    return rows.with_columns(percent=(pl.col("points") / of * 100).round(9), passed=passed)


def _stands(assignment: Assignment) -> pl.Expr:
    """Whether a row's attempt is the one of its learner's that counts."""
    match assignment.counts:
        case "first":
            return pl.col("attempt") == 1
        case "last":
            return pl.col("attempt") == pl.len()
        case "best":
            return pl.col("attempt") == pl.col("points").arg_max() + 1


def _awaited(rows: pl.DataFrame) -> pl.DataFrame:
    """With what `may_count`: what counts, and what would, if all that a person has still to mark were right.

    While such an attempt could pass, nobody has failed.
    """
    better = (pl.col("most") > pl.col("points").max().over("person") + _DUST) & (pl.col("waiting") > 0)
    rows = rows.with_columns(may_count=pl.col("counted") | better)
    hopes = (pl.col("may_count") & pl.col("passed").is_null()).any().over("person")
    return rows.with_columns(passed=pl.when(pl.col("passed") | ~hopes).then("passed"))


def _told(rows: pl.DataFrame, file: pl.Series, code: str, reason: pl.Expr, mend: str) -> pl.DataFrame:
    file = file[rows["order"]]
    return rows.select(file=file, code=pl.lit(code), reason=reason, mend=pl.lit(mend)).cast(NOT_COUNTED)
