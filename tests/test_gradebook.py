"""A cohort marked: exact values on a small one, which attempt counts, who has passed, and what is told of the rest."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cohorts
import polars as pl
import pytest
from conftest import ROOT
from receipts import receipt

from quizgrader.bank.assignments import Assignment, Target, exercise_target, target
from quizgrader.bank.shelf import read_shelf
from quizgrader.cohort import responses
from quizgrader.cohort.gradebook import LEARNERS, RESPONSES, Marked, mark
from quizgrader.intake import answers, batches, inbox, longtable, parallel
from quizgrader.intake import reader as intake
from quizgrader.intake.answers import Answers
from quizgrader.intake.roster import BadRoster, read_roster
from quizgrader.intake.submissions import FORMAT, Learner

EXERCISE = """
id: one
title: One
mode: practice
questions:
  - {id: single, type: single-choice, prompt: Which?, points: 2, choices: [
      {id: a, text: A, correct: true}, {id: b, text: B, credit: 0.5}, {id: c, text: C}]}
  - {id: many, type: multiple-choice, prompt: Which?, points: 3, choices: [
      {id: a, text: A, correct: true}, {id: b, text: B, correct: true}, {id: c, text: C, correct: true}, {id: d, text: D}]}
  - {id: word, type: short-answer, prompt: Which word?, version: 2, answers: [{text: sorry}]}
  - {id: open, type: open-response, prompt: Write., rubric: [{id: x, text: X, points: 4}]}
  - {id: mood, type: rating, prompt: How was it?, low: Bad, high: Good}
"""
DUE = datetime(2026, 12, 1, 16, tzinfo=UTC)
VERSIONS = {"single": 1, "many": 1, "word": 2, "open": 1, "mood": 1}
FULL = {"single": "a", "many": ["a", "b", "c"], "word": "Sorry", "open": "We are sorry.", "mood": "4"}


@pytest.fixture
def shelf(tmp_path):
    folder = tmp_path / "exercises"
    folder.mkdir()
    (folder / "one.yaml").write_text(EXERCISE)
    shelf = read_shelf([folder])
    assert not shelf.errors
    return shelf


@pytest.fixture
def run(shelf, tmp_path):
    """Marks the given files (or tables) against an assignment with the given terms."""
    here = tmp_path / "inbox"

    def go(files: dict[str, object], roster: str = "", by_hand=None, processes: int = 1, now=None, **terms) -> Marked:
        for name, content in files.items():
            (here / name).parent.mkdir(parents=True, exist_ok=True)
            (here / name).write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        goal = target(Assignment(id="week-1", title="Week 1", exercises=["one"], **terms), shelf)
        people = {}
        if roster:
            (tmp_path / "roster.csv").write_text(roster)
            people = read_roster(tmp_path / "roster.csv")
        met = Answers(goal, tmp_path, by_hand)
        return mark(met, batches.read_files(met, inbox.walk([here]), processes), people, now=now)

    return go


def handed(
    learner: str = "a17", answers: dict | None = None, name: str = "Ann Lee", signed: bool = True, **more
) -> dict:
    """What a learner hands in: all questions answered fully right, unless `answers` says otherwise."""
    answers = FULL if answers is None else answers
    whole = {f"one/{key}": (VERSIONS.get(key, 1), response) for key, response in answers.items()}
    saved = {
        "format": FORMAT,
        "assignment": "week-1",
        "learner": {"id": learner, "name": name},
        "attempt": 1,
        "saved": (DUE - timedelta(days=1)).isoformat(),
        "answers": {key: {"version": version, "response": response} for key, (version, response) in whole.items()},
    }
    return {**saved, **({"receipt": receipt("week-1", Learner(learner, name), whole)} if signed else {}), **more}


def later(**how: float) -> str:
    return (DUE + timedelta(**how)).isoformat()


def row(marked: Marked, learner: str = "a17") -> dict:
    return marked.learners.row(by_predicate=pl.col("learner") == learner, named=True)


def told(marked: Marked) -> dict[str, str]:
    """What is not counted: the code, by the file's name."""
    return {Path(file).name: code for file, code in marked.not_counted.select("file", "code").iter_rows()}


