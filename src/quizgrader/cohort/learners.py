"""One row a learner: the attempt that counts, held against the roster, with notes on what a trainer should know of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import polars as pl

from quizgrader.bank.assignments import Target
from quizgrader.cohort.attempts import Decided, known_as, lateness, moment
from quizgrader.intake.roster import Person

_AT_ONCE = 50_000  # learners whose notes are made together
_WRONG_CLOCK = timedelta(minutes=10)  # by which clocks differ without anybody's doing

LEARNERS = {
    "learner": pl.String,  # the id, or the name where there is none: what `responses` calls them
    "name": pl.String,
    "group": pl.String,  # from the roster
    "attempt": pl.Int32,  # the number of the attempt that counts; null for somebody who handed nothing in
    "attempts": pl.Int32,  # how many there are
    "file": pl.String,  # the file that counts
    "saved": pl.Datetime("ms", "UTC"),  # as the file says; null where it says nothing that can be read
    "late": pl.Boolean,
    "points": pl.Float64,  # after what was taken off for being late
    "of": pl.Float64,
    "percent": pl.Float64,
    "passed": pl.Boolean,  # null without a pass mark, or while open answers could still decide it
    "answered": pl.Int32,
    "unanswered": pl.Int32,
    "to_mark": pl.Int32,  # open answers that wait, of every attempt that may count
    "taken_off": pl.Float64,  # the points lost for being late
    "receipt": pl.String,  # "fits", "does not fit", or null where the file has none
    "notes": pl.String,  # sentences for the trainer
}
"""The columns of `Marked.learners`: one row a learner, for the attempt that counts."""

_WITH_ORDER = {**LEARNERS, "order": pl.UInt32}


def learners_of(
    submissions: pl.DataFrame,
    decided: Decided,
    target: Target,
    roster: Mapping[str, Person],
    now: datetime | None = None,
) -> pl.DataFrame:
    """LEARNERS and `order`, the place in `submissions` of what counts: those who handed in, by name; then the others on the roster.

    What claims to have been saved later than `now`, the time of marking, is noted.
    """
    people = {person.key: person for person in roster.values()}
    about = {
        "key": list(people), "on_roster": [p.id for p in people.values()],
        "roster_name": [p.name for p in people.values()], "group": [p.group or None for p in people.values()],
    }  # fmt: skip
    listed = pl.DataFrame(about, dict.fromkeys(about, pl.String))
    submissions = submissions.with_columns(known_as(submissions["key"], roster))
    several, notes = _of_several(decided.kept, submissions), _notes(target, bool(roster), now)

    def rows(counted: pl.DataFrame, wanted: list[str]) -> pl.DataFrame:
        some = (_rows(part, submissions, several, listed, target, notes) for part in counted.iter_slices(_AT_ONCE))
        return pl.concat([pl.DataFrame(schema=_WITH_ORDER).select(wanted), *(part.select(wanted) for part in some)])

    counted = decided.kept.filter("counted")
    names = rows(counted, ["name", "learner"])  # sorted first, for what they are sorted by is small
    by_name = names.select(pl.arg_sort_by(pl.col("name").str.to_lowercase(), "learner")).to_series()
    handed_in = rows(counted[by_name], list(_WITH_ORDER))
    return pl.concat([handed_in, _missing(listed, submissions["key"], decided.kept["order"])], how="diagonal")


def _missing(listed: pl.DataFrame, keys: pl.Series, kept: pl.Series) -> pl.DataFrame:
    """The rows of those `listed` of whom nothing counts. `keys` are those of all submissions, of which some are `kept`."""
    tried = keys.to_frame().join(listed, on="key", how="semi")["key"].unique()
    here = keys[kept].to_frame().join(listed, on="key", how="semi")
    note = pl.when(pl.col("key").is_in(tried.to_list())).then(
        pl.lit("Nothing that was handed in counts: see not_counted.csv.")
    )
    return listed.join(here, on="key", how="anti").select(
        learner="on_roster",
        name="roster_name",
        group="group",
        attempts=pl.lit(0, pl.Int32),
        notes=note.otherwise(pl.lit("Nothing was handed in.")),
    )


def _of_several(kept: pl.DataFrame, submissions: pl.DataFrame) -> pl.DataFrame:
    """Of who made several attempts: how many `names` they gave, the `best` by which any of their files is known, what is to mark.

    `any_name` is one of the names, for the file that counts may be without.
    """
    kept = kept.filter(pl.col("attempts") > 1).select("learner", "order", "may_count")
    files = kept.hstack(submissions.select("name", "known_by", "to_mark")[kept["order"]])
    named = pl.col("name").filter(pl.col("name") != "")
    return files.group_by("learner", maintain_order=True).agg(
        names=named.str.to_lowercase().str.replace_all(r"\s+", " ").n_unique(),
        any_name=named.last(),
        best=pl.col("known_by").min(),
        awaited=pl.col("to_mark").filter("may_count").sum(),
    )


def _rows(
    counted: pl.DataFrame,
    submissions: pl.DataFrame,
    several: pl.DataFrame,
    listed: pl.DataFrame,
    target: Target,
    notes: pl.Expr,
) -> pl.DataFrame:
    """The rows of LEARNERS for some submissions that count."""
    rows = counted.hstack(submissions.drop("points", "saved")[counted["order"]])  # these two were worked out anew
    rows = rows.join(several, on="learner", how="left", maintain_order="left")
    rows = rows.join(listed, on="key", how="left", maintain_order="left")
    rows = rows.with_columns(
        known_by=pl.coalesce("best", "known_by"),
        to_mark=pl.coalesce("awaited", "to_mark"),
        of=pl.lit(target.points),
        unanswered=len(target.items) - pl.col("answered"),
        receipt=pl.when("fits").then(pl.lit("fits")).when(~pl.col("fits")).then(pl.lit("does not fit")),
    )
    said = pl.col("roster_name", "name", "any_name").replace("", None)
    rows = rows.with_columns(name=pl.coalesce(said, pl.when(pl.col("known_by") != "id").then("learner")), notes=notes)
    return rows.select(list(_WITH_ORDER)).cast(LEARNERS)


def _notes(target: Target, roster: bool, now: datetime | None) -> pl.Expr:
    """What a trainer should know of a learner's row, in sentences."""
    assignment = target.assignment

    def when(condition: pl.Expr, *sentence: str | pl.Expr) -> pl.Expr:
        words = [pl.lit(part) if isinstance(part, str) else part.cast(pl.String) for part in sentence]
        return pl.when(condition).then(pl.concat_str(words))

    several, unlisted = pl.col("names") > 1, pl.col("on_roster").is_null() & pl.lit(roster)
    sentences = [
        when(pl.col("known_by") == "file", "It gives no id and no name: the learner is taken from where the file lay."),
        when(several, "Files with this id give several names."),
        when(unlisted & (pl.col("known_by") == "id"), "Not on the roster."),
        when(unlisted & (pl.col("known_by") != "id"), "Nobody on the roster, or more than one, has this name."),
        when(~pl.col("fits"), "The receipt does not fit: the answers were changed after saving, or are another's."),
        when(pl.col("late"), "Saved ", lateness(), " it was due."),
        when(pl.col("saved").is_null() & pl.lit(assignment.due is not None), "It does not say when it was saved."),
        when(pl.col("saved") < moment(assignment.opens), "Saved before the assignment opened."),
        when(
            pl.col("saved") > moment(now and now + _WRONG_CLOCK), "Its time of saving had not come when it was marked."
        ),
        when(
            pl.col("outdated") > 0,
            "Answers to another version of a question, which earn nothing: ",
            pl.col("outdated"),
            ".",
        ),
        when(
            pl.col("refused") > 0,
            "Answers that do not fit their question (words for a number, say), which earn nothing: ",
            pl.col("refused"),
            ".",
        ),
        when(pl.col("strange") > 0, "Answers to questions that are not in the assignment: ", pl.col("strange"), "."),
    ]
    return pl.concat_str(sentences, separator=" ", ignore_nulls=True).replace("", None)
