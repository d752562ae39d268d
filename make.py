"""Every task of the project, as plain Python: `python make.py site`. The Makefile only passes its targets on.

It needs Python 3.11 and nothing else: the tasks run in `.venv`, which is made, and renewed when a lock changes,
from the pinned and hashed lists in `locks/`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BUILD = ROOT / "build"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

# A fixed date makes two builds of one source the same to the byte; a release raises it.
SOURCE_DATE = "1764547200"


def run(*command: str | Path, **env: str) -> None:
    """Run a command in the project's root; end with its exit code if it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **env}, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def environment(lock: str) -> None:
    """Bring `.venv` to what `locks/<lock>.txt` pins. The test lock holds all that the site's holds."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this may have any Python
        sys.exit(f"make.py: Python 3.11 or later is needed; this is {sys.version.split()[0]}. Run it with a newer one.")
    wanted = ROOT / "locks" / f"{lock}.txt"
    digest = hashlib.sha256(wanted.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = VENV / f"installed-{lock}"
    if stamp.exists() and stamp.read_text() == digest:
        return
    if not PYTHON.exists():
        print("Making the environment in .venv ...", flush=True)
        venv.create(VENV, with_pip=True)
    print(f"Installing what locks/{lock}.txt pins ...", flush=True)
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "-qq", "install")
    run(*pip, "--require-hashes", "--only-binary=:all:", "-r", wanted)
    run(*pip, "--no-deps", "--no-build-isolation", "--no-index", "--editable", ROOT)
    stamp.write_text(digest)


def sphinx(builder: str, out: str, *options: str, edition: str = "learner") -> Path:
    """Build one output of an edition into build/; warnings are errors. Returns its folder."""
    folder = BUILD / out
    tags = () if edition == "learner" else ("-t", edition)
    run(
        *(PYTHON, "-m", "sphinx", "-W", "-q", "-b", builder, "-d", BUILD / f"doctrees-{edition}", *tags),
        *options,
        *(ROOT, folder),
        SOURCE_DATE_EPOCH=SOURCE_DATE,
    )
    return folder


def tell(what: str, *paths: Path) -> None:
    for path in paths:
        print(f"{what}: {path.relative_to(ROOT)}")


def site() -> None:
    """Build the learner's site and book into build/."""
    environment("site")
    print("Building the site ...", flush=True)
    html = sphinx("html", "html")
    for language in json.loads((html / "languages.json").read_text("utf-8")):
        sphinx("html", f"html/{language}", edition=language)
    print("Setting the book ...", flush=True)
    pdf = sphinx("typst", "pdf")
    tell("The site (open it in any browser)", html / "index.html")
    tell("The book", *sorted(pdf.glob("*.pdf")))


def gettext(*arguments: str) -> None:
    """Bring the catalogues in locale/ up to date; --begin=es/docs/playbook/first_hour begins a page."""
    environment("site")
    print("Extracting ...", flush=True)
    sphinx("gettext", "gettext", edition="extract")
    run(PYTHON, "-m", "languages.catalogues", *arguments)


def trainer() -> None:
    """Build the trainer's site and book, with every answer, into build/trainer/."""
    environment("site")
    print("Building the trainer's site and book ...", flush=True)
    html = sphinx("html", "trainer/html", edition="trainer")
    pdf = sphinx("typst", "trainer/pdf", edition="trainer")
    tell("The trainer's site", html / "index.html")
    tell("The trainer's book", *sorted(pdf.glob("*.pdf")))


def book(*arguments: str) -> None:
    """Set the book on other paper or in larger type: --paper=us-letter --size=16pt."""
    environment("site")
    name, options = _layout(arguments)
    tell("The book", *sorted(sphinx("typst", f"pdf{name}", *options).glob("*.pdf")))


def handout(label: str = "", *arguments: str) -> None:
    """Set one page, exercise, check list or template as a sheet: handout today (or several: a,b); takes --paper, --size."""
    if not label or label.startswith("-"):
        sys.exit("make.py: name what to print, as `make handout NAME=today` or `python make.py handout today`")
    environment("site")
    name, options = _layout(arguments)
    labels = [part.strip() for part in label.split(",")]
    folder = sphinx("typst", f"handouts{name}", "-D", f"typst_handout={','.join(labels)}", *options)
    tell("The hand-out", *(folder / f"{each}.pdf" for each in labels))
    keys = [each.replace("exercise-", "key-", 1) for each in labels if each.startswith("exercise-")]
    if keys:
        chosen = f"typst_handout={','.join(keys)}"
        folder = sphinx("typst", f"trainer/handouts{name}", "-D", chosen, *options, edition="trainer")
        tell("The key", *(folder / f"{key}.pdf" for key in keys))


def _layout(arguments: tuple[str, ...]) -> tuple[str, list[str]]:
    """What --paper and --size say, as an ending for a folder's name and as options of Sphinx."""
    parser = argparse.ArgumentParser(prog="make.py")
    parser.add_argument("--paper", choices=["a4", "us-letter"], default="a4")
    parser.add_argument("--size", default="11pt", help="of the type, such as 16pt for large print")
    chosen = parser.parse_args(arguments)
    changed = [value for value, usual in ((chosen.paper, "a4"), (chosen.size, "11pt")) if value != usual]
    options = ["-D", f"typst_paper={chosen.paper}", "-D", f"typst_font_size={chosen.size}"]
    return "".join(f"-{value}" for value in changed), options


def epub() -> None:
    """Build the book as an EPUB into build/epub/."""
    environment("site")
    tell("The EPUB", *sorted(sphinx("epub", "epub").glob("*.epub")))