# -- exact values


def test_every_value_of_a_small_cohort(run):
    half = {"single": "b", "many": ["a", "b", "d"], "mood": "1"}  # 0.5 · 2, and (2 − 1) ÷ 3 · 3
    marked = run(
        {"ann.json": handed(), "bob.json": handed("b2", half, "Bob Ray"), "cy.json": handed("c3", {}, "Cy")},
        pass_mark=50,
    )
    assert dict(marked.learners.schema) == LEARNERS
    columns = ("learner", "points", "of", "percent", "passed", "answered", "unanswered", "to_mark", "receipt", "notes")
    assert marked.learners.select(columns).rows() == [
        ("a17", 6.0, 10.0, 60.0, True, 5, 0, 1, "fits", None),
        ("b2", 2.0, 10.0, 20.0, False, 3, 2, 0, "fits", None),
        ("c3", 0.0, 10.0, 0.0, False, 0, 5, 0, "fits", None),
    ]
    assert marked.not_counted.is_empty()


def test_every_response_has_a_row_with_its_state(run):
    odd = {"single": "z", "word": "sorry", "open": "Dear all", "mood": "9"}
    file = handed(answers=odd)
    file["answers"]["one/word"]["version"] = 1
    marked = run({"ann.json": file})
    rows = marked.responses.collect()
    assert {**dict(rows.schema), "item": pl.Enum} == RESPONSES
    assert rows.select("item", "version", "response", "state", "fraction", "points", "of", "reason").rows() == [
        ("one/single", 1, '"z"', "refused", None, 0.0, 2.0, "there is no choice of this id [unknown-id]"),
        ("one/many", None, None, "unanswered", None, 0.0, 3.0, None),
        ("one/word", 1, '"sorry"', "outdated", None, 0.0, 1.0, "given to version 1; the question is now version 2"),
        ("one/open", 1, '"Dear all"', "to-mark", None, 0.0, 4.0, None),
        ("one/mood", 1, '"9"', "refused", None, 0.0, 0.0, "there is no place of this id [unknown-id]"),
    ]
    said = row(marked)["notes"]
    assert "Answers to another version of a question, which earn nothing: 1." in said
    assert said.endswith("Answers that do not fit their question (words for a number, say), which earn nothing: 2.")


def test_a_pass_is_open_while_answers_that_wait_could_decide_it(run):
    right = {key: FULL[key] for key in ("single", "many", "open")}  # 5 of 10, and 4 that wait
    for pass_mark, passed in ((50, True), (51, None), (90, None), (91, False)):
        assert row(run({"ann.json": handed(answers=right)}, pass_mark=pass_mark))["passed"] is passed
    assert row(run({"ann.json": handed()}))["passed"] is None, "nobody passes where there is no pass mark"


def test_points_given_by_hand_are_joined_to_the_same_answers(run):
    by_hand = {("one/open", 1, '"We are sorry."'): 3.0}
    marked = run({"ann.json": handed()}, by_hand=by_hand, pass_mark=90)
    assert (row(marked)["points"], row(marked)["to_mark"], row(marked)["passed"]) == (9.0, 0, True)


def test_an_equal_answer_is_an_equal_text_however_it_was_written(run):
    spaced = json.dumps(handed("b2"), indent=3).encode()
    marked = run({"ann.json": handed(), "bob.json": spaced})
    assert (
        marked.responses.filter(pl.col("item") == "one/many").collect()["response"].to_list() == ['["a","b","c"]'] * 2
    )


# -- whose it is


