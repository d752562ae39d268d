"""The command as a trainer meets it: marks, one line for each file that is not counted, and exit codes that mean something."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import classes
import polars as pl
import pytest
from conftest import PROJECT, ROOT
from receipts import receipt

from quizgrader.enter import enter
from quizgrader.intake.submissions import Learner

SAVED = {
    "format": "quizgrader-submission/1",
    "assignment": None,
    "learner": {"id": "a17", "name": "Ann Lee"},
    "answers": {"small/first": {"version": 1, "response": "a"}},
}
WEEK = "id: week-1\ntitle: Week 1\nexercises: [small]\npass_mark: 50\n"


def changed(**changes) -> dict:
    return {**SAVED, **changes}


def handed(learner: str = "a17", name: str = "Ann Lee", response: object = "a", **more) -> dict:
    """What is handed in for the assignment week-1."""
    answers = {"small/first": {"version": 1, "response": response}}
    return changed(assignment="week-1", learner={"id": learner, "name": name}, answers=answers, **more)


@pytest.fixture
def run(tmp_path):
    """Runs the command in a folder with an exercise, an assignment and the given files; returns code, output and errors."""
    for name, text in (("small.yaml", PROJECT["exercises/small.yaml"]), ("assignments/week-1.yaml", WEEK)):
        (tmp_path / "exercises" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "exercises" / name).write_text(text)

    def go(*arguments: str, files: dict[str, object] | None = None, typed: str | None = None):
        for name, content in (files or {}).items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        command = [sys.executable, "-m", "quizgrader", *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, input=typed)
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout, done.stderr

    return go


# -- on the terminal


def test_marks_are_printed(run):
    code, out, errors = run("grade", "exercises/small.yaml", "ann.json", files={"ann.json": SAVED})
    assert (code, errors) == (0, "")
    assert out.splitlines()[:2] == ["ann.json: Ann Lee", "  first                    1 of 1"]
    assert out.splitlines()[-1].split() == ["total", "1", "of", "1", "points"]


def test_marks_as_json(run):
    code, out, _ = run("grade", "exercises/small.yaml", "ann.json", "--format", "json", files={"ann.json": SAVED})
    (result,) = json.loads(out)
    assert code == 0 and result["points"] == 1 and result["learner"] == "a17"
    assert result["questions"] == [
        {
            "question": "small/first",
            "version": 1,
            "state": "marked",
            "fraction": 1,
            "points": 1,
            "of": 1,
            "reason": None,
        }
    ]


@pytest.mark.parametrize("name", ["week-1", "exercises/assignments/week-1.yaml"])
def test_an_assignment_is_named_by_its_id_or_its_file(run, name):
    code, out, errors = run("grade", name, "ann.json", files={"ann.json": handed()})
    assert (code, errors) == (0, "") and out.endswith("1 of 1 points; passed\n")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty — ask for it again"),
        (b'{"format": "quizgra', "it breaks off in the middle (line 1, column 12) — ask for it again"),
        (b"\xff\xfe\x00", "it is no text"),
        (b"%PDF-1.7", "it is a PDF — ask for the file that the page saves; it ends in .json"),
        (b"[" * 100_000, "nested too deep"),
        ([], "it is a file of another program, without answers"),
        (changed(format="quizgrader-answers/1"), "its format is `quizgrader-answers/1`, not `quizgrader-submission/1`"),
        (changed(assignment="another"), "it belongs to `another`, not to `small`"),
        (changed(answers={"two/x": {"version": 1, "response": "a"}}), "it answers `two`, not `small`"),
        (changed(assignment="\x1b[31m\u202e"), "\\u001b[31m\\u202e"),
        (b" " * 2_000_001, "it is larger than 2 MB"),
    ],
)
def test_a_file_that_does_not_fit_is_named_with_its_reason_and_stops_no_other(run, content, reason):
    files = {"bad.json": content, "ann.json": SAVED}
    code, out, errors = run("grade", "exercises/small.yaml", "bad.json", "ann.json", files=files)
    assert code == 1
    assert errors.startswith("bad.json: not counted: ") and errors.count("\n") == 1 and reason in errors
    assert "ann.json" in out and "1 of 1" in out


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"version": 2, "response": "a"}, "outdated: given to version 2; the question is now version 1"),
        ({"version": 1, "response": "z"}, "refused: there is no choice of this id [unknown-id]"),
        ({"version": 1, "response": 1e9}, "refused: a choice is named by its id, as text [wrong-shape]"),
        ({"version": 1, "response": None}, "unanswered"),
    ],
)
def test_what_is_no_answer_has_no_mark(run, answer, said):
    files = {"ann.json": changed(answers={"small/first": answer})}
    code, out, _ = run("grade", "exercises/small.yaml", "ann.json", files=files)
    assert code == 0 and said in out and "0 of 1 points" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("grade", "none.yaml", "ann.json"),
            "there is no assignment `none.yaml` in exercises/assignments, only week-1 — give one of these",
        ),
        (
            ("grade", "week-2", "ann.json"),
            "there is no assignment `week-2` in exercises/assignments, only week-1 — did you mean `week-1`?",
        ),
        (("grade", "week-1", "none.json"), "there is no none.json — check the name"),
        (("grade", "week-1", "ann.json", "--roster", "none.csv"), "there is no none.csv — check the name"),
        (("grade", "week-1", "ann.json", "--exercises", "none"), "there is no none — check the name"),
        (("grade", "week-1", "ann.json", "--roster", "ann.json"), "ann.json:1: there is no column `id` or `name`"),
        (
            ("grade", "week-1", "table.csv"),
            "table.csv: there is no column `item` — it needs learner, item and response",
        ),
        (("check", "none"), "there is no none — check the name"),
        (("try", "none.yaml"), "there is no none.yaml — check the name"),
        (
            ("enter", "week-1", "-o", "table.csv"),
            "table.csv is there already, and is no table of answers — give another name",
        ),
        (
            ("enter", "week-1", "-o", "table.xlsx"),
            "table.xlsx: answers are kept as CSV — give a name that ends in .csv",
        ),
    ],
)
def test_what_cannot_begin_is_one_clear_line(run, arguments, said):
    code, out, errors = run(*arguments, files={"ann.json": handed(), "table.csv": b"learner,response\n"})
    assert (code, out, errors.count("\n")) == (2, "", 1)
    assert errors.startswith(f"quizgrader: {said}")


def test_an_assignment_with_a_mistake_is_told_with_its_place(run):
    files = {"exercises/assignments/week-1.yaml": WEEK.replace("small", "smal").encode(), "ann.json": handed()}
    code, _, errors = run("grade", "week-1", "ann.json", files=files)
    assert (
        code == 2
        and "week-1.yaml:3:13: error: [unknown-exercise] there is no exercise `smal` — did you mean `small`?" in errors
    )


# -- into a folder

INBOX = {
    "in/ann.json": handed(),
    "in/Bob Ray/week-1.json": handed("b2", "Bob Ray", "b"),
    "in/thesis.pdf": b"%PDF-1.7",
    "in/half.json": json.dumps(handed("c3")).encode()[:60],
}
WRITTEN = [
    "gradebook.csv",
    "gradebook.parquet",
    "gradebook.xlsx",
    "not_counted.csv",
    "responses.csv",
    "responses.parquet",
]


def rows(path: Path) -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_cohort_is_marked_into_a_folder(run, tmp_path):
    code, out, errors = run("grade", "week-1", "in", "-o", "out", files=INBOX)
    assert code == 1 and sorted(errors.splitlines()) == [
        "in/half.json: not counted: it breaks off in the middle (line 1, column 61) — ask for it again",
        "in/thesis.pdf: not counted: it is a PDF — ask for the file that the page saves; it ends in .json",
    ]
    assert out.splitlines() == [
        "2 learners, 2 attempts",
        "1 passed, 1 not passed, 0 not known yet",
        "not counted: 1 cut-short, 1 not-text",
        "written to out; open report.html and gradebook.xlsx",
    ]
    assert set(WRITTEN) <= {path.name for path in (tmp_path / "out").iterdir()}
    book = rows(tmp_path / "out" / "gradebook.csv")
    assert [(r["learner"], r["name"], r["points"], r["passed"], r["small/first"]) for r in book] == [
        ("a17", "Ann Lee", "1.0", "yes", "1.0"),
        ("b2", "Bob Ray", "0.0", "no", "0.0"),
    ]
    assert [r["code"] for r in rows(tmp_path / "out" / "not_counted.csv")] == ["cut-short", "not-text"]
    assert [r["response"] for r in rows(tmp_path / "out" / "responses.csv")] == ['"b"', '"a"']
    assert pl.read_parquet(tmp_path / "out" / "gradebook.parquet")["small/first"].to_list() == [1.0, 0.0]
    sheet = pl.read_excel(tmp_path / "out" / "gradebook.xlsx")
    assert sheet["name"].to_list() == ["Ann Lee", "Bob Ray"] and sheet["percent"].to_list() == [100.0, 0.0]
    with zipfile.ZipFile(tmp_path / "out" / "gradebook.xlsx") as whole:
        assert b'formatCode="0.00"' in whole.read("xl/styles.xml"), "no nine digits to look at"


def test_a_zip_is_marked_without_unpacking_and_all_is_well(run, tmp_path):
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr("Ann Lee_4711_assignsubmission_file_/week-1.json", json.dumps(handed("", "")))
    assert run("grade", "week-1", "in.zip", "-o", "out")[0] == 0
    (ann,) = rows(tmp_path / "out" / "gradebook.csv")
    assert ann["learner"] == "Ann Lee" and sorted(path.name for path in tmp_path.iterdir()) == [
        "exercises",
        "in.zip",
        "out",
    ]


def test_marking_into_the_inbox_itself_does_not_read_what_was_written(run):
    assert run("grade", "week-1", ".", "-o", "in/out", files={"in/ann.json": handed()})[0] == 1, (
        "the exercises lie there"
    )
    for _ in range(2):
        assert run("grade", "week-1", "in", "-o", "in/out")[:2] == (0, "1 learner, 1 attempt\n1 passed, 0 not passed, 0 not known yet\nwritten to in/out; open report.html and gradebook.xlsx\n")  # fmt: skip


NASTY = {
    "=HYPERLINK(\"http://x\")": "'=HYPERLINK(\"http://x\")",
    "+1": "'+1",
    "-1": "'-1",
    "@SUM(A1)": "'@SUM(A1)",
    "<img src=x onerror=alert(1)>": "<img src=x onerror=alert(1)>",
    "Ann\u202egnp.eeL": "Ann\\u202egnp.eeL",
    "tab\there\x07": "tab\\u0009here\\u0007",
    "Zero\u200bwidth\u2028and\ufeffmarks": "Zero\\u200bwidth\\u2028and\\ufeffmarks",
    "ශ්\u200dරී": "ශ්\u200dරී",
    "x" * 10_000: "x" * 10_000,
    "x" * 40_000: "x" * 40_000,
}  # fmt: skip


def test_names_do_no_harm_in_a_spreadsheet(run, tmp_path):
    files = {f"in/{i}.json": handed(str(i), name) for i, name in enumerate(NASTY)}
    assert run("grade", "week-1", "in", "-o", "out", files=files)[0] == 0
    found = {r["learner"]: r["name"] for r in rows(tmp_path / "out" / "gradebook.csv")}
    assert [found[str(i)] for i in range(len(NASTY))] == list(NASTY.values())
    sheet = {
        str(r["learner"]): r["name"] for r in pl.read_excel(tmp_path / "out" / "gradebook.xlsx").iter_rows(named=True)
    }
    assert sheet["0"] == '=HYPERLINK("http://x")' and len(sheet["10"]) == 32_001 and sheet["7"] == NASTY[list(NASTY)[7]]
    with zipfile.ZipFile(tmp_path / "out" / "gradebook.xlsx") as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml") and not any(
            "hyperlink" in n for n in book.namelist()
        )


def test_many_files_that_are_not_counted_are_told_in_a_list(run):
    code, _, errors = run("grade", "week-1", "in", "-o", "out", files={f"in/{i:02}.json": b"" for i in range(25)})
    assert code == 1 and len(errors.splitlines()) == 11
    assert errors.splitlines()[-1] == f"and 15 more: see {Path('out') / 'not_counted.csv'}"


def test_the_page_of_somebody_who_is_no_longer_there_goes(run, tmp_path):
    pages = tmp_path / "out" / "feedback"
    run("grade", "week-1", "in", "-o", "out", files={**INBOX, "out/feedback/mine.html": b"my own"})
    assert len(list(pages.glob("*.html"))) == 3
    (tmp_path / "in" / "ann.json").unlink()
    run("grade", "week-1", "in", "-o", "out")
    assert sorted(path.name[:4] for path in pages.iterdir()) == ["bob-", "mine"]
    run(
        "grade",
        "week-1",
        "in",
        "-o",
        "out",
        files={"exercises/assignments/week-1.yaml": f"{WEEK}feedback: never\n".encode()},
    )
    assert [path.name for path in pages.iterdir()] == ["mine.html"]


def test_an_exercise_that_is_not_assigned_stands_in_nobodys_way(run):
    broken = {"exercises/other.yaml": b"id: other\nmode: [", "exercises/assignments/other.yaml": b"id: other\ntitle: ["}
    code, out, errors = run("grade", "week-1", "ann.json", files={"ann.json": handed(), **broken})
    assert (code, errors) == (0, "") and "1 of 1" in out


@pytest.fixture
def small_disk(tmp_path):
    """A folder that is a disk of 64 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", disk]
    if os.geteuid() or subprocess.run(mount, check=False).returncode:
        pytest.skip("no small disk can be had here")
    yield disk
    subprocess.run(["umount", disk], check=True)


