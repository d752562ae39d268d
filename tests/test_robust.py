"""Whatever an author or a learner sends in: a named refusal with its place, never a traceback, never a mark that was not
earned, and no more time than its length calls for. What is accepted, and what a mark should be, is tested elsewhere."""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from twin import TYPES, question_of

from authoring import report
from quizgrader.bank.assignments import exercise_target
from quizgrader.bank.exercises import Exercise
from quizgrader.bank.shelf import Shelf, read_shelf
from quizgrader.grading import Mark, grade
from quizgrader.intake.distinct import Row
from quizgrader.intake.reader import Reader
from quizgrader.questions import BadResponse, Entry, Essay, Gaps, Order, Pair, Pick, Question
from quizgrader.questions.numbers import folded, trimmed
from quizgrader.questions.short_answer import literal_runs, matches, normal

ROOT = Path(__file__).resolve().parents[1]
SAID, OTHER = {"feedback": "So it is."}, {"feedback_other": "No."}  # whatever can be answered has its remark
OPTIONS = [{"id": "a", "text": "This", "correct": True, **SAID}, {"id": "b", "text": "That", **SAID}]
NUMBERS = [
    {"value": 31, "tolerance": 0.5, **SAID},
    {"min": 2.4, "max": 2.5, "credit": 0.5, "max_excluded": True, **SAID},
]
WORDS = [{"text": "bill of rights", **SAID}, {"text": r"*rights\**", "credit": 0.5, **SAID}]
FIELDS = {
    "single-choice": {"choices": OPTIONS, "shuffle": True},
    "multiple-choice": {"choices": [{**option, "feedback_left": "No."} for option in OPTIONS], "rule": "each-option"},
    "true-false": {"answer": True, "feedback_true": "Yes.", "feedback_false": "No."},
    "matching": {
        "stems": [{"id": "a", "text": "One", "match": "x", **SAID}, {"id": "b", "text": "Two", "match": "y", **SAID}],
        "options": [{"id": "x", "text": "X"}, {"id": "y", "text": "Y"}],
    },
    "ordering": {"items": [{"id": name, "text": name, **SAID} for name in "abx"]},
    "numeric": {"answers": NUMBERS, "unit": "m", "units": {"cm": 0.01}, "thousands": ",", **OTHER},
    "short-answer": {"answers": WORDS, "case": "exact", **OTHER},
    "fill-in": {
        "text": "It was [[a]], [[b]] and [[x]].",
        "gaps": [
            {"id": "a", "type": "choice", "choices": OPTIONS},
            {"id": "b", "type": "number", "answers": NUMBERS, **OTHER},
            {"id": "x", "type": "text", "answers": WORDS, **OTHER},
        ],
    },
    "open-response": {"rubric": [{"id": "a", "text": "Says what happened.", "points": 2}], "lines": 4},
    "rating": {"steps": 4, "low": "Not at all", "high": "Wholly"},
}
COMMON = {"prompt": "Which?", "hints": ["Think."], "explanation": "So it is.", "objectives": ["o"], "claims": ["c-1"]}
AUTHORED = [{"id": kind, "type": kind, **COMMON, **fields} for kind, fields in FIELDS.items()]
WHOLE = {"id": "all", "title": "All types", "mode": "practice", "objectives": ["o"], "questions": AUTHORED}
SMALL = [{**WHOLE, "questions": [authored]} for authored in AUTHORED]
QUESTIONS = [question_of(authored) for authored in AUTHORED]
EXERCISE = Exercise.model_validate(WHOLE)