def test_who_handed_in_is_told_by_id_else_name_else_file(run):
    files = {
        "1.json": handed(" A17 ", name="Ann Lee"),
        "2.json": handed("a17", {}, name="Ann  LEE", attempt=2),
        "3.json": handed("", name="Zoë"),
        "4.json": handed("", name="Zoe\u0308", attempt=2, answers={}),
        "Bo Ray_77_assignsubmission_file_/5.json": handed("", name=""),
    }
    marked = run(files)
    assert marked.learners.select("learner", "attempts").rows() == [("A17", 2), ("Bo Ray", 1), ("Zoë", 2)]
    assert row(marked, "Bo Ray")["name"] == "Bo Ray" and row(marked, "Bo Ray")["notes"].startswith(
        "It gives no id and no name"
    )


def test_one_id_with_several_names_is_told(run):
    marked = run({"1.json": handed("7", name="Ann"), "2.json": handed("7", {}, name="Bob", attempt=2)})
    assert "Files with this id give several names." in row(marked, "7")["notes"]


ROSTER = "id;name;group\nA17;Ann Lee;North\nb2;Bob Ray;South\nc3;Cy Moe;\n"


def test_a_roster_gives_names_and_groups_and_tells_who_is_missing(run):
    marked = run(
        {"1.json": handed("a17", name="ann"), "2.json": handed("", name="bob ray"), "3.json": handed("x", name="X")},
        ROSTER,
    )
    assert marked.learners.select("learner", "name", "group", "attempts").rows() == [
        ("A17", "Ann Lee", "North", 1), ("b2", "Bob Ray", "South", 1), ("x", "X", None, 1), ("c3", "Cy Moe", None, 0),
    ]  # fmt: skip
    assert row(marked, "x")["notes"] == "Not on the roster."
    missing = row(marked, "c3")
    assert (missing["notes"], missing["points"], missing["passed"]) == ("Nothing was handed in.", None, None)


def test_who_handed_in_only_what_does_not_count_stays_in_the_gradebook(run):
    marked = run({"1.json": handed("a17", saved=later(hours=30))}, ROSTER, due=DUE, late="refuse")
    assert row(marked, "A17")["notes"] == "Nothing that was handed in counts: see not_counted.csv."
    assert row(marked, "b2")["notes"] == "Nothing was handed in." and marked.learners.height == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_roster_is_read_as_spreadsheets_write_it(tmp_path, encoding, separator):
    lines = [["Name", "ID", "Group"], ["Jürgen Müller", "7", "Süd"], ["", "", ""], ['"Lee, Ann"', "8", ""]]
    (tmp_path / "r.csv").write_bytes("\r\n".join(map(separator.join, lines)).encode(encoding))
    people = read_roster(tmp_path / "r.csv")
    assert (people["7"].name, people["7"].group, people["8"].name) == ("Jürgen Müller", "Süd", "Lee, Ann")
    assert people["jürgen müller"].id == "7"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n", "there is no column `id` or `name`"),
        ("id\n7\n7\n", ":3: `7` stands here again"),
        ("", "there is nothing in it"),
        ("ID,id\n", "several columns"),
    ],
)
def test_a_roster_that_cannot_be_used_is_told(tmp_path, text, said):
    (tmp_path / "r.csv").write_text(text)
    with pytest.raises(BadRoster, match=said):
        read_roster(tmp_path / "r.csv")


# -- which attempt counts, and what is late

TWO = {"1.json": handed(answers={"single": "a"}), "2.json": handed(answers={"single": "b"}, attempt=2)}


@pytest.mark.parametrize(
    ("counts", "points", "file"), [("best", 2.0, "1.json"), ("last", 1.0, "2.json"), ("first", 2.0, "1.json")]
)
def test_which_attempt_counts(run, counts, points, file):
    marked = run(TWO, counts=counts)
    assert (row(marked)["points"], row(marked)["attempts"], Path(row(marked)["file"]).name) == (points, 2, file)
    counted = marked.responses.filter("counted").select(pl.col("attempt").unique()).collect().item()
    assert counted == row(marked)["attempt"]


