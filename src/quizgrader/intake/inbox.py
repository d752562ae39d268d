"""Finds what was handed in: in folders, single files and zips, as they come out of mail, chats and learning platforms.

It opens and unpacks, and trusts nothing on the way. Whether what it finds is a submission is for `submissions` to say.
"""

from __future__ import annotations

import io
import lzma
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from quizgrader.intake.strangers import NotCounted
from quizgrader.intake.submissions import MOST_BYTES

PARQUET = ".parquet"
BOOKS = (".xlsx", ".xls", ".ods")
"""The endings of spreadsheets. Any other table that people hand in is taken for CSV."""

TABLES = (PARQUET, ".csv", *BOOKS)
"""The endings of what is read as a table of responses, where it is named itself."""

MOST_MEMBERS = 100_000  # of a zip
MOST_RATIO = 200  # how many times its packed size a member of a zip may have
MOST_INNER_ZIP = 100_000_000  # bytes of a zip within a zip, which is held in memory
_SMALL = 100_000  # bytes that no ratio makes dangerous
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_BROKEN = (OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
"""What a zip raises that is damaged, or of a kind that is not known here."""


class Found(NamedTuple):
    """A file with its content. `file` is its path for a person; `inside` is the part of it below the place searched."""

    file: str
    inside: str
    data: bytes


class Refused(NamedTuple):
    """A file that was not even opened, or not to its end, and why."""

    file: str
    error: NotCounted


def walk(places: Iterable[Path], without: Path | None = None) -> Iterator[tuple[str, str] | Refused]:
    """The files in `places`, unread: for each its path, and the part of it below its place.

    Links are not followed, and what lies in the folder `without` is passed over.
    """
    passed_over = without.resolve() if without else None
    for place in places:
        if place.is_dir():
            yield from _folder(place.as_posix(), "", passed_over)
        else:
            yield place.as_posix(), place.name


def count(places: Iterable[Path]) -> int:
    """About how many files will be found, for telling how far it is."""
    found = 0
    for place in places:
        folder = place.is_dir()
        for _, _, names in os.walk(place) if folder else ():
            found += len(names)
        if place.suffix.lower() == ".zip" and not folder:
            try:
                with zipfile.ZipFile(place) as archive:
                    found += len(archive.namelist())
            except _BROKEN:
                found += 1
        found += not folder
    return found


def _folder(path: str, inside: str, without: Path | None) -> Iterator[tuple[str, str] | Refused]:
    try:
        with os.scandir(path) as entries:
            ordered = sorted(entries, key=attrgetter("name"))
    except OSError as error:
        yield Refused(path, _unreadable(error))
        return
    for entry in ordered:
        file, below = f"{path}/{entry.name}", f"{inside}/{entry.name}" if inside else entry.name
        if entry.is_file(follow_symlinks=False):
            yield file, below
        elif entry.is_dir(follow_symlinks=False):
            if without is None or Path(file).resolve() != without:
                yield from _folder(file, below, without)
        elif entry.is_symlink():
            yield Refused(
                file, NotCounted("unsafe-name", "it is a link, which is not followed", "put what it leads to there")
            )
        else:
            yield Refused(file, NotCounted("unreadable", "it is no file", "take it out"))


def unpack(file: str, inside: str) -> Iterator[Found | Refused]:
    """The content of one file that `walk` found; of a zip, the content of all files in it."""
    if file[-4:].lower() == ".zip":
        yield from _zip(file, file, inside)
        return
    try:
        handle = os.open(file, _READ)
        try:
            data = os.read(handle, 1 << 16)
            while len(data) >= 1 << 16 and len(data) <= MOST_BYTES and (more := os.read(handle, MOST_BYTES)):
                data += more
        finally:
            os.close(handle)
    except OSError as error:
        yield Refused(file, _unreadable(error))
        return
    yield Found(_readable(file), _readable(inside), data) if len(data) <= MOST_BYTES else Refused(file, _too_large())


def _readable(name: str) -> str:
    """`name` as it can be written elsewhere: on some systems the name of a file need not be text."""
    return name if name.isascii() else name.encode(errors="replace").decode()


def _zip(source: str | io.BytesIO, file: str, inside: str, nested: bool = False) -> Iterator[Found | Refused]:
    try:
        archive = zipfile.ZipFile(source)
    except _BROKEN as error:
        reason = _unreadable(error) if isinstance(error, OSError) else _broken_zip()
        yield Refused(file, reason)
        return
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) > MOST_MEMBERS:
            reason = f"the zip holds more than {MOST_MEMBERS:,} files"
            yield Refused(file, NotCounted("too-large", reason, "hand it over in parts"))
            return
        for member in members:
            name = f"{file}/{member.filename}"
            below = f"{inside}/{member.filename}"
            inner = member.filename[-4:].lower() == ".zip"
            try:
                data = _member(archive, member, MOST_INNER_ZIP if inner else MOST_BYTES)
            except NotCounted as error:
                yield Refused(name, error)
                continue
            if not inner:
                yield Found(name, below, data)
            elif nested:
                reason = "it is a zip within a zip within a zip"
                yield Refused(name, NotCounted("unreadable", reason, "unpack it and put the files there"))
            else:
                yield from _zip(io.BytesIO(data), name, below, nested=True)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """The content of one file in a zip. Raises NotCounted, with the reason, for what is not safe to unpack."""
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    if ".." in parts or member.filename[:1] in ("/", "\\") or member.filename[1:2] == ":":
        raise NotCounted("unsafe-name", "its name leads out of the zip", "do not trust this zip: ask where it is from")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise NotCounted("unsafe-name", "it is a link, which is not followed", "put what it leads to there")
    if member.flag_bits & 1:
        raise NotCounted("encrypted", "it is locked with a password", "unpack it and put the files there")
    if member.file_size > most:
        raise _too_large(most)
    if member.file_size > max(_SMALL, MOST_RATIO * member.compress_size):
        reason = f"it would grow to more than {MOST_RATIO} times its size"
        raise NotCounted("too-large", reason, "do not trust this zip: ask where it is from")
    try:
        with archive.open(member) as content:
            data = content.read(most + 1)
    except _BROKEN:
        raise _broken_zip() from None
    if len(data) > most:
        raise _too_large(most)
    return data


