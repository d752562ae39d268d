"""The editions in a real Chromium: a Spanish exercise is answered, marked and kept; a page from right to left holds."""

import json
import re
import subprocess
import sys

import pytest
from conftest import ROOT, put_files, sphinx
from responses import another_response, right_response
from test_access import violations
from test_exercise import EXERCISES, answer_by_mouse, fieldset

from quizgrader.grading import grade

pytestmark = pytest.mark.browser
MODULE = EXERCISES["module-trust"]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_spanish_pages_are_accessible_and_fit_their_screen(spanish, chromium, width):
    page = chromium.new_page(viewport={"width": width, "height": 900})
    for path in sorted(spanish.rglob("*.html")):
        page.goto(path.as_uri())
        assert violations(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
    page.close()


def test_a_spanish_answer_is_marked_as_the_english_one(spanish, chromium, tmp_path):
    """The page says what the grader says, of right answers and of others, and `quizgrader grade` the same of the saved file."""
    page = chromium.new_page(viewport={"width": 390, "height": 900})
    page.goto((spanish / "docs/course/01_trust.html").as_uri())
    entered = {}
    for i, question in enumerate(MODULE.questions):
        response = another_response(question) if i % 2 else right_response(question)
        field = fieldset(page, question)
        answer_by_mouse(field, response)
        field.get_by_role("button", name="Comprobar").click()
        mark, said = grade(question, response), field.locator(".qg-result").inner_text()
        if mark.state == "marked":
            share = f"{round(mark.fraction * question.points, 2):g}".replace(".", ",")
            word = {0.0: "No es correcto", 1.0: "Correcto"}.get(mark.fraction, "Correcto en parte")
            assert f"{word}: {share} de {question.points:g} punto" in said
        entered[question.id] = response
    page.get_by_role("button", name="Guardar mis respuestas").click()
    with page.expect_download() as download:
        page.locator("a.qg-file").click()
    file = tmp_path / "answers.json"
    download.value.save_as(file)
    page.close()
    command = [sys.executable, "-m", "quizgrader", "grade", "exercises/module_trust.yaml", file, "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    marks = {each["question"]: each for each in json.loads(done.stdout)[0]["questions"]}
    for question in MODULE.questions:
        mark, told = grade(question, entered[question.id]), marks[f"module-trust/{question.id}"]
        assert (told["version"], told["state"], told["fraction"]) == (question.version, mark.state, mark.fraction)


def test_search_finds_spanish_words_by_their_stems(spanish, chromium):
    page = chromium.new_page()
    page.goto(f"{(spanish / 'search.html').as_uri()}?q=promesas")
    assert page.locator("#search-results li a").first.get_attribute("href").startswith("docs/playbook/today.html")
    assert "«promesas»" in page.locator("[role=status]").first.inner_text()
    page.close()


ARABIC = {
    "conf.py": f"""
project = "موقع"
copyright = "its authors"
extensions = ["myst_parser", "sphinx_design", "languages", "playbook", "quizgrader.sphinxext", "website", "sitesearch"]
language = "ar"
myst_enable_extensions = ["fieldlist"]
html_copy_source = html_show_sourcelink = False
html_theme = "furo"
templates_path = ["{ROOT / "docs/_templates"}"]
html_static_path = ["{ROOT / "docs/_static"}"]
html_css_files = ["site.css"]
exclude_patterns = ["exercises"]
""",
    "index.md": "# الثقة\n\nنص قصير.\n\n> اقتباس.\n\n```{checklist}\n:name: first\n\n- أوقف الضرر.\n  :id: stop\n  :who: أنت\n"
    "  :by: الآن\n  :done: لا أحد يتأذى.\n```\n\n```{admonition} فكر\n:class: think\n\nسؤال؟\n```\n\n"
    "| أ | ب |\n|---|---|\n| واحد | اثنان |\n\n1. واحد\n2. اثنان\n\n```{template} words\n:title: كلمات\n\nنعتذر إلى [الاسم].\n```\n\n"
    "```{exercise} small\n```\n",
    "exercises/small.yaml": """
id: small
title: تمرين
mode: practice
questions:
  - id: one
    type: single-choice
    prompt: أيهما؟
    hints: [فكر.]
    choices:
      - {id: a, text: هذا, correct: true, feedback: نعم.}
      - {id: b, text: ذلك, feedback: لا.}
  - id: pairs
    type: matching
    prompt: صل.
    stems: [{id: s, text: أول, match: x}, {id: t, text: ثان, match: y}]
    options: [{id: x, text: س}, {id: y, text: ص}]
  - id: gap
    type: fill-in
    prompt: أكمل.
    text: قل [[word]] الآن.
    gaps: [{id: word, type: text, answers: [{text: الحق}]}]
""",
}


def test_a_page_from_right_to_left_has_its_start_at_the_right(chromium, tmp_path):
    put_files(tmp_path / "source", ARABIC)
    done = sphinx(tmp_path / "source", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    for width in (1280, 390, 320):
        page = chromium.new_page(viewport={"width": width, "height": 900})
        page.goto((tmp_path / "out" / "index.html").as_uri())
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert violations(page) == []
        page.locator("input[value='b']").check()
        page.locator("fieldset[data-question='one'] button").first.click()
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), "it scrolls sideways"
        for part in ("blockquote", ".qg-result:not(:empty)"):
            edges = page.locator(part).first.evaluate(
                "e => [getComputedStyle(e).borderRightWidth, getComputedStyle(e).borderLeftWidth]"
            )
            assert float(edges[0][:-2]) > 0 and edges[1] == "0px", f"{part}: its edge is not at the start"
        page.close()


def test_our_style_sheets_know_no_left_and_no_right():
    """In Chromium's terms: a property of one side is written for the start or the end of a line."""
    side = re.compile(
        r"(?:^|[{;\s])(?:(?:margin|padding|border)-(?:left|right)[\w-]*|left|right|(?:text-align|float): (?:left|right))\s*[:;]"
    )
    sheets = [ROOT / "docs/_static/site.css", *sorted((ROOT / "src").glob("*/web/*.css"))]
    for sheet in sheets:
        assert not side.search(sheet.read_text("utf-8")), f"{sheet.name}: write -inline-start or -inline-end"