def test_the_best_attempt_is_not_known_while_another_waits_to_be_marked(run):
    """By its closed questions the first is best; the second could still pass, so nothing is final before it is marked."""
    files = {
        "1.json": handed(answers={"single": "a", "word": "sorry"}),
        "2.json": handed(answers={"single": "b", "open": "We are sorry."}, attempt=2, name=""),
        "3.json": handed(answers={"single": "b"}, attempt=3),
    }
    marked = run(files, counts="best", pass_mark=50)
    ann = row(marked)
    assert (ann["points"], ann["attempt"], ann["passed"], ann["to_mark"]) == (3.0, 1, None, 1)
    may = marked.responses.filter("may_count").select(pl.col("attempt").unique().sort()).collect()
    assert may["attempt"].to_list() == [1, 2]
    by_hand = ("one/open", 1, '"We are sorry."')
    for points, best, passed in ((4.0, 2, True), (1.0, 1, False)):
        ann = row(run(files, counts="best", pass_mark=50, by_hand={by_hand: points}))
        assert (ann["attempt"], ann["passed"], ann["to_mark"]) == (best, passed, 0)
        assert ann["name"] == "Ann Lee", "another of the files gives it"
    last = row(run(files, counts="last", pass_mark=50))
    assert (last["attempt"], last["passed"], last["to_mark"]) == (3, False, 0)


@pytest.mark.parametrize(
    ("saved", "late"),
    [
        ("2026-12-05T10:00Z", True), ("2026-12-05T10:00:00,5+01", True), ("2026-12-05 10:00 UTC", True),
        ("20261205T100000Z", True), ("2026-12-05", True), ("2026-11-05T10:00-0330", False),
        ("2026-12-01 16:30", True), ("2026-12-01 15:30", False),  # by the clock of the assignment
        ("2026-12-01 17:30 +01:00", True), ("2026-12-01 16:30 +01:00", False),
        ("+010000-01-01T00:00:00Z", None), ("9999-12-31T23:59:59-14:00", None), ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None), ("\ud800", None), ("", None),
    ],
)  # fmt: skip
def test_a_time_is_read_however_it_is_written_and_no_time_stops_the_marking(run, saved, late):
    marked = run({"ann.json": handed(saved=saved), "bob.json": handed("b2", name="Bob Ray")}, due=DUE)
    assert row(marked)["late"] is bool(late) and (row(marked)["saved"] is None) == (late is None)
    assert [each["learner"] for each, _ in marked.papers()] == ["a17", "b2"]


def test_attempts_are_numbered_by_what_the_files_say_and_then_by_time(run):
    files = {
        "z.json": handed(answers={"single": "a"}, attempt=1, saved=later(days=-3)),
        "y.json": handed(answers={"single": "b"}, attempt=2, saved=later(days=-2)),
        "x.json": handed(answers={"single": "c"}, attempt=2, saved=later(days=-1)),
    }
    marked = run(files, attempts=2)
    assert Path(row(marked)["file"]).name == "y.json"
    assert told(marked) == {"x.json": "too-many-attempts"}
    assert marked.not_counted["reason"].item() == "it is attempt 3 of this learner; 2 may be made"


def test_the_same_content_counts_once_however_it_came(run):
    same = handed()
    files = {
        "1.json": same,
        "2.json": json.dumps(same, indent=2).encode("utf-16"),
        "Ann/3.json": handed(saved=later(hours=-1)),
        "other.json": handed("b2"),
    }
    marked = run(files, attempts=1)
    assert told(marked) == {"2.json": "duplicate", "3.json": "duplicate"}, "the one with the shortest name stands"
    assert all("it holds the same as " in reason and "1.json" in reason for reason in marked.not_counted["reason"])
    assert marked.learners["attempts"].to_list() == [1, 1]