def _unreadable(error: OSError) -> NotCounted:
    return NotCounted(
        "unreadable", f"it cannot be read ({error.strerror or error})", "check its rights, then run this again"
    )


def _too_large(most: int = MOST_BYTES) -> NotCounted:
    return NotCounted(
        "too-large", f"it is larger than {most // 1_000_000:,} MB", "ask for the file as the page saved it"
    )


def _broken_zip() -> NotCounted:
    return NotCounted("unreadable", "the zip is broken", "ask for it again, or download it again")


_SYSTEMS = {
    "macOS or Windows": re.compile(
        r"(?:^|/)(?:__MACOSX/.*|\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)$", re.IGNORECASE
    ),
    "Blackboard": re.compile(r"_[^_/]+_attempt_\d{4}(?:-\d\d){5}\.txt$"),  # beside what each learner handed in
}


def made_by(file: str) -> str | None:
    """The system that makes a file of this name for itself, beside those of people; None where none does."""
    return next((system for system, name in _SYSTEMS.items() if name.search(file)), None)


_PLATFORMS = (
    re.compile(r"(?:^|/)([^/]+)_\d+_assignsubmission_"),  # Moodle: Ann Lee_4711_assignsubmission_file_/week-1.json
    re.compile(r"_([^_/]+)_attempt_\d{4}-"),  # Blackboard: Week 1_alee_attempt_2026-11-26-10-00-00_week-1.json
    re.compile(r"(?:^|/)([^_/]+)(?:_LATE)?_\d+_\d+_[^/]*$"),  # Canvas: leeann_LATE_123_456_week-1.json
    re.compile(r" - ([^/]+)\.[^./]+$"),  # Google Classroom: week-1 - Ann Lee.json
)


def sender(inside: str) -> str:
    """Whose file it is, by its name: as learning platforms write it, else by the folder that it lies in, else by itself."""
    for platform in _PLATFORMS:
        if match := platform.search(inside):
            return match[1].strip()
    folders = [part for part in PurePosixPath(inside).parts[:-1] if part[-4:].lower() != ".zip"]
    return folders[0] if folders else inside