def pack() -> None:
    """Pack the site as one zip file: unpacked anywhere, it works without a network."""
    site()
    packed = BUILD / "winning-back-trust-site.zip"
    beside = packed.with_suffix(".part")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((BUILD / "html").rglob("*")):
            if path.is_file() and path.name != ".buildinfo":
                entry = zipfile.ZipInfo(f"winning-back-trust/{path.relative_to(BUILD / 'html').as_posix()}")
                archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    os.replace(beside, packed)
    tell("The site, packed", packed)


def test(*arguments: str) -> None:
    """Run every check and test; gets a real browser first."""
    environment("test")
    run(PYTHON, "-m", "ruff", "check", "--quiet")
    run(PYTHON, "-m", "ruff", "format", "--check", "--quiet")
    check()
    workers = max(2, 3 * (os.cpu_count() or 2) // 2)  # more than cores: a test of a page waits for it half of the time
    run(
        PYTHON,
        "-m",
        "pytest",
        # A file's tests share what was built for the first of them; the files that take longest come first.
        *("-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"),
        *arguments,
        SOURCE_DATE_EPOCH=SOURCE_DATE,
        BROWSER_PATH=browser(),
        JAVA_PATH=java(),
    )


def browser() -> str:
    """The path of a Chromium, Chrome or Edge; installs Debian's where that is allowed, or ends with a clear line."""
    names = (
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "microsoft-edge",
        "msedge",
    )
    places = (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        *(
            str(Path(base, *tail.split("/")))
            for base in filter(None, map(os.environ.get, ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")))
            for tail in ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
        ),
    )

    def found() -> str | None:
        named = os.environ.get("BROWSER_PATH")
        candidates = [named] if named else [*map(shutil.which, names), *places]
        return next((path for path in candidates if path and Path(path).exists()), None)

    path = found()
    if not path and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installing Debian's chromium for the browser tests ...", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "-qq", "update"], check=False, **quiet)
        subprocess.run(["apt-get", "-qq", "install", "-y", "--no-install-recommends", "chromium"], check=False, **quiet)
        path = found()
    if not path:
        sys.exit("make.py: the tests need Chromium, Chrome or Edge; install one, or give its path in BROWSER_PATH.")
    return path


def java() -> str:
    """The path of a Java, which epubcheck needs; installs Debian's where that is allowed, or ends with a clear line."""

    def found() -> str | None:
        home = os.environ.get("JAVA_HOME")
        named = str(Path(home, "bin", "java.exe" if os.name == "nt" else "java")) if home else None
        candidates = [os.environ.get("JAVA_PATH"), named, shutil.which("java")]
        return next((path for path in candidates if path and Path(path).exists()), None)

    path = found()
    if not path and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installing Debian's Java for the check of the EPUB ...", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        get = ("apt-get", "-qq", "install", "-y", "--no-install-recommends", "default-jre-headless")
        subprocess.run(["apt-get", "-qq", "update"], check=False, **quiet)
        subprocess.run(get, check=False, **quiet)
        path = found()
    if not path:
        sys.exit("make.py: the tests need Java to check the EPUB; install one, or give its path in JAVA_PATH.")
    return path


def check() -> None:
    """Check every exercise and every fact; all problems in one run."""
    environment("site")
    facts = sorted(ROOT.glob("case_studies/*/facts.yaml"))
    facts += [ROOT / "docs" / "frameworks" / name for name in ("research.yaml", "standards.yaml")]
    run(PYTHON, "-m", "quizgrader", "check", "exercises", "--claims", *facts)
    run(PYTHON, "-m", "casebook", "check")
    run(PYTHON, "-m", "course", "check")


def live() -> None:
    """Serve the site at localhost:8000 and rebuild it as files are saved."""
    environment("site")
    watched = [f"--watch={folder}" for folder in ("exercises", "src")]
    ignored = [f"--ignore={ROOT / folder}/*" for folder in ("build", ".venv", ".git")]
    run(
        *(PYTHON, "-m", "sphinx_autobuild", "-d", BUILD / "doctrees-live", *watched, *ignored),
        *(ROOT, BUILD / "live"),
    )


def bench() -> None:
    """Print the figures: times, sizes and ratios."""
    environment("test")
    run(PYTHON, "-m", "benchmarks", BROWSER_PATH=browser())


def fmt() -> None:
    """Format the Python code."""
    environment("test")
    run(PYTHON, "-m", "ruff", "check", "--fix", "--quiet")
    run(PYTHON, "-m", "ruff", "format", "--quiet")


def lock() -> None:
    """Write locks/*.txt anew from pyproject.toml (needs `uv`)."""
    for name, extras in (("site", ["site"]), ("test", ["site", "trainer", "test"])):
        run(
            *("uv", "pip", "compile", "pyproject.toml", "locks/build.in", *(f"--extra={e}" for e in extras)),
            *("--universal", "--python-version=3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"),
            *("--no-emit-index-url", "--no-emit-find-links", f"--output-file=locks/{name}.txt"),
        )


def clean() -> None:
    """Remove build/."""
    shutil.rmtree(BUILD, ignore_errors=True)


TASKS = {
    task.__name__: task
    for task in (site, test, check, live, trainer, book, handout, epub, pack, gettext, bench, fmt, lock, clean)
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    tasks = "\n".join(f"{name:7} {task.__doc__.splitlines()[0]}" for name, task in TASKS.items())
    parser.add_argument("task", choices=TASKS, metavar="TASK", help=tasks)
    parser.add_argument(
        "arguments", nargs=argparse.REMAINDER, help="what the tasks test, book, handout and gettext take"
    )
    chosen = parser.parse_args()
    if chosen.arguments and chosen.task not in ("test", "book", "handout", "gettext"):
        parser.error(f"the task {chosen.task} takes no arguments")
    TASKS[chosen.task](*chosen.arguments)


if __name__ == "__main__":
    main()
