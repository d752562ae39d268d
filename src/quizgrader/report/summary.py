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

from quizgrader.analysis.advice import Advice, Evidence, advise, answered_before
from quizgrader.analysis.distractors import Answered, Decision, decisions
from quizgrader.analysis.item_analysis import Analysis, Figure, ItemFigures, analyse, random_guess
from quizgrader.analysis.likeness import Alike, alike
from quizgrader.bank.assignments import Item
from quizgrader.cohort.gradebook import Marked
from quizgrader.questions import Essay
from quizgrader.report.shown import called

NEEDS_HELP = 50.0  # per cent of the points, where the assignment has no pass mark
SHORTEST_TEXT = 30  # letters, without blanks, of an open answer that two people do not write alike by chance
MOST_SAME = 20  # of such answers that are shown
_TEXT = pl.col("response").str.json_decode(pl.String)
AT_ONCE = 100_000  # answers whose texts are held together
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
    outdated: int
    refused: int
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
    """The figures of a cohort; each is worked out when it is first asked for."""

    def __init__(self, marked: Marked):
        self.marked, self.target = marked, marked.target
        self.learners = marked.learners.with_columns(called())
        self.taken = self.learners.head(len(marked.rows))
        """Those who handed in."""
        open_ = [item.key for item in marked.items if isinstance(item.question.control(), Essay)]
        self._is_open = pl.col("item").cast(pl.String).is_in(open_)

    @cached_property
    def _known(self) -> pl.DataFrame:
        """Each distinct answer by its number: item, state, points, and the response, but of open answers, hardly two alike."""
        response = pl.when(~self._is_open).then("response")
        return self.marked.answers.table.select("item", "state", response, "points")

    @cached_property
    def _to_mark(self) -> dict[str, int]:
        """How many answers to each item wait to be marked."""
        waits = (self._known["state"] == "to-mark").to_numpy()
        waiting = {item.key: int(waits[self.marked.given(p)].sum()) for p, item in enumerate(self.target.items)}
        return {key: number for key, number in waiting.items() if number}

    @cached_property
    def analysed(self) -> list[Item]:
        """The items that are worth points and of which all answers are marked."""
        return [item for item in self.target.items if item.of and item.key not in self._to_mark]

    @cached_property
    def _earned(self) -> np.ndarray:
        return self._known["points"].to_numpy()

    def points(self, item: Item) -> np.ndarray:
        """What each of `taken` earned with an item."""
        return self._earned[self.marked.given(self.target.items.index(item))]

    @cached_property
    def _totals(self) -> np.ndarray:
        """What each of `taken` earned with the analysed items."""
        return sum(map(self.points, self.analysed), start=np.zeros(self.taken.height))

    @cached_property
    def _answers(self) -> pl.DataFrame:
        """Each distinct answer: how many gave it, and the sum of what they earned with the rest of the test."""
        number, rest = np.zeros(self._known.height, dtype=np.int64), np.zeros(self._known.height)
        for column, item in enumerate(self.target.items):
            codes, others = self.marked.given(column), self._totals - self.points(item)
            number += np.bincount(codes, minlength=len(number))
            rest += np.bincount(codes, weights=others, minlength=len(rest))
        answers = self._known.with_columns(number=pl.Series(number), rest=pl.Series(rest)).filter(pl.col("number") > 0)
        answers = answers.group_by("item", "state", "response").agg(pl.col("number", "rest").sum())
        return answers.sort("item", "number", "response")

    @cached_property
    def earned(self) -> np.ndarray:
        """What each of `taken` earned, in per cent of what is marked."""
        worth = sum(item.of for item in self.analysed)
        return (100 * self._totals / worth).round(9) if worth else np.zeros(self.taken.height)

    @cached_property
    def scores(self) -> np.ndarray:
        """As `earned`, less what was taken off for being late."""
        kept = self.taken.select(pl.col("points") / (pl.col("points") + pl.col("taken_off"))).to_series().fill_nan(1.0)
        return (self.earned * kept.to_numpy()).round(9)

    @cached_property
    def analysis(self) -> Analysis:
        return analyse(map(self.points, self.analysed), [item.of for item in self.analysed], self._totals)

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
                    outdated=states.get("outdated", 0),
                    refused=states.get("refused", 0),
                    to_mark=self._to_mark.get(item.key, 0),
                    advice=[
                        *answered_before(states.get("outdated", 0)),
                        *(advise(evidence, wrong) if evidence else []),
                    ],
                )
            )
        return summaries

    def _decisions(self, item: Item, rows: list[tuple[str, int, float]]) -> list[Decision]:
        worth = sum(each.of for each in self.analysed) - item.of
        scale = 100 / worth if worth else 0.0
        answers = [Answered(json.loads(response), number, rest * scale) for response, number, rest in rows if response]
        return decisions(item.question, answers)

    def _rest_sd(self, item: Item) -> float | None:
        """The deviation of the rest of the test, in per cent of what it is worth."""
        worth = sum(each.of for each in self.analysed) - item.of
        if not worth or self.taken.height < 2:
            return None
        return float(np.std(self._totals - self.points(item), ddof=1) * 100 / worth)

    # -- people

    @cached_property
    def needs_help(self) -> pl.DataFrame:
        """Those who did not pass, or (while it is not known, or without a pass mark) earned too little of what is marked.

        Who only lost points for being late has understood it. The weakest come first. Each has its `score` (without what was
        taken off), and its `row` in `taken`.
        """
        known = pl.when(pl.col("taken_off") == 0).then("passed")
        scored = self.taken.select("called", "unanswered", passed=known, score=pl.Series(self.earned, dtype=pl.Float64))
        enough = NEEDS_HELP if self.target.assignment.pass_mark is None else self.target.assignment.pass_mark
        chosen = scored.with_row_index("row").filter(pl.coalesce(pl.col("passed"), pl.col("score") >= enough).not_())
        return chosen.sort("score", "called")

    def weak_objectives(self, row: int, most: int = 2) -> list[Share]:
        """The objectives of which a learner (a row of `taken`) earned least, and less than half."""
        earned = self._earned[self.marked.codes[self.marked.rows[row]]]
        shares = self._shares([float(earned[self.target.items.index(item)]) for item in self.analysed])
        return sorted((share for share in shares if share.percent < 50), key=lambda share: share.percent)[:most]

    @cached_property
    def objectives(self) -> list[Share]:
        """How much of its points each objective earned, the least first."""
        if self.taken.is_empty():
            return []
        means = [float(self.points(item).mean()) for item in self.analysed]
        return sorted(self._shares(means), key=lambda share: share.percent)

    def _shares(self, points: list[float]) -> list[Share]:
        earned, of, number = defaultdict(float), defaultdict(float), defaultdict(int)
        for item, each in zip(self.analysed, points, strict=True):
            for objective in item.question.objectives:
                earned[objective] += each
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
        is_wrong = (pl.col("state") == "marked") & (pl.col("points").round(9) < of)
        same = pl.col("index").cast(pl.Int32).first().over("item", "response")
        known = self._known.with_row_index(offset=1)
        numbers = known.select(pl.when(is_wrong).then(same).otherwise(0)).to_series().to_numpy()
        numbers = numbers.astype(
            np.min_scalar_type(numbers.max(initial=0))
        )  # as small as they go: it may be a large class
        columns = [p for p, item in enumerate(self.target.items) if item.question.marked and item in self.analysed]
        wrong = np.empty((self.taken.height, len(columns)), dtype=numbers.dtype, order="F")
        for place, column in enumerate(columns):
            wrong[:, place] = numbers[self.marked.given(column)]
        return alike(wrong)

    @cached_property
    def same_texts(self) -> list[SameText]:
        """Open answers that several learners handed in word for word, but for case and blanks: MOST_SAME, most learners first."""
        texts, names = self.marked.answers.table["response"], self.taken["called"]
        found = []
        for column, answers in self._same.head(MOST_SAME).select("column", "answers").iter_rows():
            rows = np.flatnonzero(np.isin(self.marked.given(column), answers))
            text = json.loads(texts[min(answers)])
            found.append(SameText(self.target.items[column], text, sorted(names[rows.tolist()])))
        return found

    @cached_property
    def same_number(self) -> int:
        """How many open answers several learners handed in alike."""
        return self._same.height

    @cached_property
    def _same(self) -> pl.DataFrame:
        """The same open answers: the `column` of their item, the `answers` by their numbers, of how many learners they are."""
        digests, same = self._digests(), []
        for column, item in enumerate(self.target.items):
            if isinstance(item.question.control(), Essay):
                number = pl.Series(np.bincount(self.marked.given(column), minlength=self._known.height))
                given = digests.with_columns(number=number[digests["answer"]]).filter(pl.col("number") > 0)
                given = given.group_by("digest").agg("answer", pl.col("number").sum()).filter(pl.col("number") > 1)
                same.append(given.select(pl.lit(column).alias("column"), "number", answers="answer"))
        none = pl.DataFrame(schema={"column": pl.Int32, "number": pl.Int64, "answers": pl.List(pl.UInt32)})
        return pl.concat([none, *same]).sort(-pl.col("number"), "column", pl.col("answers").list.min())

    def _digests(self) -> pl.DataFrame:
        """Of each open answer that is long enough: its number as `answer`, and a digest that is the same for the same letters."""
        letters = _TEXT.str.to_lowercase()
        for blank in _BLANKS:
            letters = letters.str.replace_all(blank, "", literal=True)
        long = pl.col("letters").str.len_chars() >= SHORTEST_TEXT
        answers = self.marked.answers.table.select("item", "state", "response").with_row_index("answer")
        written = [
            some.filter(self._is_open, pl.col("state").is_in(["to-mark", "marked"]))
            .select("answer", letters=letters)
            .filter(long)
            .select("answer", digest=pl.col("letters").hash())
            for some in answers.iter_slices(AT_ONCE)
        ]
        return pl.concat(written)
