"""Answers that come as text among other words: copied from the page into a message, and saved with what a mail makes of it.

Only what the strict reading refuses comes here. Whether the answers are still the same, their receipt tells.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape

from quizgrader.intake.strangers import MARK, NotCounted

_QUOTING = re.compile(r"^(?:> ?)+", re.MULTILINE)
_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u2007\u202f", " ") | dict.fromkeys("\u200b\ufeff"))
_CURLY = re.compile(
    r"([{\[,:]\s*|\\)[“”„‟]|[“”„‟](?=\s*[,:}\]])"
)  # where they part the fields; others belong to an answer
_LINE_END = re.compile(" ?\r?\n")  # mails break lines at blanks, also within an answer
_TAG = re.compile("<[^<>]*>")


def no_number(name: str) -> None:
    """Refuse what JSON knows no sign for, such as NaN: for `parse_constant`."""
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=no_number, strict=False)


def pasted(text: str) -> dict | None:
    """The one submission that stands in `text`, as JSON has it; None where there is none that can be read.

    Raises NotCounted where there are several: which of them is meant is not for a program to guess.
    """
    if text.count(MARK) > 1:
        raise NotCounted("several", "the answers of several savings are in it", "put each into a file of its own")
    return next(filter(None, map(_read, _ways(text))), None) if MARK in text else None


def _ways(text: str) -> Iterator[str]:
    """`text` as it is, then with ever more of that taken back which mails do to it."""
    yield text
    unquoted = _QUOTING.sub("", text)
    yield unquoted
    for worn in (unquoted, unescape(_TAG.sub("", text))):
        plain = _LINE_END.sub(" ", worn.translate(_BLANKS))
        yield plain
        yield _CURLY.sub(r'\1"', plain)


def _read(text: str) -> dict | None:
    """The object whose first field has the mark, as the page writes it; what stands before and behind it is passed over."""
    start = text.rfind("{", 0, text.find(MARK))
    try:
        return _DECODER.raw_decode(text, start)[0] if start >= 0 else None
    except (ValueError, RecursionError):
        return None
