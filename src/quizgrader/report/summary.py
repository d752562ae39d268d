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
from quizgrader.batches import in_slices
from quizgrader.coded import Coded
from quizgrader.distractors import Answered, Decision, decisions
from quizgrader.gradebook import Marked
from quizgrader.item_analysis import Analysis, Figure, ItemFigures, analyse, random_guess
from quizgrader.likeness import Alike, alike
from quizgrader.questions import Essay
from quizgrader.report.shown import called

NEEDS_HELP = 50.0  # per cent of the points, where the assignment has no pass mark
SHORTEST_TEXT = 30  # letters, without blanks, of an open answer that two people do not write alike by chance
MOST_SAME = 20  # of such answers that are shown
_TEXT = pl.col("response").str.json_decode(pl.String)
AT_ONCE = 250_000  # responses whose texts are held together
_BLANKS = [" ", "\n", "\r", "\t", "\u00a0"]


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
    """The figures of a cohort; each is worked out when it is first asked for. `coded` are its answers as numbers."""

    def __init__(self, marked: Marked, coded: Coded):
        self.marked, self.target, self.coded = marked, marked.target, coded
        self.learners = marked.learners.with_columns(called())
        self.taken = self.learners.filter(pl.col("attempt").is_not_null())
        """Those who handed in."""

    @cached_property
    def _to_mark(self) -> dict[str, int]:
        """How many answers to each item wait to be marked."""
        waiting = {item.key: int(self.coded.are(p, "to-mark").sum()) for p, item in enumerate(self.target.items)}
        return {key: number for key, number in waiting.items() if number}

    @cached_property
    def analysed(self) -> list[Item]:
        """The items that are worth points and of which all answers are marked."""
        return [item for item in self.target.items if item.of and item.key not in self._to_mark]

    @cached_property
    def points(self) -> np.ndarray:
        """The points of the analysed items: a row for each of `taken`, a column an item."""
        points = np.empty((self.taken.height, len(self.analysed)), order="F")
        for column, item in enumerate(self.analysed):
            points[:, column] = self.coded.points(self.target.items.index(item)).round(9)
        return points

    @cached_property
    def _answers(self) -> pl.DataFrame:
        """Each distinct answer: how many gave it, and the sum of what they earned with the rest of the test."""
        distinct, items = self.coded.answers.height, range(len(self.target.items))
        number = np.zeros(distinct, dtype=np.int64)
        rest = np.zeros(distinct)
        for column in items:
            codes, others = self.coded.codes[:, column], self._totals - self.coded.points(column)
            number += np.bincount(codes, minlength=distinct)
            rest += np.bincount(codes, weights=others, minlength=distinct)
        answers = self.coded.answers.with_columns(number=pl.Series(number), rest=pl.Series(rest))
        answers = answers.group_by("item", "state", "response").agg(pl.col("number", "rest").sum())
        return answers.sort("item", "number", "response")

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
        scored = self.taken.select("called", "passed", "unanswered", score=pl.Series(self.scores, dtype=pl.Float64))
        enough = NEEDS_HELP if self.target.assignment.pass_mark is None else self.target.assignment.pass_mark
        chosen = scored.with_row_index("row").filter(pl.coalesce(pl.col("passed"), pl.col("score") >= enough).not_())
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
    def alike(self) -> list[Alike]:
        """Pairs of learners (rows of `taken`) whose wrong answers are more alike than chance explains."""
        of = pl.col("item").replace_strict({item.key: item.of for item in self.target.items}, return_dtype=pl.Float64)
        is_wrong = self.coded.answers.select((pl.col("state") == "marked") & (pl.col("points") < of)).to_series()
        numbers = np.where(is_wrong, np.arange(1, len(is_wrong) + 1, dtype=np.int32), 0)
        marked_by_program = [p for p, i in enumerate(self.target.items) if i.question.marked and i in self.analysed]
        return alike(numbers[self.coded.codes[:, marked_by_program]])

    @cached_property
    def same_texts(self) -> list[SameText]:
        """Open answers that several learners handed in word for word, but for case and blanks: MOST_SAME, most learners first."""
        same = self._same.head(MOST_SAME).with_columns(row=pl.col("rows").list.first())
        if same.is_empty():
            return []
        texts = self.marked.responses.filter(self._are_open()).join(
            same.lazy().select("item", "row"), on=["item", "row"]
        )
        texts = texts.select("item", "row", "response").collect(engine="streaming")
        found = same.join(texts, on=["item", "row"], maintain_order="left").select("item", _TEXT, "rows")
        names = self.taken["called"]
        items = {item.key: item for item in self.target.items}
        return [
            SameText(items[str(item)], text, sorted(names[row] for row in rows))
            for item, text, rows in found.iter_rows()
        ]

    @cached_property
    def same_number(self) -> int:
        """How many open answers several learners handed in alike."""
        return self._same.height

    @cached_property
    def _same(self) -> pl.DataFrame:
        """The same open answers: item, and the `rows` of their learners. No text is held, since there may be millions."""
        rows = self.marked.responses.select("row", "item", "counted", "state", "response")
        written = pl.concat([self._digests(rows.clear().collect()), *map(self._digests, in_slices(rows, AT_ONCE))])
        same = written.filter(pl.struct("item", "digest").is_duplicated()).group_by("item", "digest")
        same = same.agg(rows=pl.col("row").sort(), number=pl.len())
        return same.sort(-pl.col("number").cast(pl.Int64), "item", pl.col("rows").list.first())

    def _digests(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Of each open answer that is long enough a number, which is the same for the same letters."""
        letters = _TEXT.str.to_lowercase().str.replace_many(_BLANKS, [""] * len(_BLANKS))
        written = rows.filter(self._are_open()).select("item", "row", letters=letters)
        long = pl.col("letters").str.len_chars() >= SHORTEST_TEXT
        return written.filter(long).select("item", "row", digest=pl.col("letters").hash())

    def _are_open(self) -> pl.Expr:
        """Whether a response is an open answer that counts."""
        items = [item.key for item in self.target.items if isinstance(item.question.control(), Essay)]
        of_them = pl.col("item").cast(pl.String).is_in(items)
        return pl.col("counted") & of_them & pl.col("state").is_in(["to-mark", "marked"])