MUCH = {f"in/{i}.json": handed(str(i), os.urandom(3000).hex()) for i in range(40)}


def test_nothing_is_half_written_on_a_full_disk(run, small_disk):
    (small_disk / "out").mkdir()
    (small_disk / "out" / "gradebook.csv").write_text("the old one")
    code, out, errors = run("grade", "week-1", "in", "-o", str(small_disk / "out"), files=MUCH)
    assert (code, out, errors.count("\n")) == (1, "", 1)
    assert errors.endswith("nothing was written (the disk is full) — free some space, or check its rights\n")
    assert [path.name for path in (small_disk / "out").iterdir()] == ["gradebook.csv"]
    assert (small_disk / "out" / "gradebook.csv").read_text() == "the old one"


def test_where_there_is_no_room_for_temporary_files_it_is_told_or_not_needed(run, small_disk, monkeypatch, tmp_path):
    (small_disk / "full").write_bytes(b"x" * 60_000)
    monkeypatch.setenv("TMPDIR", str(small_disk))
    assert run("grade", "week-1", "in", "-o", "out", files=MUCH)[0] == 0
    assert pl.read_excel(tmp_path / "out" / "gradebook.xlsx").height == len(MUCH)
    for task in (
        ["grade", "week-1", "in"],
        ["marking-sheet", "week-1", "in", "-o", "x.xlsx"],
        ["regrade", "week-1", "out"],
    ):
        code, out, errors = run(*task)
        said = (
            f"quizgrader: nothing was written: there is no room for temporary files in {small_disk} — free some space"
        )
        assert (code, out, errors.count("\n")) == (1, "", 1) and errors.startswith(said), task