class Plain(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    """Writes out what stands in two places, instead of an alias, which the reader would refuse first of all."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def written(content: object) -> str:
    return yaml.dump(content, Dumper=Plain, sort_keys=False)


# What cannot be seen, or turns a line round: overrides, isolates, zero width, escapes, line ends, tags.
UNSEEN = "\u202e\u2066\u200b\u200f\ufeff\x1b[31m\x07\x85\u2028\r\n\0\U000e0001"
EACH = [pytest.param(50, id="some"), pytest.param(600, marks=pytest.mark.slow, id="many")]


def fuzz(examples: int):
    """Settings of a test that makes up its input."""
    quiet = [
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ]
    return settings(max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=quiet)


def test_there_is_a_question_of_every_type():
    assert set(FIELDS) == set(TYPES)


# Authored files


@pytest.fixture(scope="module")
def shelf_of(tmp_path_factory) -> Callable[[bytes | str | dict], Shelf]:
    """Reads a file with this content as `quizgrader check` would, and holds what every reading must keep to."""
    file = tmp_path_factory.mktemp("authored") / "exercise.yaml"

    def read(content: bytes | str | dict) -> Shelf:
        text = written(content) if isinstance(content, dict) else content
        file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        shelf = read_shelf([file], claims={"c-1"})
        assert shelf.files or shelf.errors, "the file was passed over in silence"
        for problem in shelf.problems:
            assert str(problem).isprintable(), f"{problem!r} is not shown safely"
            assert problem.line >= 1 and problem.column >= 1 and problem.message and problem.mend
        for exercise_file in shelf.files.values() if not shelf.errors else ():
            for question in exercise_file.exercise.questions:
                show_all_faces(question)
        return shelf

    return read


def show_all_faces(question: Question) -> None:
    json.dumps(question.client_key(), allow_nan=False)
    assert question.rule() and question.control()
    question.key(), question.solution(), question.remarks()
    assert grade(question, None) == Mark("unanswered")


def places(value: object, path: tuple = ()) -> Iterator[tuple]:
    """The path of every value in `value`."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in inner:
        yield from places(item, (*path, step))


def replaced(value: object, path: tuple, by: Callable[[object], object]) -> object:
    """`value` with what stands at `path` put through `by`."""
    if not path:
        return by(value)
    step, *rest = path
    copy = value.copy()
    copy[step] = replaced(value[step], tuple(rest), by)
    return copy


def renamed(value: dict, path: tuple, name: str) -> dict:
    """`value` with the key at the end of `path` called `name`."""
    *above, old = path
    return replaced(value, tuple(above), lambda holder: {name if key == old else key: holder[key] for key in holder})


FILES = [path.read_bytes() for path in sorted((ROOT / "exercises").glob("*.yaml"))]
SEEDS = [written(small).encode() for small in SMALL]


def test_the_seeds_are_sound(shelf_of):
    for content in (WHOLE, *SEEDS):
        assert not shelf_of(content).errors


ODD = st.one_of(
    st.sampled_from([None, True, False, 0, -1, 7, 2**63, 10**15, 1e15, 1e-300, 1.7e308, math.inf, -math.inf, math.nan]),
    st.sampled_from(
        ["", " ", "~", "no", "1e999", "9" * 400, "a", "zz", "[[a]]", "[[zz]]", "*", "\\", "* *", "\0", UNSEEN]
    ),
    st.sampled_from([[], {}, [[]], [{}], {"a": {}}, ["a", "a"], {"id": "a"}, [None], {"": ""}, [1, "a", {}]]),
    st.text(max_size=20).filter(lambda text: text.isprintable()),
    st.floats(),
    st.integers(),
)
PLACES = [(small, path) for small in SMALL for path in places(small) if path]


@pytest.mark.parametrize("examples", EACH)
def test_no_value_in_a_field_makes_the_reader_raise(shelf_of, examples):
    @fuzz(examples)
    @given(st.sampled_from(PLACES), ODD, ODD | st.none())
    def holds(place, odd, another):
        content, path = place
        content = replaced(content, path, lambda _: odd)
        if another is not None:  # and beside it, where two mistakes may meet
            *above, step = path
            beside = replaced(
                content,
                tuple(above),
                lambda all_: {**all_, "id": another} if isinstance(all_, dict) else [*all_, another],
            )
            shelf_of(beside)
        shelf_of(content)

    holds()


INSERTED = [b"\0", b"\x1b", b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"\t", b"\r", b"\n", b"\n---\n", b": ", b"- ",
            b"&a ", b"*a ", b"!!python/name:os.system ", b"<<: *a\n", b"[" * 60, b"{a: " * 60, b"- " * 60, b"? ", b"|\n", b">-\n",
            b'"', b"'", b"#", b"%YAML 9.9\n", b"1e999", b"9" * 5000, b'"\\x1b\\u202e"', b"\xf0\x9f\x98\x80"]  # fmt: skip


@st.composite
def damaged(draw, texts: list[bytes]) -> bytes:
    """One of `texts` with bytes flipped, cut or put in, and lines dropped, doubled or moved in."""
    text = bytearray(draw(st.sampled_from(texts)))
    for _ in range(draw(st.integers(1, 4))):
        at, until = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        match draw(st.sampled_from(["flip", "insert", "insert", "cut", "drop", "double", "indent"])):
            case "flip" if at < len(text):
                text[at] ^= 1 << draw(st.integers(0, 7))
            case "insert":
                text[at:at] = draw(st.sampled_from(INSERTED))
            case "cut":
                del text[at : min(until, at + 40)]
            case change:
                start, end = text.rfind(b"\n", 0, at) + 1, text.find(b"\n", at) + 1 or len(text)
                line = bytes(text[start:end])
                text[start:end] = {"drop": b"", "double": line * 2}.get(change, b"  " + line)
    return bytes(text)


@pytest.mark.parametrize("examples", EACH)
def test_no_damage_to_a_file_makes_the_reader_raise(shelf_of, examples):
    @fuzz(examples)
    @given(damaged(SEEDS * 2 + FILES) | st.binary(max_size=80))
    def holds(raw):
        shelf_of(raw)

    holds()


HEAD = "id: e\ntitle: T\nmode: practice\nquestions:\n"
ONE = "  - {id: q, prompt: P, type: "
GROWING: dict[str, Callable[[int], str]] = {
    "questions": lambda n: HEAD + "".join(f"  - {{id: q{i}, type: true-false, prompt: P, answer: true}}\n" for i in range(n)),
    "questions of one id": lambda n: HEAD + f"{ONE}true-false, answer: true}}\n" * n,
    "unknown fields": lambda n: HEAD + ONE + "true-false" + "".join(f", z{i}: 1" for i in range(n)) + "}\n",
    "wrong types": lambda n: HEAD + f"{ONE}true-false, answer: perhaps}}\n" * n,
    "keys given twice": lambda n: HEAD + "title: T\n" * n,
    "a long text": lambda n: HEAD + ONE + "true-false, answer: true, explanation: " + "word " * (40 * n) + "}\n",
    "a long name of a field": lambda n: "x" * (40 * n) + ": 1\n",
    "a long id": lambda n: "id: " + "x-" * (40 * n) + "x\n",
    "a long number": lambda n: "title: " + "9" * (40 * n) + ".0\n",
    "a list for a text": lambda n: "title: [" + "a, " * (4 * n) + "a]\n",
    "claims": lambda n: HEAD + ONE + "true-false, answer: true, claims: [" + "zz, " * n + "zz]}\n",
    "choices": lambda n: HEAD + ONE + "single-choice, choices: [" + "{id: a, text: A}, " * n + "]}\n",
    "numbers": lambda n: HEAD + ONE + "numeric, answers: [" + "".join(f"{{value: {i}}}, " for i in range(n)) + "]}\n",
    "words": lambda n: HEAD + ONE + "short-answer, answers: [" + "".join(f"{{text: a{i}}}, " for i in range(n)) + "]}\n",
    "stars": lambda n: HEAD + ONE + "short-answer, answers: [{text: '" + "*a" * n + "'}, {text: '" + "a" * n + "'}]}\n",
    "accents": lambda n: HEAD + ONE + 'short-answer, answers: [{text: "a' + "\\u0301\\u0323" * n + '"}]}\n',
    "gaps": lambda n: HEAD + ONE + "fill-in, text: '" + "[[a]] " * n + "', gaps: ["
    + "{id: a, type: text, answers: [{text: A}]}, " * n + "]}\n",
    "criteria": lambda n: HEAD + ONE + "open-response, rubric: [" + "{id: a, text: A}, " * n + "]}\n",
    "lists in lists": lambda n: "title: " + "[" * (20 * n),
    "lists below lists": lambda n: "- " * (20 * n),
    "lines of nothing": lambda n: "\n" * (40 * n),
    "comments": lambda n: "# a\n" * (10 * n),
}  # fmt: skip


def assert_linear(work: Callable[[int], Callable[[], object]], small: int, factor: int = 8) -> None:
    """That `factor` times the input costs about `factor` times the work, with room for a busy machine: what grows with
    the square would cost `factor` times more again. The best of several runs counts."""

    def seconds(run: Callable[[], object]) -> float:
        run()
        best = math.inf
        for _ in range(3):
            rounds, spent = 0, 0.0
            while spent < 0.003:
                began = time.process_time()
                run()
                spent += time.process_time() - began
                rounds += 1
            best = min(best, spent / rounds)
        return best

    few, many = work(small), work(small * factor)
    ratios = []
    while len(ratios) < 3 and (not ratios or ratios[-1] > 3 * factor):
        ratios.append(seconds(many) / max(seconds(few), 1e-6))
    assert min(ratios) <= 3 * factor, f"{factor} times the input takes {min(ratios):.0f} times as long"


@pytest.mark.slow
@pytest.mark.parametrize("what", GROWING)
def test_reading_takes_time_in_proportion_to_the_file(tmp_path, what):
    def work(size: int) -> Callable[[], object]:
        file = tmp_path / f"{size}.yaml"
        file.write_text(GROWING[what](size), "utf-8")
        return lambda: read_shelf([file], claims=set())

    assert_linear(work, 60)


# Responses

NAMES = [
    "a",
    "b",
    "x",
    "y",
    "cm",
    "1",
    "4",
    "true",
    "31",
    "31 m",
    "1,000",
    "bill of rights",
    "",
    " ",
    "__proto__",
    "\ud800",
    "٣",
    UNSEEN,
]
LEAVES = st.one_of(
    st.sampled_from([None, None, True, False, 0, 1, -1.5, math.nan, math.inf, -math.inf, 10**400, *NAMES, *NAMES]),
    st.text(st.characters(), max_size=12),  # halves of characters among them
    st.text("0123456789.,eE+- m\u202f", max_size=12),
)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=3), inner, max_size=4)
)  # fmt: skip