@pytest.mark.parametrize(
    ("late", "saved", "points", "note"),
    [
        ("accept", later(seconds=0), 6.0, ""),
        ("accept", later(seconds=1), 6.0, "Saved less than a day after it was due."),
        ("deduct", later(seconds=1), 5.4, "Saved less than a day after it was due."),
        ("deduct", later(days=1), 5.4, "Saved less than a day after it was due."),
        ("deduct", later(days=1, seconds=1), 4.8, "Saved more than a day after it was due."),
        ("deduct", later(days=3, hours=1), 3.6, "Saved more than 3 days after it was due."),
        ("deduct", later(days=30), 0.0, "Saved more than 29 days after it was due."),
        ("deduct", "2026-12-01T17:00:00+01:00", 6.0, ""),
        ("deduct", "some day", 6.0, "It does not say when it was saved."),
        ("deduct", None, 6.0, "It does not say when it was saved."),
    ],
)  # fmt: skip
def test_late_work(run, late, saved, points, note):
    marked = row(run({"1.json": handed(saved=saved)}, due=DUE, late=late, deduct=10 if late == "deduct" else None))
    assert marked["points"] == pytest.approx(points, abs=1e-9) and (marked["notes"] or "") == note
    assert marked["taken_off"] == pytest.approx(6.0 - points, abs=1e-9) and marked["late"] is note.startswith("Saved")


@pytest.mark.parametrize(("ahead", "noted"), [({"minutes": 9}, False), ({"minutes": 11}, True), ({"days": 400}, True)])
def test_a_time_of_saving_that_has_not_come_is_noted_and_changes_no_points(run, ahead, noted):
    marked = row(run({"1.json": handed(saved=later(**ahead))}, now=DUE))
    assert marked["points"] == 6.0
    assert ("Its time of saving had not come when it was marked." in (marked["notes"] or "")) is noted


def test_late_work_that_is_refused_leaves_the_attempt_before_it(run):
    marked = run(
        {"1.json": handed(), "2.json": handed(answers={}, attempt=2, saved=later(hours=30))}, due=DUE, late="refuse"
    )
    assert (row(marked)["points"], row(marked)["attempts"]) == (6.0, 1)
    assert told(marked) == {"2.json": "late-refused"}
    assert marked.not_counted["reason"].item() == "it was saved more than a day after it was due"


# -- what is odd


def test_a_receipt_that_does_not_fit_is_noted_and_counted_all_the_same(run):
    forged = handed(answers={"single": "b"})
    forged["answers"]["one/single"]["response"] = "a"
    borrowed = {**handed("b2"), "receipt": handed("a17")["receipt"]}
    marked = run(
        {
            "1.json": forged,
            "2.json": borrowed,
            "3.json": handed("c3", signed=False),
            "4.json": handed("d4", receipt="no"),
        }
    )
    assert marked.learners.sort("learner")["receipt"].to_list() == [
        "does not fit",
        "does not fit",
        None,
        "does not fit",
    ]
    assert row(marked)["points"] == 2.0 and "changed after saving, or are another's" in row(marked)["notes"]


def test_points_and_key_in_a_submission_count_for_nothing(run):
    forged = handed(answers={"single": "c"}, points=99, score=1, key={"one/single": "c"})
    forged["answers"]["one/single"] |= {"points": 99, "fraction": 1}
    assert row(run({"1.json": forged}))["points"] == 0.0


def test_an_answer_to_a_question_that_is_not_there_is_told_and_the_rest_counts(run):
    marked = run({"1.json": handed(answers={**FULL, "gone": "x", "gone-too": "y"})})
    assert row(marked)["points"] == 6.0 and row(marked)["receipt"] == "fits"
    assert told(marked) == {"1.json": "unknown-question"}
    assert "it answers `one/gone` (and 1 more), which is no question here" in marked.not_counted["reason"].item()