def test_where_one_file_cannot_be_replaced_all_old_ones_stay(run, tmp_path):
    """As on Windows, where a spreadsheet that is open cannot be replaced; here a folder stands in the way."""
    run("grade", "week-1", "in", "-o", "out", files={"in/ann.json": handed()})
    (tmp_path / "out" / "gradebook.xlsx").unlink()
    (tmp_path / "out" / "gradebook.xlsx" / "mine").mkdir(parents=True)
    code, out, errors = run("grade", "week-1", "in", "-o", "out", files={"in/bob.json": handed("b2", "Bob Ray")})
    assert (code, out) == (1, "") and errors == (
        f"quizgrader: {Path('out') / 'gradebook.xlsx'}: nothing was written, for it cannot be replaced (it is a folder)"
        " — close it where it is open, or move it away, and run this again\n"
    )
    assert (
        len(rows(tmp_path / "out" / "gradebook.csv")) == 1 and (tmp_path / "out" / "gradebook.xlsx" / "mine").exists()
    )


# -- marking again, and marking by hand

KEY_B = (
    PROJECT["exercises/small.yaml"].replace(", correct: true", "").replace("text: That", "text: That, correct: true")
)


def everything(folder: Path) -> dict[Path, tuple[bytes, int]]:
    """What every file in the folder holds, and when it was written."""
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_a_corrected_key_is_marked_by_when_it_is_asked_for_and_a_dry_run_writes_nothing(run, tmp_path):
    run("grade", "week-1", "in", "-o", "out", files={"in/1.json": handed(), "in/2.json": handed("b2", "Bob Ray", "b")})
    graded = everything(tmp_path / "out")
    assert run("regrade", "week-1", "out")[1].startswith("0 of 2 learners change; 0 now pass, 0 no longer do\n")
    before = everything(tmp_path / "out")
    assert before.keys() - graded.keys() == {tmp_path / "out" / "regrades" / "1.json"}

    code, dry, errors = run("regrade", "week-1", "out", "--dry-run", files={"exercises/small.yaml": KEY_B.encode()})
    assert (code, errors) == (0, "") and everything(tmp_path / "out") == before
    *told, last = dry.splitlines()
    assert last == "nothing was written; without --dry-run it will be" and told[0].startswith(
        "small/first: the key was "
    )
    assert [line.split() for line in told if " points " in line] == [
        ["Ann", "Lee", "1", "→", "0", "points", "passed:", "yes", "→", "no"],
        ["Bob", "Ray", "0", "→", "1", "points", "passed:", "no", "→", "yes"],
    ]
    assert told[-1] == "2 of 2 learners change; 1 now pass, 1 no longer do"

    code, done, _ = run("regrade", "week-1", "out")
    assert code == 0 and done.splitlines() == [*told, "written to out"]
    points = [(row["name"], row["points"], row["passed"]) for row in rows(tmp_path / "out" / "gradebook.csv")]
    assert points == [("Ann Lee", "0.0", "no"), ("Bob Ray", "1.0", "yes")]
    record = json.loads((tmp_path / "out" / "regrades" / "2.json").read_text("utf-8"))
    assert {row["learner"]: (row["before"], row["after"]) for row in record["learners"]} == {
        "a17": (1, 0),
        "b2": (0, 1),
    }
    code, out, errors = run("regrade", "week-1", "in")
    assert (code, out, errors.count("\n")) == (2, "", 1) and errors.startswith("quizgrader: in")


