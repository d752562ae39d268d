"""The course: its data, how modules and paths look on pages, and what is told when exercises and objectives do not fit."""

import re

import pytest
from conftest import PROJECT, ROOT, sphinx

from course.check import check
from course.model import read_course

COURSE = """objectives:
  - {id: be-quick, text: "Act within the hour"}
modules:
  - {id: first, page: docs/course/first, minutes: 50, objectives: [be-quick]}
paths:
  - {id: manager, name: Manager, for_whom: You decide., modules: [first]}
"""
PAGE = """# The first hour

```{lesson} first
- What comes first?
```

## Key points

## Practise
"""
QUESTION = (
    "  - id: {id}\n    type: true-false\n    prompt: Tell {id}.\n    answer: true\n    objectives: [be-quick]\n"
    "    level: {level}\n    claims: [c-1]\n    feedback_false: No.\n"
)
EXERCISE = "id: small\ntitle: A small exercise\nmode: practice\nquestions:\n" + "".join(
    QUESTION.format(id=name, level=level) for name, level in (("one", "judge"), ("two", "apply"), ("three", "recall"))
)


@pytest.fixture
def course(project):
    """Writes a project with a course; a test changes its files."""

    def write(changes: dict[str, str] | None = None):
        files = {
            "conf.py": PROJECT["conf.py"].replace(
                '"quizgrader.sphinxext"', '"quizgrader.sphinxext", "course.sphinxext"'
            ),
            "docs/course/course.yaml": COURSE,
            "docs/course/first.md": "---\norphan:\n---\n" + PAGE,
            "docs/course/index.md": "---\norphan:\n---\n# The course\n\n```{modules}\n```\n\n```{learning-path} manager\n```\n",
            "exercises/small.yaml": EXERCISE,
        }
        return project({**files, **(changes or {})})

    return write


def problems(root) -> list[str]:
    return [f"{problem.code}: {problem.message}" for problem in check(root)[0]]


def test_a_module_opens_with_what_it_is_for_and_a_path_adds_its_minutes(course, tmp_path):
    done = sphinx(course(), tmp_path / "out")
    assert done.returncode == 0, done.stderr
    module = (tmp_path / "out/docs/course/first.html").read_text("utf-8")
    card = re.sub("<.*?>", " ", module[module.index("module-card") :].split("<section")[0])
    assert all(words in card for words in ("Module 1 of 1 · 50 minutes", "Act within the hour", "What comes first?"))
    index = (tmp_path / "out/docs/course/index.html").read_text("utf-8")
    assert "0 h 50 min in all" in index and 'href="first.html"' in index and "The first hour" in index


def test_a_course_that_fits_its_exercises_has_no_problem(course):
    assert problems(course()) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("exercises/small.yaml", QUESTION.format(id="two", level="apply"), "", "untested: `be-quick` is tested by 2"),
        ("exercises/small.yaml", "    level: judge\n", "", "no-level: `one` does not say what it asks for"),
        ("exercises/small.yaml", "level: apply", "level: recall", "recall: 2 of 3 questions ask for recall alone"),
        (
            "exercises/small.yaml",
            "[be-quick]\n    level: judge",
            "[be-fast]\n    level: judge",
            "unknown-objective: there is no",
        ),
        ("exercises/small.yaml", "    claims: [c-1]\n", "", "no-claims: `one` rests on no claim"),
        (
            "docs/course/course.yaml",
            "objectives: [be-quick]",
            "objectives: [be-fast]",
            "untaught: no module teaches `be-quick`",
        ),
        (
            "docs/course/course.yaml",
            "docs/course/first",
            "docs/course/last",
            "no-page: there is no page docs/course/last.md",
        ),
        ("docs/course/course.yaml", "modules: [first]", "modules: [last]", "unknown-module: there is no module `last`"),
        ("docs/course/first.md", "## Key points\n", "", "no-section: the module has no section “Key points”"),
    ],
)
def test_what_does_not_fit_is_told(course, file, old, new, told):
    files = {
        "exercises/small.yaml": EXERCISE,
        "docs/course/course.yaml": COURSE,
        "docs/course/first.md": "---\norphan:\n---\n" + PAGE,
    }
    assert old in files[file]
    found = problems(course({file: files[file].replace(old, new, 1)}))
    assert any(each.startswith(told) for each in found), found


def test_the_projects_own_course_fits_its_exercises(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert problems(ROOT) == []


def test_an_explanation_sends_its_reader_to_a_passage_that_is_there():
    modules = {module.id: (i, module) for i, module in enumerate(read_course(ROOT)[0].modules, 1)}
    sent = re.compile(r"Read on in module (\d+): \{ref\}`([^`<]+) <module-([a-z-]+)>`")
    found = [
        each
        for file in (ROOT / "exercises").glob("*.yaml")
        for each in sent.findall(" ".join(file.read_text("utf-8").split()))
    ]
    assert len(found) > 90, "every question of the three tests has such a line"
    for number, heading, name in found:
        place, module = modules[name]
        assert int(number) == place
        assert f"\n## {heading}\n" in (ROOT / f"{module.page}.md").read_text("utf-8")
