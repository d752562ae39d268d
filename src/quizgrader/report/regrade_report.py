"""Tells of a re-grade: in lines for the terminal, and as a record that stays beside the results."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import polars as pl

from authoring.problems import visible
from languages.words import counted, plain
from quizgrader.cohort.regrade import Regraded

RECORDS = "regrades"
"""The folder in the results' that holds a record of every re-grade."""

MOST_LINES = 200  # learners, and answers, that are told one by one


def report(regraded: Regraded) -> Iterator[str]:
    """The whole re-grade in lines for the terminal."""
    before = regraded.before.get("items", {})
    for item in regraded.keys:
        old, new = before[item], regraded.after["items"][item]
        yield f"{item}: the key was {_in_short(old)}; it is {_in_short(new)}"
    for _, _, response, was, now, number in regraded.answers.head(MOST_LINES).iter_rows():
        yield f"  {visible(response, 60)}: {_worth(was)} → {_worth(now)} of the mark ({counted(number, 'learner')})"
    changed = regraded.learners
    for row in changed.head(MOST_LINES).iter_rows(named=True):
        verdict = ""
        if row["passed_before"] is not row["passed_after"]:
            verdict = f"   passed: {_said(row['passed_before'])} → {_said(row['passed_after'])}"
        yield f"  {visible(row['name'] or row['learner'], 40):<40} {_worth(row['before']):>8} → {_worth(row['after'])} points{verdict}"
    if changed.height > MOST_LINES:
        yield f"  … and {changed.height - MOST_LINES:,} more"
    now_pass = changed.filter(pl.col("passed_after") & ~pl.col("passed_before").fill_null(False)).height
    no_more = changed.filter(pl.col("passed_before") & ~pl.col("passed_after").fill_null(False)).height
    total = regraded.marked.learners.filter(pl.col("attempt").is_not_null()).height
    yield f"{changed.height:,} of {counted(total, 'learner')} change; {now_pass:,} now pass, {no_more:,} no longer do"


def _in_short(key: dict) -> str:
    return (
        visible(" / ".join(" ".join(line.split()) for line in key["key"]) or "none", 80)
        + f", {plain(key['points'])} points"
    )


def _worth(value: float | None) -> str:
    return "none" if value is None else plain(round(value, 3))


def _said(value: bool | None) -> str:
    return "not known yet" if value is None else "yes" if value else "no"


def write_record(regraded: Regraded, out: Path, folder: Path, now: datetime) -> Path:
    """Write the record of this re-grade, the next after those in `out`, into `folder`; returns where it stands there."""
    numbers = [int(path.stem) for path in (out / RECORDS).glob("*.json") if path.stem.isdigit()]
    file = folder / RECORDS / f"{max(numbers, default=0) + 1}.json"
    changed = {
        item: {"before": regraded.before["items"][item], "after": regraded.after["items"][item]}
        for item in regraded.keys
    }
    record = {
        "regraded": now.isoformat(timespec="seconds"),
        "assignment": regraded.after["assignment"],
        "key_before": regraded.before.get("digest"),
        "key_after": regraded.after["digest"],
        "questions": changed,
        "answers": regraded.answers.to_dicts(),
        "learners": regraded.learners.to_dicts(),
    }
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return file
