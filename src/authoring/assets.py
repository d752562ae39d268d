"""What an extension brings to the outputs beside its nodes: scripts and styles for the site, the look of them in the books.

Needs Sphinx. What is in these files is no matter here.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path

import rjsmin
from sphinx.application import Sphinx


def joined(folder: Path, *names: str) -> str:
    """The scripts of these names in `folder`, one after the other, to be part of one. The last ones begin the work."""
    return "".join((folder / f"{name}.js").read_text("utf-8") for name in names)


def classic_script(text: str) -> str:
    """`text` as one classic script in a scope of its own, without comments; it also runs from a folder."""
    return rjsmin.jsmin(f'(()=>{{"use strict";\n{text}\n}})();') + "\n"


def version(text: str) -> str:
    """Changes with a script or style, so that no browser takes an old one for a new page."""
    return f"{zlib.crc32(text.encode()):08x}"


def write_static(app: Sphinx, name: str, text: str) -> None:
    """Write `text` among the site's static files, unless it stands there already."""
    path = Path(app.outdir) / "_static" / name
    path.parent.mkdir(exist_ok=True)
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")


def add_to_pdf(app: Sphinx, functions: Path, styles: Mapping[str, str]) -> None:
    """Give the PDF a file of Typst functions: those that nodes call, and those that `styles` names for standard nodes.

    See `typstbook.translator`; where no PDF can be built, nothing comes of it.
    """

    def offer(app: Sphinx, config) -> None:
        if "typst_preamble_files" in config:
            config.typst_preamble_files.append(str(functions))
            config.typst_styles.update(styles)

    app.connect("config-inited", offer)


def add_to_epub(app: Sphinx, sheet: Path) -> None:
    """Give the EPUB a style sheet, where one is built that takes any."""

    def offer(app: Sphinx, config) -> None:
        if "epubbook_styles" in config:
            config.epubbook_styles = [*config.epubbook_styles, str(sheet)]

    app.connect("config-inited", offer)
