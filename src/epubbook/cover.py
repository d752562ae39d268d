"""The cover, as a picture: drawn by Typst from the title, so that it needs no picture file and no font of the system."""

from __future__ import annotations

import tempfile
from importlib import resources
from pathlib import Path

import typst

FACES = ("Light", "Regular", "Semibold", "Bold")


def cover(title: str, subtitle: str, author: str) -> bytes:
    """A PNG of 1200 by 1800 pixels."""
    faces = resources.files("font_source_sans_pro") / "files"
    with tempfile.TemporaryDirectory() as folder:
        for face in FACES:
            name = f"SourceSansPro-{face}.otf"
            Path(folder, name).write_bytes((faces / name).read_bytes())
        main = Path(folder, "cover.typ")
        main.write_bytes((resources.files("epubbook") / "cover.typ").read_bytes())
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])
        compiler = typst.Compiler(
            str(main),
            root=folder,
            font_paths=fonts,
            sys_inputs={"title": title, "subtitle": subtitle, "author": author},
        )
        return compiler.compile(format="png", ppi=144.0)
