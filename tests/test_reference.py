"""The reference pages say nothing that is not so: their examples are read from the pages, checked, marked and run."""

from __future__ import annotations

import argparse
import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple, get_args

import pytest
import yaml
from conftest import ROOT, sphinx
from pydantic import TypeAdapter

from languages.words import plain
from quizgrader import cli
from quizgrader.bank.claims import claim_ids
from quizgrader.bank.shelf import read_shelf
from quizgrader.grading import Mark, grade
from quizgrader.questions import TYPES, AnyQuestion, BadResponse, Question, numbers
from quizgrader.terminal import take

PAGES = {path.stem: path for path in sorted((ROOT / "docs" / "reference").glob("*.md"))}
_FENCE = re.compile(r"^(`{3,})(?:\{code-block\} )?([^\n]*)\n(?::caption: (\S+)\n)?(.*?)^\1$", re.MULTILINE | re.DOTALL)
_question = TypeAdapter(AnyQuestion)


class Block(NamedTuple):
    """A fenced block of a page: its language, its caption (a file's name), what it holds, and its heading."""

    page: str
    language: str
    caption: str | None
    content: str
    heading: str

    def __str__(self) -> str:
        return f"{self.page}: {self.heading}"


@cache
def blocks(page: str) -> list[Block]:
    text = PAGES[page].read_text("utf-8")
    found = []
    for fence in _FENCE.finditer(text):
        *_, heading = re.findall(r"^#+ (.*)$", text[: fence.start()], re.MULTILINE)
        found.append(Block(page, fence[2], fence[3], fence[4].strip("\n") + "\n", heading))
    return found


def every(language: str) -> list[Block]:
    return [block for page in PAGES for block in blocks(page) if block.language == language]


def question_in(block: Block) -> Question:
    """The question that a block holds, which nothing may be wrong with."""
    path = Path("question.yaml")
    try:
        question = _question.validate_python(yaml.safe_load(block.content))
    except Exception as error:
        raise AssertionError(f"{block}: {path} {error}") from error
    assert [str(finding) for finding in question.findings()] == [], str(block)
    return question


@pytest.fixture(scope="session")
def files(tmp_path_factory) -> Path:
    """A folder with every file that the pages show, by the names in their captions."""
    folder = tmp_path_factory.mktemp("reference")
    for block in (block for page in PAGES for block in blocks(page) if block.caption):
        path = folder / block.caption
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.content, "utf-8")
    return folder


def test_no_example_is_of_a_kind_that_nothing_tests():
    kinds = {block.language for page in PAGES for block in blocks(page)}
    assert {kind for kind in kinds if "{" not in kind} == {"yaml", "json", "python", "console", "text", "markdown"}


# -- the examples of questions and exercises


@pytest.mark.parametrize("block", [block for block in every("yaml") if not block.caption], ids=str)
def test_a_question_loads_without_findings_and_rests_on_claims_that_exist(block):
    question = question_in(block)
    assert set(question.claims) <= claim_ids(ROOT.glob("case_studies/*/facts.yaml"))


def test_the_exercises_are_without_problems(files):
    shelf = read_shelf([files / "exercises"], claim_ids(ROOT.glob("case_studies/*/facts.yaml")))
    assert not shelf.problems and len(shelf.files) == 4


def test_each_type_has_a_section_with_an_example_its_fields_and_a_right_response():
    responses: dict[str, Mark] = {}
    question = None
    for block in blocks("exercise_format"):
        if block.language == "yaml" and not block.caption:
            question = question_in(block)
        if block.language == "json":
            responses[question.type] = grade(question, json.loads(block.content))
    shown = {
        block.language.removeprefix("{fields} ") for block in blocks("exercise_format") if "{fields}" in block.language
    }
    names = {name for kind in TYPES for name in get_args(kind.model_fields["type"].annotation)}
    assert names == responses.keys() and names <= shown
    states = {name: mark.state if mark.fraction is None else mark.fraction for name, mark in responses.items()}
    assert states == {**dict.fromkeys(names, 1.0), "open-response": "to-mark", "rating": "not-marked"}


# -- the worked marks


class Worked(NamedTuple):
    """A row of a table of worked examples, with the question that it is about."""

    question: Question
    kind: str
    response: str
    expected: str
    points: str | None

    def __str__(self) -> str:
        return f"{self.question.id} {getattr(self.question, 'rule_name', '')} {self.response}"


class Told(NamedTuple):
    """What a page says of a question: the rule that the learner reads (`>`), or a line of its key."""

    question: Question
    kind: str
    text: str


