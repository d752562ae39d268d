"""One mistake in an authored file, and the one line that tells of it. Nothing here decides what a mistake is."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, order=True)
class Problem:
    """A mistake with its place (line and column count from 1), a stable code, and the mend."""

    file: str
    line: int
    column: int
    code: str
    message: str
    mend: str
    severity: Literal["error", "warning"] = "error"

    def __post_init__(self) -> None:
        for name in ("file", "message", "mend"):  # they quote what others wrote
            object.__setattr__(self, name, escaped(getattr(self, name)))

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def text(self) -> str:
        return f"[{self.code}] {self.message} — {self.mend}"

    def __str__(self) -> str:
        return f"{self.place}: {self.severity}: {self.text}"


def shown(path: Path) -> str:
    """`path` as a person would write it: relative to where they stand, when it lies below."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def visible(value: object, limit: int = 60) -> str:
    """`value` for a message: on one line, shortened, and with control characters made visible."""
    text = value if isinstance(value, str) else repr(value)
    text = escaped(text[: limit + 1])
    return text if len(text) <= limit else text[: limit - 1] + "…"


def escaped(text: str) -> str:
    """`text` with escapes for what cannot be seen: controls, line ends, marks that turn the writing direction.

    A zero-width joiner stays within a word or a picture that is written with it, as in Sinhala, Persian and many emoji.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or _joins(text, i) else _escape(ord(c)) for i, c in enumerate(text))


def _joins(text: str, i: int) -> bool:
    beside = text[i - 1 : i], text[i + 1 : i + 2]  # empty, which is ASCII, at an end
    return text[i] in "\u200c\u200d" and all(c.isprintable() and not c.isascii() for c in beside)


def _escape(code: int) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """The mend for a word that is not one of those `known`: the one that comes closest, or else `otherwise`."""
    close = get_close_matches(word[:60], known, 1)
    return f"did you mean `{close[0]}`?" if close and close[0] != word else otherwise


def which_id(name: str, known: Collection[str], otherwise: str) -> str:
    """The same for an id, which may have been written as words or as a file's name."""
    slug = as_id(name)
    return f"did you mean `{slug}`?" if slug in known else did_you_mean(slug, known, otherwise)


def as_id(words: str) -> str:
    """An id made of `words`, or of the name of a YAML file: small letters, digits, and a hyphen between words. May be empty."""
    plain = unicodedata.normalize("NFKD", words.removesuffix(".yaml").lower()).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain))[:64].strip("-")


def report(problems: Iterable[Problem], style: str = "text") -> str:
    """All `problems`, sorted, as `text`, as `json`, or as the annotations that GitHub shows (`github`)."""
    ordered = sorted(problems)
    if style == "json":
        return json.dumps([asdict(p) for p in ordered], indent=1, ensure_ascii=False)
    if style == "github":
        return "\n".join(map(_annotation, ordered))
    return "\n".join(map(str, ordered))


def _annotation(problem: Problem) -> str:
    file = problem.file.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    text = problem.text.replace("%", "%25")
    return f"::{problem.severity} file={file},line={problem.line},col={problem.column}::{text}"