LETTER = """  - id: letter
    type: open-response
    prompt: Write to them.
    rubric: [{id: what, text: It says what happened.}]
"""


def test_a_marking_sheet_names_learners_and_takes_marked_answers_only_as_it_is_asked_to(run, tmp_path):
    def wrote(learner: str, name: str, text: str) -> dict:
        return changed(assignment="week-1", learner={"id": learner, "name": name},
                       answers={"small/letter": {"version": 1, "response": text}})  # fmt: skip

    files = {
        "exercises/small.yaml": (PROJECT["exercises/small.yaml"] + LETTER).encode(),
        "in/1.json": wrote("a17", "Ann Lee", "Sorry."),
        "in/2.json": wrote("b2", "Bob Ray", "Sorry."),
        "in/3.json": wrote("c3", "Cy Day", "It rained."),
    }
    assert run("marking-sheet", "week-1", "in", "-o", "all.csv", files=files) == (
        0,
        "2 answers to mark, written to all.csv\n",
        "",
    )
    sheet = rows(tmp_path / "all.csv")
    assert {row["text"]: row["learners"] for row in sheet} == {"Sorry.": "Ann Lee, Bob Ray", "It rained.": "Cy Day"}

    for name in ("x.csv", "x.xlsx", "x.html"):
        assert run("marking-sheet", "week-1", "in", "-o", name, "--anonymous")[0] == 0
        assert not re.search(rb"Ann Lee|Bob Ray|a17", unpacked(tmp_path / name)) and b"It rained." in unpacked(
            tmp_path / name
        )

    with (tmp_path / "marked.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, sheet[0])
        table.writeheader()
        table.writerows({**row, "1": "1", "marker": "Di"} for row in sheet if row["text"] == "Sorry.")
    again = ("marking-sheet", "week-1", "in", "--marks", "marked.csv", "-o")
    assert run(*again, "left.csv")[1] == "1 answer to mark, written to left.csv\n"
    assert [row["text"] for row in rows(tmp_path / "left.csv")] == ["It rained."]
    assert run(*again, "every.csv", "--all")[1] == "2 answers to mark, written to every.csv\n"
    assert rows(tmp_path / "every.csv") == sheet
    code, out, errors = run("marking-sheet", "week-1", "in", "-o", "sheet.docx")
    assert (code, out) == (2, "") and errors == (
        "quizgrader: sheet.docx: a marking sheet cannot be of this kind — end its name in .xlsx, .csv, .html\n"
    )


def unpacked(file: Path) -> bytes:
    """All that is written in a file, also in a spreadsheet, which is a zip."""
    if not zipfile.is_zipfile(file):
        return file.read_bytes()
    with zipfile.ZipFile(file) as parts:
        return b"".join(parts.read(name) for name in parts.namelist())


def test_a_bar_is_shown_on_a_terminal_and_only_there(run, tmp_path):
    run("grade", "week-1", "in", files={f"in/{i}.json": handed(str(i)) for i in range(3)})
    outer, inner = pty.openpty()
    program = "import time\nfrom quizgrader.cli.progress import watched\nfor x in watched(range(4), 4, 'files read'): time.sleep(0.15)\n"
    for stream, shown in ((inner, True), (subprocess.DEVNULL, False)):
        done = subprocess.run([sys.executable, "-c", program], stderr=stream, check=True)
        assert done.returncode == 0
        if shown:
            said = os.read(outer, 10_000).decode()
            assert "[#######.......................] 1 of 4 files read" in said and said.endswith("\r\x1b[K")


# -- the other tasks


def test_check_formats_and_exit_codes(run):
    small = "exercises/small.yaml"
    assert run("check", small) == (0, "1 exercise, 1 question: nothing wrong\n", "")
    both = (0, "1 exercise, 1 question, 1 assignment: nothing wrong\n", "")
    assert run("check") == both
    assert run("check", small, "exercises", "./exercises/../exercises", "exercises/assignments") == both, (
        "each is read once"
    )
    assert run("check", "exercises/assignments/week-1.yaml")[0] == 0
    code, out, _ = run("check", small, "--format", "json", files={small: b"id: small\n"})
    assert code == 1 and {problem["code"] for problem in json.loads(out)} == {"missing-field"}
    assert run("check", small, "--format", "github")[1].startswith("::error file=exercises/small.yaml,line=1,col=1::")


@pytest.mark.parametrize("stray", ["exercises/big.yml", "exercises/assignments/monday.yaml.txt"])
def test_check_tells_of_files_whose_names_let_them_be_passed_over(run, stray):
    code, out, _ = run("check", files={stray: b"id: x"})
    name = Path(stray).name.partition(".")[0]
    assert (code, out) == (
        1, f"{stray}:1:1: error: [file-name] a file of this name is passed over — name it {name}.yaml\n",
    )  # fmt: skip


def test_grade_says_which_assignments_there_are(run):
    files = {"exercises/assignments/monday.yaml": WEEK.replace("week-1", "monday").encode(), "inbox/a.json": handed()}
    for named, mend in (
        ("mondey", "did you mean `monday`?"),
        ("Week 1", "did you mean `week-1`?"),
        ("xyz", "give one of these"),
    ):
        code, _, told = run("grade", named, "inbox", files=files)
        assert (
            code == 2
            and f"there is no assignment `{named}` in exercises/assignments, only monday, week-1 — {mend}" in told
        )
    told = run("grade", "friday", "inbox", files={"exercises/assignments/friday.yml": WEEK.encode()})[2]
    assert "[file-name] a file of this name is passed over — name it friday.yaml" in told


@pytest.mark.parametrize(
    ("out", "told"),
    [
        ("inbox", "inbox is the inbox — name another folder for the results, such as `-o marked`"),
        ("inbox/../inbox", "is the inbox — name another folder"),
        ("note.txt", "note.txt is a file — name a folder for the results"),
        ("note.txt/marked", "note.txt is a file — name a folder for the results"),
    ],
)
def test_results_are_not_put_where_they_cannot_be(run, tmp_path, out, told):
    code, _, errors = run("grade", "week-1", "inbox", "-o", out, files={"inbox/a.json": handed(), "note.txt": b"Hello"})
    assert code == 2 and told in errors and errors.count("\n") == 1
    assert [file.name for file in (tmp_path / "inbox").iterdir()] == ["a.json"]


def test_results_may_lie_in_the_inbox_and_are_not_read_then(run):
    for _ in range(2):
        code, out, errors = run("grade", "week-1", "inbox", "-o", "inbox/marked", files={"inbox/a.json": handed()})
        assert (code, errors) == (0, "") and out.startswith("1 learner, 1 attempt\n")


ESSAY = """\
id: essay
title: Essay
mode: practice
questions:
  - {id: letter, type: open-response, prompt: Write., rubric: [{id: a, text: It says sorry.}]}
"""


def test_a_sheet_that_marks_nothing_here_is_told(run, tmp_path):
    files: dict[str, object] = {"exercises/essay.yaml": ESSAY.encode()}
    for name, text in (("here", "Sorry."), ("there", "Never.")):
        files[f"{name}/a.json"] = changed(answers={"essay/letter": {"version": 1, "response": text}})
    sheet, grade = (
        tmp_path / "sheet.csv",
        ("grade", "exercises/essay.yaml", "here", "-o", "out", "--marks", "sheet.csv"),
    )
    run("marking-sheet", "exercises/essay.yaml", "there", "-o", "sheet.csv", files=files)
    code, _, told = run(*grade)
    assert code == 1 and told.startswith(
        "sheet.csv: not counted: no marks were taken from it: there are no points in it"
    )
    table = rows(sheet)
    table[0]["1"] = "1"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, table[0])
        out.writeheader()
        out.writerows(table)
    code, _, told = run(*grade)
    assert code == 1 and told.startswith(
        "sheet.csv: not counted: no marks were taken from it: none of its answers is here"
    )
    assert run(*(word.replace("here", "there") for word in grade))[::2] == (0, "")


