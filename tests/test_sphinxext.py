"""The exercise in a page: real form, real nodes. Links, translation and rebuilding work as for any other text."""

import json
import re
import subprocess
import sys

import pytest
from conftest import PROJECT, sphinx

EXERCISE = PROJECT["exercises/small.yaml"]


@pytest.fixture
def built(project, tmp_path):
    """Builds the small project, changed as told, and returns the text of its first page."""

    def build(changes=None) -> str:
        done = sphinx(project(changes), tmp_path / "out")
        assert done.returncode == 0, done.stderr
        return (tmp_path / "out" / "index.html").read_text("utf-8")

    return build


def test_an_exercise_is_a_form_at_build_time(built):
    page = built()
    assert re.search(r'<fieldset class="qg-question" id="exercise-small-first" data-question="first"', page)
    assert "<legend" in page and page.count('type="radio"') == 2
    assert "Choose one." in page, "the rule is told before answering"


def test_exercises_and_questions_can_be_linked_to(built):
    links = "\n\nSee {ref}`exercise-small` and {ref}`exercise-small-first`.\n"
    page = built({"index.md": PROJECT["index.md"] + links})
    assert re.search(r'href="#exercise-small"[^>]*><span[^>]*>A small exercise<', page)
    assert re.search(r'href="#exercise-small-first"[^>]*><span[^>]*>Question 1<', page)


def test_myst_works_in_every_text(built):
    changed = EXERCISE.replace("prompt: Which?", "prompt: 'Which **one** {claim}`c-1`?'").replace(
        "feedback: No.", "feedback: 'No, {claim}`c-1`.'"
    )
    page = built({"exercises/small.yaml": changed})
    assert "Which <strong>one</strong>" in page
    remark = page[page.index('data-remark="b"') :]
    assert 'href="#note-c-1"' in remark[:400]


def test_text_of_an_exercise_cannot_script_the_page(project, tmp_path):
    attack = json.dumps("</script><script>alert(1)</script> <img src=x onerror=alert(1)>")
    changed = EXERCISE.replace("prompt: Which?", f"prompt: {attack}").replace("text: That", f"text: {attack}")
    done = sphinx(project({"exercises/small.yaml": changed}), tmp_path / "out")
    assert done.returncode == 1
    assert "exercises/small.yaml:7:13: WARNING: this holds HTML — write it in MyST" in done.stderr
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert "<script>alert" not in page and "<img src=x" not in page


def test_a_changed_exercise_rebuilds_only_the_pages_that_show_it(project, tmp_path):
    folder = project({"other.md": "---\norphan:\n---\n# Another page\n"})
    assert sphinx(folder, tmp_path / "out").returncode == 0
    pages = [tmp_path / "out" / name for name in ("index.html", "other.html")]
    before = [page.stat().st_mtime_ns for page in pages]
    file = folder / "exercises/small.yaml"
    file.write_text(file.read_text().replace("Which?", "Which of them?"))
    assert sphinx(folder, tmp_path / "out").returncode == 0
    after = [page.stat().st_mtime_ns for page in pages]
    assert "Which of them?" in pages[0].read_text()
    assert after[0] > before[0] and after[1] == before[1]


def test_its_texts_can_be_translated(project, tmp_path):
    folder = project()
    assert sphinx(folder, tmp_path / "pot", "gettext").returncode == 0
    messages = (tmp_path / "pot" / "index.pot").read_text()
    for text in ("Which?", "This", "That", "Yes.", "No.", "A small exercise"):
        assert f'msgid "{text}"' in messages, text
    assert "small.yaml:" not in messages, "line numbers tell in which order the items of a test were written"


def test_an_exercise_has_one_place(project, tmp_path):
    folder = project({"other.md": "---\norphan:\n---\n# Another\n\n```{exercise} small\n```\n\n```{notes}\n```\n"})
    done = sphinx(folder, tmp_path / "out")
    assert done.returncode == 1
    assert "already on the page" in done.stderr and "link to it from here instead" in done.stderr


def test_an_assessed_exercise_carries_no_key(built):
    secret = (
        EXERCISE.replace("mode: practice", "mode: assessed").replace("Yes.", "Canary-yes").replace("No.", "Canary-no")
    )
    page = built({"exercises/small.yaml": secret + "    explanation: Canary-why\n"})
    form = page[page.index("<form") : page.index("</form>")]
    assert "Canary" not in page and "credits" not in form and "c-1" not in form
    assert json.loads(re.search(r"<script[^>]*>(.*?)</script>", form)[1])["questions"] == [
        {"id": "first", "type": "single-choice", "version": 1, "points": 1}
    ]


def test_grading_needs_no_sphinx_and_knows_no_case(tmp_path):
    program = (
        "import sys\n"
        "for name in ('sphinx', 'docutils', 'myst_parser', 'matplotlib', 'typst', 'casebook', 'typstbook'):\n"
        "    sys.modules[name] = None\n"
        "import quizgrader.cli, quizgrader.cohort.gradebook, quizgrader.report.tables\n"
        "sys.exit(quizgrader.cli.main(['check', sys.argv[1]]))\n"
    )
    (tmp_path / "small.yaml").write_text(EXERCISE)
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "1 exercise, 1 question: nothing wrong\n"), done.stderr
