"""How authored YAML is read: plain data, the place of every value, and mistakes as problems, never as exceptions."""

import json
from pathlib import Path
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, StringConstraints

from authoring import Model, Problem, Text, load, read, report
from authoring.problems import escaped


def read_text(folder: Path, text: str | bytes):
    file = folder / "file.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(file)


def test_what_people_think_is_text_is_text(tmp_path):
    located = read_text(tmp_path, "a: no\nb: 12:30\nc: 2007-02-14\nd: 1.10\ne: 007\nf: on\ng: ~\nh: true\ni: '5'\n")
    assert located.data == {
        "a": "no", "b": "12:30", "c": "2007-02-14", "d": 1.1, "e": "007", "f": "on", "g": None, "h": True, "i": "5",
    }  # fmt: skip


def test_every_value_knows_its_place(tmp_path):
    located = read_text(tmp_path, "questions:\n  - id: a\n    prompt: |\n      Why?\n  - {id: b, points: 2}\n")
    assert located.place(("questions", 0, "prompt")) == (3, 13)
    assert located.place(("questions", 0, "prompt"), key=True) == (3, 5)
    assert located.place(("questions", 1, "points")) == (5, 21)
    assert located.place(("questions", 1, "hints", 0)) == (5, 5), "a missing value stands where it should have been"


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        (b"\xff\xfe", (1, 1), "UTF-8"),
        ("", (1, 1), "empty"),
        ("a: &x 1\nb: *x\n", (1, 4), "anchor"),
        ("a: !!python/object:os.system x\n", (1, 4), "tag"),
        ("a: 1\n---\nb: 2\n", (2, 1), "second document"),
        ("a: 1\na: 2\n", (2, 1), "again"),
        ("? [x]\n: 1\n", (1, 3), "key must be a word"),
        ("[" * 100 + "]" * 100, (1, 41), "nested"),
        ("a: 'x\n", (2, 1), ""),
        ("a: \x07\n", (1, 4), "does not allow"),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_with_its_place(tmp_path, text, place, word):
    (problem,) = read_text(tmp_path, text).problems
    assert (problem.line, problem.column) == place
    assert word in problem.message


def test_a_file_that_is_not_there_is_a_problem(tmp_path):
    (problem,) = read(tmp_path / "none.yaml").problems
    assert problem.code == "unreadable"


class Small(Model):
    name: Text
    size: float = 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "name: 5.5\n",
            "1:7: error: [wrong-type] `name` must be text, and YAML reads 5.5 otherwise — put it in quotes",
        ),
        ("size: 1\n", "1:1: error: [missing-field] `name` is missing — add `name:`"),
        ("name: x\nsise: 1\n", "2:1: error: [unknown-field] there is no field `sise` here — did you mean `size`?"),
        ("name: x\nsize: big\n", "2:7: error: [wrong-type] `size` must be a number, not big — write a number"),
        ("- x\n", "1:1: error: [format] this is not a list of fields — write `field: value` lines"),
    ],
)
def test_what_does_not_fit_the_model_is_told_in_an_authors_words(tmp_path, monkeypatch, text, line):
    monkeypatch.chdir(tmp_path)
    Path("file.yaml").write_text(text)
    model, located = load(Path("file.yaml"), Small)
    assert model is None
    assert [str(problem) for problem in located.problems] == [f"file.yaml:{line}"]


class Bounded(Model):
    id: Annotated[str, StringConstraints(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=20)] = ""
    day: Annotated[str, StringConstraints(pattern="^Mon|Tue$")] = ""
    share: Annotated[float, Field(gt=0, le=100)] = 1
    parts: list[str] = Field([], min_length=2, max_length=3)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id: Monday Class", "`id` cannot be `Monday Class`: an id has small letters, digits, and single hyphens between them — write `monday-class`"),
        ("id: über_uns.yaml", "`id` cannot be `über_uns.yaml`: an id has small letters, digits, and single hyphens between them — write `uber-uns`"),
        ("id: 月", "`id` cannot be `月`: an id has small letters, digits, and single hyphens between them — write `first-week`"),
        (f"id: {'a' * 21}", "`id` is too long — write at most 20 characters"),
        ("day: Sun", "`day` cannot be `Sun` — look how other files write it"),
        ("share: 0", "`share` cannot be 0 — write more than 0"),
        ("share: 101", "`share` cannot be 101 — write 100 or less"),
        ("parts: [a]", "`parts` has too few entries — write at least 2"),
        ("parts: [a, b, c, d]", "`parts` has too many entries — write at most 3"),
    ],
)  # fmt: skip
def test_a_value_outside_its_bounds_is_told_in_words_for_people(tmp_path, text, told):
    (tmp_path / "file.yaml").write_text(text, "utf-8")
    assert [problem.text for problem in load(tmp_path / "file.yaml", Bounded)[1].problems] == [f"[wrong-value] {told}"]


def test_a_whole_number_may_stand_for_text(tmp_path):
    (tmp_path / "file.yaml").write_text("name: 250\n")
    assert load(tmp_path / "file.yaml", Small)[0].name == "250"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("a\u2028b\nc", "a\\u2028b\\u000ac"),
        ("\u202eabc", "\\u202eabc"),
        ("Ann\u200dLee \u200d", "Ann\\u200dLee \\u200d"),
        ("ශ්\u200dරී می\u200cخواهم 👩\u200d💻", "ශ්\u200dරී می\u200cخواهم 👩\u200d💻"),
        ("é\u200d\u200dé", "é\\u200d\\u200dé"),
    ],
)
def test_what_cannot_be_seen_is_escaped_and_what_words_are_written_with_is_not(text, shown):
    assert escaped(text) == shown


def test_reports_for_people_programs_and_code_hosts():
    problem = Problem("a.yaml", 3, 5, "code", "it is wrong", "mend it")
    assert report([problem]) == "a.yaml:3:5: error: [code] it is wrong — mend it"
    assert json.loads(report([problem], "json"))[0]["line"] == 3
    assert report([problem], "github") == "::error file=a.yaml,line=3,col=5::[code] it is wrong — mend it"


@given(st.binary(max_size=200) | st.text(alphabet="ab:-[]{}'\"|>&*!#%@\n \t,?~0.", max_size=200).map(str.encode))
def test_no_file_makes_the_reader_raise(tmp_path_factory, raw):
    read_text(tmp_path_factory.getbasetemp(), raw)
