"""What the site costs its readers and its authors: bytes, requests, shifts, Lighthouse's marks, and the time to build it.

`figures(say)` prints all. The pages are loaded from a server that sends gzip and the headers of docs/reference/hosting.md.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
Say = Callable[..., None]
KINDS = {
    "home": "index.html",
    "today": "docs/playbook/today.html",
    "template": "docs/playbook/templates/apology.html",
    "case": "case_studies/jetblue/index.html",
    "comparison": "case_studies/comparison.html",
    "framework": "docs/frameworks/seven_actions.html",
    "module": "docs/course/01_trust.html",
    "branching case": "docs/practice/storm_day.html",
    "glossary": "docs/glossary.html",
    "bibliography": "docs/bibliography.html",
    "search": "search.html",
}
LIGHTHOUSE_KINDS = ("home", "today", "case", "module", "template")
MOST_KB, MOST_REQUESTS, BEST = 60, 16, 99


def figures(say: Say) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site = built(copied(folder / "site"), folder / "html")[0]
        pages(site, say)
        lighthouse(site, say)
        edits(folder, say)
        growth(folder, say)


# -- pages, as a browser loads them for the first time

LOADED = """async () => {
    const seen = (type) => new Promise((tell) => {
        const entries = [];
        new PerformanceObserver((list) => entries.push(...list.getEntries())).observe({ type, buffered: true });
        setTimeout(() => tell(entries), 150);
    });
    const [paints, shifts] = await Promise.all([seen("largest-contentful-paint"), seen("layout-shift")]);
    const files = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const light = files.filter(({ name }) => !/\\.(svg|png|jpg)(\\?|$)/.test(name));
    return {
        bytes: light.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
        requests: files.length,
        nodes: document.getElementsByTagName("*").length,
        lcp: paints.at(-1)?.startTime ?? 0,
        cls: shifts.filter(({ hadRecentInput }) => !hadRecentInput).reduce((sum, { value }) => sum + value, 0),
    };
}"""


def loads(site: Path) -> Iterator[tuple[str, dict]]:
    """Each page of the site, and what its first visit cost, on a phone's screen."""
    from playwright.sync_api import sync_playwright
    from server import serving

    with serving(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for path in sorted(site.rglob("*.html")):
            name = path.relative_to(site).as_posix()
            context = browser.new_context(viewport={"width": 412, "height": 823}, device_scale_factor=1)
            page = context.new_page()
            page.goto(address + name, wait_until="load")
            yield name, page.evaluate(LOADED)
            context.close()
        browser.close()


def pages(site: Path, say: Say) -> None:
    cost = dict(loads(site))
    for kind, name in KINDS.items():
        it = cost[name]
        about = f"{it['requests']} requests, {it['nodes']:,} elements, LCP {it['lcp']:.0f} ms, CLS {it['cls']:.3f}"
        say(f"first visit, {kind}, gzip", f"{it['bytes'] / 1000:.1f} kB", about)
    for what, limit, unit in (("bytes", MOST_KB * 1000, "bytes"), ("requests", MOST_REQUESTS, ""), ("cls", 0.001, "")):
        worst = max(cost, key=lambda name: cost[name][what])
        over = sum(it[what] > limit for it in cost.values())
        verdict = f"FAILS on {over} of {len(cost)} pages" if over else f"holds on all {len(cost)} pages"
        say(
            f"most {what} of any page",
            f"{cost[worst][what]:,.6g} {unit}".strip(),
            f"at most {limit:,}: {verdict}; {worst}",
        )


# -- Lighthouse, on its mobile profile


def lighthouse_command() -> list[str] | None:
    """How Lighthouse is started here; None where it is not installed. Nothing is fetched."""
    for command in ([os.environ.get("LIGHTHOUSE") or "lighthouse"], ["npx", "--no-install", "lighthouse"]):
        found = shutil.which(command[0])
        if (
            found
            and not subprocess.run([found, *command[1:], "--version"], capture_output=True, check=False).returncode
        ):
            return [found, *command[1:]]
    return None


def lighthouse(site: Path, say: Say) -> None:
    from server import serving

    command = lighthouse_command()
    if not command:
        say("Lighthouse", "not here", "install it with `npm install -g lighthouse`, or name it in LIGHTHOUSE")
        return
    with serving(site) as address:
        for kind in LIGHTHOUSE_KINDS:
            say(
                f"Lighthouse, {kind}, mobile, lowest",
                *verdict([marks(command, address + KINDS[kind]) for _ in range(3)]),
            )


def verdict(runs: list[dict[str, float]]) -> tuple[str, str]:
    """The lowest of the four marks, each the median of its runs, and all of them in words."""
    if not all(runs):
        return "no result", "Lighthouse ended with an error"
    middle = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    lowest = min(middle.values())
    about = ", ".join(f"{name} {mark:.0f}" for name, mark in middle.items())
    return (
        f"{lowest:.0f}",
        f"{'' if lowest >= BEST else f'FAILS: at least {BEST} is asked; '}{about}; median of {len(runs)}",
    )


def marks(command: list[str], address: str) -> dict[str, float]:
    """Lighthouse's marks of a page by category, of 100; empty where it ended with an error."""
    flags = [
        "--quiet",
        "--output=json",
        "--output-path=stdout",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]
    env = {**os.environ, "CHROME_PATH": chromium()}
    done = subprocess.run([*command, address, *flags], capture_output=True, text=True, check=False, env=env)
    categories = json.loads(done.stdout)["categories"].values() if done.returncode == 0 else ()
    return {each["title"]: 100 * (each["score"] or 0) for each in categories}


def chromium() -> str:
    return os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome") or ""


# -- building: this site with and without our part of it, then sites of 60 and 600 pages


def copied(folder: Path) -> Path:
    """The project's sources, in a folder where they may be changed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("conf.py", "index.md"):
        shutil.copy(ROOT / name, folder)
    for name in ("docs", "case_studies", "exercises", "locale"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def theme_alone(source: Path) -> Path:
    conf = source / "conf.py"
    conf.write_text(conf.read_text("utf-8").replace('    "website",\n', "").replace(', "website"', ""), "utf-8")
    return source


def built(source: Path, out: Path) -> tuple[Path, float]:
    """Build `source` into `out`; returns `out`, and the seconds it took, start-up included."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-d", f"{out}-doctrees", source, out]
    subprocess.run(command, check=True, cwd=source, env={**os.environ, "SOURCE_DATE_EPOCH": "1764547200"})
    return out, time.perf_counter() - began


