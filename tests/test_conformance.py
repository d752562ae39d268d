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
from twin import BrowserGrader, Outcome, in_python, marked, question_of, refused

from quizgrader.questions import TYPES, Question

FOLDER = Path(__file__).parent / "conformance"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
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
    if case["state"] == "unanswered":
        return Outcome("unanswered")
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


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_every_type_and_each_of_its_rules_has_vectors(kind):
    (name,) = get_args(kind.model_fields["type"].annotation)
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
