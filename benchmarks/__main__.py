"""`python -m benchmarks [site] [marking]`: prints every figure, one a line, with what it was measured on."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import book, cohorts_bench, prose, site_bench
from benchmarks.site_bench import copied
from quizgrader.bank.exercises import Exercise
from quizgrader.bank.scenario import sections
from quizgrader.bank.shelf import read_shelf
from quizgrader.grading import grade
from quizgrader.sphinxext import assets

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
FRAME = 16  # milliseconds


def say(name: str, figure: str, about: str = "") -> None:
    print(f"{name:<44} {figure:>16}  {about}", flush=True)


def sphinx(builder: str, out: Path, source: Path = ROOT) -> float:
    """Build, and return the seconds it took, start-up included."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", builder, "-d", f"{out}-doctrees", source, out]
    subprocess.run(command, check=True, cwd=source)
    return time.perf_counter() - began


def builds(folder: Path) -> None:
    from benchmarks import search  # it needs what the tests share

    source, out = copied(folder), folder / "build" / "html"
    clean = sphinx("html", out, source)
    pages = len(list(out.rglob("*.html")))
    say("site, clean build", f"{clean:.2f} s", f"{pages} pages")
    unchanged = sphinx("html", out, source)
    say("site, nothing changed", f"{unchanged:.2f} s", f"{unchanged / clean:.2f} of the clean build")
    exercise = next((source / "exercises").glob("*.yaml"))
    exercise.write_text(exercise.read_text("utf-8").replace("title:", "title: ", 1), "utf-8")
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.html")}
    edited = sphinx("html", out, source)
    written = sum(path.stat().st_mtime_ns != stamp for path, stamp in before.items())
    say(
        "site, one exercise changed", f"{edited:.2f} s", f"{written} pages written, the index and the search among them"
    )
    prose.pages(out, say)
    search.searches(out, say)


def book_costs(folder: Path) -> None:
    book.figures(copied(folder), say)


def cost_of_exercises(folder: Path) -> None:
    """The site with its exercises, against the same pages with all their texts written out; in turn, three times."""
    source = copied(folder)
    shown = {name: as_text(file.exercise) for name, file in read_shelf([ROOT / "exercises"]).files.items()}
    plain = folder / "plain"
    copied(plain)
    for page in (*plain.glob("docs/**/*.md"), *plain.glob("case_studies/**/*.md")):
        text = page.read_text("utf-8")
        for name, words in shown.items():
            text = text.replace(f"```{{exercise}} {name}\n```", words)
        page.write_text(text, "utf-8")
    times: dict[str, list[float]] = {"exercises": [], "text": []}
    for turn in range(3):
        for name, place in (("exercises", source), ("text", plain)):
            times[name].append(sphinx("html", folder / "build" / f"{name}-{turn}", place))
    with_them, without = (statistics.median(times[name]) for name in ("exercises", "text"))
    say(
        "site with exercises / with them as text",
        f"{with_them / without:.2f}",
        f"{with_them:.2f} s / {without:.2f} s, median of 3",
    )


def as_text(exercise: Exercise) -> str:
    """All that a reader can see of an exercise, as plain MyST under a heading."""
    lines = [f"(exercise-{exercise.id})=\n### {exercise.title}", exercise.intro]
    for question in exercise.questions:
        lines.append(f"{question.prompt}\n\n{question.rule()}")
        control = question.control()
        for option in (*getattr(control, "stems", ()), *getattr(control, "options", ())):
            lines.append(f"- {option.text}")
        lines += [*question.hints, *(f"- {line}" for line in question.key()), question.solution()]
        lines += [f"- {remark}" for remark in question.remarks().values()]
        lines += cited(question.claims)
    for section in sections(exercise.scenario) if exercise.scenario else ():
        lines += [f"**{section.number}. {section.heading}**", section.text, *cited(section.claims)]
        lines += [f"- {turn.text or ''} Turn to {turn.number}" for turn in section.turns]
    return "\n\n".join(line for line in lines if line)