def test_a_message_with_the_answers_in_it_counts_and_tells_by_its_receipt_what_was_changed(run, tmp_path):
    saved = handed(receipt=receipt("week-1", Learner("a17", "Ann Lee"), {"small/first": (1, "a")}))
    text = json.dumps(saved, indent=1)
    files = {"inbox/one.txt": f"Hello,\n{text}\nAnn".encode(), "inbox/two.txt": text.replace("a17", "b2").encode()}
    beside = "inbox/Week 1_alee_attempt_2026-11-26-10-00-00.txt"  # as Blackboard puts it there
    code, _, told = run("grade", "week-1", "inbox", "-o", "out", files={**files, beside: b"Name: Ann Lee (alee)\n"})
    assert (code, told) == (0, "")
    (system,) = rows(tmp_path / "out" / "not_counted.csv")
    assert (system["file"], system["reason"]) == (beside, "Blackboard made it for itself")
    notes = {row["learner"]: row["notes"] for row in rows(tmp_path / "out" / "gradebook.csv")}
    assert "receipt" not in notes["a17"] and "The receipt does not fit" in notes["b2"]


@pytest.mark.parametrize("place", ["exercises", "exercises/assignments", "exercises/assignments/week-1.yaml"])
def test_check_tells_of_mistakes_in_assignments(run, place):
    code, out, _ = run("check", place, files={"exercises/assignments/week-1.yaml": (WEEK + "due: Friday\n").encode()})
    assert code == 1 and out.startswith(
        "exercises/assignments/week-1.yaml:5:6: error: [wrong-value] `due`: this is no day"
    )


