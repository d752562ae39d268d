"""What the tests share: the built site, a real browser, and a way to write small projects."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run, and no limit of time that a busy machine could break.
settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")

ROOT = Path(__file__).resolve().parents[1]
DATE = {"SOURCE_DATE_EPOCH": "1764547200"}


def sphinx(source: Path, out: Path, builder: str = "html", *options: str) -> subprocess.CompletedProcess[str]:
    """Build `source` into `out` as `make site` does, with warnings as errors; returns what it said."""
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "-q",
        "-b",
        builder,
        "-d",
        f"{out}-doctrees",
        *options,
        source,
        out,
    ]
    return subprocess.run(command, cwd=source, env={**os.environ, **DATE}, capture_output=True, text=True, check=False)


def whole_site(out: Path, *options: str) -> Path:
    """Build the learner's site from this repository into `out` as `make site` does: in English, then in Spanish."""
    for folder, language in ((out, ()), (out / "es", ("-t", "es", "-d", f"{out}-doctrees-es"))):
        done = sphinx(ROOT, folder, "html", *language, *options)
        assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The folder of the learner's site."""
    return whole_site(tmp_path_factory.mktemp("site") / "html")


@pytest.fixture(scope="session")
def book(tmp_path_factory) -> Path:
    """The learner's book, set from this repository."""
    out = tmp_path_factory.mktemp("book") / "pdf"
    done = sphinx(ROOT, out, "typst")
    assert done.returncode == 0, done.stderr
    (path,) = out.glob("*.pdf")
    return path


@pytest.fixture(scope="session")
def chromium():
    """A real Chromium; `make test` finds or installs it."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.fail("no Chromium, Chrome or Edge was found; give its path in BROWSER_PATH")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        # A page that scrolls smoothly makes every click wait for it: the tests took five times as long.
        browser.new_context = partial(browser.new_context, reduced_motion="reduce")
        yield browser
        browser.close()


PROJECT_CONF = """
project = "A small project"
copyright = "its authors"
version = "1"
extensions = ["myst_parser", "casebook.sphinxext", "quizgrader.sphinxext"]
root_doc = "index"
exclude_patterns = ["exercises", "case_studies/*/facts.yaml"]
html_theme = "basic"
gettext_location = False
quizgrader_claims = "case_studies/*/facts.yaml"
quizgrader_claim_role = "claim"
"""

PROJECT = {
    "conf.py": PROJECT_CONF,
    "index.md": "# Home\n\nIt cancelled flights {claim}`c-1`.\n\n```{exercise} small\n```\n\n## Notes\n\n```{notes}\n```\n",
    "docs/sources.md": "---\norphan:\n---\n# Sources\n\n```{bibliography}\n```\n",
    "docs/bibliography.yaml": "sources:\n  - {key: paper, title: A title, publisher: A Paper, date: 2007-02-14, kind: news}\n",
    "docs/frameworks/actions.yaml": (
        "frameworks:\n  - id: five\n    name: Five actions\n    author: An author\n"
        "    actions: [{id: five-1, name: Swift response, label: Action 1 of 5}]\n"
    ),
    "case_studies/one/facts.yaml": (
        "case: one\ntitle: One\norganisation: An airline\nsector: Airlines\nsummary: It failed.\nclaims:\n"
        "  - id: c-1\n    date: 2007-02-14\n    time: 15:00\n    headline: Flights are cancelled\n    actor: The airline\n"
        "    statement: It cancelled more than 250 flights.\n    figures: {cancelled: more than 250}\n    phase: onset\n"
        "    sources: [paper]\n    support: single\n"
    ),
    "exercises/small.yaml": (
        "id: small\ntitle: A small exercise\nmode: practice\nquestions:\n"
        "  - id: first\n    type: single-choice\n    prompt: Which?\n    claims: [c-1]\n    choices:\n"
        "      - {id: a, text: This, correct: true, feedback: Yes.}\n      - {id: b, text: That, feedback: No.}\n"
    ),
}


def put_files(folder: Path, files: dict[str, str]) -> Path:
    """Put these texts into `folder`, by their paths; returns it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture
def project(tmp_path):
    """Writes a small whole project; a test changes the files it is about: `project({"index.md": "..."})`."""

    def write(changes: dict[str, str] | None = None) -> Path:
        return put_files(tmp_path / "project", {**PROJECT, **(changes or {})})

    return write


@pytest.fixture(scope="session")
def spanish(site) -> Path:
    """The folder of the Spanish edition."""
    return site / "es"
