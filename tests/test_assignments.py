"""Assignment files: what may stand in them, what is told of mistakes, and which questions they hand out."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import ROOT
from pydantic import ValidationError

from quizgrader.bank import assignments
from quizgrader.bank.assignments import Assignment, exercise_target, read_assignments, target
from quizgrader.bank.shelf import read_shelf

QUESTION = "  - {{id: {0}, type: true-false, prompt: Is it so?, answer: true, points: {1}}}\n"
EXERCISES = {
    "one.yaml": "id: one\ntitle: One\nmode: practice\nquestions:\n" + QUESTION.format("first", 2),
    "drawn.yaml": (
        "id: drawn\ntitle: Drawn\nmode: assessed\npools: [{id: few, pick: 2, questions: [a, b, c, d]}]\nquestions:\n"
        + "".join(QUESTION.format(name, 1) for name in "abcd")
        + "  - {id: mood, type: rating, prompt: How was it?, low: Bad, high: Good}\n"
    ),
    "case.yaml": (
        "id: case\ntitle: A case\nmode: practice\nscenario:\n  role: You.\n  scenes:\n"
        "    - {id: a, when: Now, text: It is so., decisions: [{id: x, text: Go., consequence: Gone., basis: judgement, goto: b},"
        " {id: y, text: Stay., consequence: There., basis: judgement, goto: b}]}\n    - {id: b, when: Later, text: The end.}\n"
    ),
    "rated_file.yaml": "id: rated\ntitle: Rated\nmode: practice\nquestions:\n"
    "  - {id: mood, type: rating, prompt: How was it?, low: Bad, high: Good}\n",
    "broken.yaml": "id: broken\ntitle: Broken\nmode: practise\n",
}
LEAST = "id: week-1\ntitle: Week 1\nexercises: [one, drawn]\n"


@pytest.fixture
def read(tmp_path):
    """Reads assignment files that lie beside EXERCISES; returns what was found, its problems as lines below the folder."""
    for name, text in EXERCISES.items():
        (tmp_path / name).write_text(text)
    shelf = read_shelf([tmp_path])
    (tmp_path / "assignments").mkdir()

    def go(*texts: str):
        for number, text in enumerate(texts, 1):
            (tmp_path / "assignments" / f"{number}.yaml").write_text(text)
        found = read_assignments(tmp_path / "assignments", shelf)
        return found, [re.sub(r"^\S*/assignments/", "", str(problem)) for problem in sorted(found.problems)], shelf

    return go


def test_a_moment_without_its_zone_is_refused_however_it_comes():
    terms = {"id": "week-1", "title": "Week 1", "exercises": ["one"]}
    aware = datetime(2026, 12, 1, 17, tzinfo=UTC)
    assert Assignment(**terms, due=aware).due == Assignment(**terms, due="2026-12-01T17:00Z").due == aware
    for naive in (datetime(2026, 12, 1, 17), "2026-12-01T17:00"):
        with pytest.raises(ValidationError, match="no day and time with its zone"):
            Assignment(**terms, due=naive)


def test_a_short_file_is_enough(read):
    found, problems, shelf = read(LEAST)
    assert problems == []
    assignment = found.files["week-1"].assignment
    assert (assignment.attempts, assignment.counts, assignment.late, assignment.due) == (None, "last", "accept", None)


def test_its_questions_stand_in_order_and_are_drawn_by_its_own_seed(read):
    found, _, shelf = read(LEAST, LEAST.replace("week-1", "week-2") + "seed: week-1\n")
    first, second = (target(found.files[name].assignment, shelf) for name in ("week-1", "week-2"))
    keys = [item.key for item in first.items]
    assert keys[0] == "one/first" and keys[-1] == "drawn/mood" and len(keys) == 4
    assert keys == [item.key for item in second.items], "one seed, one draw"
    assert [item.of for item in first.items] == [2, 1, 1, 0] and first.points == 4
    drawn = {tuple(item.key for item in target(Assignment(id=f"a{i}", title="A", exercises=["drawn"]), shelf).items) for i in range(30)}  # fmt: skip
    assert len(drawn) > 1, "another assignment, another draw"


def test_an_exercise_can_stand_for_an_assignment_as_its_own_page_shows_it(read):
    _, _, shelf = read()
    exercise = shelf.files["drawn"].exercise
    alone = exercise_target(exercise)
    assert (alone.name, alone.assignment.id, alone.assignment.due) == (None, "drawn", None)
    assert [item.question.id for item in alone.items] == [question.id for question in exercise.drawn()]


def test_a_time_has_its_zone(read):
    found, problems, _ = read(LEAST + "opens: 2026-11-24T09:00+01:00\ndue: 2026-12-01T16:00Z\n")
    assignment = found.files["week-1"].assignment
    assert problems == [] and (assignment.due - assignment.opens).total_seconds() == 7 * 86_400 + 8 * 3600


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("exercises: [one, drown]\n", "exercises: 3:18: error: [unknown-exercise] there is no exercise `drown` — did you mean `drawn`?"),
        ("exercises: [xyz]\n", "3:13: error: [unknown-exercise] there is no exercise `xyz` — use the id of an exercise"),
        ("exercises: [broken]\n", "3:13: error: [unknown-exercise] the exercise `broken` has mistakes of its own — mend its file first"),
        ("exercises: [case]\n", "3:13: error: [assigned-scenario] `case` is a branching case: there is nothing to mark — show it on a page instead"),
        ("exercises: [one, one]\n", "3:18: error: [assigned-twice] `one` stands here already — name it once"),
        ("exercises: []\n", "3:12: error: [wrong-value] `exercises` has too few entries — write at least 1"),
        ("exercises: [one_]\n", "exercises: 3:13: error: [unknown-exercise] there is no exercise `one_` — did you mean `one`?"),
        ("exercises: [rated_file]\n", "3:13: error: [unknown-exercise] there is no exercise `rated_file` — write `rated`, which is the id in rated_file.yaml"),
        ("exercises: [rated]\npass_mark: 50\n", "4:12: error: [nothing-to-earn] no question of it is worth points — take `pass_mark` out"),
        ("exercises: [one]\ndue: 2026-12-01T17:00\n", "4:6: error: [wrong-value] `due`: this is no day and time with its zone — write it as 2026-12-01T17:00+01:00"),
        ("exercises: [one]\ndue: next Friday\n", "4:6: error: [wrong-value] `due`: this is no day and time with its zone"),
        ("exercises: [one]\nopens: 2026-12-02T09:00Z\ndue: 2026-12-01T09:00Z\n", "5:6: error: [due-before-opens] it is due before it opens — mend one of the two times"),
        ("exercises: [one]\nlate: deduct\n", "4:7: error: [deduct] `late` says nothing without `deduct` — say how many per cent a day"),
        ("exercises: [one]\ndeduct: 10\n", "4:9: error: [deduct] `deduct` says nothing without `late` — add `late: deduct`, or take this out"),
        ("exercises: [one]\nattempts: 0\n", "4:11: error: [wrong-value] `attempts` cannot be 0 — write 1 or more"),
        ("exercises: [one]\npass_mark: 101\n", "4:12: error: [wrong-value] `pass_mark` cannot be 101 — write 100 or less"),
        ("exercises: [one]\ncounts: mean\n", "4:9: error: [not-allowed] `counts` cannot be mean — use 'best', 'last' or 'first'"),
        ("exercises: [one]\ndeu: 2026-12-01T17:00Z\n", "4:1: error: [unknown-field] there is no field `deu` here — did you mean `due`?"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_its_mend(read, text, told):
    found, problems, _ = read("id: week-1\ntitle: Week 1\n" + text)
    assert len(problems) == 1 and told.removeprefix("exercises: ").lower() in problems[0].lower(), problems
    assert not found.files


def test_an_id_is_given_once(read):
    found, problems, _ = read(LEAST, LEAST)
    assert len(problems) == 1 and "[duplicate-id] the assignment id `week-1` is taken by " in str(found.problems[0])
    assert list(found.files) == ["week-1"]


def test_every_code_is_told_of_in_the_reference():
    page = (ROOT / "docs" / "reference" / "assignments.md").read_text("utf-8")
    assert (
        dict(re.findall(r"^\| `([\w-]+)` \| (.+) \|$", page.partition("## Mistakes")[2], re.MULTILINE))
        == assignments.CODES
    )


def test_the_schema_for_editors_is_that_of_the_code():
    """After a change: quizgrader schema --assignment > exercises/assignments/assignment.schema.json"""
    published = json.loads((ROOT / "exercises" / "assignments" / "assignment.schema.json").read_text("utf-8"))
    assert {**published, "$schema": ""} == {**Assignment.model_json_schema(), "$schema": ""}


def test_the_projects_own_assignments_have_no_problems():
    shelf = read_shelf([ROOT / "exercises"])
    found = read_assignments(ROOT / "exercises" / assignments.FOLDER, shelf)
    assert found.problems == [] and found.files
    assert all(
        Path(file.located.file).read_text("utf-8").startswith("# yaml-language-server") for file in found.files.values()
    )
