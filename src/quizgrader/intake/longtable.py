"""Reads responses from a table, one row a response: a Parquet file of any size, or a CSV or spreadsheet such as `quizgrader enter` writes.

Columns: `learner`, `item` and `response`, and if wanted `version`, `attempt`, `saved` and `name`. Paper comes in this way.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl

from authoring.problems import visible
from quizgrader.intake.answers import Answers
from quizgrader.intake.batches import SUBMISSIONS, Batch
from quizgrader.intake.distinct import Distinct
from quizgrader.intake.inbox import PARQUET
from quizgrader.intake.reader import MOST_KEPT, NotCountedRow, not_counted, same
from quizgrader.intake.spreadsheets import Unreadable, table_of
from quizgrader.intake.strangers import NotCounted
from quizgrader.intake.submissions import canonical
from quizgrader.refusal import Refusal

ROWS = 100_000  # read at a time

_NEEDED = ("learner", "item", "response")
_COLUMNS = {
    "learner": pl.String, "item": pl.String, "response": pl.String,
    "version": pl.Int32, "attempt": pl.Int32, "saved": pl.String, "name": pl.String,
}  # fmt: skip


class BadTable(Refusal):
    """A table that cannot be used."""


def meant(cell: str) -> object:
    """The response that a cell holds: JSON where it is text in quotes, a list or named answers, else the text as it stands."""
    if cell.strip() in ("", "null"):
        return None
    if cell.lstrip()[0] in '"[{':
        try:
            return json.loads(cell)
        except (ValueError, RecursionError):
            return cell
    return cell


def read_table(answers: Answers, file: Path) -> Batch:
    """What a table holds. Its answers are added to `answers`. In one that `grade` wrote, every response is JSON.

    Raises BadTable where it cannot be read, or lacks a column that is needed.
    """
    try:
        table = pl.scan_parquet(file) if file.suffix.lower() == PARQUET else table_of(file).lazy()
        schema = table.collect_schema()
        absent = [name for name in _NEEDED if name not in schema]
        if absent:
            raise BadTable(f"{file}: there is no column `{absent[0]}` — it needs learner, item and response")
        reader = _Reader(answers, file, own="state" in schema)
        table = table.select(_column(name, schema) for name in _COLUMNS)
        for start in range(0, table.select(pl.len()).collect().item(), ROWS):
            reader.take(table.slice(start, ROWS).collect())
    except (OSError, Unreadable, pl.exceptions.PolarsError) as error:
        why = visible(getattr(error, "strerror", None) or str(error), 100)
        raise BadTable(f"{file}: it cannot be read ({why}) — save it again as .xlsx, .csv or Parquet") from None
    return reader.batch()


def _column(name: str, schema: pl.Schema) -> pl.Expr:
    kind = schema.get(name)
    if kind is None:
        return pl.lit(None, _COLUMNS[name]).alias(name)
    if isinstance(kind, pl.Datetime):
        return pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%S%.3f" + ("%:z" if kind.time_zone else "Z"))
    if kind == pl.String and _COLUMNS[name].is_integer():  # a spreadsheet may have made 1.0 of it
        return pl.col(name).str.strip_chars().str.replace(r"[.,]0+$", "").replace("", None).cast(_COLUMNS[name])
    return pl.col(name).cast(_COLUMNS[name], strict=False)


class _Reader:
    """Puts the answers of a table where they belong, in whatever order its rows come: a row a submission, a column an item."""

    def __init__(self, answers: Answers, file: Path, own: bool):
        self.answers, self.file, self.own = answers, file.as_posix(), own
        items = answers.target.items
        self.items = pl.DataFrame({"item": [item.key for item in items]}).with_row_index("index")
        self.blanks = np.arange(len(items), dtype=np.uint32)
        known = {"key": pl.String, "attempt": pl.Int32, "learner": pl.String, "name": pl.String, "saved": pl.String}
        self.known = pl.DataFrame(schema={**known, "submission": pl.UInt32})
        self.codes = np.empty((0, len(items)), dtype=np.uint32)
        self.told: list[NotCountedRow] = []
        self._begin()

    def _begin(self) -> None:
        self.distinct = Distinct(self.answers.target, self.answers.by_hand)
        self.marked = dict[tuple, int]()
        self.numbers = self.blanks  # what those of `distinct` are in `answers`

    def take(self, rows: pl.DataFrame) -> None:
        """Place the answers in `rows`. Of several to the same question in one attempt, the first counts."""
        rows = self._numbered(self._placed(rows))
        rows = rows.filter(pl.col("response").is_not_null())
        numbers = self._marked(rows)
        places = rows["submission"].to_numpy(), rows["index"].to_numpy()
        first = rows.select(pl.struct("submission", "index").is_first_distinct()).to_series().to_numpy()
        fresh = first & (self.codes[places] < len(self.blanks))
        self.codes[places[0][fresh], places[1][fresh]] = numbers[fresh]
        if doubled := rows.height - int(fresh.sum()):
            reason = f"{doubled:,} of its rows answer a question that an earlier row of the same attempt answers"
            self._tell("duplicate", reason, "keep one row for each learner, attempt and item")

    def batch(self) -> Batch:
        """All that was taken in."""
        submissions = self.known.select(
            "key", id=pl.col("learner").str.strip_chars(), name=pl.col("name").fill_null(""), known_by=pl.lit("id"),
            given="attempt", saved="saved", fits=pl.lit(None), strange=pl.lit(0), file=pl.lit(self.file),
        )  # fmt: skip
        return Batch(submissions.cast(SUBMISSIONS), self.codes, self.told)

    def _placed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """`rows` with the `index` of their item; those of no learner or no known item are told of and left out."""
        who = rows.select(pl.col("learner").unique())
        who = who.with_columns(key=pl.Series([same(name or "") for name in who["learner"]], dtype=pl.String))
        rows = rows.join(who, on="learner", how="left", nulls_equal=True, maintain_order="left")
        rows = rows.join(self.items, on="item", how="left", maintain_order="left")
        if nobody := int((rows["key"] == "").sum()):
            self._tell("no-learner", f"{nobody:,} of its rows name no learner", "fill the column `learner`")
        strange = rows.filter(pl.col("index").is_null())
        for item, number in strange.group_by("item", maintain_order=True).len().head(20).iter_rows():
            reason = f"{number:,} of its rows answer `{visible(item or '')}`, which is no question here"
            self._tell("unknown-question", reason, "write items as exercise-id/question-id")
        return rows.filter((pl.col("key") != "") & pl.col("index").is_not_null())

    def _numbered(self, rows: pl.DataFrame) -> pl.DataFrame:
        """`rows` with the number of their `submission`: one for each learner and attempt."""
        whose = ["key", "attempt"]
        here = rows.unique(whose, keep="first", maintain_order=True)
        known = self.known.select(*whose, "submission").join(here, on=whose, how="semi", nulls_equal=True)
        here = here.join(known, on=whose, how="left", nulls_equal=True, maintain_order="left")
        new = here["submission"].is_null()
        number = pl.col("submission").fill_null(self.known.height + new.cum_sum() - 1)
        here = here.with_columns(number.cast(pl.UInt32))
        self.known = self.known.vstack(here.filter(new).select(self.known.columns))
        self.codes.resize((self.known.height, len(self.blanks)), refcheck=False)  # in place: it may be large
        self.codes[self.known.height - int(new.sum()) :] = self.blanks
        return rows.join(
            here.select(*whose, "submission"), on=whose, how="left", nulls_equal=True, maintain_order="left"
        )

    def _marked(self, rows: pl.DataFrame) -> np.ndarray:
        """The numbers of the answers in `rows`; each distinct one is marked once."""
        answer = ["index", "version", "response"]
        different = rows.select(answer).unique(maintain_order=True)
        local = [self._mark(*values) for values in different.iter_rows()]
        self.numbers = np.concatenate([self.numbers, self.answers.add(self.distinct.news())])
        different = different.with_columns(number=pl.Series(self.numbers[local], dtype=pl.UInt32))
        if self.distinct.size > MOST_KEPT:
            self._begin()
        return rows.join(different, on=answer, how="left", nulls_equal=True, maintain_order="left")["number"].to_numpy()

    def _mark(self, index: int, version: int | None, cell: str) -> int:
        known = (index, version, cell)
        if known not in self.marked:
            if self.own and version is None:  # then it was no answer with a version and a response, and still is none
                self.marked[known] = self.distinct.mark(index, cell.encode())
            else:
                version = self.answers.target.items[index].question.version if version is None else version
                response = json.loads(cell) if self.own else meant(cell)
                self.marked[known] = self.distinct.mark_response(index, version, response, canonical(response))
        return self.marked[known]

    def _tell(self, code: str, reason: str, mend: str) -> None:
        self.told.append(not_counted(self.file, NotCounted(code, reason, mend)))