def worked() -> Iterator[Worked | Told]:
    """All that the page of grading rules says of its questions.

    A table and a quoted rule belong to the question above them; under a heading in backticks, to that question with the
    rule of this name. A quoted rule may also stand above its question.
    """
    text = PAGES["grading_rules"].read_text("utf-8")
    raw: dict = {}
    header: list[str] = []
    waiting: list[str] = []
    for piece in re.split(r"(?s)(^```.*?^```$)", text, flags=re.MULTILINE):
        if piece.startswith("```yaml"):
            raw = yaml.safe_load(piece.removeprefix("```yaml\n").removesuffix("```"))
            yield from (Told(_question.validate_python(raw), "rule", rule) for rule in waiting)
            waiting = []
        for line in piece.splitlines() if not piece.startswith("```") else ():
            if line.startswith("## "):
                raw = {}
            elif rule := re.match(r"### `([\w-]+)`$", line):
                raw = {**raw, "rule": rule[1]}
            elif line.startswith("> ") and not raw:
                waiting.append(line[2:])
            elif line.startswith("> "):
                yield Told(_question.validate_python(raw), "rule", line[2:])
            elif key := re.match(r"The key reads: `(.*)`$", line):
                yield Told(_question.validate_python(raw), "key", key[1])
            cells = [cell[1:-1] for cell in line.strip("|").split("|")] if line.startswith("|") else []
            if not cells:
                header = []
            elif not header:
                header = cells
            elif header[:2] in (["Response", "Mark"], ["Typed", "Is read as"]) and not set(line) <= set("|-"):
                points = cells[2] if header[2] == "Points" else None
                yield Worked(_question.validate_python(raw), header[0], *cells[:2], points)


EXAMPLES = [each for each in worked() if isinstance(each, Worked)]


def test_the_rules_and_keys_are_those_that_a_learner_is_told():
    for question, kind, text in (each for each in worked() if isinstance(each, Told)):
        assert (text in question.key()) if kind == "key" else (text == question.rule()), (question.id, text)


def test_every_named_rule_has_worked_examples():
    for kind in TYPES:
        name, field = get_args(kind.model_fields["type"].annotation)[0], kind.model_fields.get("rule_name")
        shown = {getattr(each.question, "rule_name", None) for each in EXAMPLES if each.question.type == name}
        assert shown == (set(get_args(field.annotation)) if field else {None}), name


@pytest.mark.parametrize("example", [each for each in EXAMPLES if each.kind == "Response"], ids=str)
def test_a_worked_mark_is_what_the_grader_gives(example):
    written, _, times = example.response.partition(" × ")
    response = json.loads(written.strip("`"))
    response = response * int(times) if times else response
    state = {"to-mark": "to be marked", "not-marked": "not marked"}
    try:
        mark = grade(example.question, response)
    except BadResponse as error:
        assert example.expected == f"refused: `{error.code}`"
        return
    if mark.fraction is None:
        assert example.expected == state.get(mark.state, mark.state)
        return
    expected = Fraction(example.expected)
    assert mark.fraction == expected.numerator / expected.denominator
    if example.points:
        assert mark.fraction * example.question.points == float(example.points)


@pytest.mark.parametrize("example", [each for each in EXAMPLES if each.kind == "Typed"], ids=str)
def test_a_number_is_read_as_the_page_says(example):
    try:
        typed = example.question.read(example.response[1:-1])
    except BadResponse as error:
        assert example.expected == f"refused: `{error.code}`"
        return
    found = "unanswered" if typed is None else f"{plain(typed.value)} {typed.unit}".strip()
    assert found == example.expected


def test_the_grammar_is_that_of_the_grader():
    (grammar,) = (block.content.strip() for block in blocks("grading_rules") if block.language == "text")
    assert grammar in numbers.__doc__
    assert grammar.replace(" ", "").replace("digits", "[0-9]+").replace("[0-9]+?", "[0-9]*") == numbers._GRAMMAR.pattern


def test_every_code_of_a_refusal_is_listed_and_worked():
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "src/quizgrader/questions").glob("*.py"))
    codes = set(re.findall(r'BadResponse\(\s*"([\w-]+)"', sources))
    listing = PAGES["grading_rules"].read_text("utf-8").partition("| Code |")[2]
    assert set(re.findall(r"^\| `([\w-]+)` \| ", listing.partition("```")[0], re.MULTILINE)) == codes
    assert set(re.findall(r"refused: `([\w-]+)`", " ".join(each.expected for each in EXAMPLES))) == codes


# -- the commands


def tasks() -> dict[str, argparse.ArgumentParser]:
    (choices,) = (action.choices for action in cli._parser()._actions if isinstance(action.choices, dict))
    return choices