def test_paper_is_typed_in_and_marked(run, tmp_path):
    code, out, _ = run("enter", "week-1", "-o", "answers.csv", typed="a17\na\ny\nb2\nx\nB\nyes\nA17\n\ny\n\n")
    assert code == 0 and out.endswith("3 sheets added to answers.csv\n")
    assert (
        "there is no X here, only A, B. Try again." in out
        and "A17 is in answers.csv already: this becomes attempt 2." in out
    )
    assert [(r["learner"], r["attempt"], r["response"]) for r in rows(tmp_path / "answers.csv")] == [
        ("a17", "1", '"a"'),
        ("b2", "1", '"b"'),
        ("A17", "2", ""),
    ]
    code, out, _ = run("grade", "week-1", "answers.csv")
    assert code == 0 and "total                    1 of 1 points" not in out and out.count("0 of 1 points") == 2
    assert run("enter", "week-1", "-o", "answers.csv", typed="c3\nq\n")[1].endswith("Nothing was added.\n")


def test_typing_goes_on_in_a_table_that_a_spreadsheet_saved(run, tmp_path):
    run("enter", "week-1", "-o", "answers.csv", typed="=a17\na\ny\n\n")
    written = (tmp_path / "answers.csv").read_text("utf-8-sig")
    assert "'=a17" in written
    (tmp_path / "answers.csv").write_bytes(written.replace(",", ";").encode("utf-16"))
    code, out, _ = run("enter", "week-1", "-o", "answers.csv", typed="=A17\nb\ny\n\n")
    assert code == 0 and "this becomes attempt 2" in out
    assert [(r["learner"], r["attempt"], r["response"]) for r in rows(tmp_path / "answers.csv")] == [
        ("'=a17", "1", '"a"'),
        ("'=A17", "2", '"b"'),
    ]
    lines = (tmp_path / "answers.csv").read_text("utf-8").splitlines()
    (tmp_path / "answers.csv").write_text("\n".join([lines[0], lines[2].replace("2", "2.0")]))  # the first taken out
    assert "this becomes attempt 3" in run("enter", "week-1", "-o", "answers.csv", typed="=a17\na\ny\n\n")[1]


