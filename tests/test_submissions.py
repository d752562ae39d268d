"""The file that a learner hands in: what is read, what is refused with which words, and the receipt."""

from __future__ import annotations

import html
import json
import re
import textwrap
import time
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
        (b"PK\x03\x04 and so on", "not-text", "it is a zip of another name"),
        (b"\xff\xd8\xff\xe0JFIF", "not-text", "it is a picture"),
        (b"\x93\x81\x80", "not-text", "it is no text"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "not-text", "it is an archive (7z)"),
        (b"Rar!\x1a\7", "not-text", "it is an archive (RAR)"),
        (b"\xd0\xcf\x11\xe0" + "__substg1.0_0037".encode("utf-16-le"), "not-text", "it is a mail as Outlook saves it"),
        (b"\xd0\xcf\x11\xe0 and so on", "not-text", "it is a document of an office program"),
        (b"PK\x03\x04 [Content_Types].xml word/document.xml", "not-text", "it is a document of an office program"),
        (b"PK\x03\x04 [Content_Types].xml xl/workbook.xml", "not-text", "it is a spreadsheet"),
        (b"\xef\xbb\xbflearner,attempt,item,version,response\n", "not-json", "it is a table of answers"),
        (b'"ID";"Name";"Group"\r\n"a17";"Ann Lee";"A"\r\n', "not-json", "it is a list of people"),
        (b"answer\titem\tversion\t1\n", "not-json", "it is a marking sheet"),
        (b"My answers are all in the mail.", "not-json", "it is text, but holds no answers"),
        (b"<!doctype html>\n<html lang=en>", "not-json", "it is a web page, or a mail saved as one"),
        (b"Return-Path: <ann@example.org>\nSubject: my answers\n", "not-json", "it is a mail"),
        (b"{'format': 1}", "not-json", "its text was changed on the way, and cannot be read at line 1, column 2"),
        (b"[" * 100_000, "not-json", "it is not as the page wrote it: nested too deep"),
        (changed(answers={"a/b": {"version": 1, "response": float("nan")}}), "not-json", "with a number that is none"),
        (changed()[:90], "cut-short", "it breaks off in the middle"),
        (b"[]", "other-format", "it is a file of another program"),
        (b'{"format": "survey/1"}', "other-format", "it is a file of another program"),
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


SHOWN = json.dumps(
    {**SAVED, "answers": {"small/first": {"version": 1, "response": "So “we” said:\n> no"}}},
    indent=1,
    ensure_ascii=False,
)
"""What the page shows, to be copied into a message."""


@pytest.mark.parametrize(
    "mail",
    [
        f"Dear {{Ann}},\nhere it is:\n\n{SHOWN}\n\nKind regards {{J.}}\n",
        "On Monday J. wrote:\n" + textwrap.indent(SHOWN, "> "),
        "\r\n".join(["Hello", *textwrap.indent(SHOWN, ">> ").split("\n")]),
        f"Hello\n{SHOWN}".replace(": ", ":\u00a0").replace('",', "”,").replace('\n "', "\n\u00a0“"),
        "<html><style>p {color: red}</style><p>" + html.escape(SHOWN).replace("\n", "<br>") + "</p></html>",
        "\n".join(textwrap.fill(line, 40, break_long_words=False) for line in f"Hello\n{SHOWN}".split("\n")),
        f"Hello, {SHOWN}".encode("cp1252"),
        SHOWN + "\n-- \nJ.",
    ],
    ids=["greeting", "quoted", "quoted twice", "worn", "web page", "wrapped", "old Windows", "signature"],
)
def test_answers_are_found_among_the_words_of_a_mail(mail):
    submission = read(mail if isinstance(mail, bytes) else mail.encode())
    said = json.loads(bytes(submission.answers["small/first"]))["response"]
    assert (submission.assignment, submission.learner.id, submission.receipt) == ("week-1", "a17", SAVED["receipt"])
    assert said.replace('"', "").replace("“", "").replace("”", "") == "So we said:\n> no"


def test_an_answer_is_left_as_it_is_where_only_a_greeting_stands_before_it():
    submission = read(f"> Hello\n{SHOWN}".encode())
    assert json.loads(bytes(submission.answers["small/first"]))["response"] == "So “we” said:\n> no"


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        (f"New:\n{SHOWN}\nOld:\n{SHOWN}", "several", "the answers of several savings are in it"),
        (f"{SHOWN}{SHOWN}", "several", "the answers of several savings are in it"),
        (f"Hello\n{SHOWN[:150]}", "not-json", "its text was changed on the way, and cannot be read"),
        (f"From: J.\n\n{SHOWN.replace(':', ' ')}", "not-json", "its text was changed on the way, and cannot be read"),
    ],
)
def test_nothing_is_guessed_in_a_mail(text, code, reason):
    with pytest.raises(NotCounted, match=reason) as refused:
        read(text.encode())
    assert refused.value.code == code


@pytest.mark.parametrize("sign", ["<", "{", "> ", "“", "\n"])
def test_a_mail_made_to_take_long_does_not(sign):
    begun = time.perf_counter()
    with pytest.raises(NotCounted):
        read((sign * (1_900_000 // len(sign)) + FORMAT).encode())
    assert time.perf_counter() - begun < 5


def test_no_word_of_our_trade_is_said_to_a_trainer():
    """Reasons and mends are for people who have never heard of these."""
    sources = "".join(file.read_text("utf-8") for file in (ROOT / "src" / "quizgrader" / "intake").glob("*.py"))
    told = re.findall(r'(?:NotCounted|_tell|reason = |mend = |"not-\w+",)[^\n]*', sources)
    assert len(told) > 30 and not [line for line in told if re.search(r"JSON|UTF|submission", line)]


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
    names = (
        "intake/submissions",
        "intake/strangers",
        "intake/pasted",
        "intake/inbox",
        "intake/reader",
        "cohort/attempts",
        "intake/longtable",
    )
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
