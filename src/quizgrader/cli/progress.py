"""A bar on the terminal for work that takes a while; silent in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
_WIDTH = 30


def watched(things: Iterable[T], total: int, what: str) -> Iterator[T]:
    """`things`, with a bar on the terminal that grows as they are taken."""
    if not sys.stderr.isatty() or not total:
        yield from things
        return
    shown = time.monotonic()
    for done, thing in enumerate(things):
        if time.monotonic() - shown > 0.1:
            shown = time.monotonic()
            full = min(_WIDTH, _WIDTH * done // total)
            print(
                f"\r[{'#' * full}{'.' * (_WIDTH - full)}] {done:,} of {total:,} {what}",
                end="",
                file=sys.stderr,
                flush=True,
            )
        yield thing
    print("\r\x1b[K", end="", file=sys.stderr, flush=True)