def test_every_command_has_a_section_that_names_all_it_takes():
    text = PAGES["commands"].read_text("utf-8")
    sections = dict(re.findall(r"^## `quizgrader ([\w-]+)`\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    assert sections.keys() == tasks().keys()
    for name, parser in tasks().items():
        taken = [a for a in parser._actions if a.dest != "help"]
        wanted = {
            *(o for a in taken for o in a.option_strings),
            *(a.metavar or a.dest for a in taken if not a.option_strings),
        }
        table = sections[name].rpartition("| Argument or option |")[2]
        listed = {
            code for cell in re.findall(r"^\| (`.*?) \| ", table, re.MULTILINE) for code in re.findall("`(.*?)`", cell)
        }
        assert listed == wanted, name


def test_every_command_named_on_the_pages_exists():
    named = {task for path in PAGES.values() for task in re.findall(r"quizgrader (\w[\w-]*)`", path.read_text("utf-8"))}
    assert named <= tasks().keys()


def runs() -> list:
    """Each command in a console block, with the output below it."""
    found = []
    for block in every("console"):
        for part in re.split(r"^\$ ", block.content, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append(pytest.param(command, output, id=command))
    return found


@pytest.mark.parametrize(("command", "output"), [run for run in runs() if " try " not in run.values[0]])
def test_a_command_prints_what_the_page_shows(files, command, output):
    command, into_a_file, _ = command.partition(" >")
    name, *arguments = command.split()
    assert name == "quizgrader"
    done = subprocess.run(
        [sys.executable, "-m", name, *arguments], cwd=files, capture_output=True, text=True, check=False
    )
    assert ("" if into_a_file else done.stdout) + done.stderr == output
    assert done.returncode == (1 if "error:" in output or "not counted:" in output else 0)


def test_the_session_in_the_terminal_goes_as_the_page_shows(files):
    ((command, transcript),) = (run.values for run in runs() if " try " in run.values[0])
    (file,) = read_shelf([files / command.split()[-1]]).files.values()
    typed = iter(re.findall(r"^   letters?(?:, or none)?: (.*)$", transcript, re.MULTILINE))
    said: list[str] = []

    def ask(prompt: str) -> str:
        answer = next(typed)
        said.append(prompt + answer)
        return answer

    take(file.exercise, ask, said.append)
    assert "\n".join(said).rstrip("\n") == transcript.rstrip("\n")


# -- Python


def test_the_python_example_prints_what_the_page_shows(files):
    (program,), (printed,) = (
        [block.content for block in blocks("python_api") if block.language == language]
        for language in ("python", "text")
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=files, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (printed, "")


# -- the directives


CONF = 'extensions = ["myst_parser", "quizgrader.sphinxext"]\nhtml_theme = "basic"\n'


@pytest.mark.parametrize(
    ("directive", "told"),
    [
        ("{fields} essay", "there is no type `essay`"),
        ("{fields} numeric/value", "`value` has no fields of its own"),
        ("{fields} fill-in/gaps", "`gaps` has several types — add one: choice, number, text"),
        ("{fields} fill-in/gaps/essay", "`essay` has no fields of its own"),
    ],
)
def test_a_wrong_path_is_told_with_its_place(tmp_path, directive, told):
    (tmp_path / "conf.py").write_text(CONF)
    (tmp_path / "index.md").write_text(f"# Home\n\n```{directive}\n```\n")
    done = sphinx(tmp_path, tmp_path / "out")
    assert done.returncode and told in done.stderr and "index.md:3" in done.stderr


def test_fields_tell_what_may_stand_there_and_whether_it_must(tmp_path):
    (tmp_path / "conf.py").write_text(CONF)
    (tmp_path / "index.md").write_text("# Home\n\n```{fields} question\n```\n\n```{check-codes}\n```\n")
    done = sphinx(tmp_path, tmp_path / "out", "text")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "out" / "index.txt").read_text("utf-8")
    assert '"id" : an id; required\n   Stable name' in text
    assert '"points" : a number above 0 up to 1000; "1" unless given\n' in text
    assert '"hints" : a list of texts; optional\n' in text
    assert "no-right-choice" in text


PACKAGE = ROOT / "src" / "quizgrader"


def files_on_the_map() -> dict[str, int]:
    """The files of the package by the number of their group on its map; of a cell, the first name has the folder of all."""
    found = {}
    for number, group in re.findall(
        r"^## (\d)\..*\n((?:(?!## ).*\n)*)", (PACKAGE / "README.md").read_text("utf-8"), re.MULTILINE
    ):
        for cell in re.findall(r"^\| (`.*?) \|", group, re.MULTILINE):
            first, *others = re.findall(r"`([^`]+)`", cell)
            folder = first.rpartition("/")[0]
            for name in (first, *(f"{folder}/{other}".lstrip("/") for other in others)):
                paths = PACKAGE.glob(f"{name}*.*") if name.endswith("/") else [PACKAGE / name]
                found |= {path.relative_to(PACKAGE).as_posix(): int(number) for path in paths}
    return found


def test_the_map_of_the_package_names_every_file_and_no_other():
    written = [*PACKAGE.rglob("*.py"), *PACKAGE.glob("web/**/*.js")]
    there = {path.relative_to(PACKAGE).as_posix() for path in written if not path.name.startswith("__")}
    listed = files_on_the_map()
    assert there - listed.keys() == set()
    assert {name for name in listed if not (PACKAGE / name).is_file()} == set()


def test_no_import_runs_from_a_group_of_the_map_to_a_later_one():
    groups = {f"quizgrader.{name[:-3].replace('/', '.')}": number for name, number in files_on_the_map().items()}
    for module, number in groups.items():
        file = PACKAGE / f"{module.removeprefix('quizgrader.').replace('.', '/')}.py"
        for found in ast.walk(ast.parse(file.read_text("utf-8"))) if file.is_file() else ():
            if isinstance(found, ast.ImportFrom) and found.module:
                for name in (found.module, *(f"{found.module}.{each.name}" for each in found.names)):
                    assert groups.get(name, 0) <= number, f"{module} imports {name}"