def test_what_a_system_made_for_itself_is_no_fault_of_the_inbox(run, tmp_path):
    files = {"in/ann.json": handed(), "in/.DS_Store": b"\0\0\0\1Bud1", "in/Thumbs.db": b"\xd0\xcf\x11\xe0"}
    code, out, errors = run("grade", "week-1", "in", "-o", "out", files=files)
    assert (code, errors) == (0, "") and "not counted: 2 system-file" in out
    assert [each["code"] for each in rows(tmp_path / "out" / "not_counted.csv")] == ["system-file"] * 2
    assert run("grade", "week-1", "in")[0] == 0


def test_a_sheet_that_cannot_be_kept_waits_until_it_can(monkeypatch, tmp_path):
    """A table that is open in another program refuses to be replaced, on some systems."""
    target, said, refused = classes.of_choices(1), [], iter([PermissionError(13, "Permission denied")])
    replace = Path.replace

    def stuck(self, place):
        for error in refused:
            raise error
        return replace(self, place)

    monkeypatch.setattr(Path, "replace", stuck)
    lines = iter(["a17", "a", "y", "", ""])
    assert enter(target, tmp_path / "answers.csv", lambda prompt: next(lines), said.append) == 1
    assert any("it cannot be written (Permission denied)" in line for line in said)
    assert len(rows(tmp_path / "answers.csv")) == 1


