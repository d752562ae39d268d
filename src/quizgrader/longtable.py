"""Reads responses from a table, one row a response: a Parquet file of any size, or a CSV such as `quizgrader enter` writes.

Columns: `learner`, `item` and `response`, and if wanted `version`, `attempt`, `saved` and `name`. Paper comes in this way.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from authoring.problems import visible
from quizgrader.assignments import Target
from quizgrader.batches import SUBMISSIONS, Batch, answers, in_slices, summed, totals_of
from quizgrader.distinct import ByHand, Distinct
from quizgrader.intake import MOST_KEPT, NotCountedRow, not_counted, same
from quizgrader.roster import separator, text_of
from quizgrader.submissions import NotCounted, canonical

ROWS = 100_000  # read at a time
SUFFIXES = (".parquet", ".csv")

_NEEDED = ("learner", "item", "response")
_COLUMNS = {
    "learner": pl.String, "item": pl.String, "response": pl.String,
    "version": pl.Int32, "attempt": pl.Int32, "saved": pl.String, "name": pl.String,
}  # fmt: skip


class BadTable(ValueError):
    """A table that cannot be used; the message says why and what to do, for a person."""


def read_table(target: Target, file: Path, by_hand: ByHand | None = None) -> Iterator[Batch]:
    """The batches of a table. Raises BadTable where it cannot be read, or lacks a column that is needed."""
    reader = _Reader(target, file, by_hand)
    for rows in _slices(file):
        yield reader.batch(rows)
    yield from reader.rest()


def _slices(file: Path) -> Iterator[pl.DataFrame]:
    try:
        if file.suffix.lower() == ".parquet":
            lazy = pl.scan_parquet(file)
        else:
            text = text_of(file.read_bytes())
            lazy = pl.read_csv(io.StringIO(text), separator=separator(text), infer_schema=False).lazy()
        schema = lazy.collect_schema()
        absent = [name for name in _NEEDED if name not in schema]
        if absent:
            raise BadTable(f"{file}: there is no column `{absent[0]}` — it needs learner, item and response")
        yield from in_slices(lazy.select(_column(name, schema) for name in _COLUMNS), ROWS)
    except OSError as error:
        raise BadTable(f"{file}: it cannot be read ({error.strerror or error}) — check its name and rights") from None
    except pl.exceptions.PolarsError as error:
        raise BadTable(
            f"{file}: it cannot be read ({visible(str(error), 100)}) — save it again as CSV or Parquet"
        ) from None


def _column(name: str, schema: pl.Schema) -> pl.Expr:
    kind = schema.get(name)
    if kind is None:
        return pl.lit(None, _COLUMNS[name]).alias(name)
    if isinstance(kind, pl.Datetime):
        return pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%S%.3f" + ("%:z" if kind.time_zone else "Z"))
    return pl.col(name).cast(_COLUMNS[name], strict=False)


class _Reader:
    """Numbers the submissions of one table as their rows come by, in whatever order."""

    def __init__(self, target: Target, file: Path, by_hand: ByHand | None):
        self.target, self.file, self.by_hand = target, file.as_posix(), by_hand
        self._begin()
        self.items = pl.DataFrame({"item": [item.key for item in target.items]}).with_row_index("index")
        known = {"key": pl.String, "attempt": pl.Int32, "learner": pl.String, "name": pl.String, "saved": pl.String}
        self.known = pl.DataFrame(schema={**known, "submission": pl.UInt64})
        self.answered = np.zeros(0, dtype=bool)  # for each submission and item, whether there was a row

    def _begin(self) -> None:
        self.distinct, self.codes = Distinct(self.target, self.by_hand), dict[tuple, int]()
        self.table = answers(self.distinct.news(), self.target)

    def batch(self, rows: pl.DataFrame) -> Batch:
        """The responses in `rows`. Submissions come with the `rest`."""
        told: list[NotCountedRow] = []
        rows = self._placed(rows, told)
        rows = self._numbered(rows)
        cells = rows["submission"] * len(self.target.items) + rows["index"]
        fresh = cells.is_first_distinct() & pl.Series(~self.answered[cells.to_numpy()], dtype=pl.Boolean)
        self.answered[cells.to_numpy()] = True
        if doubled := rows.height - int(fresh.sum()):
            reason = f"{doubled:,} of its rows answer a question that an earlier row of the same attempt answers"
            self._tell(told, "duplicate", reason, "keep one row for each learner, attempt and item")
        rows = self._marked(rows.filter(fresh))
        return self._batch(pl.DataFrame(schema=SUBMISSIONS), rows, told)

    def _batch(self, submissions: pl.DataFrame, responses: pl.DataFrame, told: list[NotCountedRow]) -> Batch:
        sums = totals_of(responses).with_columns(responses["submission"]).group_by("submission", maintain_order=True)
        return Batch(submissions, responses, sums.agg(summed()), told)

    def _placed(self, rows: pl.DataFrame, told: list[NotCountedRow]) -> pl.DataFrame:
        """`rows` with the `index` of their item; those of no learner or no known item are told of and left out."""
        who = rows.select(pl.col("learner").unique())
        who = who.with_columns(key=pl.Series([same(name or "") for name in who["learner"]], dtype=pl.String))
        rows = rows.join(who, on="learner", how="left", nulls_equal=True, maintain_order="left")
        rows = rows.join(self.items, on="item", how="left", maintain_order="left")
        if nobody := int((rows["key"] == "").sum()):
            self._tell(told, "no-learner", f"{nobody:,} of its rows name no learner", "fill the column `learner`")
        strange = rows.filter(pl.col("index").is_null())
        for item, number in strange.group_by("item", maintain_order=True).len().head(20).iter_rows():
            reason = f"{number:,} of its rows answer `{visible(item or '')}`, which is no question here"
            self._tell(told, "unknown-question", reason, "write items as exercise-id/question-id")
        return rows.filter((pl.col("key") != "") & pl.col("index").is_not_null())

    def _numbered(self, rows: pl.DataFrame) -> pl.DataFrame:
        """`rows` with the number of their `submission`: one for each learner and attempt."""
        whose = ["key", "attempt"]
        new = rows.unique(whose, keep="first", maintain_order=True)
        new = new.join(self.known, on=whose, how="anti", nulls_equal=True, maintain_order="left")
        new = new.with_columns(submission=pl.int_range(pl.len(), dtype=pl.UInt64) + self.known.height)
        self.known = self.known.vstack(new.select(self.known.columns))
        more = np.zeros(new.height * len(self.target.items), dtype=bool)
        self.answered = np.concatenate([self.answered, more])
        number = self.known.select(*whose, "submission")
        return rows.join(number, on=whose, how="left", nulls_equal=True, maintain_order="left")

    def _marked(self, rows: pl.DataFrame) -> pl.DataFrame:
        answer = ["index", "version", "response"]
        different = rows.select(answer).unique(maintain_order=True)
        numbers = pl.Series([self._mark(*values) for values in different.iter_rows()], dtype=pl.UInt32)
        different = different.with_columns(number=numbers)
        rows = rows.join(different, on=answer, how="left", nulls_equal=True, maintain_order="left")
        self.table.vstack(answers(self.distinct.news(), self.target), in_place=True)
        marked = self.table[rows["number"]].with_columns(rows["submission"])
        if self.distinct.size > MOST_KEPT:
            self._begin()
        return marked

    def _mark(self, index: int, version: int | None, response: str | None) -> int:
        known = (index, version, response)
        if known not in self.codes:
            value = meant(response)
            version = self.target.items[index].question.version if version is None else version
            self.codes[known] = self.distinct.mark_response(index, version, value, canonical(value))
        return self.codes[known]

    def rest(self) -> Iterator[Batch]:
        """The submissions, and the questions for which no row came."""
        rows = self.known.select(
            "submission", "key", id=pl.col("learner").str.strip_chars(), name=pl.col("name").fill_null(""),
            known_by=pl.lit("id"), given="attempt", saved="saved", fits=pl.lit(None), strange=pl.lit(0), file=pl.lit(self.file),
        )  # fmt: skip
        nothing = self.table.clear().with_columns(submission=pl.lit(None, pl.UInt64))
        yield self._batch(rows.cast(SUBMISSIONS), nothing, [])
        blanks = np.flatnonzero(~self.answered)
        for start in range(0, len(blanks), ROWS):
            cells = pl.Series(blanks[start : start + ROWS], dtype=pl.UInt64)
            left_out = self.table[cells % len(self.target.items)]
            left_out = left_out.with_columns(submission=cells // len(self.target.items))
            yield self._batch(rows.clear().cast(SUBMISSIONS), left_out, [])

    def _tell(self, told: list[NotCountedRow], code: str, reason: str, mend: str) -> None:
        told.append(not_counted(self.file, NotCounted(code, reason, mend)))


def meant(cell: str | None) -> object:
    """The response that a cell holds: JSON where it is text in quotes, a list or named answers, else the text as it stands."""
    if cell is None or cell.strip() in ("", "null"):
        return None
    if cell.lstrip()[0] in '"[{':
        try:
            return json.loads(cell)
        except (ValueError, RecursionError):
            return cell
    return cell