def test_what_is_of_another_assignment_is_told(run, shelf, tmp_path):
    marked = run({"1.json": handed(assignment="week-2"), "2.json": handed(assignment=None)})
    assert marked.learners.is_empty() and marked.not_counted["reason"].to_list() == [
        "it belongs to `week-2`, not to `week-1`",
        "it was saved from an exercise's own page, not from the page of `week-1`",
    ]
    alone = exercise_target(shelf.files["one"].exercise)
    elsewhere = {**handed(assignment=None), "answers": {"two/x": {"version": 1, "response": "a"}}}
    (tmp_path / "inbox" / "3.json").write_text(json.dumps(elsewhere))
    met = Answers(alone, tmp_path)
    marked = mark(met, batches.read_files(met, inbox.walk([tmp_path / "inbox"])), {})
    assert told(marked) == {"1.json": "other-assignment", "3.json": "other-assignment"}
    assert Path(row(marked)["file"]).name == "2.json"


@pytest.mark.parametrize(
    "answer", [None, 7, "a", [], {}, {"version": 1}, {"response": "a"}, {"version": True, "response": "a"}]
)
def test_a_bad_answer_stops_no_other(run, answer):
    bad = handed(answers={"single": "a", "word": "sorry"})
    bad["answers"]["one/single"] = answer
    marked = run({"1.json": bad})
    assert row(marked)["points"] == 1.0
    rows = marked.responses.filter(pl.col("item") == "one/single").select("state", "reason").collect().rows()
    assert rows == [("refused", "it is no answer with a version and a response")]


@pytest.mark.parametrize("text", ["9" * 5000, "[" * 900 + "]" * 900, "1e999", '"\\ud800"'])
def test_a_response_that_no_page_makes_is_refused(run, text):
    raw = json.dumps(handed(answers={"single": "?", "word": "sorry"})).replace('"?"', text)
    marked = run({"1.json": raw.encode()})
    assert row(marked)["points"] == 1.0
    assert marked.responses.filter(pl.col("state") == "refused").collect().height == 1


# -- a table of responses


def table(shelf, tmp_path: Path, text: str | pl.DataFrame, name: str = "answers.csv", **terms) -> Marked:
    file = tmp_path / name
    if isinstance(text, str):
        file.write_text(text, "utf-8-sig")
    else:
        text.write_parquet(file)
    goal = target(Assignment(id="week-1", title="Week 1", exercises=["one"], **terms), shelf)
    met = Answers(goal, tmp_path)
    return mark(met, [longtable.read_table(met, file)], {})


def test_paper_is_marked_from_a_table(shelf, tmp_path):
    marked = table(
        shelf,
        tmp_path,
        'learner,item,response\na17,one/single,a\na17,one/word,sorry\nb2,one/word,Sorry!\na17,one/many,"[""a"",""b""]"\n'
        "b2,one/open,[sic] We are sorry\nb2,one/mood,4\na17,one/open,\n",
    )
    assert marked.learners.select("learner", "points", "answered", "unanswered", "to_mark").rows() == [
        ("a17", 5.0, 3, 2, 0),
        ("b2", 0.0, 3, 2, 1),
    ]
    assert marked.responses.collect().height == 10, "a question for which there is no row is unanswered"
    assert marked.not_counted.is_empty()


def test_a_table_may_hold_attempts_and_times(shelf, tmp_path):
    rows = pl.DataFrame(
        {
            "learner": ["a17", "A17", "a17"], "item": ["one/single"] * 3, "version": [1, 1, 1], "response": ['"a"', '"b"', '"c"'],
            "attempt": [1, 2, 3], "saved": [DUE - timedelta(days=1), DUE - timedelta(hours=1), DUE + timedelta(hours=1)],
        }
    )  # fmt: skip
    marked = table(shelf, tmp_path, rows, "answers.parquet", due=DUE, late="refuse")
    assert (row(marked)["points"], row(marked)["attempts"], row(marked)["saved"]) == (1.0, 2, DUE - timedelta(hours=1))
    assert marked.not_counted["code"].to_list() == ["late-refused"]


def test_what_cannot_be_counted_in_a_table_is_told(shelf, tmp_path):
    marked = table(
        shelf, tmp_path, "learner;item;response\n;one/word;sorry\na17;one/gone;x\na17;one/word;sorry\na17;one/word;no\n"
    )
    assert row(marked)["points"] == 1.0
    assert dict(marked.not_counted.select("code", "reason").iter_rows()) == {
        "no-learner": "1 of its rows name no learner",
        "unknown-question": "1 of its rows answer `one/gone`, which is no question here",
        "duplicate": "1 of its rows answer a question that an earlier row of the same attempt answers",
    }


