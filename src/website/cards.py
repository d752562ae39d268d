"""The pictures that a chat or a network shows for a link to a page: one for each part of the site, drawn by Typst.

They are made only where the site's address is known (`html_baseurl`), since a link to a picture must be whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from io import BytesIO
from pathlib import Path

from PIL import Image
from sphinx.application import Sphinx

from typstbook.picture import png
from website import navigation, writing

FOLDER, WHOLE_SITE = "_static/cards", "site"
WIDTH, HEIGHT, COLOURS = 1200, 630, 48


def name(part: str) -> str:
    """The name of the picture of a part of the site, made of the part's own."""
    return re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") or WHOLE_SITE


def address(base: str, part: str) -> str:
    return f"{base.rstrip('/')}/{FOLDER}/{name(part)}.png" if base else ""


def drawn(title: str, parts: list[str], about: str) -> Iterator[tuple[str, bytes]]:
    """The name and the PNG of the picture for each part; the same bytes whenever they are drawn."""
    for part in parts:
        words = {"title": title, "part": part, "about": about}
        yield name(part), lighter(png(resources.files("website") / "web" / "card.typ", words, 72.0))


def lighter(picture: bytes) -> bytes:
    """The same PNG in the few colours that it has, which takes a quarter of the bytes."""
    written = BytesIO()
    Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        written, "PNG", optimize=True
    )
    return written.getvalue()


def write(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.name not in writing.BUILDERS or not app.config.html_baseurl:
        return
    folder = Path(app.outdir, FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    parts = ["", *navigation.tree_of(app).captions()]
    for file, picture in drawn(app.config.html_title, parts, app.config.website_about):
        (folder / f"{file}.png").write_bytes(picture)


def register(app: Sphinx) -> None:
    app.add_config_value("website_about", "", "html", str, "a line on what the site is, for the pictures of its parts")
    app.connect("build-finished", write)
