"""Exercises beyond their single fields: draws from pools, branching cases, and what an author is told about them."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import PROJECT, ROOT

from authoring import load
from quizgrader.bank import assignments
from quizgrader.bank.checks import CODES
from quizgrader.bank.claims import claim_ids
from quizgrader.bank.exercises import Exercise
from quizgrader.bank.scenario import sections
from quizgrader.bank.shelf import read_shelf
from quizgrader.terminal import take

SMALL = PROJECT["exercises/small.yaml"]
TRUTH = (
    "  - {{id: q{0}, type: true-false, prompt: Number {0}., answer: true, feedback_true: Yes., feedback_false: No.}}\n"
)
POOLED = (
    "id: pooled\ntitle: Pooled\nmode: practice\nquestions:\n"
    + "".join(TRUTH.format(i) for i in range(8))
    + (
        "pools:\n  - {id: first, pick: 2, questions: [q0, q1, q2, q3]}\n  - {id: last, pick: 1, questions: [q5, q6, q7]}\n"
    )
)
GAME = """id: game
title: A game
mode: practice
scenario:
  role: You decide.
  scenes:
    - id: dawn
      when: Dawn
      text: Ice falls.
      decisions:
        - {id: wait, text: Wait., consequence: They waited., basis: fact, goto: noon, claims: [c-1]}
        - {id: act, text: Act., consequence: They would be home., basis: judgement, goto: home}
    - {id: noon, when: Noon, text: It is late.}
    - {id: home, when: Evening, text: All is well.}
  debrief: What did you weigh?
