"""One picture from a Typst file and a few words: the same bytes whenever it is drawn, and no font of the system.

For what other packages draw beside the book, such as a cover. The faces are those of the book's sans serif.
"""

import tempfile
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import typst

FACES = ("Regular", "It", "Semibold", "SemiboldIt", "Bold", "BoldIt", "Light")


def copy_faces(folder: Path) -> None:
    """Put the faces of Source Sans Pro into `folder`, which Typst finds them in."""
    for face in FACES:
        file = resources.files("font_source_sans_pro") / "files" / f"SourceSansPro-{face}.otf"
        (folder / file.name).write_bytes(file.read_bytes())


def png(code: Traversable, words: Mapping[str, str], pixels_per_inch: float) -> bytes:
    """The one page that `code` sets, as a PNG; it finds `words` in Typst's `sys.inputs`."""
    with tempfile.TemporaryDirectory() as folder:
        copy_faces(Path(folder))
        main = Path(folder, code.name)
        main.write_bytes(code.read_bytes())
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        compiler = typst.Compiler(str(main), root=folder, font_paths=fonts, sys_inputs=dict(words))
        return compiler.compile(format="png", ppi=pixels_per_inch)
