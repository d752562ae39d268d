"""What is found in an inbox: folders, files and zips as they come out of mail, chats and learning platforms."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
from itertools import chain
from pathlib import Path

import pytest

from quizgrader.intake import inbox
from quizgrader.intake.inbox import Found, Refused, sender, unpack, walk


def zipped(files: dict[str, bytes], **how) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **how) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def found(*places: Path) -> dict[str, bytes | str]:
    """What lies in `places`, by its path below the first: its content, or the code and reason of its refusal."""
    root = places[0] if places[0].is_dir() else places[0].parent
    seen = {}
    entries = ([entry] if isinstance(entry, Refused) else unpack(*entry) for entry in walk(places))
    for each in chain.from_iterable(entries):
        name = each.file.removeprefix(root.as_posix() + "/")
        seen[name] = each.data if isinstance(each, Found) else f"{each.error.code}: {each.error.reason}"
    return seen


def test_folders_are_gone_through_in_the_order_of_names(tmp_path):
    for name in ("b/two.json", "a.json", "b/deep/er/one.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    assert list(found(tmp_path)) == ["a.json", "b/deep/er/one.json", "b/two.json"]
    assert inbox.count([tmp_path]) == 3


def test_a_zip_is_a_folder_and_a_zip_in_it_too(tmp_path):
    inner = zipped({"Ann Lee/week-1.json": b"inner"})
    (tmp_path / "all.ZIP").write_bytes(zipped({"one.json": b"outer", "Group 2.zip": inner, "empty/": b""}))
    assert found(tmp_path) == {"all.ZIP/one.json": b"outer", "all.ZIP/Group 2.zip/Ann Lee/week-1.json": b"inner"}


def test_what_is_not_safe_in_a_zip_is_told_and_the_rest_is_read(tmp_path):
    link = zipfile.ZipInfo("link.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("../up.json", "/etc/passwd", "C:\\temp\\x.json", "a/../../b.json", "..\\up.json"):
            archive.writestr(name, b"x")
        archive.writestr(link, b"/etc/passwd")
        archive.writestr("bomb.json", b" " * 1_900_000)
        archive.writestr("large.json", os.urandom(2_000_001))
        archive.writestr("deep.zip", zipped({"deeper.zip": zipped({"x.json": b"x"})}))
        archive.writestr("broken.zip", b"PK\x03\x04 no zip")
        archive.writestr("good.json", b"good")
    (tmp_path / "in.zip").write_bytes(out.getvalue())
    assert {name.removeprefix("in.zip/"): said for name, said in found(tmp_path).items()} == {
        "../up.json": "unsafe-name: its name leads out of the zip",
        "/etc/passwd": "unsafe-name: its name leads out of the zip",
        "C:\\temp\\x.json": "unsafe-name: its name leads out of the zip",
        "a/../../b.json": "unsafe-name: its name leads out of the zip",
        "..\\up.json": "unsafe-name: its name leads out of the zip",
        "link.json": "unsafe-name: it is a link, which is not followed",
        "bomb.json": "too-large: it would grow to more than 200 times its size",
        "large.json": "too-large: it is larger than 2 MB",
        "deep.zip/deeper.zip": "unreadable: it is a zip within a zip within a zip",
        "broken.zip": "unreadable: the zip is broken",
        "good.json": b"good",
    }


def test_a_zip_that_lies_about_sizes_is_not_believed(tmp_path):
    raw = bytearray(zipped({"liar.json": b"0123456789" * 300_000}))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", raw, raw.index(signature) + at, 1000)  # the size that it claims to unpack to
    (tmp_path / "in.zip").write_bytes(raw)
    (said,) = found(tmp_path).values()
    assert isinstance(said, str) or len(said) <= 1000


def test_a_zip_that_is_damaged_in_any_way_stops_no_other_file(tmp_path):
    whole = zipped({"é.json": b"x"})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.json", b"some words " * 20)
    spoilt = bytearray(packed.getvalue())
    spoilt[60:80] = b"\x5a" * 20
    later = bytearray(zipped({"a.json": b"x"}))
    later[later.find(b"PK\x01\x02") + 6] = 99  # the version that is needed to unpack it
    broken = {
        "name.zip": whole.replace("é".encode(), b"\xff\xfe"),
        "lzma.zip": bytes(spoilt),
        "later.zip": bytes(later),
    }
    for name, data in broken.items():
        (tmp_path / name).write_bytes(data)
        assert inbox.count([tmp_path / name]) >= 1
        assert list(found(tmp_path / name).values()) == ["unreadable: the zip is broken"], name
    (tmp_path / "sound.json").write_bytes(b"sound")
    assert b"sound" in found(tmp_path).values()


def test_a_name_that_is_no_text_is_one_all_the_same(tmp_path):
    with open(os.fsencode(tmp_path) + b"/J\xfcrgen.json", "wb") as file:
        file.write(b"x")
    assert found(tmp_path) == {"J?rgen.json": b"x"}


def test_a_locked_zip_is_told(tmp_path):
    raw = bytearray(zipped({"secret.json": b"x"}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", raw, raw.index(signature) + at, 1)
    (tmp_path / "in.zip").write_bytes(raw)
    assert list(found(tmp_path).values()) == ["encrypted: it is locked with a password"]


def test_a_zip_of_too_many_files_is_refused_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(inbox, "MOST_MEMBERS", 3)
    (tmp_path / "in.zip").write_bytes(zipped({f"{i}.json": b"x" for i in range(4)}))
    assert found(tmp_path) == {"in.zip": "too-large: the zip holds more than 3 files"}


def test_links_folders_without_rights_and_large_files_are_told(tmp_path):
    (tmp_path / "large.json").write_bytes(b" " * 2_000_001)
    (tmp_path / "just.json").write_bytes(b" " * 2_000_000)
    (tmp_path / "to-file.json").symlink_to(tmp_path / "just.json")
    (tmp_path / "to-folder").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.json")
    said = found(tmp_path)
    assert said.pop("just.json") == b" " * 2_000_000
    assert said == {
        "large.json": "too-large: it is larger than 2 MB",
        "pipe.json": "unreadable: it is no file",
        "to-file.json": "unsafe-name: it is a link, which is not followed",
        "to-folder": "unsafe-name: it is a link, which is not followed",
    }


def test_a_file_that_goes_away_meanwhile_is_told(tmp_path):
    (tmp_path / "a.json").write_bytes(b"x")
    entries = list(walk([tmp_path]))
    (tmp_path / "a.json").unlink()
    (refused,) = inbox.unpack(*entries[0])
    assert isinstance(refused, Refused) and refused.error.reason == "it cannot be read (No such file or directory)"


def test_the_folder_that_is_written_to_is_passed_over(tmp_path):
    for name in ("a.json", "marked/gradebook.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert list(walk([tmp_path], without=tmp_path / "marked")) == [(f"{tmp_path.as_posix()}/a.json", "a.json")]


@pytest.mark.parametrize(
    ("inside", "who"),
    [
        ("Ann Lee_4711_assignsubmission_file_/week-1.json", "Ann Lee"),  # Moodle, in folders
        ("all.zip/Ann Lee_4711_assignsubmission_file_week-1.json", "Ann Lee"),  # Moodle, without
        ("Week 1_alee_attempt_2026-11-26-10-00-00_week-1.json", "alee"),  # Blackboard
        ("leeann_LATE_123_456_week-1.json", "leeann"),  # Canvas
        ("leeann_123_456_week-1.json", "leeann"),
        ("week-1 - Ann Lee.json", "Ann Lee"),  # Google Classroom
        ("all.zip/Ann Lee/Version 1/week-1.json", "Ann Lee"),  # Teams, or folders named after people
        ("week-1 (1).json", "week-1 (1).json"),  # nothing tells: it must not be taken for week-1.json
    ],
)
def test_whose_a_file_is_by_its_name(inside, who):
    assert sender(inside) == who