"""


@pytest.fixture
def told(tmp_path):
    """Every problem with one exercise file, as `line: code`."""

    def tell(text: str, claims: set[str] | None = None) -> list[str]:
        (tmp_path / "file.yaml").write_text(text)
        return [f"{problem.line}: {problem.code}" for problem in sorted(read_shelf([tmp_path], claims).problems)]

    return tell


def exercise(tmp_path, text: str) -> Exercise:
    (tmp_path / "file.yaml").write_text(text)
    found, located = load(tmp_path / "file.yaml", Exercise)
    assert found, located.problems
    return found


# -- pools


def test_a_draw_takes_what_is_wanted_from_each_pool_and_keeps_the_order(tmp_path):
    pooled = exercise(tmp_path, POOLED)
    for seed in ("", "a", "b", "c"):
        names = [question.id for question in pooled.drawn(seed)]
        assert names == sorted(names) and "q4" in names and len(names) == 4
        assert len({"q0", "q1", "q2", "q3"} & set(names)) == 2


def test_the_same_seed_gives_the_same_draw_and_another_another(tmp_path):
    pooled = exercise(tmp_path, POOLED)
    draws = {tuple(question.id for question in pooled.drawn(str(seed))) for seed in range(40)}
    assert pooled.drawn("x") == pooled.drawn("x")
    assert len(draws) > 10, "every question has its chance"


def test_a_pool_that_cannot_be_drawn_from_is_told(told):
    assert told(POOLED.replace("pick: 2", "pick: 9")) == ["14: pool-size"]
    assert told(POOLED.replace("[q5, q6", "[q0, q9")) == ["15: pooled-twice", "15: unknown-question"]


# -- branching cases


def test_a_scenario_prints_as_a_numbered_game_book(tmp_path):
    book = sections(exercise(tmp_path, GAME).scenario)
    assert [section.number for section in book] == [1, 2, 3, 4, 5, 6]
    by_number = {section.number: section for section in book}
    assert (book[0].kind, book[-1].kind) == ("scene", "debrief")
    waited, home = (by_number[turn.number] for turn in book[0].turns)
    assert (waited.kind, home.kind) == ("fact", "judgement")
    for consequence, heading in ((waited, "Noon"), (home, "Evening")):
        ending = by_number[consequence.turns[0].number]
        assert (ending.kind, ending.heading) == ("ending", heading)
        assert [turn.number for turn in ending.turns] == [6]


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        (("goto: home", "goto: hom"), ["12: unknown-scene", "14: never-reached"]),
        (("goto: home", "goto: noon"), ["14: never-reached"]),
        (("goto: noon, claims", "goto: dawn, claims"), ["13: never-reached"]),
        (("    - {id: noon", "    - {id: home"), ["11: unknown-scene", "14: duplicate-id"]),
        (("claims: [c-1]", "claims: [c-9]"), ["11: unknown-claim"]),
        (("scenario:", "questions: []\nscenario:"), []),
        (("        - {id: act, text: Act., consequence: They would be home., basis: judgement, goto: home}\n", ""),
         ["11: one-decision", "13: never-reached"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_scenario_is_told(told, change, problems):
    assert told(GAME.replace(*change), {"c-1"}) == problems


def test_a_scenario_that_never_ends_is_told(told):
    endless = GAME.replace(
        "text: It is late.}",
        "text: It is late., decisions: [{id: on, text: On., consequence: C., basis: fact, goto: noon}, {id: an, text: An., consequence: C., basis: fact, goto: noon}]}",
    )
    assert told(endless) == ["13: no-ending"]


# -- advice


def test_an_exercise_holds_questions_or_a_scenario(told):
    assert told("id: x\ntitle: X\nmode: practice\n") == ["1: exercise"]
    assert told(GAME + "questions:\n" + TRUTH.format(1)) == ["1: exercise"]


def test_an_option_without_feedback_is_told_in_practice_only(told):
    silent = SMALL.replace(", feedback: No.", "")
    assert told(silent) == ["11: missing-feedback"]
    assert told(silent.replace("practice", "assessed")) == []


def test_none_of_these_must_not_be_shuffled_away(told):
    shuffled = SMALL.replace("    choices:", "    shuffle: true\n    choices:").replace(
        "text: That", "text: None of these"
    )
    assert told(shuffled) == ["12: none-shuffled"]
    assert told(shuffled.replace("id: b,", "id: b, pinned: true,")) == []


def many(choices: list[str]) -> str:
    head = "id: many\ntitle: Many\nmode: assessed\nquestions:\n"
    return head + "".join(
        f"  - id: q{i}\n    type: single-choice\n    prompt: P{i}?\n    choices: [{c}]\n" for i, c in enumerate(choices)
    )


def test_a_longest_option_that_is_always_right_is_told(told):
    long, short = "{id: a, text: A long and careful answer, correct: true}", "{id: b, text: No}"
    assert told(many([f"{long}, {short}", f"{short}, {long}"] * 2)) == ["5: longest-is-right"]
    fair = "{id: a, text: No, correct: true}, {id: b, text: A long and careful answer}"
    assert told(many([f"{long}, {short}", f"{short}, {long}", fair, fair])) == []


def test_a_key_that_stands_always_in_one_place_is_told(told):
    first = "{id: a, text: Yes, correct: true}, {id: b, text: Not}"
    assert told(many([first] * 5)) == ["5: key-position"]


def test_a_number_of_right_options_that_can_be_guessed_is_told(told):
    right, wrong = "{{id: {0}, text: T, correct: true}}", "{{id: {0}, text: T}}"

    def ticking(*kinds: str) -> list[str]:
        options = [", ".join(kind.format(chr(97 + i)) for i, kind in enumerate(kinds))]
        guessable = [", ".join((right.format("a"), right.format("b"), wrong.format("c")))] * 3
        return told(many(guessable + options).replace("single-choice", "multiple-choice"))

    assert ticking(right, right, wrong) == ["5: count-tells"]
    for other in ((right, wrong, wrong), (right, right, right), (wrong, wrong, wrong)):
        assert ticking(*other) == []


def test_an_objective_that_nothing_tests_is_told(told):
    assert told(SMALL.replace("mode:", "objectives: [aim]\nmode:")) == ["3: untested-objective"]


@pytest.mark.parametrize(
    "broken", ["claims: 5", "claims: {a: b}", "claims: [5, [a], {id: [a]}, {id: 5}, {}]", "5", "- a", "claims: ["]
)
def test_claims_are_read_past_what_is_broken(tmp_path, broken):
    (tmp_path / "facts.yaml").write_text("claims: [{id: c-1}]\nfindings: [{id: f-1}]\n")
    (tmp_path / "broken.yaml").write_text(f"{broken}\n")
    assert claim_ids(sorted(tmp_path.glob("*.yaml"))) == {"c-1", "f-1"}


def test_warnings_do_not_stop_anything(told, project, tmp_path):
    folder = project({"exercises/small.yaml": SMALL.replace(", feedback: No.", "")})
    command = [sys.executable, "-m", "quizgrader", "check", "exercises"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "warning: [missing-feedback]" in done.stdout


def test_every_code_is_documented():
    modules = [path for name in ("quizgrader", "authoring") for path in (ROOT / "src" / name).rglob("*.py")]
    source = "".join(path.read_text("utf-8") for path in modules)
    for code in CODES:
        assert source.count(f'"{code}"') >= 2, f"{code} is documented, but nothing tells it"
    told = {code for path in modules for code in codes_told(path)}
    assert len(told) > 40 and told <= CODES.keys() | assignments.CODES.keys()


def codes_told(path: Path) -> Iterator[str]:
    """The codes that a module tells: what stands second wherever it makes a problem."""
    for call in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(call, ast.Call) and re.search(r"\b(Finding|problem|misused|warn)$", ast.unparse(call.func)):
            yield from (code.value for code in call.args[1:2] if isinstance(code, ast.Constant))


# -- the schema, and the terminal


def test_the_schema_beside_the_exercises_is_the_one_the_command_prints():
    done = subprocess.run([sys.executable, "-m", "quizgrader", "schema"], capture_output=True, text=True, check=True)
    assert (ROOT / "exercises" / "exercise.schema.json").read_text("utf-8") == done.stdout
    for name, part in json.loads(done.stdout)["$defs"].items():
        for field, about in part.get("properties", {}).items():
            assert field == "type" or about.get("description"), f"{name}.{field} has no description"


def played(text: str, tmp_path, *lines: str) -> str:
    said, answers = [], iter(lines)

    def ask(prompt: str) -> str:
        said.append(prompt)
        try:
            return next(answers)
        except StopIteration:
            raise EOFError from None

    take(exercise(tmp_path, text), ask, said.append)
    return "\n".join(said)


def test_an_exercise_can_be_taken_in_the_terminal(tmp_path):
    hinted = SMALL.replace("    claims:", "    hints: [Think.]\n    claims:")
    shown = played(hinted, tmp_path, "?", "z", "b")
    assert "Hint: Think." in shown and "there is no Z here, only A, B. Try again." in shown
    assert "Not right: 0 of 1" in shown and "b: No." in shown and "Key: This" in shown
    assert played(SMALL, tmp_path, "").count("Not answered.") == 1
    assert "Key" not in played(SMALL, tmp_path, "q")
    assert played(SMALL, tmp_path, "ab", "A").count("only one is wanted. Try again.") == 1


def test_one_can_go_back_in_the_terminal(tmp_path):
    text = SMALL + SMALL.partition("questions:\n")[2].replace("id: q1", "id: q2")
    shown = played(text, tmp_path, "<", "b", "<", "a", "a")
    assert shown.count("\n1. ") == 3 and shown.count("\n2. ") == 2 and "2 of 2 points" in shown


def test_every_path_of_a_scenario_can_be_walked_in_the_terminal(tmp_path):
    assert "They waited." in played(GAME, tmp_path, "a") and "It is late." in played(GAME, tmp_path, "a")
    assert "All is well." in played(GAME, tmp_path, "x", "b")


@pytest.mark.parametrize("file", sorted((ROOT / "exercises").glob("*.yaml")), ids=lambda file: file.stem)
def test_every_exercise_of_the_project_can_be_taken(tmp_path, file):
    text = file.read_text("utf-8")
    assert played(text, tmp_path, *["a"] * 200)
    assert played(text, tmp_path, *[""] * 200)