def fits(control: object, response: object) -> bool:
    """Whether `response` has the form that `control` asks for. Told here once more, without the grader's own code."""
    if isinstance(control, Gaps):
        gaps = {gap.id: gap.control for gap in control.gaps}
        return isinstance(response, dict) and all(
            name in gaps and (given is None or fits(gaps[name], given)) for name, given in response.items()
        )
    if isinstance(control, Entry | Essay):
        most = 10_000 if isinstance(control, Essay) else 100 if control.number else 1_000
        sound = isinstance(response, str) and len(response) <= most and not re.search("[\ud800-\udfff]", response)
        number = isinstance(control, Entry) and control.number
        return sound and (not number or bool(re.search("[0-9]", response)) or not trimmed(response))
    ids = [option.id for option in control.options]
    if isinstance(control, Pair):
        stems = [stem.id for stem in control.stems]
        return isinstance(response, dict) and all(
            given is None or (stem in stems and given in ids) for stem, given in response.items()
        )
    if isinstance(control, Pick) and not control.many:
        return isinstance(response, str) and response in ids
    if not isinstance(response, list) or len(response) > len(ids):
        return False
    named = [one for one in response if not (isinstance(control, Order) and one is None)]
    return all(isinstance(one, str) and one in ids for one in named) and len(set(named)) == len(named)


