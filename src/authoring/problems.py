"""One mistake in an authored file, and the one line that tells of it. Nothing here decides what a mistake is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
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
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[: limit + 1])
    return text if len(text) <= limit else text[: limit - 1] + "…"


def report(problems: Iterable[Problem], style: str = "text") -> str:
    """All `problems`, sorted, as `text`, as `json`, or as the annotations that GitHub shows (`github`)."""
    ordered = sorted(problems)
    if style == "json":
        return json.dumps([asdict(p) for p in ordered], indent=1, ensure_ascii=False)
    if style == "github":
        return "\n".join(f"::{p.severity} file={p.file},line={p.line},col={p.column}::{p.text}" for p in ordered)
    return "\n".join(map(str, ordered))
