"""The project in more languages than the one it is written in: words of the interface, whole pages, links between editions.

A Sphinx extension; `words` and `catalogues` also work without it. The source is English. An edition in another language
is a site of its own in a folder of the English one, such as `es/`; it holds the pages whose translation is complete, and
leads to the English ones for the rest. `docs/reference/languages.md` tells how to add one. `setup` is the table of contents.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from languages import words

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def use_language(app: Sphinx, config) -> None:
    words.use(config.language, Path(app.srcdir, words.FOLDER))


def setup(app: Sphinx) -> ExtensionMetadata:
    from languages import links, pages  # here, since those who mark have no Sphinx

    app.connect("config-inited", use_language, priority=100)  # before anybody says a word
    pages.register(app)  # which pages are translated as a whole, and so are published
    links.register(app)  # from a page to itself in other languages, and to pages that are in English only
    return {"version": "1", "env_version": 2, "parallel_read_safe": True, "parallel_write_safe": True}