def cited(claims: list[str]) -> list[str]:
    return [f"The facts: {{claim}}`{' '.join(claims)}`"] if claims else []


def sizes() -> None:
    together = 0
    for name, text in (("exercise script", assets.script()), ("exercise style", assets.style())):
        raw = text.encode()
        small = len(gzip.compress(raw, 9, mtime=0))
        together += small
        say(f"{name}, gzip", f"{small:,} bytes", f"{len(raw):,} before")
    say("script and style together, gzip", f"{together:,} bytes")


def every_response() -> Iterator[tuple]:
    """Every question of the exercises with its right response and with another one."""
    from responses import another_response, right_response

    for file in read_shelf([ROOT / "exercises"]).files.values():
        for question in file.exercise.questions:
            yield question, right_response(question)
            yield question, another_response(question)


def marks() -> None:
    work = list(every_response())
    rounds = 200_000 // len(work)
    began = time.perf_counter()
    for _ in range(rounds):
        for question, response in work:
            grade(question, response)
    seconds = time.perf_counter() - began
    say("marks per second, one core", f"{rounds * len(work) / seconds:,.0f}", f"{len(work)} different responses")


def twenty_questions() -> str:
    """An exercise of twenty questions: those of the project, with ids of their own."""
    import yaml

    questions = [
        {**question, "claims": [], "id": f"q-{i}-{question['id']}"}
        for path in sorted((ROOT / "exercises").glob("*.yaml"))
        for i, question in enumerate(yaml.safe_load(path.read_text("utf-8")).get("questions", []))
        if "}`" not in str(question)  # a role of the project's, which a small project does not have
    ]
    twenty = [{**questions[i % len(questions)], "id": f"q{i}"} for i in range(20)]
    exercise = {"id": "small", "title": "Twenty questions", "mode": "practice", "questions": twenty}
    return json.dumps(exercise)  # which is YAML, too


ANSWER_ALL = """() => {
    for (const control of document.querySelectorAll("[data-control]")) {
        control.querySelectorAll("select").forEach((menu, i) => { menu.selectedIndex = i % (menu.length - 1) + 1; });
        for (const text of control.querySelectorAll("input[type=text], textarea")) text.value = "12";
        control.querySelector("input[type=radio], input[type=checkbox]")?.click();
    }
}"""
CHECK_EACH = """() => [...document.querySelectorAll("fieldset")].flatMap((field) => {
    const check = [...field.querySelectorAll("button")].find((button) => button.textContent === "Check");
    return check ? [...Array(5)].map(() => {
        const began = performance.now();
        check.click();
        field.getBoundingClientRect();
        return performance.now() - began;
    }) : [];
})"""


def feedback(folder: Path) -> None:
    """From the press on Check to feedback laid out, in Chromium, with an exercise of twenty questions."""
    from conftest import PROJECT, put_files
    from playwright.sync_api import sync_playwright

    path = os.environ.get("BROWSER_PATH") or shutil.which("chromium")
    page_text = "# Twenty\n\n```{exercise} small\n```\n"
    put_files(folder / "twenty", {**PROJECT, "index.md": page_text, "exercises/small.yaml": twenty_questions()})
    sphinx("html", folder / "out", folder / "twenty")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto((folder / "out" / "index.html").as_uri())
        page.evaluate(ANSWER_ALL)
        times = page.evaluate(CHECK_EACH)
        browser.close()
    median, worst = statistics.median(times), max(times)
    say(
        "check to feedback, median",
        f"{median:.2f} ms",
        f"{median / FRAME:.2f} of a frame; worst {worst:.1f} ms; 20 questions",
    )


def site() -> None:
    for measure in (builds, book_costs, cost_of_exercises, feedback):
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder))
    sizes()
    site_bench.figures(say)


def marking() -> None:
    marks()
    cohorts_bench.figures(say)


PARTS = {"site": site, "marking": marking}


def main() -> None:
    """Print the figures of the parts that are named, or of all."""
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main()
