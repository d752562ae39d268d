"""What the site has around its pages: navigation, what tells others about a page, what a server is given, old addresses.

A Sphinx extension on the theme furo. It knows nothing of what the pages are about. `setup` is its table of contents.
"""

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from languages import links
from website import about, cards, hosting, loading, navigation, policy, redirects, tables, writing


def setup(app: Sphinx) -> ExtensionMetadata:
    app.setup_extension("languages")
    navigation.register(app)  # the theme's navigation tree, without its cost that grows with the square of the pages
    about.register(app)  # each page's title, description and picture
    cards.register(app)  # those pictures, one for each part of the site
    loading.register(app)  # a page loads only what it shows
    tables.register(app)  # tables that can be read on a phone
    redirects.register(app)  # old addresses, which lead on
    policy.register(app)  # no script and no style in the pages themselves
    hosting.register(app)  # sitemap, headers, and the page for addresses that are not there
    writing.last(links.mend)  # where a language is said, and the way it is read
    writing.register(app)  # where the finished pages are mended
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
