"""The file that a learner hands in: what is read, what is refused with which words, and the receipt."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from receipts import receipt, spelled

from quizgrader.intake import submissions
from quizgrader.intake.submissions import FORMAT, Learner, NotCounted, read

VECTORS = json.loads((Path(__file__).parent / "conformance" / "receipts.json").read_text("utf-8"))
SAVED = {
    "format": FORMAT,
    "assignment": "week-1",
    "learner": {"id": "a17", "name": "Jürgen Müller"},
    "attempt": 1,
    "started": "2026-11-26T10:00:00+01:00",
    "saved": "2026-11-26T10:40:00+01:00",
    "answers": {"small/first": {"version": 1, "response": "a"}},
    "receipt": "K7QD-2M9X-4TRA",
}


def changed(**changes) -> bytes:
    return json.dumps({**SAVED, **changes}, ensure_ascii=False).encode()


def test_a_submission_is_read():
    submission = read(changed())
    assert (submission.assignment, submission.learner, submission.attempt) == (
        "week-1",
        Learner("a17", "Jürgen Müller"),
        1,
    )
    assert json.loads(bytes(submission.answers["small/first"])) == {"version": 1, "response": "a"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_encoding_that_programs_save_is_read(encoding, line_end):
    text = json.dumps(SAVED, indent=1, ensure_ascii=False).replace("\n", line_end)
    assert read(text.encode(encoding)).learner.name == "Jürgen Müller"


def test_unknown_fields_are_passed_over_and_courtesies_may_be_left_out():
    least = {"format": FORMAT, "answers": {}, "points": 99, "key": {"small/first": "a"}}
    assert read(json.dumps(least).encode()).learner == Learner()


def test_half_a_character_in_a_name_or_an_answer_costs_nobody_their_work():
    """A page may cut a text in the middle of a character; JavaScript writes that as it is."""
    half = {"learner": {"name": "Ann \ud83d"}, "answers": {"small/first": {"version": 1, "response": "so \ud83d"}}}
    submission = read(json.dumps({**SAVED, **half}).encode())
    assert submission.learner.name == "Ann \ufffd"
    assert json.loads(bytes(submission.answers["small/first"]))["response"] == "so \ud83d"


@pytest.mark.parametrize(
    ("data", "code", "reason"),
    [
        (b"", "empty", "the file is empty"),
        (b" \r\n", "empty", "the file is empty"),
        (b"%PDF-1.7\n", "not-text", "it is a PDF"),
        (b"PK\x03\x04 and so on", "not-text", "it is a zip, or a document of an office program"),
        (b"\xff\xd8\xff\xe0JFIF", "not-text", "it is a picture"),
        (b"\x93\x81\x80", "not-text", "it is no text in UTF-8 or UTF-16"),
        (changed().decode().encode("cp1252"), "not-text", "it is no text in UTF-8 or UTF-16"),
        (b"My answers are all in the mail.", "not-json", "it is text, but no JSON"),
        (b"<!doctype html>\n<html lang=en>", "not-json", "it is a web page, or a mail saved as one"),
        (b"Return-Path: <ann@example.org>\nSubject: my answers\n", "not-json", "it is a mail"),
        (b"{'format': 1}", "not-json", "its JSON is broken at line 1, column 2"),
        (b"[" * 100_000, "not-json", "its JSON is nested too deep, or holds a number that is none"),
        (changed(answers={"a/b": {"version": 1, "response": float("nan")}}), "not-json", "holds a number that is none"),
        (changed()[:90], "cut-short", "it breaks off in the middle"),
        (b"[]", "other-format", "it is JSON, but no submission"),
        (b'{"format": "survey/1"}', "other-format", "it is JSON, but no submission"),
        (changed(format="quizgrader-answers/1"), "other-version", "its format is `quizgrader-answers/1`"),
        (changed(format="quizgrader-submission/2"), "other-version", "its format is `quizgrader-submission/2`"),
        (changed(format="quizgrader-\x1b[31m\u202e"), "other-version", "quizgrader-\\u001b[31m\\u202e"),
        (changed(answers=[]), "malformed", "Expected `object`, got `array` - at `$.answers`"),
        (changed(attempt="two"), "malformed", "`$.attempt`"),
        (changed(learner={"id": 7}), "malformed", "`$.learner.id`"),
    ],
)
def test_what_is_no_submission_is_told_in_plain_words(data, code, reason):
    with pytest.raises(NotCounted) as refused:
        read(data)
    assert (refused.value.code, refused.value.mend != "") == (code, True)
    assert reason in refused.value.reason and refused.value.reason.isprintable()


@given(st.binary(max_size=80) | st.integers(0, len(changed())).map(lambda end: changed()[:end]))
def test_no_content_makes_the_reader_raise_anything_else(data):
    try:
        read(data)
    except NotCounted as refused:
        assert refused.code and refused.reason and refused.mend


def test_the_published_schema_is_that_of_the_code():
    """After a change: `python -c "from quizgrader.intake.submissions import schema; ..."`, as docs/reference/submissions.md says."""
    published = json.loads((ROOT / "src" / "quizgrader" / "intake" / "submission.schema.json").read_text("utf-8"))
    assert published == submissions.schema()


def test_every_code_is_told_of_in_the_reference():
    package = ROOT / "src" / "quizgrader"
    names = ("intake/submissions", "intake/inbox", "intake/reader", "cohort/attempts", "intake/longtable")
    sources = "".join((package / f"{name}.py").read_text("utf-8") for name in names)
    codes = set(re.findall(r'(?:NotCounted\(|_told\(\w+, file, |_tell\()\s*"([\w-]+)"', sources))
    page = (
        (ROOT / "docs" / "reference" / "submissions.md")
        .read_text("utf-8")
        .partition("## What is not counted")[2]
        .partition("\n## ")[0]
    )
    assert set(re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE)) == codes


# -- the receipt


@pytest.mark.parametrize("vector", VECTORS, ids=range(len(VECTORS)))
def test_a_receipt_is_that_of_the_vectors_which_the_browser_shares(vector):
    answers = {key: (answer["version"], answer["response"]) for key, answer in vector["answers"].items()}
    assert receipt(vector["assignment"], Learner(**vector["learner"]), answers) == vector["receipt"]


def test_the_vectors_differ_wherever_their_content_does():
    assert len({vector["receipt"] for vector in VECTORS}) == len(VECTORS) >= 20


@pytest.mark.parametrize("typed", ["K7QD-2M9X-4TRA", "k7qd2m9x4tra", " K7QD 2M9X 4TRA ", "K-7-Q-D\t2m9X4tRa"])
def test_a_receipt_may_be_typed_as_one_likes(typed):
    assert spelled(submissions.receipt_number(typed)) == "K7QD-2M9X-4TRA"


def test_letters_that_are_taken_for_others_are_read_as_those():
    assert submissions.receipt_number("O0I1-L000-0000") == submissions.receipt_number("0011-1000-0000")


@pytest.mark.parametrize("text", ["", "K7QD", "U7QD-2M9X-4TRA", "K7QD-2M9X-4TRA-0", "١٢٣٤-٥٦٧٨-٩٠١٢", "é" * 12])
def test_what_is_no_receipt_has_no_number(text):
    assert submissions.receipt_number(text) is None
