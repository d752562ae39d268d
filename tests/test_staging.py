"""Results take the places of the old ones all at once; what is the trainer's own stays, and what a killed run left goes."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quizgrader.report import staging
from quizgrader.report.staging import WRITTEN, staged


def write(out: Path, *names: str) -> None:
    with staged(out, lasting=("marks.csv", "regrades")) as folder:
        for name in names:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text("ours")


def there(out: Path) -> set[str]:
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()} - {WRITTEN}


def test_what_an_earlier_run_wrote_goes_and_what_is_the_trainers_own_stays(tmp_path):
    write(
        tmp_path,
        "report.html",
        "feedback/ann-12345678.html",
        "feedback/bob-12345678.html",
        "marks.csv",
        "regrades/1.json",
    )
    (tmp_path / "feedback" / "my-notes.html").write_text("the trainer's")
    (tmp_path / "letter.docx").write_text("the trainer's")
    write(tmp_path, "report.html", "feedback/ann-12345678.html")
    assert there(tmp_path) == {
        "report.html", "feedback/ann-12345678.html", "marks.csv", "regrades/1.json", "feedback/my-notes.html", "letter.docx",
    }  # fmt: skip


def test_a_failed_run_removes_nothing(tmp_path):
    write(tmp_path, "report.html", "feedback/ann.html")
    with pytest.raises(staging.CannotWrite), staged(tmp_path):
        raise OSError("no")
    assert there(tmp_path) == {"report.html", "feedback/ann.html"}


OLD, NEW = ["a.csv", "feedback/ann.html", "marks.csv", "z.csv"], ["a.csv", "feedback/bob.html", "fresh/b", "marks.csv"]


@pytest.mark.parametrize("stuck", [*NEW, WRITTEN, "feedback/ann.html", "z.csv"])
@pytest.mark.parametrize("links", [True, False], ids=["with links", "without"])
def test_where_one_file_cannot_be_replaced_or_removed_all_is_as_before(tmp_path, monkeypatch, stuck, links):
    write(tmp_path, *OLD)
    for name in OLD:
        (tmp_path / name).write_text(f"old {name}")
    (tmp_path / "empty").mkdir()

    def everything():
        return {str(path): path.is_dir() or path.read_text() for path in tmp_path.rglob("*")}

    def refusing(change, *, at):
        def tried(*paths, **how):
            if paths[at] == tmp_path / stuck and (at or paths[at].exists()):
                raise PermissionError(13, "Permission denied")
            return change(*paths, **how)

        return tried

    def no_links(*_):
        raise PermissionError(1, "Operation not permitted")

    before = everything()
    monkeypatch.setattr(os, "replace", refusing(os.replace, at=1))
    monkeypatch.setattr(Path, "unlink", refusing(Path.unlink, at=0))
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    said = f"{tmp_path / stuck}: nothing was written, for it cannot be replaced (Permission denied)"
    with pytest.raises(staging.CannotWrite, match=re.escape(said)):
        write(tmp_path, *NEW)
    assert everything() == before


def test_what_stands_in_the_way_is_named_once_and_nothing_is_written(tmp_path):
    write(tmp_path, "a.csv")
    (tmp_path / "feedback").write_text("the trainer's")
    with pytest.raises(staging.CannotWrite) as told:
        write(tmp_path, "b.csv", *(f"feedback/{n}.html" for n in range(200)))
    assert str(told.value).count(str(tmp_path)) == 1 and str(told.value).startswith(f"{tmp_path / 'feedback'}: nothing")
    assert there(tmp_path) == {"a.csv", "feedback"}


@pytest.mark.parametrize("listed", ["../secret.txt", "/etc/hostname", "link/secret.txt", "a/../../secret.txt", 7, None])
def test_a_list_that_names_what_lies_elsewhere_is_not_believed(tmp_path, listed):
    out, secret = tmp_path / "out", tmp_path / "secret.txt"
    secret.write_text("the trainer's")
    write(out, "report.html")
    (out / "link").symlink_to(tmp_path, target_is_directory=True)
    (out / WRITTEN).write_text(json.dumps([listed]))
    write(out, "report.html")
    assert secret.exists() and Path("/etc/hostname").exists()


KILLED = """
import sys, time
from pathlib import Path
from quizgrader.report.staging import staged
with staged(Path(sys.argv[1])) as folder:
    (folder / "half").write_text("half")
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the age of a folder has to do")
def test_what_a_killed_run_left_is_cleared_and_what_runs_is_not(tmp_path):
    first = subprocess.Popen([sys.executable, "-c", KILLED, tmp_path], stdout=subprocess.PIPE)
    assert first.stdout.readline() == b"ready\n"
    (tmp_path / ".quizgrader-notes").mkdir()  # somebody's own
    write(tmp_path, "report.html")
    assert len(list(tmp_path.glob(".quizgrader-*-*"))) == 1, "it is still running"
    first.send_signal(signal.SIGKILL)
    first.wait()
    write(tmp_path, "report.html")
    assert [path.name for path in tmp_path.glob(".quizgrader-*")] == [".quizgrader-notes"]


def test_a_folder_of_another_computer_goes_when_it_is_old(tmp_path):
    folder = tmp_path / ".quizgrader-elsewhere-1-abcd1234"
    folder.mkdir()
    write(tmp_path, "report.html")
    assert folder.exists()
    os.utime(folder, (time.time() - 90_000,) * 2)
    write(tmp_path, "report.html")
    assert not folder.exists()
