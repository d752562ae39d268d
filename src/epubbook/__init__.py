"""A Sphinx builder, in the place of Sphinx' own `epub`, that makes a project an EPUB 3 that epubcheck and readers like.

Its parts come from the captions of the first page's tables of contents. It writes every byte of the package itself: no
theme, no script, no form, no link that leads nowhere, the accessibility metadata that shops and libraries ask for, and the
same bytes whenever it is built. It knows the nodes of docutils and Sphinx; an extension that has nodes of its own replaces
them, in a post-transform for the builder `epub`, by standard ones or gives them plain HTML, and adds a style sheet to
`epubbook_styles`. What the project is about is no matter here.
"""

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from epubbook.builder import EpubBook


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_builder(EpubBook, override=True)
    app.add_config_value("epubbook_subtitle", "", "", str, "What stands below the title.")
    app.add_config_value(
        "epubbook_leave_out", (), "", (list, tuple), "Documents that it does not hold, nor those below."
    )
    app.add_config_value("epubbook_styles", [], "", (list, tuple), "Style sheets that follow on the book's own: paths.")
    app.add_config_value(
        "epubbook_note_class", "", "", str, "The class of the marks of notes, which readers show in place."
    )
    app.add_config_value("epubbook_access", "", "", str, "What to know of its accessibility, in words: a summary.")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