def after_an_edit(source: Path, out: Path, page: Path, turns: int = 3) -> float:
    """Seconds to build again after a word was added to `page`; the median of `turns`."""
    times = []
    for _ in range(turns):
        page.write_text(page.read_text("utf-8") + "\nOne more word.\n", "utf-8")
        times.append(built(source, out)[1])
    return statistics.median(times)


def compared(sources: dict[str, Path], folder: Path, page: str) -> dict[str, tuple[float, float]]:
    """For each source the seconds of a clean build, and those after an edit of `page`."""
    results = {}
    for name, source in sources.items():
        out, clean = built(source, folder / f"out-{source.name}")
        results[name] = (clean, after_an_edit(source, out, source / page))
    return results


def edits(folder: Path, say: Say) -> None:
    sources = {"ours": copied(folder / "ours"), "theme": theme_alone(copied(folder / "theme"))}
    times = compared(sources, folder, "docs/about.md")
    tell("this site", times, say)


def tell(what: str, times: dict[str, tuple[float, float]], say: Say) -> None:
    for i, how in enumerate(("clean build", "one page edited")):
        ours, theme = times["ours"][i], times["theme"][i]
        say(f"{what}, {how}, to the theme alone", f"{ours / theme:.2f}", f"{ours:.2f} s / {theme:.2f} s")


CONF = """
project = "Pages"
copyright = "nobody"
extensions = ["myst_parser", "website"]
html_theme = "furo"
"""
PARTS = 10


def pages_of(folder: Path, count: int) -> Path:
    """A project of `count` pages in ten parts, each page with headings, a list, a table and links."""
    folder.mkdir(parents=True)
    (folder / "conf.py").write_text(CONF, "utf-8")
    names = [f"part{i % PARTS}/page{i}" for i in range(count - 1)]
    for i, name in enumerate(names):
        (folder / name).parent.mkdir(exist_ok=True)
        links = "\n".join(f"- {{doc}}`/{names[(i + step) % len(names)]}`" for step in (1, 7, 31))
        text = "\n\n".join(f"## Heading {j}\n\n" + "Some words of running text. " * 40 for j in range(6))
        table = "| One | Two | Three |\n|---|---|---|\n" + "| a word | another | a third |\n" * 8
        (folder / f"{name}.md").write_text(f"# Page {i}\n\n{links}\n\n{text}\n\n{table}", "utf-8")
    trees = "\n\n".join(
        f"```{{toctree}}\n:caption: Part {part}\n\n"
        + "\n".join(n for n in names if n.startswith(f"part{part}/"))
        + "\n```"
        for part in range(PARTS)
    )
    (folder / "index.md").write_text(f"# Home\n\n{trees}\n", "utf-8")
    return folder


def growth(folder: Path, say: Say) -> None:
    clean = {}
    for count in (60, 600):
        sources = {
            "ours": pages_of(folder / f"ours-{count}", count),
            "theme": theme_alone(pages_of(folder / f"theme-{count}", count)),
        }
        times = compared(sources, folder, "part0/page0.md")
        tell(f"{count} pages", times, say)
        clean[count] = {name: both[0] for name, both in times.items()}
    for name in ("ours", "theme"):
        ratio = clean[600][name] / clean[60][name]
        say(f"ten times the pages, {name}", f"{ratio:.1f} × time", "10 would be linear, start-up taken in")
