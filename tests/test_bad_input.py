"""Bad input stops the build: one line for each mistake, with file, line, column and the mend, all in one run."""

import re
import subprocess
import sys

import pytest
from conftest import PROJECT, sphinx

EXERCISE = PROJECT["exercises/small.yaml"]
FACTS = PROJECT["case_studies/one/facts.yaml"]

MISTAKES = {
    "broken-yaml": ("exercises/small.yaml", "id: small\n  title: [", r"exercises/small\.yaml:2:8: .*mend the YAML"),
    "not-utf8": (
        "exercises/small.yaml",
        EXERCISE + "# caf\udce9\n",
        r"exercises/small\.yaml:12:6: .*save the file as UTF-8",
    ),
    "unknown-field": (
        "exercises/small.yaml",
        EXERCISE.replace("prompt:", "promt:"),
        r"exercises/small\.yaml:7:5: .*no field `promt` here — did you mean `prompt`\?",
    ),
    "missing-field": (
        "exercises/small.yaml",
        EXERCISE.replace("mode: practice\n", ""),
        r":1:1: .*`mode` is missing — add `mode:`",
    ),
    "no-right-choice": (
        "exercises/small.yaml",
        EXERCISE.replace("correct: true, ", ""),
        r"exercises/small\.yaml:10:7: .*no choice is right — mark one with `correct: true`",
    ),
    "duplicate-choice": (
        "exercises/small.yaml",
        EXERCISE.replace("{id: b,", "{id: a,"),
        r"exercises/small\.yaml:11:14: .*the id `a` is taken — give each its own",
    ),
    "duplicate-exercise": (
        "exercises/other.yaml",
        EXERCISE,
        r"exercises/small\.yaml:1:5: .*`small` is taken by .*other\.yaml:1:5",
    ),
    "duplicate-key": (
        "exercises/small.yaml",
        EXERCISE + "id: small\n",
        r"exercises/small\.yaml:12:1: .*`id` stands here again; it was given on line 1 — keep one",
    ),
    "unknown-claim": (
        "exercises/small.yaml",
        EXERCISE.replace("[c-1]", "[c-9]"),
        r"exercises/small\.yaml:8:14: .*there is no claim `c-9`",
    ),
    "unknown-exercise": (
        "index.md",
        "# Home\n\n```{exercise} smal\n```\n",
        r"index\.md:3:1: .*there is no exercise `smal` — use the `id`",
    ),
    "unknown-claim-in-page": (
        "index.md",
        "# Home\n\nA word {claim}`c-8`.\n",
        r"index\.md:3:1: .*there is no claim `c-8`",
    ),
    "no-notes": (
        "index.md",
        "# Home\n\nA word {claim}`c-1`.\n",
        r"index\.md:3:1: .*cites facts but has no notes — add the directive",
    ),
    "fact-without-source": (
        "case_studies/one/facts.yaml",
        FACTS.replace("sources: [paper]", "sources: []"),
        r"facts\.yaml:15:14: .*`sources`",
    ),
    "unknown-source": (
        "case_studies/one/facts.yaml",
        FACTS.replace("[paper]", "[papr]"),
        r"facts\.yaml:15:15: .*no source `papr` — add it to docs/bibliography\.yaml",
    ),
    "long-quotation": (
        "case_studies/one/facts.yaml",
        FACTS + f"quotations:\n  - {{id: q-1, speaker: Someone, text: {'word ' * 26}, source: paper}}\n",
        r"facts\.yaml:18:.*the quotation has 26 words — quote at most 25",
    ),
    "unknown-figure": (
        "case_studies/one/facts.yaml",
        FACTS + "charts:\n  - {id: k, kind: bars, title: T, unit: u, alt: A, series: [{name: n, points: "
        "[{x: a, claim: c-1, figure: flown}]}]}\n",
        r"facts\.yaml:18:.*no number called `flown` — use one of cancelled",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_stops_the_build_with_its_place_and_mend(project, tmp_path, mistake):
    name, text, expected = MISTAKES[mistake]
    folder = project()
    path = folder / name
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    done = sphinx(folder, tmp_path / "out")
    assert done.returncode == 1
    assert re.search(expected, done.stderr), done.stderr
    assert "Traceback" not in done.stderr


def test_all_mistakes_are_told_in_one_run(project, tmp_path):
    folder = project(
        {
            "exercises/small.yaml": EXERCISE.replace("correct: true, ", "").replace("[c-1]", "[c-9]"),
            "exercises/other.yaml": "id: other\ntitle: 5.5\nmode: practise\nquestions: []\n",
            "index.md": "# Home\n\n```{exercise} gone\n```\n\n```{chart} one none\n```\n",
            "case_studies/one/facts.yaml": FACTS.replace("support: single", "support: sure"),
        }
    )
    done = sphinx(folder, tmp_path / "out")
    for code in ("no-right-choice", "unknown-claim", "wrong-type", "not-allowed", "unknown-exercise", "unknown-case"):
        assert f"[{code}]" in done.stderr, (code, done.stderr)


def test_a_sound_project_builds(project, tmp_path):
    done = sphinx(project(), tmp_path / "out")
    assert done.returncode == 0, done.stderr


def test_a_mistake_in_a_prompt_is_told_with_the_exercise_file(project, tmp_path):
    folder = project({"exercises/small.yaml": EXERCISE.replace("prompt: Which?", "prompt: Which {nonsense}`x`?")})
    done = sphinx(folder, tmp_path / "out")
    assert done.returncode == 1
    assert "exercises/small.yaml:7:" in done.stderr and "nonsense" in done.stderr


def test_check_tells_the_same_without_sphinx(project):
    folder = project({"exercises/small.yaml": EXERCISE.replace("correct: true, ", "")})
    command = [sys.executable, "-m", "quizgrader", "check", "exercises", "--claims", "case_studies/one/facts.yaml"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == (
        "exercises/small.yaml:10:7: error: [no-right-choice] no choice is right — mark one with `correct: true`\n"
    )
