"""What the whole book costs: seconds, peak memory, pages and bytes, by our builder and by Sphinx's LaTeX on the same sources.

LaTeX has no form for our extensions' nodes. For the comparison alone, `setup` makes an extension of this module that
sets such nodes by their children, so that the same text is there; drawings are left out, and each chapter keeps its own
notes, which our builder gathers. Where XeLaTeX is not installed, only our figures are printed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LATEX_CONF = """
extensions += ["benchmarks.book"]
latex_engine = "xelatex"
latex_elements = {"fontpkg": "", "maxlistdepth": "12"}
latex_documents = [("index", "book.tex", project, author, "manual")]
"""


@dataclass(frozen=True)
class Cost:
    """Of one run: wall-clock seconds, and the peak memory in MB of its greatest process (0 where it is not known)."""

    seconds: float
    peak: float


def measured(*command: str | Path, cwd: Path, may_fail: bool = False) -> Cost:
    """Run a command to its end."""
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1764547200", "PYTHONPATH": str(ROOT)}
    began = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        said = process.stderr.read()
        peak = 0.0
        if hasattr(os, "wait4"):
            _pid, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            peak = usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
        code = process.wait()
    if code and not may_fail:
        raise SystemExit(f"{command[0]} ended with {code}:\n{said[-2000:]}")
    return Cost(time.perf_counter() - began, peak)


def sphinx(builder: str, source: Path, out: Path) -> Cost:
    command = (sys.executable, "-m", "sphinx", "-q", "-b", builder, "-d", f"{out}-doctrees", source, out)
    return measured(*command, cwd=source)


def figures(source: Path, say: Callable[..., None]) -> None:
    """Print them, for the project's sources in the folder `source`, which may be changed."""
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        reading = sphinx("dummy", source, out / "nothing").seconds
        say("book, reading the sources", f"{reading:.1f} s", "which both do first; it is in the figures below")
        ours = tell("book by our builder", say, *with_typst(source, out / "pdf"))
        if not shutil.which("xelatex") or not shutil.which("latexmk"):
            say("book by LaTeX", "not here", "install XeLaTeX and latexmk to compare")
            return
        latex = tell("book by LaTeX", say, *with_latex(source, out / "latex"))
        say("our time to LaTeX's", f"{ours / latex:.2f}", "from sources to PDF, both from nothing")
        say("the same without the reading", f"{(ours - reading) / (latex - reading):.2f}")


def with_typst(source: Path, out: Path) -> tuple[Path, Sequence[Cost]]:
    cost = sphinx("typst", source, out)
    return next(out.glob("*.pdf")), [cost]


def with_latex(source: Path, out: Path) -> tuple[Path, Sequence[Cost]]:
    """Sphinx's LaTeX builder, then XeLaTeX as often as its references ask for it."""
    conf, index = source / "conf.py", source / "index.md"
    conf.write_text(conf.read_text("utf-8") + LATEX_CONF, "utf-8")
    left_out = re.search(r"NOT_IN_THE_BOOK = \((.*)\)", conf.read_text("utf-8"))[1].replace('"', "").split(", ")
    lines = index.read_text("utf-8").splitlines(keepends=True)
    index.write_text("".join(line for line in lines if line.strip() not in left_out), "utf-8")
    written = sphinx("latex", source, out)
    command = ("latexmk", "-xelatex", "-interaction=nonstopmode", "-f", "-silent", "book.tex")
    return out / "book.pdf", [written, measured(*command, cwd=out, may_fail=True)]


def tell(what: str, say: Callable[..., None], pdf: Path, costs: Sequence[Cost]) -> float:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        pages = len(document)
    seconds, peak = sum(cost.seconds for cost in costs), max(cost.peak for cost in costs)
    about = f"{peak:,.0f} MB at most, {pages} pages, {pdf.stat().st_size / 1e6:.1f} MB"
    say(what, f"{seconds:.1f} s", about)
    return seconds


def setup(app) -> None:
    """As an extension of Sphinx: LaTeX passes by nodes that it does not know, to their children."""
    from sphinx.writers.latex import LaTeXTranslator

    class PassingBy(LaTeXTranslator):
        def unknown_visit(self, node) -> None:
            pass

        unknown_departure = unknown_visit

    app.set_translator("latex", PassingBy)