def assert_marked_or_refused(question: Question, response: object) -> None:
    try:
        mark = grade(question, response)
    except BadResponse as refused:
        assert response is not None and re.fullmatch("[a-z-]+", refused.code)
        assert str(refused).isprintable() and len(str(refused)) < 120
        number = any(control.number for control in entries(question.control()))
        assert number or not fits(question.control(), response), "a well-formed response was refused"
        return
    assert type(mark) is Mark
    assert response is None or fits(question.control(), response), "a malformed response was taken"
    assert (mark.fraction is not None) == (mark.state == "marked")
    assert mark.fraction is None or (type(mark.fraction) is float and 0 <= mark.fraction <= 1)
    assert set(mark.feedback) <= set(question.remarks()), "it earns a remark that there is not"


def entries(control: object) -> list[Entry]:
    inner = [gap.control for gap in control.gaps] if isinstance(control, Gaps) else [control]
    return [one for one in inner if isinstance(one, Entry)]


@pytest.mark.parametrize(
    "examples", [pytest.param(50, id="some"), pytest.param(400, marks=pytest.mark.slow, id="many")]
)
@pytest.mark.parametrize("question", QUESTIONS, ids=list(FIELDS))
def test_every_response_is_marked_or_refused(question, examples):
    @fuzz(examples)
    @given(JSON | st.dictionaries(st.sampled_from("abx"), LEAVES, max_size=3) | st.lists(LEAVES, max_size=4))
    def holds(response):
        assert_marked_or_refused(question, response)

    holds()


