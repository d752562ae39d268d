"""The shared vectors of `conformance/*.json`: what each response is worth by the grading rules, worked out by hand.

Both graders run them: the Python one, and the site's script in a real browser. They are also the place to look up what
a rule means. A case reads: why, the response, and what becomes of it (`fraction` may be written as "2/3"; `times`
repeats a text; `refused` gives the code).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple, get_args

import pytest
from pydantic import ValidationError
from twin import TYPES, BrowserGrader, Outcome, in_python, marked, question_of, refused

from quizgrader.questions import Question

FOLDER = Path(__file__).parent / "conformance"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json") if path.stem != "receipts")  # those are no marks
FIELDS = {"why", "response", "times", "state", "fraction", "feedback", "refused"}


class Case(NamedTuple):
    rule: str
    why: str
    question: Question
    response: object
    expected: Outcome

    def difference(self, name: str, grader: str, found: Outcome) -> str:
        shown = json.dumps(self.response)
        shown = shown if len(shown) <= 200 else f"{shown[:200]}… ({len(shown)} characters)"
        return f"{name}.json · {self.rule} · {self.why} · {shown}: expected {self.expected}, {grader} gave {found}"


def expected(case: dict) -> Outcome:
    if "refused" in case:
        return refused(case["refused"])
    if case["state"] != "marked":
        return Outcome(case["state"])
    fraction = Fraction(case["fraction"])
    return marked(fraction.numerator / fraction.denominator, case["feedback"])


@cache
def cases(name: str) -> list[Case]:
    return list(_cases(json.loads((FOLDER / f"{name}.json").read_text("utf-8"))))


def _cases(vectors: dict) -> Iterator[Case]:
    for group in vectors["groups"]:
        question = question_of(group["question"])
        for case in group["cases"]:
            assert case.keys() <= FIELDS, f"{case}: a field that nobody reads"
            response = case["response"] * case["times"] if "times" in case else case["response"]
            yield Case(group["rule"], case["why"], question, response, expected(case))


def differences(name: str, grader: str, found: list[Outcome]) -> list[str]:
    pairs = zip(cases(name), found, strict=True)
    return [case.difference(name, grader, outcome) for case, outcome in pairs if outcome != case.expected]


def report(lines: list[str]) -> None:
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


@pytest.fixture(scope="module")
def browser_grader(chromium):
    grader = BrowserGrader(chromium)
    yield grader
    grader.close()


@pytest.mark.parametrize("name", NAMES)
def test_python_marks_as_the_rules_say(name):
    report(differences(name, "Python", [in_python(case.question, case.response) for case in cases(name)]))


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_the_browser_marks_as_the_rules_say(name, browser_grader):
    found = browser_grader.grade_all([(case.question, case.response) for case in cases(name)])
    report(differences(name, "the browser", found))


@pytest.mark.parametrize("name", TYPES)
def test_every_type_and_each_of_its_rules_has_vectors(name):
    kind = TYPES[name]
    assert name in NAMES, f"write {FOLDER.name}/{name}.json"
    if "rule_name" in kind.model_fields:
        rules = set(get_args(kind.model_fields["rule_name"].annotation))
        assert rules == {case.question.rule_name for case in cases(name)}


@pytest.mark.parametrize("name", NAMES)
def test_no_case_stands_twice(name):
    seen: dict[str, str] = {}
    for case in cases(name):
        key = f"{case.question.id} {type(case.response)} {case.response!r}"
        assert key not in seen, f"{name}.json · {case.rule} · {case.why} repeats “{seen[key]}”"
        seen[key] = case.why


HALF = {"credit": 0.5}
TOLD = {
    "the same number again": ([{"value": 1}, {"value": 1}], {}, {"never-reached"}),
    "a number within an earlier range": ([{"min": 0}, {"value": 5, "credit": 0}], {}, {"never-reached"}),
    "a range within an earlier tolerance": (
        [{"value": 5, "tolerance": 2}, {"min": 4, "max": 7, **HALF}],
        {},
        {"never-reached"},
    ),
    "a range with the same ends, one excluded": (
        [{"min": 0, "max": 1}, {"min": 0, "max": 1, "min_excluded": True}],
        {},
        {"never-reached"},
    ),
    "the poorer of two overlapping ranges first": (
        [{"min": 0, "max": 9, **HALF}, {"min": 5, "max": 20}],
        {},
        {"overlapping-answers"},
    ),
    "the poorer of two ranges that share an end first": ([{"max": 9, **HALF}, {"min": 9}], {}, {"overlapping-answers"}),
    "the better of two overlapping ranges first": ([{"min": 0, "max": 9}, {"min": 5, "max": 20, **HALF}], {}, set()),
    "two ranges side by side": ([{"min": 0, "max": 9, "max_excluded": True, **HALF}, {"min": 9, "max": 20}], {}, set()),
    "the excluded end of an earlier range": (
        [{"min": 0, "max": 9, "max_excluded": True}, {"value": 9, **HALF}],
        {},
        set(),
    ),
    "a narrow answer before a wide one": ([{"value": 5}, {"min": 0, **HALF}], {}, set()),
    "a range upside down": ([{"min": 2, "max": 1}], {}, {"numeric-answer"}),
    "a range of one excluded number": ([{"min": 2, "max": 2, "max_excluded": True}], {}, {"numeric-answer"}),
    "four digits without a thousands mark": ([{"value": -1000}], {}, {"thousands"}),
    "four digits with one": ([{"value": 1000}], {"thousands": ","}, set()),
    "three digits": ([{"value": 999}], {}, set()),
    "no answer that earns all": ([{"value": 1, **HALF}], {}, {"no-right-answer"}),
}
WARNINGS = {"overlapping-answers", "thousands"}


@pytest.mark.parametrize("what", TOLD)
def test_the_author_of_a_number_is_told(what):
    answers, fields, codes = TOLD[what]
    question = TYPES["numeric"].model_validate(
        {"id": "q", "type": "numeric", "prompt": "?", "answers": answers, **fields}
    )
    found = {finding.code: finding.severity for finding in question.findings()}
    assert found == {code: "warning" if code in WARNINGS else "error" for code in codes}


@pytest.mark.parametrize(
    "fields",
    [
        {"answers": [{"value": 1.1e300}]},
        {"answers": [{"max": -1.1e300}]},
        {"answers": [{"value": 1, "tolerance": 1.1e300}]},
        {"answers": [{"value": 1, "relative": 1}]},
        {"answers": [{"value": 1}], "units": {"u": 1.1e7}},
        {"answers": [{"value": 1}], "units": {"u": 0}},
        {"answers": [{"value": 1}], "units": {"u": -1}},
        {"answers": [{"value": 1}] * 101},
    ],
    ids=str,
)
def test_no_interval_can_become_endless(fields):
    with pytest.raises(ValidationError):
        TYPES["numeric"].model_validate({"id": "q", "type": "numeric", "prompt": "?", **fields})
