"""Puts results into a folder all at once: written beside the old ones first, put in their place at the end, or not at all.

A file is the old or the new one at every moment. Where one cannot be replaced, those that were are put back.

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

from quizgrader.refusal import Refusal

WRITTEN = "written.json"
"""The file in the results' folder that lists what the last run wrote."""

_FULL = "the disk is full"
_DAY = 86_400  # seconds
_HOST = re.sub(r"\W", "-", platform.node())[:40] or "here"
_ASIDE = re.compile(r"\.quizgrader-(?P<host>.*)-(?P<process>\d+)-[a-z0-9_]{8}")


class CannotWrite(Refusal):
    """A file that could not be written."""

    code = 1


def aside(out: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder within `out` for what is not finished. Its name tells whose it is, should its process be killed."""
    prefix = f".quizgrader-{_HOST}-{os.getpid()}-"
    return tempfile.TemporaryDirectory(dir=out, prefix=prefix, ignore_cleanup_errors=True)


@contextmanager
def temporary() -> Iterator[Path]:
    """A folder for what memory should not hold, and nobody keeps. Raises CannotWrite where its disk is full."""
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    except (OSError, pl.exceptions.ComputeError) as error:
        if _why(error) != _FULL:
            raise
        raise CannotWrite(
            f"nothing was written: there is no room for temporary files in {tempfile.gettempdir()} — "
            "free some space, or name another folder in the environment variable TMPDIR"
        ) from None


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
            f"{file}: it cannot be written ({_why(error)}) — free some space, close it where it is open, or check its rights"
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
    """Put the files in `folder` into `out`, and remove what is not written any more: all of it, or nothing at all."""
    new = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    gone = sorted(_written(out) - set(new))
    (folder / WRITTEN).write_text(json.dumps([name for name in new if name.partition("/")[0] not in lasting], indent=0))
    new.append(WRITTEN)
    inner = {name.rpartition("/")[0] for name in (*new, *gone)}
    with aside(out) as kept:
        for name in inner:
            with _told(out / name):
                if (out / name).is_file():
                    raise NotADirectoryError(errno.ENOTDIR, "it is no folder")
            Path(kept, name).mkdir(exist_ok=True)
        for name in (*new, *gone):
            with _told(out / name):
                _keep(out / name, Path(kept, name))
        try:
            for name in inner:
                with _told(out / name):
                    (out / name).mkdir(exist_ok=True)
            for name in new:
                with _told(out / name):
                    os.replace(folder / name, out / name)
            for name in gone:
                with _told(out / name):
                    (out / name).unlink(missing_ok=True)
        except BaseException:
            _put_back(Path(kept), out, (*new, *gone))
            raise


def _keep(place: Path, kept: Path) -> None:
    """Keep the file in `place`, if there is one; until it is replaced it stays there too."""
    try:
        os.link(place, kept)
    except FileNotFoundError:
        pass
    except OSError:  # not every disk can have a file under two names
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder") from None
        if os.path.lexists(place):
            shutil.copy2(place, kept, follow_symlinks=False)


def _put_back(kept: Path, out: Path, names: Iterable[str]) -> None:
    """Make `out` what it was: what was kept goes back first, then goes what was not there, with folders left empty by it."""
    for name in sorted(names, key=lambda name: not os.path.lexists(kept / name)):
        with suppress(OSError):
            if os.path.lexists(kept / name):
                os.replace(kept / name, out / name)
            else:
                (out / name).unlink(missing_ok=True)
                (out / name).parent.rmdir()  # which fails where anything is in it


@contextmanager
def _told(place: Path) -> Iterator[None]:
    """Tell of what cannot be done in `place`."""
    try:
        yield
    except OSError as error:
        raise CannotWrite(
            f"{place}: nothing was written, for it cannot be replaced ({_why(error)}) — "
            "close it where it is open, or move it away, and run this again"
        ) from None


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
        return _FULL
    return (getattr(error, "strerror", None) or str(error)).splitlines()[0]