def nested(depth: int, kind: type) -> object:
    value: object = None
    for _ in range(depth):
        value = [value] if kind is list else {"a": value}
    return value


HUGE = {
    "a number of a million digits": lambda: "9" * 1_000_000,
    "a million digits behind the point": lambda: "0." + "3" * 1_000_000,
    "an exponent of a million digits": lambda: "1e" + "9" * 1_000_000,
    "ten megabytes of text": lambda: "a" * 10_000_000,
    "ten megabytes of spaces": lambda: " " * 10_000_000,
    "ten megabytes of halves": lambda: "\ud800" * 3_000_000,
    "a list of a million blanks": lambda: [None] * 1_000_000,
    "a list of a million ids": lambda: ["a"] * 1_000_000,
    "an item and a million blanks": lambda: ["a", *[None] * 1_000_000, "b"],
    "an object of a hundred thousand names": lambda: {f"k{i}": "a" for i in range(100_000)},
    "an object of a hundred thousand blanks": lambda: {f"k{i}": None for i in range(100_000)},
    "lists in lists": lambda: nested(5_000, list),
    "objects in objects": lambda: nested(5_000, dict),
    "a huge number": lambda: 10**4000,
}


@pytest.mark.parametrize("what", HUGE)
def test_nothing_huge_earns_a_mark(what):
    response = HUGE[what]()
    for question in QUESTIONS:
        assert_marked_or_refused(question, response)
        if not (question.type == "matching" and "blanks" in what):  # a blank for a stranger is no pair at all
            with pytest.raises(BadResponse):
                grade(question, response)


