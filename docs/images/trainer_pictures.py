"""Makes the pictures of the trainers' guide from the real thing: `python docs/images/trainer_pictures.py` in `.venv`.

It copies the project, adds the assignment of the guide, builds the site, hands in as a class would, runs the guide's
commands, and takes the pictures in Chromium. The class is made up, and always the same.
"""

from __future__ import annotations

import csv
import html
import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import fastexcel
from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
sys.path.insert(0, str(ROOT / "tests"))

import cohorts  # noqa: E402

from quizgrader.bank.assignments import read_assignments, target  # noqa: E402
from quizgrader.bank.shelf import read_shelf  # noqa: E402

LEARNERS, SEED, COLUMNS = 14, 11, 14
TERMINAL = """<style>body { margin: 0; } pre { background: #14191f; color: #e4e8ec; font: 15px/1.5 'DejaVu Sans Mono', monospace;
margin: 0; padding: 18px 22px; white-space: pre-wrap; width: 800px; } b { color: #9fd49f; font-weight: 400; }</style><pre>%s</pre>"""
SHEET = """<style>body { font: 14px sans-serif; margin: 0; } table { border-collapse: collapse; } td, th { border: 1px solid #c5ccd3;
padding: 3px 8px; white-space: nowrap; max-width: 9em; overflow: hidden; } th, tr > :first-child { background: #eef1f4; font-weight: 600; text-align: left; }</style>%s"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        skipped = shutil.ignore_patterns(".git", ".venv", "build", "locks", "__pycache__", ".*_cache", ".hypothesis")
        shutil.copytree(ROOT, project, ignore=skipped)
        assign(project)
        said = hand_in_and_mark(project)
        run(project, "sphinx", "-q", "-b", "html", ".", "site")
        with sync_playwright() as playwright:
            path = os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport={"width": 1000, "height": 760}, device_scale_factor=1)
            pictures(page, project, said)
            browser.close()


def assign(project: Path) -> None:
    """The assignment of the guide, made of the sample as the guide says."""
    file = project / "exercises/assignments/monday.yaml"
    text = (project / "exercises/assignments/jetblue_first_week.yaml").read_text("utf-8")
    text = text.replace("id: jetblue-first-week", "id: monday").replace(
        '"JetBlue: the first week"', '"Monday: the first week"'
    )
    file.write_text(text, "utf-8")
    (project / "docs/assignments/monday.md").write_text("```{assignment} monday\n```\n", "utf-8")


def run(project: Path, module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    if done.returncode and not (module == "quizgrader" and done.returncode == 1):  # 1: some files are not counted
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stderr + done.stdout


def hand_in_and_mark(project: Path) -> str:
    """Hand in as a class would, and run what the guide says. Returns what the terminal shows of the first marking."""
    shelf = read_shelf([project / "exercises"])
    asked = target(read_assignments(project / "exercises/assignments", shelf).files["monday"].assignment, shelf)
    cohorts.write(project / "inbox", asked, LEARNERS, SEED, blank=0.03, odd=0.12, copied=0)
    people = [(learner.id, learner.name) for learner, _, _ in cohorts.people(asked, LEARNERS, SEED)]
    rows = [
        (*person, ("Monday", "Tuesday")[number % 2]) for number, person in enumerate([*people, ("e000014", "Zoë Lund")])
    ]
    with (project / "people.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "name", "group"), *rows])
    commands = [
        "grade monday inbox --roster people.csv -o marked",
        "marking-sheet monday inbox --roster people.csv -o to-mark.html",
    ]
    said = [(command, run(project, "quizgrader", *command.split())) for command in commands]
    return "\n".join(f"<b>$ quizgrader {command}</b>\n{html.escape(output)}" for command, output in said)


def pictures(page: Page, project: Path, said: str) -> None:
    page.set_content(TERMINAL % said)
    taken(page.locator("pre").screenshot(), "assign_terminal")

    page.goto((project / "marked/report.html").as_uri())
    taken(page.screenshot(), "assign_report")

    page.goto((project / "to-mark.html").as_uri())
    page.get_by_label("Your name as marker").fill("Ann")
    page.locator("form:visible fieldset").nth(0).locator("input").last.check()
    page.set_viewport_size({"width": 1000, "height": 900})
    taken(page.screenshot(), "assign_desk")

    page.set_content(SHEET % as_sheet(project / "marked/gradebook.xlsx"))
    taken(page.locator("table").screenshot(), "assign_gradebook")

    page.set_viewport_size({"width": 1000, "height": 760})
    page.goto((project / "site/docs/assignments/monday.html").as_uri())
    page.get_by_label("Name").first.fill("Ann Lee")
    page.locator(".qg-question input[type='checkbox']").first.check()
    page.locator("h1").scroll_into_view_if_needed()
    taken(page.screenshot(), "assign_page")
    page.get_by_role("button", name="Review and save").click()
    page.get_by_role("button", name="Save my answers").click()
    taken(page.locator(".qg-saved").screenshot(), "assign_saved")


def as_sheet(file: Path) -> str:
    """The first columns of a spreadsheet, as a spreadsheet program shows them."""
    book = fastexcel.read_excel(file).load_sheet(0).to_polars()
    columns = book.columns[:COLUMNS]
    book = book.select(columns)
    letters = "".join(f"<th>{chr(65 + i)}</th>" for i in range(len(columns)))
    rows = [row_of(number, row) for number, row in enumerate([columns, *book.iter_rows()], 1)]
    return f"<table><tr><th></th>{letters}</tr>{''.join(rows)}</table>"


def row_of(number: int, cells) -> str:
    shown = ["" if cell is None else f"{cell:.5g}" if isinstance(cell, float) else str(cell) for cell in cells]
    return f"<tr><td>{number}</td>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in shown) + "</tr>"


def taken(png: bytes, name: str) -> None:
    """Keep a picture, in few colours: it is text."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(64, dither=Image.Dither.NONE)
    picture.save(HERE / f"{name}.png", optimize=True)
    print(f"{name}.png: {(HERE / f'{name}.png').stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
