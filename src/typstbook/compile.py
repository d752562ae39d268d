"""Run Typst on a written book: no system fonts, no network, no packages; what it says is told by source file and line.

It knows files, not documents. The PDF is PDF/UA-1, which Typst checks while it writes.
"""

import io
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import typst

from typstbook.errors import BookError

MARKER = re.compile(r"\s*// source: (.+)")


@dataclass(frozen=True)
class Finding:
    """What Typst warns of: the source's place (or the Typst file's), and its words."""

    place: str
    message: str


def compile_book(main: Path, fonts: Path, timestamp: int) -> tuple[bytes, list[Finding]]:
    """The PDF of `main` and Typst's warnings; the same input and `timestamp` (seconds since 1970) give the same bytes.

    Raises `BookError` for what Typst refuses.
    """
    faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(fonts)])
    with tempfile.TemporaryDirectory() as empty:
        compiler = typst.Compiler(
            str(main), root=str(main.parent), font_paths=faces, package_path=empty, package_cache_path=empty
        )
        try:
            pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"], timestamp=timestamp)
        except typst.TypstError as error:
            finding = _finding(error, main)
            raise BookError(finding.place, finding.message) from None
    return packed(pdf), [_finding(warning, main) for warning in warnings]


def packed(pdf: bytes) -> bytes:
    """The same PDF with its many small objects in compressed streams, about a third of the size; the same bytes each time."""
    small = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as whole:
        whole.save(small, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return small.getvalue()


def write_whole(path: Path, data: bytes) -> None:
    """Write beside and rename: `path` is either as it was before or complete."""
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(data)
    os.replace(beside, path)


def _finding(report: typst.TypstError | typst.TypstWarning, main: Path) -> Finding:
    message = report.message.partition(" (searched at ")[0].replace("\n", " ")
    message += "".join(f" ({hint})" for hint in report.hints)
    own = report.diagnostic[report.diagnostic.rfind(report.message.split("\n")[0]) :]
    lines = [int(m[1]) for m in re.finditer(rf"{re.escape(main.name)}:(\d+):\d+", own)]
    place = _source(main.read_text(encoding="utf-8").splitlines(), lines)
    return Finding(place or f"{main.name}:{(lines or [1])[0]}", message)


def _source(code: Sequence[str], lines: Sequence[int]) -> str | None:
    """The nearest marker at or above the first of these lines that has one."""
    for number in lines:
        for line in reversed(code[:number]):
            if found := MARKER.match(line):
                return found[1]
    return None
