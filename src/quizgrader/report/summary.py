"""All that a report says, in figures: worked out of a marked cohort. It writes nothing and knows no HTML.

The item analysis looks at the attempts that count. What was left out earns 0 points there; a question of which answers
still wait to be marked is left out whole, since 0 would be no truth.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from quizgrader.advice import Advice, Evidence, advise
from quizgrader.assignments import Item
from quizgrader.distractors import Answered, Decision, decisions
from quizgrader.gradebook import Marked
from quizgrader.item_analysis import Analysis, Figure, ItemFigures, analyse, random_guess
from quizgrader.likeness import Alike, alike
from quizgrader.questions import Essay
from quizgrader.report.shown import called

NEEDS_HELP = 50.0  # per cent of the points, where the assignment has no pass mark
SHORTEST_TEXT = 40  # letters of an open answer that two people do not write alike by chance


@dataclass(frozen=True)
class QuestionSummary:
    """One question: its figures (None where it waits to be marked), what was answered, and what to look at."""

    number: int
    item: Item
    figures: ItemFigures | None
    guess: Figure
    decisions: list[Decision]
    unanswered: int
    unusable: int
    to_mark: int
    advice: list[Advice]


@dataclass(frozen=True)
class Share:
    """How much of its points something earned: an objective, or a group."""

    name: str
    number: int
    percent: float


@dataclass(frozen=True)
class SameText:
    """An open answer that several learners handed in alike."""

    item: Item
    text: str
    learners: list[str]


class Summary:
    """The figures of a cohort; each is worked out when it is first asked for. `book` is `tables.gradebook(marked)`."""

    def __init__(self, marked: Marked, book: pl.DataFrame):
        self.marked, self.target = marked, marked.target
        self.learners = marked.learners.with_columns(called())
        self.taken = book.with_columns(called()).filter(pl.col("attempt").is_not_null())
        """The gradebook's rows of those who handed in."""

    @cached_property
    def questions_worth_points(self) -> list[Item]:
        return [item for item in self.target.items if item.of]

    @cached_property
    def _answers(self) -> pl.DataFrame:
        """Each distinct response that counts: how many gave it, and the sum of what they earned in all."""
        typed_freely = [item.key for item in self.target.items if isinstance(item.question.control(), Essay)]
        response = pl.when(~pl.col("item").cast(pl.String).is_in(typed_freely)).then("response")
        totals = self.taken.lazy().select("learner", total=self._total)
        answers = self.marked.responses.filter("counted").join(totals, on="learner", how="left")
        answers = answers.group_by("item", "state", response.alias("response"))
        earned = (pl.col("total") - pl.col("points")).sum()
        return answers.agg(number=pl.len(), rest=earned).collect(engine="streaming").sort("item", "number", "response")

    @cached_property
    def _to_mark(self) -> dict[str, int]:
        """How many answers to each item wait to be marked."""
        waiting = self.marked.responses.filter("counted", pl.col("state") == "to-mark")
        counts = waiting.group_by("item").agg(number=pl.len()).collect(engine="streaming")
        return {str(item): number for item, number in counts.iter_rows()}

    @cached_property
    def analysed(self) -> list[Item]:
        """The items of which all answers are marked."""
        return [item for item in self.questions_worth_points if item.key not in self._to_mark]

    @cached_property
    def _total(self) -> pl.Expr:
        return pl.sum_horizontal([pl.col(item.key).fill_null(0.0) for item in self.analysed] or [pl.lit(0.0)])

    @cached_property
    def points(self) -> np.ndarray:
        """The points of the analysed items: a row for each of `taken`, a column an item."""
        if not self.analysed:
            return np.zeros((self.taken.height, 0))
        return self.taken.select(pl.col(item.key).fill_null(0.0) for item in self.analysed).to_numpy()

    @cached_property
    def scores(self) -> np.ndarray:
        """What each of `taken` earned, in per cent of what is marked; less what was taken off for being late."""
        worth = sum(item.of for item in self.analysed)
        kept = self.taken.select(pl.col("points") / (pl.col("points") + pl.col("taken_off"))).to_series().fill_nan(1.0)
        return 100 * self._totals * kept.to_numpy() / worth if worth else np.zeros(self.taken.height)

    @cached_property
    def analysis(self) -> Analysis:
        return analyse(self.points, [item.of for item in self.analysed])

    @cached_property
    def questions(self) -> list[QuestionSummary]:
        by_item: dict[str, dict[str, list]] = defaultdict(lambda: defaultdict(list))
        for item, state, response, number, rest in self._answers.iter_rows():
            by_item[str(item)][state].append((response, number, rest))
        figures = dict(zip((item.key for item in self.analysed), self.analysis.items, strict=True))
        answered = {item.key: self._decisions(item, by_item[item.key]["marked"]) for item in self.analysed}
        wrong = sum(given.credit < 1 for each in answered.values() for decision in each for given in decision.given)
        summaries = []
        for number, item in enumerate(self.target.items, 1):
            states = {state: sum(n for _, n, _ in rows) for state, rows in by_item[item.key].items()}
            found, guess = figures.get(item.key), random_guess(item.question) if item.of else None
            evidence = found and Evidence(found, guess, answered[item.key], self.taken.height, self._rest_sd(item))
            summaries.append(
                QuestionSummary(
                    number=number,
                    item=item,
                    figures=found,
                    guess=guess,
                    decisions=answered.get(item.key, []),
                    unanswered=states.get("unanswered", 0),
                    unusable=states.get("outdated", 0) + states.get("refused", 0),
                    to_mark=self._to_mark.get(item.key, 0),
                    advice=advise(evidence, wrong) if evidence else [],
                )
            )
        return summaries

    def _decisions(self, item: Item, rows: list[tuple[str, int, float]]) -> list[Decision]:
        worth = sum(each.of for each in self.analysed) - item.of
        scale = 100 / worth if worth else 0.0
        answers = [
            Answered(item.question.read(json.loads(response)), number, rest * scale)
            for response, number, rest in rows
            if response
        ]
        return decisions(item.question, [each for each in answers if each.response is not None])

    def _rest_sd(self, item: Item) -> float | None:
        """The deviation of the rest of the test, in per cent of what it is worth."""
        worth = sum(each.of for each in self.analysed) - item.of
        if not worth or len(self.points) < 2:
            return None
        rest = self._totals - self.points[:, self.analysed.index(item)]
        return float(np.std(rest, ddof=1) * 100 / worth)

    @cached_property
    def _totals(self) -> np.ndarray:
        return self.points.sum(axis=1)

    # -- people

    @cached_property
    def needs_help(self) -> pl.DataFrame:
        """Those who did not pass, or (while it is not known, or without a pass mark) earned too little of what is marked.

        The weakest come first. Each has its `score`, and its `row` in `taken`.
        """
        scored = self.taken.with_row_index("row").with_columns(score=pl.Series(self.scores, dtype=pl.Float64))
        enough = NEEDS_HELP if self.target.assignment.pass_mark is None else self.target.assignment.pass_mark
        chosen = scored.filter(pl.coalesce(pl.col("passed"), pl.col("score") >= enough).not_())
        return chosen.sort("score", "called")

    def weak_objectives(self, row: int, most: int = 2) -> list[Share]:
        """The objectives of which a learner (a row of `taken`) earned least, and less than half."""
        shares = self._shares(self.points[row]) if self.analysed else []
        return sorted((share for share in shares if share.percent < 50), key=lambda share: share.percent)[:most]

    @cached_property
    def objectives(self) -> list[Share]:
        """How much of its points each objective earned, the least first."""
        if not len(self.points):
            return []
        return sorted(self._shares(self.points.mean(axis=0)), key=lambda share: share.percent)

    def _shares(self, points: np.ndarray) -> list[Share]:
        earned, of, number = defaultdict(float), defaultdict(float), defaultdict(int)
        for item, each in zip(self.analysed, points, strict=True):
            for objective in item.question.objectives:
                earned[objective] += float(each)
                of[objective] += item.of
                number[objective] += 1
        return [Share(name, number[name], 100 * earned[name] / of[name]) for name in earned]

    @cached_property
    def groups(self) -> pl.DataFrame:
        """One row a group of the roster: how many are in it, handed in, passed, and what they earned on average (`score`)."""
        if self.learners["group"].null_count() == self.learners.height:
            return pl.DataFrame()
        scores = self.taken.select("learner").with_columns(score=pl.Series(self.scores, dtype=pl.Float64))
        return (
            self.learners.join(scores, on="learner", how="left")
            .group_by(pl.col("group").fill_null("no group"))
            .agg(
                learners=pl.len(),
                handed_in=pl.col("attempt").count(),
                passed=pl.col("passed").sum(),
                score=pl.col("score").mean(),
            )
            .sort("group")
        )

    # -- answers that are alike

    @cached_property
    def _wrong(self) -> np.ndarray:
        """A row for each of `taken`, a column a question that is marked by the program: the number of the wrong answer, or 0."""
        columns = {item.key: i for i, item in enumerate(filter(lambda item: item.question.marked, self.analysed))}
        numbers = np.zeros((self.taken.height, len(columns)), dtype=np.int32)
        if not columns:
            return numbers
        rows = self.taken.lazy().select("learner").with_row_index("row")
        column = pl.col("item").cast(pl.String).replace_strict(columns, default=None, return_dtype=pl.Int32)
        wrong = self.marked.responses.filter("counted", pl.col("state") == "marked", pl.col("fraction") < 1)
        wrong = wrong.select("learner", "response", column=column).drop_nulls("column").join(rows, on="learner")
        wrong = wrong.select("row", "column", code=pl.col("response").rank("dense").over("column"))
        found = wrong.collect(engine="streaming")
        numbers[found["row"].to_numpy(), found["column"].to_numpy()] = found["code"].to_numpy()
        return numbers

    @cached_property
    def alike(self) -> list[Alike]:
        """Pairs of learners (rows of `taken`) whose wrong answers are more alike than chance explains."""
        return alike(self._wrong)

    @cached_property
    def same_texts(self) -> list[SameText]:
        """Open answers that several learners handed in word for word, but for case and blanks."""
        items = {item.key: item for item in self.target.items if isinstance(item.question.control(), Essay)}
        text = pl.col("response").str.json_decode(pl.String)
        folded = text.str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
        written = self.marked.responses.filter(
            "counted", pl.col("item").cast(pl.String).is_in(list(items)), pl.col("state").is_in(["to-mark", "marked"])
        )
        whose = self.taken.lazy().select("learner", "called")
        same = written.with_columns(text=text, folded=folded).join(whose, on="learner")
        same = same.group_by("item", "folded").agg(pl.col("text").min(), learners=pl.col("called").sort())
        same = same.filter(pl.col("learners").list.len() > 1, pl.col("folded").str.len_chars() >= SHORTEST_TEXT)
        found = same.collect(engine="streaming").sort("item", "folded")
        return [
            SameText(items[str(item)], text, learners)
            for item, text, learners in found.select("item", "text", "learners").iter_rows()
        ]
