"""Puts results into a folder all at once: written beside the old ones first, put in their place at the end, or not at all.

A list of what was written is kept with them, so that what an earlier run left and this one does not write can go. No other
file in the folder is ever removed.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import polars as pl

WRITTEN = "written.json"
"""The file in the results' folder that lists what the last run wrote."""

_DAY = 86_400  # seconds
_HOST = re.sub(r"\W", "-", platform.node())[:40] or "here"
_ASIDE = re.compile(r"\.quizgrader-(?P<host>.*)-(?P<process>\d+)-[a-z0-9_]{8}")


class CannotWrite(Exception):
    """A file that could not be written; the message says which, why, and what to do, for a person."""


def aside(out: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder within `out` for what is not finished. Its name tells whose it is, should its process be killed."""
    prefix = f".quizgrader-{_HOST}-{os.getpid()}-"
    return tempfile.TemporaryDirectory(dir=out, prefix=prefix, ignore_cleanup_errors=True)


@contextmanager
def staged(out: Path, lasting: Iterable[str] = ()) -> Iterator[Path]:
    """A folder in `out` to write into. At the end its files take their places in `out`; on an error, none does.

    What an earlier run wrote and this one does not is removed, but for the `lasting` names: marks given by hand, say.
    Raises CannotWrite where the disk or another program does not let it.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        _clear(out)
        with aside(out) as folder:
            yield Path(folder)
            _publish(Path(folder), out, set(lasting))
    except (OSError, pl.exceptions.ComputeError) as error:
        raise CannotWrite(
            f"{out}: nothing was written ({_why(error)}) — free some space, or check its rights"
        ) from None


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """A place beside `file` to write to; at the end what stands there takes the place of `file`. Raises CannotWrite."""
    beside = file.with_name(f".{file.name}.part")
    try:
        yield beside
        beside.replace(file)
    except (OSError, pl.exceptions.ComputeError) as error:
        raise CannotWrite(
            f"{file}: it cannot be written ({_why(error)}) — close it where it is open, or check its rights"
        ) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _clear(out: Path) -> None:
    """Remove the unfinished folders of runs that were killed."""
    for folder in out.glob(".quizgrader-*"):
        name = _ASIDE.fullmatch(folder.name)
        if name and folder.is_dir() and not folder.is_symlink() and _is_left(folder, name["host"], name["process"]):
            shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path, host: str, process: str) -> bool:
    """Whether nobody writes into `folder` any more: its process has ended, or, where that cannot be known, it is a day old."""
    if host == _HOST and os.name == "posix":
        try:
            os.kill(int(process), 0)  # asks only whether it is there
        except ProcessLookupError:
            return True
        except (OSError, OverflowError):
            pass
    return time.time() - folder.stat().st_mtime > _DAY


def _publish(folder: Path, out: Path, lasting: set[str]) -> None:
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    old = _written(out)
    (folder / WRITTEN).write_text(
        json.dumps([name for name in names if name.partition("/")[0] not in lasting], indent=0)
    )
    stuck = []
    for name in [*names, WRITTEN]:
        place = out / name
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(folder / name, place)
        except OSError:
            stuck.append(str(place))
    for name in old - set(names):
        try:
            (out / name).unlink(missing_ok=True)
        except OSError:
            stuck.append(str(out / name))
    if stuck:
        raise CannotWrite(
            f"{', '.join(stuck)}: not replaced, the old file stays — close it where it is open, and run this again"
        )


def _written(out: Path) -> set[str]:
    """What the last run wrote into `out`, as far as it is really there: a list that names anything outside is not believed."""
    try:
        names = json.loads((out / WRITTEN).read_text("utf-8"))
    except (OSError, ValueError):
        return set()
    here = out.resolve()
    known = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    return {name for name in known if (out / name).parent.resolve() in (here, *here.iterdir())}


def _why(error: Exception) -> str:
    if getattr(error, "errno", None) == errno.ENOSPC or f"os error {errno.ENOSPC})" in str(error):
        return "the disk is full"
    return (getattr(error, "strerror", None) or str(error)).splitlines()[0]
