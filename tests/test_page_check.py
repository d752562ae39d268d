"""The page check finds each kind of fault at its file, line and column, with its mend, and lets sound text pass."""

import re
import subprocess
import sys

import pytest
from conftest import PROJECT, ROOT

from casebook.check import CODES, check
from casebook.check.figures import Known, figures

FACTS = PROJECT["case_studies/one/facts.yaml"] + (
    "  - id: c-2\n    date: 2007-02-14\n    actor: Two papers\n    statement: It held 9 or 10 aircraft.\n"
    "    note: One paper says 9 and the other 10.\n    phase: onset\n    sources: [paper]\n    support: disputed\n"
    "  - id: c-3\n    date: 2007-02-14/2007-02-19\n    time: 15:00\n    actor: The airline\n"
    "    statement: It flew 1,096 people home.\n    phase: response\n    sources: [paper]\n    support: corroborated\n"
    "quotations:\n  - {id: q-1, speaker: Its head, text: We let you down, date: 2007-02-15, source: paper}\n"
)
ACTIONS = PROJECT["docs/frameworks/actions.yaml"] + (
    "  - id: seven\n    name: Seven actions\n    author: An author\n    actions:\n"
    "      - {id: seven-2, name: Rally the team, label: Course action 2 (reconstructed)}\n"
)
EXERCISE = PROJECT["exercises/small.yaml"]

# Text of a page -> where the fault is and what is told; a page begins with "# Home" and an empty line.
FAULTS = {
    "figure": ("It held 40 flights.", r"3:9: error: \[no-source\] `40` traces to no claim — cite the {claim}"),
    "date": ("A word.\nIt came on 14 February.", r"4:12: .*\[no-source\] `14 February`"),
    "figure-in-a-list": ("- One.\n- It held *40* flights.", r"4:12: .*\[no-source\] `40`"),
    "figure-in-a-row": ("| a | b |\n|---|---|\n| x {claim}`c-3` | |\n| y | 40 |", r"6:7: .*\[no-source\] `40`"),
    "figure-in-a-directive": (":::{note}\n:class: x\n\nIt held 40 flights.\n:::", r"6:9: .*\[no-source\] `40`"),
    "figure-in-words": ("It took twenty-four days.", r"3:9: .*\[no-source\] `twenty-four`"),
    "other-figure": (
        "It flew 1,906 people home {claim}`c-3`.",
        r"3:9: .*\[not-in-claims\] no claim .* `1,906` — mend it",
    ),
    "other-date": ("On 20 February {claim}`c-3`.", r"3:4: .*\[not-in-claims\] .*`20 February`"),
    "other-time": ("At 4 p.m. {claim}`c-3`.", r"3:4: .*\[not-in-claims\] .*`4 p\.m\.`"),
    "quotation": ("It says: “We are so very sorry.”", r"3:10: .*\[unsourced-quotation\] 5 words .* — use {quote}"),
    "settled": (
        "It held 9 aircraft {claim}`c-2`.",
        r"3:20: .*\[told-as-settled\] `c-2` is disputed.* — give the values",
    ),
    "fact": ("It cancelled 250 flights {claim}`c-1`.", r"3:26: .*\[told-as-fact\] `c-1` has one source.* — say who"),
    "fact-in-the-passive": (
        "Hit by the storm, it got many calls. It cancelled 250 flights {claim}`c-1`.",
        r"3:63: .*\[told-as-fact\]",
    ),
    "label": ("Then rally the team.", r"3:6: .*\[no-label\] “Rally the team” is reconstructed .* — add that"),
    "number-of-action": ("Action 3 of the seven helps.", r"3:1: .*\[no-label\] “Action 3 of the seven”"),
    "term": ("A {term}`goodwill` word.", r"3:3: .*\[unknown-term\] no glossary defines `goodwill` — define it"),
    "doc": ("See {doc}`it <docs/nowhere>`.", r"3:5: .*\[dead-link\] there is no `docs/nowhere` — mend the name"),
    "ref": ("See {ref}`nowhere`.", r"3:5: .*\[dead-link\] there is no `nowhere`"),
    "path": ("See [it](docs/nowhere.md).", r"3:5: .*\[dead-link\] there is no `docs/nowhere\.md`"),
    "anchor": ("See [it](docs/sources.md#nowhere).", r"3:5: .*\[dead-link\] there is no `docs/sources\.md#nowhere`"),
    "own-anchor": ("See [it](#nowhere).", r"3:5: .*\[dead-link\] there is no `#nowhere`"),
    "claim": (
        "They say so {claim}`c-1 c-9`.",
        r"3:13: .*\[unknown-claim\] there is no claim `c-9` — use the id",
    ),
    "quote": ("He said {quote}`q-9`.", r"3:9: .*\[unknown-quotation\] there is no quotation `q-9`"),
    "cite": ("He said so {cite}`papr`.", r"3:12: .*\[unknown-source\] there is no source `papr`"),
    "reason": ("% no source:\n\nIt held 40 flights.", r"\[no-reason\] .* — write why"),
}

