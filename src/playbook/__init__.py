"""What somebody works with on a bad day: check lists to tick, and templates to copy, download or print.

A Sphinx extension. It knows nothing of cases, facts or exercises. `setup` is its table of contents.
"""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from authoring.assets import add_to_pdf
from playbook import assets, checklist, template

TYPST_FUNCTIONS = Path(__file__).with_name("playbook.typ")
TYPST_STYLES = {
    "enumerated_list.checklist": "checklist",
    "inline.blank": "blank-text",
    "paragraph.check-do": "check-do",
    "paragraph.check-facts": "check-facts",
}


def setup(app: Sphinx) -> ExtensionMetadata:
    app.setup_extension("languages")
    checklist.register(app)  # `checklist`: what to do, who, by when, and how to see that it is done
    template.register(app)  # `template`: a text with blanks, as a page, a Markdown file and a Word file
    assets.register(app)  # the script that remembers ticks and copies
    add_to_pdf(app, TYPST_FUNCTIONS, TYPST_STYLES)  # how they look on paper
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
