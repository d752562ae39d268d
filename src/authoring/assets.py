"""Puts the extensions' own scripts and styles into a built site; needs Sphinx. What is in them is no matter here."""

from __future__ import annotations

from pathlib import Path

import rjsmin
from sphinx.application import Sphinx


def classic_script(text: str) -> str:
    """`text` as one classic script in a scope of its own, without comments; it also runs from a folder."""
    return rjsmin.jsmin(f'(()=>{{"use strict";\n{text}\n}})();') + "\n"


def write_static(app: Sphinx, name: str, text: str) -> None:
    """Write `text` among the site's static files, unless it stands there already."""
    path = Path(app.outdir) / "_static" / name
    path.parent.mkdir(exist_ok=True)
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")