SOUND = {
    "cited": "It flew 1096 people home at 3 p.m. on the 14th {claim}`c-3`.",
    "span-of-days": "From 15 to 17 February 2007 {claim}`c-3`.",
    "claim-in-the-list-item": "1. Why 1,096?\n\n   *An answer weighs* this {claim}`c-3`.",
    "on-trust": "It held 40 flights {cite}`paper`.",
    "counting-words": "Two of the twelve steps, and a first one.",
    "number-of-an-action": "See question 4 and action 1 of 5.",
    "heading": "## 14 February",
    "few-words": "They call it “one bad day”.",
    "samples": "The sentences are samples.\n\n| Say |\n|---|\n| “Buses will come at 11:15 to fetch you.” |",
    "invented": "This guest is invented.\n\nShe waited 40 minutes.",
    "values": "It held 9 or 10 aircraft {claim}`c-2`.",
    "who-says-so": "One paper says 9 {claim}`c-2`. By one report it cancelled 250 flights {claim}`c-1`. 250! {claim}`c-1`",
    "head-of-the-table": "| Values | Who says so |\n|---|---|\n| 250 {claim}`c-1` | A Paper |",
    "quote": "He said: {quote}`q-1`",
    "label": "Rally the team (reconstructed).",
    "term": "A {term}`Goodwill` word.\n\n```{glossary}\nGoodwill\n  What is left.\n```",
    "links": "(here)=\n## A place\n\n{ref}`it <here>` {doc}`docs/sources` [a](#a-place) [b](docs/sources.md#sources) "
    "{ref}`exercise-small` {ref}`source-paper` [c](https://example.org) [d](docs/bibliography.yaml)",
    "excused-list": "% no source: arithmetic\n\n- That makes 40.\n- And 50.",
    "excused-directive": "% no source: arithmetic\n\n:::{note}\nThat makes 40.\n:::",
    "excused-item": "- One.\n- That makes 40.\n\n  % no source: arithmetic",
    "excused": "% no source: arithmetic\n\nThat makes 40 in all.",
    "code": "Write `40` or:\n\n```python\nx = 40\n```",
}  # fmt: skip


@pytest.fixture
def tells(project, monkeypatch):
    """Checks a small project with some files changed; gives one line for each problem."""

    def run(changes: dict[str, str]) -> list[str]:
        others = {"index.md": "# Home\n", "case_studies/one/facts.yaml": FACTS, "docs/frameworks/actions.yaml": ACTIONS}
        folder = project({**others, **changes})
        monkeypatch.chdir(folder)
        return [str(problem) for problem in check(folder).problems]

    return run


@pytest.mark.parametrize(("text", "told"), FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found_at_its_place_with_its_mend(tells, text, told):
    problems = tells({"index.md": f"# Home\n\n{text}\n"})
    assert len(problems) == 1, problems
    assert re.search(r"^index\.md:.*" + told, problems[0]), problems


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_sound_text_passes(tells, text):
    assert tells({"index.md": f"# Home\n\n{text}\n"}) == []


def test_all_faults_are_told_in_one_run(tells):
    problems = tells({"index.md": "# Home\n\n" + "\n\n".join(text for text, _ in FAULTS.values()) + "\n"})
    assert {re.search(r"\[([\w-]+)\]", problem)[1] for problem in problems} == set(CODES) - {"unused-source"}


def test_a_source_that_nothing_cites_is_found(tells):
    spare = "  - {key: spare, title: A title, publisher: A Paper, kind: news}\n"
    (problem,) = tells({"docs/bibliography.yaml": PROJECT["docs/bibliography.yaml"] + spare})
    assert problem.startswith("docs/bibliography.yaml:3:11: error: [unused-source] nothing cites `spare` — cite it")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("sources: [paper]", "sources: []"), "`sources`"),
        (("sources: [paper]", "sources: [papr]"), "there is no source `papr`"),
        (("We let you down", "one " * 26), "the quotation has 26 words — quote at most 25"),
        (("Its head", '""'), "`speaker`"),
    ],
)
def test_faults_of_facts_are_told_in_the_same_run(tells, change, told):
    problems = tells({"case_studies/one/facts.yaml": FACTS.replace(*change), "index.md": "# Home\n\nIt held 40.\n"})
    assert any("facts.yaml" in problem and told in problem for problem in problems), problems
    assert any(problem.startswith("index.md:3:9: error: [no-source]") for problem in problems), problems
    assert not any("unknown-claim" in problem for problem in problems), "what a broken file holds is not known"


