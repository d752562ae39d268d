"""A Sphinx builder, named `typst`, that sets a project as a PDF book through Typst: no system package, no network.

It knows the nodes of docutils, Sphinx and sphinx-design; other extensions bring visitors for theirs
(see `typstbook.translator`). It knows nothing of what the project is about.
"""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from typstbook.builder import TypstBuilder


def setup(app: Sphinx) -> dict[str, bool | str]:
    """What the extension adds: the builder, and the values of conf.py that it reads."""
    app.add_builder(TypstBuilder)
    app.add_config_value("typst_documents", [], "", (list, tuple))
    app.add_config_value("typst_handout", "", "", str)
    app.add_config_value("typst_paper", "a4", "", str)
    app.add_config_value("typst_font_size", "11pt", "", str)
    app.add_config_value("typst_contents_sections", True, "", bool)  # also those within documents
    app.add_config_value("typst_preamble_files", [], "", (list, tuple))
    app.add_config_value("typst_styles", {}, "", dict)
    app.add_event("typst-assembled")  # (app, book): before it is written, an extension may rearrange the assembled tree
    app.connect("config-inited", add_words)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def add_words(app: Sphinx, config: Config) -> None:
    """The few words of the book's own ("Contents", "p.") are translated in the project's catalogues `typstbook.po`."""
    for folder in config.locale_dirs:
        app.add_message_catalog("typstbook", str(Path(app.srcdir, folder)))
