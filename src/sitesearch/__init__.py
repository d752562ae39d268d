"""The site's search: it finds sections, the best first, by kind and with a summary, also from a folder and without a server.

Sphinx' own search shows a page only where it holds every word, does not weigh words, and fetches pages for its summaries,
which a browser refuses for a site in a folder. This extension keeps Sphinx' search page and its script, and gives that
script another index (through `Search.setIndex`) and another way to rank and show (`Search.query`). It knows nothing of what
the pages are about: the project says in conf.py which kinds of pages it has, and in a file which words mean the same.
"""

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from sitesearch import assets, collect


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_config_value(
        "sitesearch_kinds", [], "env", (list, tuple), "(beginning of a name, kind, weight), the last fit counts."
    )
    app.add_config_value(
        "sitesearch_parts", {}, "env", dict, "The kind of what has a node's name or a class of its own."
    )
    app.add_config_value(
        "sitesearch_skip", (), "env", (list, tuple), "Names of nodes and classes that are not searched."
    )
    app.add_config_value("sitesearch_synonyms", "", "env", str, "The file with words that mean the same.")
    app.add_config_value(
        "sitesearch_examples", [], "html", (list, tuple), "Questions that the empty search page proposes."
    )
    collect.register(app)  # what is on a page, noted when it is read
    assets.register(app)  # the index, the script and the style, written at the end
    return {"version": "1", "env_version": 2, "parallel_read_safe": True, "parallel_write_safe": True}
