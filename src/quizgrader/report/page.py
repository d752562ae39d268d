"""The trainer's report: one page, plain words first, figures after, each with its method. What it says comes from `summary`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl
from markupsafe import Markup

from authoring.problems import visible
from quizgrader.analysis.advice import SMALL
from quizgrader.analysis.item_analysis import TestFigures
from quizgrader.analysis.likeness import FALSE_ALARM, MOST_PAIRED, MOST_STRIKING, Alike, clusters
from quizgrader.cohort.gradebook import Marked
from quizgrader.intake.agreement import Agreement
from quizgrader.report import plots
from quizgrader.report.shown import LONGEST_NAME, figure, spelled, templates
from quizgrader.report.summary import QuestionSummary, Summary

MOST_NAMED = 60  # learners in the table of those who need help, and groups in that of those who answered alike
MOST_TOGETHER = 12  # learners named of those who answered alike
MOST_LISTED = 300  # learners in the table of all
MOST_FILES = 200  # files in the table of those not counted
WEAK = 60.0  # per cent of its points below which an objective is called weak
MOST_WEAK = 3  # objectives, and questions, named in the short answers

SHORT = {
    "other-version": "answers to another version of it",
    "wrong-key": "is the key right?",
    "strong-get-it-wrong": "the strong get it wrong",
    "tells-nothing": "it tells nothing",
    "dead-distractor": "an option misleads nobody",
}
"""What each alarm says in the short answers."""

ITEM_METHODS = [
    ("Facility index", "mean of x ÷ the most that x can be", "–"),
    ("Random guess", "the mean mark of all ways to answer by clicking (of more than 1,000 ways, of 1,000 drawn); what must be typed earns 0", "a person marks it"),
    ("Standard deviation", "of x, in points", "there are fewer than 2 attempts"),
    ("Discrimination index", "100 · cov(x, X) ÷ √(var x · var X): the correlation with the rest", "x or X is the same for all"),
    ("Discriminative efficiency", "100 · cov(x, X) ÷ the covariance after sorting x and X each by itself", "that covariance is 0"),
    ("Effective weight", "100 · √cov(x, T) ÷ the sum of that over all questions whose cov(x, T) is not negative", "cov(x, T) is negative"),
]  # fmt: skip
"""Of each figure of a question: its name, its formula, and where it is undefined."""


def write_report(
    marked: Marked, folder: Path, now: datetime, agreement: Sequence[Agreement] = (), to_mark: str | None = None
) -> None:
    """Write `report.html` into `folder`; `agreement` is that of several markers, `to_mark` the command that gets a marking sheet."""
    summary = Summary(marked)
    content = _content(summary, now, agreement, to_mark)
    page = templates().get_template("report.html").render(content, plots=_plots(summary))
    (folder / "report.html").write_text(page, "utf-8")


def _content(summary: Summary, now: datetime, agreement: Sequence[Agreement], to_mark: str | None) -> dict:
    """All that the template shows."""
    target, learners, taken = summary.target, summary.learners, summary.taken
    groups = _clusters(summary)
    passed = taken["passed"]
    help_table = summary.needs_help
    mean = float(summary.scores.mean()) if taken.height else None
    return {
        "summary": summary, "target": target, "assignment": target.assignment, "learners": learners, "taken": taken,
        "now": now, "small": SMALL, "mean": mean, "counts": _counts(summary.scores),
        "passed": int(passed.sum() or 0), "failed": int((~passed).sum() or 0), "undecided": passed.null_count(),
        "missing": [visible(name, LONGEST_NAME) for name in learners.filter(pl.col("attempt").is_null())["called"]],
        "help": [{**row, "weak": summary.weak_objectives(row["row"])} for row in help_table.head(MOST_NAMED).iter_rows(named=True)],
        "help_number": help_table.height, "help_below": "half of the points" if target.assignment.pass_mark is None else "the pass mark",
        "everyone": learners.to_dicts() if learners.height <= MOST_LISTED else [],
        "groups": summary.groups, "objectives": summary.objectives, "weak_below": f"{WEAK:.0f}",
        "weak": [share for share in summary.objectives if share.percent < WEAK][:MOST_WEAK],
        "missed": _missed(summary),
        "alarms": [each for each in summary.questions if any(advice.alarm for advice in each.advice)],
        "hard": _advised(summary, "too-hard"), "easy": _advised(summary, "too-easy"), "short": SHORT,
        "waiting": int(taken["to_mark"].sum()),
        "waiting_for": taken.filter(pl.col("to_mark") > 0).height,
        "not_counted": summary.marked.to_look_at, "most_files": MOST_FILES,
        "receipts": taken.filter(pl.col("receipt") == "does not fit"),
        "clusters": groups[:MOST_NAMED], "clusters_number": len(groups), "clusters_cut": len(summary.alike) == MOST_STRIKING, "one_in": round(1 / FALSE_ALARM), "many_learners": taken.height > MOST_PAIRED,
        "same_texts": summary.same_texts, "same_number": summary.same_number, "most_together": MOST_TOGETHER, "agreement": agreement,
        "test_figures": _test_figures(summary.analysis.test, sum(item.of for item in summary.analysed)),
        "item_methods": ITEM_METHODS, "late": bool((taken["taken_off"] > 0).any()), "to_mark": to_mark or f"quizgrader marking-sheet {target.assignment.id} INBOX -o to-mark.html",
        "named": {question.item.key: question for question in summary.questions},
    }  # fmt: skip


def _counts(scores: np.ndarray) -> list[int]:
    """How many scores lie in each tenth; a full score in the last."""
    return np.bincount(np.clip(scores // 10, 0, 9).astype(int), minlength=10).tolist()


def _missed(summary: Summary) -> list[tuple[QuestionSummary, object]]:
    """The hardest questions whose key is not in doubt, each with the wrong answer that was given most."""
    marked = [each for each in summary.questions if each.figures and each.figures.facility is not None]
    sound = [each for each in marked if all(advice.code != "wrong-key" for advice in each.advice)]
    weak = [each for each in sound if each.figures.facility < WEAK]
    found = []
    for question in sorted(weak, key=lambda each: each.figures.facility):
        wrong = [given for each in question.decisions if each.kind == "one" for given in each.given if given.credit < 1]
        given = max(wrong, key=lambda given: given.number, default=None)
        if given and given.number > 1:
            found.append((question, given))
    return found[:MOST_WEAK]


def _advised(summary: Summary, code: str) -> list[QuestionSummary]:
    return [each for each in summary.questions if any(advice.code == code for advice in each.advice)]


def _clusters(summary: Summary) -> list[tuple[list[str], Alike]]:
    """The names of those who answered alike, with the most striking pair among them, the most striking first."""
    names, groups = summary.taken["called"], clusters(summary.alike)
    group_of = {row: group for group, rows in enumerate(groups) for row in rows}
    striking: dict[int, Alike] = {}  # by group
    for pair in summary.alike:
        striking.setdefault(group_of[pair.first], pair)
    return [([visible(names[row], LONGEST_NAME) for row in rows], striking[group]) for group, rows in enumerate(groups)]


def _plots(summary: Summary) -> dict[str, Markup]:
    if not summary.taken.height:
        return {}
    counts, pass_mark = _counts(summary.scores), summary.target.assignment.pass_mark
    alt = "Distribution of the results; its numbers are in the table below."
    drawn = {"scores": plots.scores(counts, pass_mark, alt)}
    if summary.objectives:
        names = [spelled(share.name) for share in summary.objectives]
        percents = [share.percent for share in summary.objectives]
        drawn["objectives"] = plots.shares(names, percents, "Points by objective; the numbers are in the table below.")
    figures = [
        (each.number, each.figures.facility, each.figures.discrimination, any(a.alarm for a in each.advice))
        for each in summary.questions
        if each.figures and each.figures.discrimination is not None
    ]
    if figures:
        alt = "Facility and discrimination of each question; the numbers are in the table below."
        drawn["questions"] = plots.questions(figures, alt)
    return drawn


def _test_figures(test: TestFigures, worth: float) -> list[tuple[str, str, str]]:
    """Of each figure of the whole test: its name, its value, its method."""

    of = f" of {worth:g}"
    return [
        ("Mean", figure(test.mean, of), "the sum of all totals ÷ attempts"),
        ("Median", figure(test.median, of), "half of the learners earned less"),
        ("Standard deviation", figure(test.sd), "√(sum of squared distances from the mean ÷ (attempts − 1)), in points"),
        ("Skewness", figure(test.skewness), "k3 ÷ k2^1.5, from Fisher’s k-statistics; below 0: a tail of low results"),
        ("Kurtosis", figure(test.kurtosis), "k4 ÷ k2²; 0 is the bell curve, below 0 flatter"),
        ("Coefficient of internal consistency", figure(test.consistency, "%", 1), "Cronbach’s alpha: questions ÷ (questions − 1) · (1 − sum of the questions’ variances ÷ variance of the totals); above 75% the questions pull in one direction"),
        ("Error ratio", figure(test.error_ratio, "%", 1), "√(1 − that coefficient): how much of the spread is chance; above 100% where the coefficient is negative"),
        ("Standard error", figure(test.standard_error), "error ratio · standard deviation: so many points a result may be off by luck of the questions"),
    ]  # fmt: skip
