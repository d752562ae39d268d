"""How long it takes to mark a cohort, how much memory, and how both grow: from files, and from a table of responses."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from quizgrader.bank.assignments import Assignment, Target, target
from quizgrader.bank.shelf import read_shelf

ROOT = Path(__file__).resolve().parents[1]
EXERCISES = ["jetblue-storm-week", "jetblue-first-words"]
TERMS = "id: bench\ntitle: Bench\npass_mark: 60\nlate: deduct\ndeduct: 10\ndue: 2026-12-07T16:00Z\nfeedback: never\n"
FILES = (10_000, 100_000)
LEARNERS = (10_000, 100_000, 550_000, 1_000_000)
"""In a table; each has about twenty responses, so the third is that of ten million."""
TEN_MILLION = 550_000

READ_AND_DECODE = """
import os, sys, msgspec
decode = msgspec.json.Decoder().decode
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(f"{folder}/{name}", "rb") as file:
            data = file.read()
        try:
            decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError):
            pass
"""
"""What there is to beat: one process that reads every file and decodes its JSON, with the fastest public decoder."""

TABLES_ALONE = """
import sys
from quizgrader.cli import main
from quizgrader.report import page
page.write_report = lambda *_: None
sys.exit(main(sys.argv[1:]))
"""
"""The command without its report, to tell what that costs."""

Say = Callable[[str, str, str], None]


class Aims:
    """What is measured against an aim; told at once, and at the end all together."""

    def __init__(self, say: Say):
        self._say, self._rows = say, [("aim", "measured", "at most", "part of it")]

    def held(self, name: str, measured: float, most: float, unit: str, about: str = "") -> None:
        """Tell a figure that should be less than `most`."""
        self._say(name, f"{measured:.2f} {unit}", about)
        self._rows.append((name, f"{measured:.2f} {unit}", f"{most:g} {unit}", f"{measured / most:.2f}"))

    def told(self) -> None:
        """Print all aims as a table."""
        print()
        for name, measured, most, part in self._rows:
            print(f"{name:<44} {measured:>16} {most:>12} {part:>12}")


def timed(*command: str | Path) -> tuple[float, float]:
    """The seconds that a command takes, its start included, and its most memory in megabytes."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1), command
    return time.perf_counter() - began, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def prepared(folder: Path) -> tuple[Path, Target]:
    """The assignment that is marked, as a file and with its questions."""
    shelf = read_shelf([ROOT / "exercises"])
    place = folder / "assignments"
    place.mkdir()
    (place / "bench.yaml").write_text(f"{TERMS}exercises: [{', '.join(EXERCISES)}]\n")
    for path in (ROOT / "exercises").glob("*.yaml"):
        (folder / path.name).write_bytes(path.read_bytes())
    return place / "bench.yaml", target(Assignment(id="bench", title="Bench", exercises=EXERCISES), shelf)


def figures(say: Say) -> None:
    """Print every figure of marking, one a line, and those that have an aim once more as a table."""
    sys.path.insert(0, str(ROOT / "tests"))
    aims = Aims(say)
    helped = statistics.median(timed(sys.executable, "-m", "quizgrader", "--help")[0] for _ in range(5))
    aims.held("quizgrader --help", helped, 0.2, "s", "median of 5")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assignment, goal = prepared(folder)
        files(folder, assignment, goal, say, aims)
        tables(folder, assignment, goal, say, aims)
    aims.told()


def grade(assignment: Path, inbox: Path, *program: str) -> tuple[float, float]:
    """The seconds and the megabytes that it takes to mark an inbox into a folder beside it."""
    program = program or ("-m", "quizgrader")
    return timed(sys.executable, *program, "grade", assignment, inbox, "-o", inbox.parent / "out")


def files(folder: Path, assignment: Path, goal: Target, say: Say, aims: Aims) -> None:
    """From files, against only reading and decoding them."""
    from cohorts import write

    write(folder / "30", goal, 30, odd=0)
    seconds = statistics.median(grade(assignment, folder / "30")[0] for _ in range(5))
    aims.held("30 files marked, with report", seconds, 1, "s", "start-up included, median of 5")
    for number in FILES:
        inbox = folder / str(number)
        made = write(inbox, goal, number)
        base = min(timed(sys.executable, "-c", READ_AND_DECODE, inbox)[0] for _ in range(3))
        seconds, megabytes = min(grade(assignment, inbox) for _ in range(3))
        about = (
            f"{seconds / base:.1f} × reading and decoding ({base:.1f} s); {seconds / made.files * 1e6:.0f} µs a file"
        )
        say(f"{made.files:,} files marked, with report", f"{seconds:.1f} s", f"{about}; {megabytes:.0f} MB")
    aims.held(f"{FILES[-1]:,} files, × reading and decoding", seconds / base, 3, "×")
    aims.held(f"{FILES[-1]:,} files, memory", megabytes, 500, "MB")


def tables(folder: Path, assignment: Path, goal: Target, say: Say, aims: Aims) -> None:
    """From a table of responses, one row each, whose size memory need not hold."""
    each = {}
    for number in LEARNERS:
        file = folder / "responses.parquet"
        responses = table(goal, number, file)
        seconds, megabytes = grade(assignment, file)
        each[number] = seconds / responses * 1e6
        about = f"{number:,} learners; {each[number]:.2f} µs a response; {megabytes:.0f} MB"
        say(f"{responses:,} responses marked from Parquet", f"{seconds:.1f} s", about)
        if number == TEN_MILLION:
            aims.held("10 million responses, memory", megabytes, 500, "MB", "with report")
            aims.held("the same without the report", grade(assignment, file, "-c", TABLES_ALONE)[1], 500, "MB")
    growth = each[LEARNERS[-1]] / each[LEARNERS[1]]
    aims.held("ten times the responses, time for each", growth, 1.1, "×", "1 is linear")


def table(goal: Target, learners: int, file: Path) -> int:
    """Write the responses of a cohort as a table; returns how many. It is that of 10,000 learners over and over again."""
    from cohorts import table as made

    one = pl.DataFrame(
        [(who, item.key, version, response) for who, item, version, response in made(goal, 10_000)],
        schema=["learner", "item", "version", "response"],
        orient="row",
    )
    again = [one.lazy().with_columns(pl.col("learner") + f"-{i}") for i in range(learners // 10_000)]
    pl.concat(again).sink_parquet(file, row_group_size=100_000)
    return one.height * len(again)