def test_a_question_rests_on_its_claims(tells):
    assert tells({"exercises/small.yaml": EXERCISE.replace("Which?", "Of 250 flights, which?")}) == []
    other = EXERCISE.replace("Which?", ">-\n      Of the\n      260 flights, which?")
    (problem,) = tells({"exercises/small.yaml": other})
    assert problem.startswith("exercises/small.yaml:9:7: error: [not-in-claims] no claim cited here gives `260`")
    bare = EXERCISE.replace("    claims: [c-1]\n", "").replace("text: This", 'text: "It was 250"')
    (problem,) = tells({"exercises/small.yaml": bare})
    assert problem.startswith("exercises/small.yaml:9:31: error: [no-source] `250`")


def test_a_text_in_a_scenario_rests_on_what_it_stands_in(tells):
    scene = (
        "id: small\ntitle: A scene\nscenario:\n  role: Of 1,096 people you fly 250.\n  scenes:\n    - text: Some 1,096 people.\n"
        "      claims: [c-3]\n      decisions:\n        - consequence: Some 250 and 1,096.\n          claims: [c-1]\n"
        "        - consequence: Then 250 flights.\n          model_answer: We have 77 buses.\n"
    )
    (problem,) = tells({"exercises/small.yaml": scene})
    assert problem.startswith("exercises/small.yaml:11:29: error: [not-in-claims] no claim cited here gives `250`")


def test_the_evidence_of_a_score_is_read_too(tells):
    score = "scores:\n  - action: five-1\n    verdict: met\n    for: ['It held 40 {claim}`c-3`.']\n"
    (problem,) = tells({"case_studies/one/facts.yaml": FACTS + score})
    assert "facts.yaml:38:20: error: [not-in-claims] no claim cited here gives `40`" in problem


def test_lesson_plans_count_minutes_and_people_but_not_events(tells):
    plan = "---\norphan:\n---\n# Plan\n\nIn 60 minutes, with 6 to 20 people. Ask: “Who would have cancelled that flight?”\n"
    assert tells({"docs/trainers/plan.md": plan}) == []
    (problem,) = tells({"docs/trainers/plan.md": plan + "\nIt was 14 February.\n"})
    assert problem.startswith("docs/trainers/plan.md:8:8: error: [no-source]")


def test_the_command_says_how_many_passages_are_excused(project):
    folder = project({"index.md": "# Home\n\n% no source: arithmetic\n\nThat makes 40.\n"})
    done = subprocess.run([sys.executable, "-m", "casebook", "check"], cwd=folder, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "1 claim, 1 source, 2 pages, 1 exercise: nothing wrong" in done.stdout
    assert "need no source: arithmetic (1)" in done.stdout
    (folder / "index.md").write_text("# Home\n\nThat makes 40.\n")
    done = subprocess.run([sys.executable, "-m", "casebook", "check"], cwd=folder, capture_output=True, text=True, check=False)  # fmt: skip
    assert (done.returncode, done.stdout[:33]) == (1, "index.md:3:12: error: [no-source]")


@pytest.mark.parametrize(
    ("written", "fact"),
    [
        ("60 million", "60,000,000"),
        ("60 million", "60 (in millions)"),
        ("three", "3"),
        ("24", "twenty-four"),
        ("C$6.4 million", "6.4"),
        ("14 to 20 February", "14 February to 20 February 2007"),
        ("the 14th", "14 February 2007"),
        ("February 2007", "2007-02-14"),
        ("2007", "2007-02-14"),
        ("3 p.m.", "15:00"),
        ("10:30", "10:30 a.m."),
    ],
)  # fmt: skip
def test_figures_are_alike_however_they_are_written(written, fact):
    assert all(figure in Known([fact], [], [], []) for figure in figures(written))


@pytest.mark.parametrize(("written", "fact"), [("14 March", "14 February"), ("2008", "2007-02-14"), ("14 February 2008", "14 February 2007"), ("6.5", "65")])  # fmt: skip
def test_other_figures_differ(written, fact):
    assert not any(figure in Known([fact], [], [], []) for figure in figures(written))


def test_the_projects_own_pages_are_clean(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert [str(problem) for problem in check(ROOT).problems] == []
