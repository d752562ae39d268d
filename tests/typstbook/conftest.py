"""Small Sphinx projects, built with the builder `typst`, and what came out of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.util.console import strip_colors
from sphinx.util.docutils import docutils_namespace, patch_docutils

EPOCH = "1700000000"
CONF = """
project = "Sample"
extensions = ["myst_parser", "sphinx_design", "typstbook"]
myst_enable_extensions = ["colon_fence", "deflist", "attrs_block", "attrs_inline", "fieldlist"]
numfig = True
typst_documents = [("index", "sample", "Sample title", "Subtitle", "Author", "Edition")]
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><rect width="9" height="9"/></svg>'


@dataclass
class Built:
    """A finished build: `code` is the Typst code, `log` the warnings and errors, one a line."""

    out: Path
    log: list[str]
    status: int

    @property
    def code(self) -> str:
        return (self.out / "sample.typ").read_text(encoding="utf-8")

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        return pikepdf.open(self.out / "sample.pdf")

    @property
    def pages(self) -> list[str]:
        """The text of each page, with white space folded and the hyphens of broken words taken out."""
        with pypdfium2.PdfDocument(self.out / "sample.pdf") as document:
            texts = [page.get_textpage().get_text_bounded() for page in document]
        return [" ".join(text.replace("\ufffe", "").split()) for text in texts]

    @property
    def text(self) -> str:
        return " ".join(self.pages)


Build = Callable[..., Built]


def build_project(folder: Path, files: Mapping[str, str], conf: str = "") -> Built:
    """Write `files` (and an `x.svg`) and build them; `conf` is added to the configuration."""
    source = folder / "source"
    source.mkdir(exist_ok=True)
    contents = {"conf.py": CONF + conf, "x.svg": SVG.format(width=90, height=40), **files}
    for name, content in contents.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(content, encoding="utf-8")
    warnings = StringIO()
    locale.translators.clear()  # one process, several languages
    with patch_docutils(source), docutils_namespace():
        app = Sphinx(source, source, folder / "out", folder / "doctrees", "typst", status=None, warning=warnings)
        app.build()
    log = [line.replace(f"{source}/", "") for line in strip_colors(warnings.getvalue()).splitlines() if line.strip()]
    return Built(folder / "out", log, app.statuscode)


@pytest.fixture(autouse=True)
def fixed_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """`build({"index.md": ...}, conf="")` builds a project of these files."""
    return lambda files, conf="": build_project(tmp_path, files, conf)


@pytest.fixture
def page(build: Build, tmp_path: Path) -> Callable[..., Built]:
    """`page(text)` builds a project whose one chapter holds `text`, in MyST, or in reStructuredText with `rst=True`."""

    def build_page(text: str, *, rst: bool = False, conf: str = "") -> Built:
        for old in (tmp_path / "source").glob("chapter.*"):
            old.unlink()
        heading = "Chapter\n=======\n\n" if rst else "# Chapter\n\n"
        index = "Sample\n======\n\n.. toctree::\n\n   chapter\n"
        return build({"index.rst": index, f"chapter.{'rst' if rst else 'md'}": heading + text}, conf)

    return build_page
