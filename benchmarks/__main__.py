"""`python -m benchmarks`: prints every figure, one a line, with what it was measured on."""

from __future__ import annotations

import gzip
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from quizgrader.exercises import read_shelf
from quizgrader.grading import grade
from quizgrader.sphinxext import assets

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))


def say(name: str, figure: str, about: str = "") -> None:
    print(f"{name:<44} {figure:>16}  {about}", flush=True)


def sphinx(builder: str, out: Path, source: Path = ROOT) -> float:
    """Build, and return the seconds it took, start-up included."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", builder, "-d", f"{out}-doctrees", source, out]
    subprocess.run(command, check=True)
    return time.perf_counter() - began


def builds(folder: Path) -> Path:
    out = folder / "html"
    clean = sphinx("html", out)
    pages = len(list(out.rglob("*.html")))
    say("site, clean build", f"{clean:.2f} s", f"{pages} pages")
    unchanged = sphinx("html", out)
    say("site, nothing changed", f"{unchanged:.2f} s", f"{unchanged / clean:.2f} of the clean build")
    book = sphinx("typst", folder / "pdf")
    size = sum(path.stat().st_size for path in (folder / "pdf").glob("*.pdf"))
    say("book, clean build", f"{book:.2f} s", f"{size / 1000:.0f} kB")
    return out


def sizes() -> None:
    for name, text in (("exercise script", assets.script()), ("exercise style", assets.style())):
        raw = text.encode()
        say(f"{name}, gzip", f"{len(gzip.compress(raw, 9, mtime=0)):,} bytes", f"{len(raw):,} before")


def marks() -> None:
    """Every question of the exercises, with its right response and another one, over and over, on one core."""
    from responses import another_response, right_response

    work = [
        (question, respond(question))
        for file in read_shelf([ROOT / "exercises"]).files.values()
        for question in file.exercise.questions
        for respond in (right_response, another_response)
    ]
    rounds = 200_000 // len(work)
    began = time.perf_counter()
    for _ in range(rounds):
        for question, response in work:
            grade(question, response)
    seconds = time.perf_counter() - began
    say("marks per second, one core", f"{rounds * len(work) / seconds:,.0f}", f"{len(work)} different responses")


def feedback(site: Path) -> None:
    """From the press on Check to feedback laid out, in Chromium, without the browser's own frame."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("BROWSER_PATH") or shutil.which("chromium")
    page_of = next(path for path in sorted(site.rglob("*.html")) if 'class="qg-exercise"' in path.read_text("utf-8"))
    measure = """() => [...document.querySelectorAll("form.qg-exercise fieldset")].flatMap((field) => {
        const control = field.querySelector("[data-control]");
        control.querySelectorAll("select").forEach((menu, i) => { menu.selectedIndex = i % (menu.length - 1) + 1; });
        const input = control.querySelector("input");
        if (input && input.type === "text") input.value = "12"; else if (input) input.click();
        const check = [...field.querySelectorAll("button")].find((button) => button.textContent === "Check");
        return [...Array(9)].map(() => {
            const began = performance.now();
            check.click();
            field.getBoundingClientRect();
            return performance.now() - began;
        });
    })"""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(page_of.as_uri())
        times = page.evaluate(measure)
        browser.close()
    median, worst = statistics.median(times), max(times)
    say("check to feedback, median", f"{median:.2f} ms", f"{median / 16:.2f} of a frame; worst {worst:.1f} ms")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = builds(Path(folder))
        sizes()
        feedback(site)
        marks()


main()
