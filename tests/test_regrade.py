"""Marking again after a key was corrected: who changes is told first, nothing else changes, and marks by hand stay."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import classes
import pytest

from quizgrader.bank.key import KEY, write_key
from quizgrader.cohort.regrade import NoResults, regrade
from quizgrader.intake.hand_marks import HandMark, HandMarks, answer_id, read_marks
from quizgrader.intake.roster import Person
from quizgrader.report.regrade_report import RECORDS, report, write_record
from quizgrader.report.staging import staged
from quizgrader.report.tables import written

NOW = datetime(2026, 12, 8, 9, 30, tzinfo=UTC)
TERMS = {"pass_mark": 50}


def a_quiz(right: str = "a", **terms):
    """Two questions and a letter, 5 points; `right` is the key of the first."""
    questions = [classes.choice("q1", right), classes.choice("q2"), classes.essay("letter")]
    return classes.a_test(questions, **{**TERMS, **terms})


ROWS = [
    {"quiz/q1": "b", "quiz/q2": "a", "quiz/letter": "Sorry."},
    {"quiz/q1": "a", "quiz/q2": "a"},
    {"quiz/q1": "c", "quiz/letter": "Sorry."},
    {"quiz/q2": "d"},
]
GIVEN = HandMark(answer_id("quiz/letter", 1, '"Sorry."'), "quiz/letter", 1, "Sorry.", (1.0, 0.5), "", "Ann")
MARKS = HandMarks({(GIVEN.answer, "Ann"): GIVEN})


@pytest.fixture
def results(tmp_path):
    """The folder of results of a class, as `grade -o` leaves it."""

    def make(target=None, rows=ROWS, roster=None):
        target, out = target or a_quiz(), tmp_path / "out"
        marked = classes.marked(tmp_path, target, rows, by_hand=MARKS.points(), roster=roster)
        with staged(out) as folder, written(marked, folder):
            write_key(target, "mean", folder)
            MARKS.write(folder)
        return out, marked

    return make


def again(target, out, tmp_path):
    return regrade(target, out, read_marks(target, out), tmp_path)


def test_the_same_key_changes_nothing(results, tmp_path):
    roster = {"p1": Person("p1", "p1", "Ann Lee", "Monday"), "p9": Person("p9", "p9", "Zoë", "")}
    out, marked = results(roster=roster)
    done = again(a_quiz(), out, tmp_path)
    assert done.marked.learners.equals(marked.learners) and done.marked.not_counted.equals(marked.not_counted)
    assert done.marked.responses.collect().equals(marked.responses.collect())
    assert (done.learners.height, done.answers.height, done.keys) == (0, 0, [])
    assert list(report(done)) == ["0 of 4 learners change; 0 now pass, 0 no longer do"]


def test_a_corrected_key_tells_who_changes_from_what_to_what(results, tmp_path):
    out, _ = results()
    done = again(a_quiz("b"), out, tmp_path)
    changed = {row["learner"]: row for row in done.learners.to_dicts()}
    assert {name: (row["before"], row["after"]) for name, row in changed.items()} == {
        "p1": (2.5, 3.5),
        "p2": (2.0, 1.0),
    }
    assert [(row["response"], row["before"], row["after"], row["learners"]) for row in done.answers.to_dicts()] == [
        ('"a"', 1.0, 0.0, 1), ('"b"', 0.0, 1.0, 1),
    ]  # fmt: skip
    said = "\n".join(report(done))
    assert "quiz/q1: the key was Option a of q1, 1 points; it is Option b of q1, 1 points" in said
    assert '"b": 0 → 1 of the mark (1 learner)' in said


def test_pass_marks_that_flip_are_told(results, tmp_path):
    out, _ = results(a_quiz(pass_mark=60))
    done = again(a_quiz("b", pass_mark=60), out, tmp_path)
    assert "passed: no → yes" in "\n".join(report(done))
    assert list(report(done))[-1] == "2 of 4 learners change; 1 now pass, 0 no longer do"


def test_marks_given_by_hand_stay(results, tmp_path):
    out, _ = results()
    before = (out / "marks.csv").read_bytes()
    done = again(a_quiz("b"), out, tmp_path)
    letters = done.marked.responses.collect().filter(response='"Sorry."')
    assert letters["points"].to_list() == [1.5, 1.5] and (out / "marks.csv").read_bytes() == before


def test_a_dry_run_writes_nothing(results, tmp_path):
    out, _ = results()
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    list(report(again(a_quiz("b"), out, tmp_path)))
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_a_raised_version_makes_old_answers_count_no_more(results, tmp_path):
    out, _ = results()
    questions = [classes.choice("q1", version=2), classes.choice("q2"), classes.essay("letter")]
    done = again(classes.a_test(questions, **TERMS), out, tmp_path)
    assert set(done.marked.responses.collect().filter(item="quiz/q1")["state"]) == {"outdated", "unanswered"}
    assert [row["learner"] for row in done.learners.to_dicts()] == ["p2"]


def test_another_attempt_may_count_then_and_brings_all_that_was_known_of_it(results, tmp_path):
    target, better = a_quiz(counts="best"), a_quiz("b", counts="best")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    learner = next(classes.people([{}]))[0]
    first = classes.content(target, learner, {"quiz/q1": "b"}, classes.SAVED, attempt=1)
    (inbox / "first.json").write_bytes(first.replace(b"Person 1", b"Person X"))
    second = classes.content(target, learner, {"quiz/q1": "a"}, classes.SAVED, attempt=2)
    (inbox / "second.json").write_bytes(second)
    out, marked = results(target, rows=[])
    assert marked.learners["attempt"].to_list() == [2]
    (row,) = again(better, out, tmp_path).marked.learners.to_dicts()
    assert (row["attempt"], row["name"], row["receipt"]) == (1, "Person X", "does not fit")
    assert Path(row["file"]).name == "first.json" and row["notes"].startswith("Files with this id give several names.")
    fresh = classes.marked(tmp_path, better, [], by_hand=MARKS.points())
    assert again(better, out, tmp_path).marked.learners.equals(fresh.learners), "as if it were marked anew"


def test_who_is_on_no_roster_stays_so(results, tmp_path):
    roster = {"p1": Person("p1", "p1", "Ann Lee", "Monday"), "p9": Person("p9", "p9", "Zoë", "")}
    out, marked = results(roster=roster)
    assert marked.learners.filter(learner="p2")["notes"].to_list() == ["Not on the roster."]
    done = again(a_quiz("b"), out, tmp_path).marked.learners
    assert done.select("learner", "name", "group", "notes").equals(
        marked.learners.select("learner", "name", "group", "notes")
    )


def test_attempts_that_would_be_lost_stop_a_regrade(results, tmp_path):
    out, _ = results(a_quiz())
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    strict = a_quiz(late="refuse", due=classes.SAVED - timedelta(hours=1))
    with pytest.raises(
        NoResults, match="4 of its attempts would be lost .it was saved less than a day after it was due"
    ):
        again(strict, out, tmp_path)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_what_is_no_answer_is_none_again_and_the_reason_stays(results, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number, odd in enumerate([b'"a"', b'{"version":0,"response":"a"}', b"[1]"]):
        learner = classes.Learner(f"x{number}", "")
        text = classes.content(a_quiz(), learner, {"quiz/q1": "a"}, classes.SAVED)
        (inbox / f"{number}.json").write_bytes(re.sub(rb'"quiz/q1":\{[^}]*\}', b'"quiz/q1":' + odd, text))
    out, marked = results(rows=[])
    assert marked.learners["answered"].to_list() == [1, 1, 1]
    done = again(a_quiz(), out, tmp_path)
    assert done.learners.is_empty() and done.marked.learners.equals(marked.learners)
    states = ["state", "reason", "points"]
    assert done.marked.responses.select(states).collect().equals(marked.responses.select(states).collect())


def test_every_regrade_leaves_a_record_of_both_keys(results, tmp_path):
    out, _ = results()
    done = again(a_quiz("b"), out, tmp_path)
    first = write_record(done, out, out, NOW)
    assert first == out / RECORDS / "1.json" and write_record(done, out, out, NOW).name == "2.json"
    record = json.loads(first.read_text("utf-8"))
    assert record["key_before"] == json.loads((out / KEY).read_text("utf-8"))["digest"] != record["key_after"]
    assert record["questions"]["quiz/q1"]["before"]["key"] == ["Option a of q1"]
    assert record["questions"]["quiz/q1"]["after"]["key"] == ["Option b of q1"] and list(record["questions"]) == [
        "quiz/q1"
    ]
    assert {row["learner"]: row["after"] - row["before"] for row in record["learners"]} == {"p1": 1.0, "p2": -1.0}


def test_results_without_a_key_are_marked_again_all_the_same(results, tmp_path):
    out, _ = results()
    (out / KEY).write_text("{broken")
    done = again(a_quiz("b"), out, tmp_path)
    assert done.learners.height == 2 and done.keys == []


@pytest.mark.parametrize("spoil", ["gradebook.parquet", "responses.parquet"])
def test_a_folder_without_results_is_one_clear_line(results, tmp_path, spoil):
    out, _ = results()
    (out / spoil).write_bytes(b"no table")
    with pytest.raises(NoResults, match="there are no results here — mark with"):
        again(a_quiz(), out, tmp_path)


def test_results_of_another_assignment_are_one_clear_line(results, tmp_path):
    out, _ = results()
    with pytest.raises(NoResults, match="its results hold `quiz/letter`, which is no question of `week-1`"):
        again(classes.of_choices(2), out, tmp_path)
