"""The command as a trainer meets it: marks, one line for each file that is not counted, and exit codes that mean something."""

import json
import subprocess
import sys

import pytest
from conftest import PROJECT

SAVED = {"format": "quizgrader-answers/1", "exercise": "small", "answers": {"first": {"version": 1, "response": "a"}}}


@pytest.fixture
def run(tmp_path):
    """Runs the command beside `small.yaml`, with the given files; returns its exit code, output and errors."""
    (tmp_path / "small.yaml").write_text(PROJECT["exercises/small.yaml"])

    def go(*arguments: str, files: dict[str, object] | None = None):
        for name, content in (files or {}).items():
            raw = content if isinstance(content, bytes) else json.dumps(content).encode()
            (tmp_path / name).write_bytes(raw)
        command = [sys.executable, "-m", "quizgrader", *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout, done.stderr

    return go


def changed(**changes) -> dict:
    return {**SAVED, **changes}


def test_marks_are_printed(run):
    code, out, errors = run("grade", "small.yaml", "ann.json", files={"ann.json": SAVED})
    assert (code, errors) == (0, "")
    assert out.splitlines()[:2] == ["ann.json", "  first                    1 of 1"]
    assert out.splitlines()[-1].split() == ["total", "1", "of", "1", "points"]


def test_marks_as_json(run):
    code, out, _ = run("grade", "small.yaml", "ann.json", "--format", "json", files={"ann.json": SAVED})
    (result,) = json.loads(out)
    assert code == 0 and result["points"] == 1 and result["questions"][0]["state"] == "marked"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not valid JSON at line 1, column 1"),
        (b'{"format": "quizgra', "was it cut short?"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"%PDF-1.7", "not valid JSON"),
        (b"[" * 100_000, "nested too deep"),
        ([], "not a file of answers"),
        (changed(format="quizgrader-answers/9"), "not a file of answers: format"),
        (changed(exercise="another"), "these are answers to `another`, not to `small`"),
        (changed(answers={"second": {"version": 1, "response": "a"}}), "it answers `second`, which is no question of `small`"),
        (changed(answers={"first": {"response": "a"}}), "answers.first.version"),
        (changed(exercise="\x1b[31m\u202e"), "\\u001b[31m\\u202e"),
        (b" " * 2_000_001, "larger than"),
    ],
)  # fmt: skip
def test_a_file_that_does_not_fit_is_named_with_its_reason_and_stops_no_other(run, content, reason):
    code, out, errors = run(
        "grade", "small.yaml", "bad.json", "ann.json", files={"bad.json": content, "ann.json": SAVED}
    )
    assert code == 1
    assert errors.startswith("bad.json: not counted: ") and errors.count("\n") == 1 and reason in errors
    assert "ann.json" in out and "1 of 1" in out


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"version": 2, "response": "a"}, "outdated: given to version 2; the question is now version 1"),
        ({"version": 1, "response": "z"}, "refused: there is no choice of this id [unknown-id]"),
        ({"version": 1, "response": 1e9}, "refused: a choice is named by its id, as text [wrong-shape]"),
        ({"version": 1, "response": None}, "unanswered"),
    ],
)
def test_what_is_no_answer_has_no_mark(run, answer, said):
    code, out, _ = run("grade", "small.yaml", "ann.json", files={"ann.json": changed(answers={"first": answer})})
    assert code == 0 and said in out and "0 of 1 points" in out


def test_points_and_keys_in_the_learners_file_count_for_nothing(run):
    forged = changed(points=99, answers={"first": {"version": 1, "response": "b", "points": 99, "fraction": 1}})
    _, out, _ = run("grade", "small.yaml", "ann.json", files={"ann.json": forged})
    assert "0 of 1 points" in out


def test_a_wrong_name_is_one_clear_line(run):
    assert run("grade", "none.yaml", "ann.json") == (2, "", "quizgrader: there is no none.yaml — check the name\n")
    assert run("check", "none")[0] == 2


def test_check_formats_and_exit_codes(run):
    assert run("check", "small.yaml") == (0, "1 exercises, 1 questions: nothing wrong\n", "")
    code, out, _ = run("check", "small.yaml", "--format", "json", files={"small.yaml": b"id: small\n"})
    assert code == 1 and {problem["code"] for problem in json.loads(out)} == {"missing-field"}
    assert run("check", "small.yaml", "--format", "github")[1].startswith("::error file=small.yaml,line=1,col=1::")
