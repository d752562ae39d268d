"""How the pages show things: the templates and their filters, names, figures, and what somebody typed.

Whatever learners wrote is escaped, and what cannot be seen in it (controls, marks that turn the writing direction) is shown
as an escape.
"""

from __future__ import annotations

import math
import os
from contextlib import suppress
from functools import cache
from pathlib import Path

import polars as pl
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from authoring.problems import escaped, visible
from languages.words import counted, plain
from quizgrader.analysis.advice import quoted
from quizgrader.report import markdown
from quizgrader.report.words import GAP, Line

LONGEST_NAME, LONGEST_TEXT = 80, 10_000  # letters shown

_TEMPLATES = Path(__file__).parent / "templates"


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates, kept where Python keeps its own: to compile them takes longer than to mark a class."""

    def __init__(self) -> None:
        super().__init__(str(_TEMPLATES / "__pycache__"))
        with suppress(OSError):
            os.makedirs(self.directory, exist_ok=True)

    def dump_bytecode(self, bucket) -> None:
        with suppress(OSError):  # where nothing may be written, they are compiled again next time
            super().dump_bytecode(bucket)


@cache
def templates() -> Environment:
    """The templates, with the filters that they share. Whatever is not marked as safe is escaped."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        bytecode_cache=_Compiled(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "block": markdown.block,
        "filled": filled,
        "in_line": in_line,
        "inline": markdown.inline,
        "words": lambda text: visible(markdown.plain(text), 100),
        "quoted": quoted,
        "shown": lambda text: visible(text, LONGEST_NAME),
        "text": shown_text,
        "percent": lambda value: figure(value, "%", 0),
        "score": lambda value: f"{plain(math.floor(10 * value + 1e-6) / 10)}%",  # never rounded up to the pass mark
        "figure": figure,
        "points": lambda value: plain(round(value, 2)),
        "counted": counted,
        "spelled": spelled,
    }
    return environment


def shown_text(text: str) -> str:
    """What somebody typed, line by line, as it may be shown."""
    cut = text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
    return "\n".join(map(escaped, cut.splitlines()))


def filled(line: Line) -> Markup:
    """The blocks of a text with gaps, each gap with what stands in it."""
    first, *rest = markdown.block(line.text).split(GAP)
    return first + Markup().join(_fill(fill) + after for fill, after in zip(line.fills, rest, strict=True))


def _fill(fill: Line | None) -> Markup:
    if fill is None:
        return Markup('<span class="fill open">left empty</span>')
    return Markup('<span class="fill">{}</span>').format(in_line(fill))


def in_line(line: Line) -> str:
    """The words of a line, without its label: what somebody typed as it was typed, the author's with its markup."""
    return shown_text(line.text) if line.typed else markdown.inline(line.text)


def figure(value: float | None, unit: str = "", digits: int = 2) -> str:
    """A figure as it is printed: one that no formula gives is undefined, never 0."""
    if value is None:
        return "undefined"
    return f"{value:.{digits}f}{unit}".replace("-", "−")


def spelled(name: str) -> str:
    """An id as words: `match-amends` becomes "Match amends"."""
    return name.replace("-", " ").capitalize()


def called() -> pl.Expr:
    """What the report calls a learner: the name, with the id where several have the same name, or where there is no name."""
    name = pl.when(pl.col("name").fill_null("") == "").then("learner").otherwise("name")
    return pl.when(name.is_duplicated()).then(pl.format("{} ({})", name, "learner")).otherwise(name).alias("called")