def test_help_is_there_at_once_and_loads_nothing():
    program = "import sys, quizgrader.cli as c\ntry: c.main(['--help'])\nexcept SystemExit: pass\nprint(len(sys.modules), {'polars', 'msgspec', 'pydantic', 'yaml', 'numpy'} & set(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.endswith(" set()\n")


def test_without_the_trainers_packages_the_rest_works_and_grade_says_what_to_do(run, tmp_path):
    program = (
        "import sys\nfor name in ('polars', 'msgspec', 'numpy', 'rustpy_xlsxwriter', 'pygal'): sys.modules[name] = None\n"
        "from quizgrader.cli import main\nsys.exit(main(sys.argv[1:]))\n"
    )

    def without(*arguments: str):
        command = [sys.executable, "-c", program, *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    (tmp_path / "ann.json").write_text("{}")
    assert without("check").returncode == 0 and without("schema").returncode == 0
    done = without("grade", "week-1", "ann.json")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "this task needs the trainer's packages" in done.stderr and "pip install '.[trainer]'" in done.stderr


def test_the_projects_own_assignment_can_be_handed_in(tmp_path):
    from cohorts import write

    from quizgrader.bank.assignments import read_assignments, target
    from quizgrader.bank.shelf import read_shelf

    shelf = read_shelf([ROOT / "exercises"])
    for name, file in read_assignments(ROOT / "exercises" / "assignments", shelf).files.items():
        write(tmp_path / name, target(file.assignment, shelf), 12, odd=0)
        command = [sys.executable, "-m", "quizgrader", "grade", name, tmp_path / name, "-o", tmp_path / "out"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0 and done.stdout.startswith("12 learners, 12 attempts\n"), done.stderr
        shutil.rmtree(tmp_path / "out")
