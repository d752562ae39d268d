"""A marked cohort in lines for the terminal, or as JSON for another program. It decides nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from authoring.problems import visible
from languages.words import counted
from quizgrader.cohort.gradebook import Marked
from quizgrader.report.feedback import released

_LEARNER = ("learner", "name", "attempt", "file", "late", "points", "of", "percent", "passed", "receipt", "notes")
_RESPONSE = ("version", "state", "fraction", "points", "of", "reason")


def as_text(marked: Marked) -> str:
    """Every learner's marks, question by question."""
    together = len(marked.target.assignment.exercises) == 1
    blocks = []
    for learner, responses in marked.papers():
        lines = [_heading(learner)]
        lines += [f"  {_short(row['item'], together):<24} {_shown(row)}" for row in responses]
        lines.append(f"  {'total':<24} {_total(learner)}" if responses else f"  {learner['notes']}")
        if learner["notes"] and responses:
            lines.append(f"  note: {learner['notes']}")
        blocks.append("\n".join(lines))
    return "\n".join(blocks)


def _heading(learner: dict) -> str:
    who = visible(learner["name"] or learner["learner"])
    return f"{visible(learner['file'], 300)}: {who}" if learner["file"] else who


def _short(key: str, together: bool) -> str:
    return key.partition("/")[2] if together else key


def _shown(row: dict) -> str:
    if row["state"] == "marked" and row["of"]:
        return f"{row['points']:.4g} of {row['of']:g}"
    return f"{row['state']}: {row['reason']}" if row["reason"] else row["state"]


def _total(learner: dict) -> str:
    total = f"{learner['points']:g} of {learner['of']:g} points"
    for number, words in ((learner["unanswered"], "unanswered"), (learner["to_mark"], "to be marked by hand")):
        total += f"; {number} {words}" if number else ""
    passed = {True: "; passed", False: "; not passed", None: ""}[learner["passed"]]
    return total + passed


def as_json(marked: Marked) -> str:
    """Every learner's marks, for programs."""
    learners = [
        {
            **{name: learner[name] for name in _LEARNER},
            "questions": [{"question": row["item"], **{name: row[name] for name in _RESPONSE}} for row in responses],
        }
        for learner, responses in marked.papers()
    ]
    return json.dumps(learners, indent=1, ensure_ascii=False)


def not_counted(marked: Marked) -> Iterator[str]:
    """One line for each file that is not counted, or not whole."""
    for row in marked.to_look_at.iter_rows(named=True):
        yield f"{visible(row['file'], 300)}: not counted: {row['reason']} — {row['mend']}"


def summary(marked: Marked, now: datetime) -> str:
    """What came of it, in a few lines; `now` decides whether learners may see their feedback."""
    learners = marked.learners
    here = learners.head(len(marked.rows))
    lines = [f"{counted(here.height, 'learner')}, {counted(int(here['attempts'].sum()), 'attempt')}"]
    if missing := learners.height - here.height:
        lines[0] += f"; {missing:,} on the roster handed in nothing that counts"
    if marked.target.assignment.pass_mark is not None:
        passed, failed = int(here["passed"].sum()), int((~here["passed"]).sum())
        lines.append(f"{passed:,} passed, {failed:,} not passed, {here.height - passed - failed:,} not known yet")
    if waiting := int(here["to_mark"].sum()):
        lines.append(f"{counted(waiting, 'answer')} to be marked by hand")
    if doubtful := int((here["receipt"] == "does not fit").sum()):
        lines.append(f"{counted(doubtful, 'receipt')} not fitting; see the notes in the gradebook")
    codes = marked.not_counted.group_by("code").len().sort("len", "code", descending=[True, False])
    if codes.height:
        lines.append("not counted: " + ", ".join(f"{number:,} {code}" for code, number in codes.iter_rows()))
    terms = marked.target.assignment
    if terms.feedback == "after-due" and not released(terms, now):
        when = f"{terms.due:%Y-%m-%d %H:%M} ({terms.due.isoformat()[-6:]})"
        lines.append(f"no feedback pages yet: they are for after {when}; mark again then")
    return "\n".join(lines)
