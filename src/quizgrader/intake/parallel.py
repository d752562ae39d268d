"""Reads files in several processes at once. Each has a Reader of its own, which lasts as long as it does."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice

from quizgrader.bank.assignments import Target
from quizgrader.intake.distinct import ByHand
from quizgrader.intake.inbox import Refused
from quizgrader.intake.reader import SHEAF, Reader, Sheaf

# Not as forks of this process, which would copy the threads of Polars, and hang; but of one that has what they need.
_FORKED = "forkserver" in multiprocessing.get_all_start_methods()
_CONTEXT = multiprocessing.get_context("forkserver" if _FORKED else "spawn")

_reader: Reader  # in a process that reads


def get_ready() -> None:
    """Load what the processes need, aside, while this one goes on with something else."""
    if _FORKED:
        from multiprocessing import forkserver  # which not every system has

        _CONTEXT.set_forkserver_preload([__name__])
        forkserver.ensure_running()


def sheaves(
    target: Target, entries: Iterable[tuple[str, str] | Refused], by_hand: ByHand, processes: int
) -> Iterator[tuple[int, Sheaf]]:
    """What `inbox.walk` found, read: every sheaf with the process that read it, in the order of the `entries`."""
    if processes == 1:
        yield from ((0, sheaf) for sheaf in Reader(target, by_hand).sheaves(entries))
        return
    entries, waiting = iter(entries), deque[Future]()
    get_ready()
    with ProcessPoolExecutor(processes, _CONTEXT, _begin, (target, by_hand)) as pool:
        while (part := list(islice(entries, SHEAF))) or waiting:
            if part:
                waiting.append(pool.submit(_read, part))
            if not part or len(waiting) > 2 * processes:
                yield from waiting.popleft().result()


def _begin(target: Target, by_hand: ByHand) -> None:
    global _reader
    _reader = Reader(target, by_hand)
    gc.freeze()  # what is loaded stays: the garbage collector need not look through it again and again
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that began this one ends it


def _read(entries: list[tuple[str, str] | Refused]) -> list[tuple[int, Sheaf]]:
    return [(os.getpid(), sheaf) for sheaf in _reader.sheaves(entries)]
