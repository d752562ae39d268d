"""The answers that count, as numbers: a row a learner, a column a question, and a table of what each number stands for.

In this form a cohort of any size is held in memory: four bytes a response. Gradebook and report are worked out of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from quizgrader.batches import in_slices
from quizgrader.gradebook import Marked
from quizgrader.questions import Essay

ANSWER = ("item", "state", "response", "points")
ROWS = 250_000  # responses that are looked at together


@dataclass(frozen=True)
class Coded:
    """`codes` holds for each learner who handed in (the first rows of `Marked.learners`) and each item a row of `answers`.

    `answers` has the columns ANSWER: each distinct answer once. Open answers have no `response` there, since hardly two
    are the same.
    """

    answers: pl.DataFrame
    codes: np.ndarray

    def points(self, column: int) -> np.ndarray:
        """What each learner's answer to an item earned."""
        return self.answers["points"].to_numpy()[self.codes[:, column]]

    def are(self, column: int, *states: str) -> np.ndarray:
        """Whether each learner's answer to an item is in one of the `states`."""
        return self.answers["state"].is_in(states).to_numpy()[self.codes[:, column]]


def coded(marked: Marked) -> Coded:
    """The answers of the attempts that count in a marked cohort."""
    handed_in = int(marked.learners["attempt"].count())
    open_ = [item.key for item in marked.items if isinstance(item.question.control(), Essay)]
    response = pl.when(~pl.col("item").cast(pl.String).is_in(open_)).then("response")
    codes = np.zeros((handed_in, len(marked.items)), dtype=np.int32, order="F")
    answers = marked.responses.select(ANSWER).head(0).collect().with_columns(code=pl.lit(0, pl.Int32))
    for some in in_slices(marked.responses.select("row", "counted", *ANSWER), ROWS):
        some = some.filter("counted").with_columns(response=response)
        new = some.select(ANSWER).unique(maintain_order=True)
        new = new.join(answers, on=ANSWER, how="anti", nulls_equal=True, maintain_order="left")
        answers = answers.vstack(new.with_columns(code=pl.int_range(pl.len(), dtype=pl.Int32) + answers.height))
        found = some.join(answers, on=ANSWER, how="left", nulls_equal=True, maintain_order="left")
        codes[found["row"].to_numpy(), found["item"].to_physical().to_numpy()] = found["code"].to_numpy()
    return Coded(answers.drop("code"), codes)
