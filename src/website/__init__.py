"""What the site has around its pages: the navigation, made once for all pages, and what tells others about a page.

A Sphinx extension on the theme furo. It knows nothing of what the pages are about. `setup` is its table of contents.
"""

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from website import about, navigation


def setup(app: Sphinx) -> ExtensionMetadata:
    navigation.register(app)  # the theme's navigation tree, without its cost that grows with the square of the pages
    about.register(app)  # each page's description; the sitemap; the page for addresses that are not there
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
