"""What is given to a browser so that it can remember: which pages, which questions, and never a key that stays home."""

import json
import re
from types import SimpleNamespace

import pytest
from conftest import PROJECT, ROOT, sphinx
from test_course import COURSE, EXERCISE, PAGE

from memory.course_data import moved

CONF = (
    PROJECT["conf.py"].replace('"quizgrader.sphinxext"', '"quizgrader.sphinxext", "course.sphinxext", "memory"')
    + 'quizgrader_site = "small"\nmemory_pages = ["docs/course/*"]\nmemory_also_forget = ["ticks"]\n'
)
FILES = {
    "conf.py": CONF,
    "index.md": "# Home\n\n```{left-off}\n```\n\nIt cancelled flights {claim}`c-1`.\n\n## Notes\n\n```{notes}\n```\n",
    "docs/course/course.yaml": COURSE,
    "docs/course/first.md": "---\norphan:\n---\n"
    + PAGE
    + "\n```{exercise} small\n```\n\n## Notes\n\n```{notes}\n```\n",
    "docs/course/mine.md": "---\norphan:\n---\n# Mine\n\n```{progress}\n```\n",
    "docs/course/again.md": "---\norphan:\n---\n# Again\n\n```{review}\n```\n",
    "exercises/small.yaml": EXERCISE,
}


@pytest.fixture
def built(project, tmp_path):
    """Builds the small course with some files changed, into one folder; gives that folder."""

    def build(changes: dict[str, str] | None = None, builder: str = "html"):
        done = sphinx(project({**FILES, **(changes or {})}), tmp_path / builder, builder)
        assert done.returncode == 0, done.stderr
        return tmp_path / builder

    return build


def data_of(site) -> dict:
    text = (site / "_static" / "course-data.js").read_text("utf-8")
    return json.loads(text.removeprefix("window.courseData=").removesuffix(";\n"))


def test_pages_and_questions_are_named_by_what_stays(built):
    data = data_of(built())
    assert data["pages"] == {
        "docs/course/first": {"href": "docs/course/first.html", "title": "The first hour", "module": True}
    }
    assert list(data["questions"]) == ["small/one", "small/two", "small/three"]
    question = {"page": "docs/course/first", "number": 1, "version": 1, "points": 1, "objectives": ["be-quick"]}
    assert data["questions"]["small/one"] == question
    assert data["objectives"] == {"be-quick": "Act within the hour"}
    assert (data["review"], data["forget"]) == ("docs/course/again.html", ["ticks"])


def test_scripts_are_loaded_only_where_they_are_needed(built):
    site = built()
    loads = {
        path.stem: {
            name for name in ("reading", "left-off", "progress", "review", "certificate") if f"/{name}.js" in text
        }
        for path in site.rglob("*.html")
        for text in [path.read_text("utf-8")]
    }
    assert {page: names for page, names in loads.items() if names} == {
        "index": {"left-off"},
        "first": {"reading"},
        "mine": {"progress"},
        "again": {"review"},
    }
    assert "needs JavaScript" in (site / "docs/course/mine.html").read_text("utf-8")


def test_questions_come_back_as_they_stand_on_their_page(built):
    site = built()
    text = (site / "_static" / "questions" / "small.js").read_text("utf-8")
    shown = json.loads(text.removeprefix('window.questionsOf["small"]=').removesuffix(";\n"))
    assert shown["page"] == "docs/course/first.html"
    assert shown["html"].count("<fieldset") == 3
    assert shown["html"] in (site / "docs/course/first.html").read_text("utf-8")


def test_an_exercise_that_becomes_assessed_takes_its_questions_back(built):
    file = built() / "_static" / "questions" / "small.js"
    assert file.exists()
    data = data_of(built({"exercises/small.yaml": EXERCISE.replace("practice", "assessed")}))
    assert not file.exists() and data["questions"] == {}


def test_a_book_has_nothing_of_it(built):
    pages = [path.read_text("utf-8") for path in built(builder="epub").rglob("*.xhtml")]
    assert pages and not any("JavaScript" in page or "left off" in page for page in pages)


def test_the_page_on_review_gives_the_days_that_the_script_has():
    script = (ROOT / "src/quizgrader/web/record.js").read_text("utf-8")
    days = json.loads(re.search(r"const INTERVALS = (\[.*?\])", script)[1])
    told = re.findall(r"^\| (\d+) \| (\d+) days? \|$", (ROOT / "docs/course/review.md").read_text("utf-8"), re.M)
    assert [(int(box), int(after)) for box, after in told] == list(enumerate(days, 1))


def test_old_names_of_pages_lead_to_the_new_ones():
    app = SimpleNamespace(
        builder=SimpleNamespace(get_target_uri=lambda name: f"{name}.html"),
        env=SimpleNamespace(found_docs={"docs/new", "docs/other"}),
        website_moved={
            "docs/old.html": "docs/new.html",
            "docs/other.html#a": "docs/new.html",
            "docs/x.html": "docs/y.html#b",
        },
    )
    assert moved(app) == {"docs/old": "docs/new"}