STARS = literal_runs("*".join(["a"] * 500) + "*b", exact=False)
TOOTH = literal_runs("*" + "*".join(["a" * 40 + "b"] * 20) + "*", exact=False)
TEXTS: dict[str, Callable[[int], Callable[[], object]]] = {
    "many stars, nothing fits": lambda n: lambda: matches(STARS, "a" * n),
    "many stars, the end fits": lambda n: lambda: matches(STARS, "a" * n + "cb"),
    "long runs that nearly fit": lambda n: lambda: matches(TOOTH, "a" * n),
    "long runs that nearly fit, again and again": lambda n: lambda: matches(TOOTH, ("a" * 40 + "c") * (n // 41)),
    "a pattern of stars": lambda n: lambda: literal_runs("*a" * (n // 2), exact=False),
    "a pattern of backslashes": lambda n: lambda: literal_runs("\\" * n, exact=False),
    "runs of spaces": lambda n: lambda: folded("x" + " " * n + "x"),
    "runs of spaces of all kinds": lambda n: lambda: folded("x" + "\t \u3000" * (n // 3) + "x"),
    "many runs of spaces": lambda n: lambda: folded("x  " * (n // 3)),
    "spaces within": lambda n: lambda: trimmed("x" + " " * n + "x"),
    "spaces around": lambda n: lambda: trimmed(" " * n + "x" + " " * n),
    "one letter that becomes eighteen": lambda n: lambda: normal("\ufdfa" * n, exact=False),
    "sigmas": lambda n: lambda: normal("Σ" * n, exact=False),
    "dotted capitals": lambda n: lambda: normal("İ" * n, exact=False),
}


@pytest.mark.parametrize("what", TEXTS)
def test_comparing_texts_takes_time_in_proportion_to_them(what):
    assert_linear(TEXTS[what], 1_250)


@pytest.mark.parametrize("question", QUESTIONS, ids=list(FIELDS))
def test_a_text_that_is_too_long_is_refused_without_being_read(question):
    """Normalising a run of accents costs its square, so the length has to be looked at first."""
    names = [gap.id for gap in question.gaps] if question.type == "fill-in" else []

    def refused(size: int) -> Callable[[], object]:
        text = "\u0301\u0323" * size
        hash(text)  # an id is looked up by its hash, which a text computes once

        def run() -> None:
            for response in [{name: text} for name in names] or [text]:
                with pytest.raises(BadResponse):
                    grade(question, response)

        return run

    assert_linear(refused, 60_000)


# Files of answers


def saved(answers: dict) -> dict:
    given = {f"all/{name}": {"version": 1, "response": response} for name, response in answers.items()}
    return {"format": "quizgrader-submission/1", "assignment": None, "learner": {"name": "Ann"}, "answers": given}


@pytest.fixture(scope="module")
def outcome_of(tmp_path_factory) -> Callable[[bytes | dict], str]:
    """What becomes of a file with this content: the reasons why it is not counted, or a line for each question."""
    file = tmp_path_factory.mktemp("inbox") / "answers.json"
    target = exercise_target(EXERCISE)

    def mark(content: bytes | dict) -> str:
        file.write_bytes(json.dumps(content).encode() if isinstance(content, dict) else content)
        (sheaf,) = Reader(target).sheaves([(file.as_posix(), file.name)])
        assert len(sheaf.handed["key"]) == 1 or (len(sheaf.not_counted) == 1 and not sheaf.codes)
        told = [f"not counted: {row.reason} — {row.mend}" for row in sheaf.not_counted]
        rows = [Row(item.key, None, None, "unanswered", None, None) for item in target.items] + [
            Row(*row) for row in zip(*sheaf.news.values(), strict=True)
        ]
        marks = {rows[code].item: rows[code] for code in sheaf.codes}
        assert list(marks) == sorted(f"all/{name}" for name in FIELDS) or not sheaf.handed["key"]
        assert all(mark.fraction is None or 0 <= mark.fraction <= 1 for mark in marks.values())
        said = [*told, *(f"{item} {mark.state}: {mark.reason or mark.fraction}" for item, mark in marks.items())]
        assert all(line.isprintable() for line in said), f"{said!r} is not shown safely"
        return "\n".join(said)

    return mark


RIGHT = {"single-choice": "a", "multiple-choice": ["a"], "true-false": "true", "matching": {"a": "x", "b": "y"},
         "ordering": ["a", "b", "x"], "numeric": "31 m", "short-answer": "bill of rights", "fill-in": {"a": "a", "b": "31", "x": "bill of rights"},
         "open-response": "We are sorry.", "rating": "4"}  # fmt: skip
SAVED = [
    json.dumps(saved(RIGHT)).encode(),
    json.dumps(saved(RIGHT), indent=1).encode(),
    b"\xef\xbb\xbf" + json.dumps(saved({})).encode(),
]


@pytest.mark.parametrize("examples", EACH)
def test_no_damage_to_a_file_of_answers_makes_the_marker_raise(outcome_of, examples):
    @fuzz(examples)
    @given(damaged(SAVED) | st.binary(max_size=60))
    def holds(raw):
        outcome_of(raw)

    holds()


@pytest.mark.parametrize("examples", EACH)
def test_no_value_in_a_file_of_answers_makes_the_marker_raise(outcome_of, examples):
    @fuzz(examples)
    @given(st.sampled_from([path for path in places(saved(RIGHT)) if path]), JSON)
    def holds(path, odd):
        outcome_of(replaced(saved(RIGHT), path, lambda _: odd))

    holds()


def with_response(text: str) -> bytes:
    return json.dumps(saved({"numeric": "?"})).replace('"?"', text).encode()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (SAVED[0][:-20], "it breaks off in the middle"),
        (b"\xff\xfe" + SAVED[0], "it is text, but holds no answers"),
        (b"[" * 1_000_000, "nested too deep"),
        (b"[]", "of another program, without answers"),
        (b'{"format": "quizgrader-submission/2", "assignment": null, "answers": {}}', "its format is"),
        (b" " * 2_000_001, "larger than 2 MB"),
    ],
)
def test_a_file_that_is_not_counted_is_told_why(outcome_of, raw, said):
    assert said in outcome_of(raw)
    assert outcome_of(raw).startswith("not counted: ")


@pytest.mark.parametrize("text", ["NaN", "-Infinity", "9" * 1_000_000])
def test_what_is_no_number_of_json_is_refused(outcome_of, text):
    assert re.search(r"not counted: .* a number that is none|numeric refused: ", outcome_of(with_response(text)))


@pytest.mark.parametrize(
    "text",
    ["1e999", "9" * 4000, '"\\ud800"', '"' + "9" * 1_000_000 + '"', "[" * 150 + "]" * 150, "[" * 500 + "]" * 500],
)
def test_one_bad_response_is_refused_and_the_file_still_counts(outcome_of, text):
    said = outcome_of(with_response(text))
    assert "not counted" not in said and re.search(r"numeric refused: .+", said)


@pytest.mark.parametrize("version", ["true", "1.5", "0", "-1", "1" + "0" * 4000])
def test_a_version_that_is_none_is_refused_and_the_file_still_counts(outcome_of, version):
    said = outcome_of(with_response('"31"').replace(b'"version": 1', b'"version": ' + version.encode()))
    assert "not counted" not in said and "numeric refused: it is no answer with a version and a response" in said


# What cannot be seen is shown


def test_unseen_characters_in_any_authored_field_are_shown_escaped(shelf_of):
    shown = 0
    for content, path in PLACES:
        for value in (UNSEEN, {UNSEEN: UNSEEN}, [UNSEEN]):
            told = report(shelf_of(replaced(content, path, lambda _, value=value: value)).problems)
            shown += r"\u202e\u2066\u200b" in told
        if isinstance(path[-1], str) and path[-1] != "type":  # without a type, nothing else is looked at
            told = report(shelf_of(renamed(content, path, UNSEEN)).problems)
            assert r"\u202e\u2066\u200b" in told and r"\u001b" in told, path
    assert shown > len(PLACES), "hardly any message quoted them: this tests nothing"


def test_every_style_of_report_shows_them_escaped(shelf_of):
    content = replaced(WHOLE, ("questions", 6, "answers"), lambda _: [{"text": "*b"}, {"text": "a\u202e\x1b[31m%0Ab"}])
    problems = shelf_of(content).problems
    assert any(r"a\u202e\u001b[31m%0Ab" in problem.message for problem in problems)
    for style in ("text", "github"):
        assert all(line.isprintable() for line in report(problems, style).split("\n"))
    assert "[31m%250Ab" in report(problems, "github"), "a percent sign would be read as an escape there"
    for problem in json.loads(report(problems, "json")):
        assert problem["message"].isprintable() and problem["file"].isprintable()


def test_a_file_with_an_unseen_name_is_told_escaped(tmp_path):
    file = tmp_path / "a\u202e\x1b[31m\nb.yaml"
    file.write_text("id: [", "utf-8")
    (problem,) = read_shelf([file]).problems
    assert str(problem).isprintable() and r"a\u202e\u001b[31m\u000ab.yaml" in problem.place


@pytest.mark.parametrize(
    "response", [UNSEEN, [UNSEEN], {UNSEEN: UNSEEN}, {"a": UNSEEN}, {"b": UNSEEN}, {"x": UNSEEN + "\ud800"}]
)
def test_unseen_characters_in_a_response_never_reach_the_output(outcome_of, response):
    said = outcome_of(saved(dict.fromkeys(FIELDS, response)))
    assert said.count("refused: ") >= len(FIELDS) - 3


def test_unseen_characters_in_the_names_of_a_file_of_answers_are_shown_escaped(outcome_of):
    odd = f"a{UNSEEN}\ud800"
    contents = [
        saved({odd: "a"}),
        {**saved({}), "assignment": odd},
        {**saved({}), "answers": {odd: 1}},
        {**saved({}), "answers": {odd: {odd: odd}}},
    ]
    for content in contents:
        said = outcome_of(content)
        assert said.startswith("not counted: ") and r"a\u202e\u2066\u200b" in said