@pytest.mark.parametrize(("text", "said"), [("who,item\n", "there is no column `learner`"), ("", "it cannot be read")])
def test_a_table_that_cannot_be_used_is_told(shelf, tmp_path, text, said):
    with pytest.raises(longtable.BadTable, match=said):
        table(shelf, tmp_path, text)


# -- many


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    """A messy cohort of the project's own assignment, with what must come out of it."""
    shelf = read_shelf([ROOT / "exercises"])
    goal = target(
        Assignment(id="week-1", title="W", exercises=["jetblue-storm-week", "jetblue-first-words"], due=cohorts.DUE),
        shelf,
    )
    folder = tmp_path_factory.mktemp("cohort")
    return goal, folder, cohorts.write(folder, goal, 400, seed=3, odd=0.2)


def marked_cohort(goal: Target, folder: Path, aside: Path, processes: int = 1) -> Marked:
    met = Answers(goal, aside)
    return mark(met, batches.read_files(met, inbox.walk([folder]), processes), {})


def test_every_file_of_a_messy_inbox_is_accounted_for(cohort, tmp_path):
    goal, folder, made = cohort
    marked = marked_cohort(goal, folder, tmp_path)
    assert dict(marked.not_counted["code"].value_counts().iter_rows()) == made.odd
    assert marked.learners.height + marked.not_counted.height == made.files
    assert set(marked.learners["receipt"]) == {"fits"} and marked.learners["late"].sum() == made.late > 0


def test_the_able_earn_more(cohort, tmp_path):
    goal, folder, made = cohort
    learners = marked_cohort(goal, folder, tmp_path).learners
    ability = pl.Series([made.abilities[name] for name in learners["learner"]])
    assert pl.DataFrame({"a": ability, "p": learners["points"]}).select(pl.corr("a", "p")).item() > 0.5


def test_in_pieces_and_by_several_processes_it_is_the_same(cohort, tmp_path, monkeypatch):
    goal, folder, _ = cohort
    whole = marked_cohort(goal, folder, tmp_path)
    monkeypatch.setattr(intake, "SHEAF", 37)
    monkeypatch.setattr(intake, "MOST_KEPT", 10_000)
    monkeypatch.setattr(parallel, "SHEAF", 37)
    monkeypatch.setattr(answers, "MOST_HELD", 20_000)
    monkeypatch.setattr(responses, "AT_ONCE", 100)
    for processes in (1, 2):
        pieces = marked_cohort(goal, folder, tmp_path, processes)
        assert pieces.learners.equals(whole.learners)
        assert pieces.not_counted.equals(whole.not_counted)
        assert pieces.responses.collect().equals(whole.responses.collect())


def test_responses_written_as_a_table_are_marked_the_same_again(cohort, tmp_path, monkeypatch):
    goal, folder, _ = cohort
    whole = marked_cohort(goal, folder, tmp_path)
    shuffled = (
        whole.responses.filter(pl.col("response").is_not_null()).collect().sample(fraction=1, shuffle=True, seed=1)
    )
    shuffled.write_parquet(tmp_path / "responses.parquet")
    monkeypatch.setattr(longtable, "ROWS", 333)
    met = Answers(goal, tmp_path)
    again = mark(met, [longtable.read_table(met, tmp_path / "responses.parquet")], {})
    columns = ["learner", "attempt", "saved", "late", "points", "percent", "answered", "unanswered", "to_mark"]
    assert again.learners.select(columns).sort("learner").equals(whole.learners.select(columns).sort("learner"))
    order = ["learner", "item"]  # a table holds no names, by which the rows of learners are sorted
    known = [each.responses.collect().sort(order) for each in (again, whole)]
    assert known[0].equals(known[1])
