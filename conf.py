"""The site's Sphinx configuration. The source directory is the repository's root."""

import os
from pathlib import Path

from languages import words
from languages.words import _

LOCALE = Path(__file__).with_name("locale")
# Another edition is built with its language as a tag (`-t es`); English is the source.
language = next((name.name for name in LOCALE.iterdir() if tags.has(name.name)), words.SOURCE)  # noqa: F821
words.use(language, LOCALE)
IS_EDITION = language != words.SOURCE

project = _("Winning back trust")
author = "The authors of Winning back trust"
copyright = f"{project}, CC BY 4.0"
locale_dirs = ["locale"]
gettext_compact = False  # a catalogue for each page
gettext_location = False  # line numbers would tell in which order the items of a test were written
languages_without = ["timeline", "score", "evidence", "decisions", "chart", "finding", "standard", "heat-map"]
languages_without += ["common-clock", "bibliography", "crosswalk-map", "crosswalk-table", "wants", "template"]
languages_without += ["modules", "learning-path", "fields", "check-codes", "answer-key", "assignment"]

extensions = [
    "languages",
    "myst_parser",
    "sphinx_design",
    "casebook.sphinxext",
    "playbook",
    "quizgrader.sphinxext",
    "course.sphinxext",
    "memory",
    "website",
    "sitesearch",
    "typstbook",
    "epubbook",
]
root_doc = "index"
include_patterns = ["index.md", "docs/**", "case_studies/**"]
exclude_patterns = ["build", ".venv", "src", "tests", "benchmarks", "exercises", "locks"]
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist", "attrs_block", "attrs_inline", "fieldlist"]
myst_heading_anchors = 3

quizgrader_site = "winning-back-trust"  # names kept answers in browsers; it stays as it is
quizgrader_claims = "case_studies/*/facts.yaml docs/frameworks/research.yaml docs/frameworks/standards.yaml"
quizgrader_claim_role = "claim"

memory_pages = ["docs/course/*", "docs/practice/*", "case_studies/*"]  # what a browser remembers as read
memory_also_forget = ["wbt-ticks", "theme", "sphinx_highlight_terms"]  # kept by check lists, the theme, Sphinx's search

html_theme = "furo"
html_title = project
templates_path = ["docs/_templates"]
html_static_path = ["docs/_static"]
html_css_files = ["site.css"]
html_favicon = "docs/_static/icon.svg"
website_about = _("How a company wins back its customers’ trust after it has failed them")
website_redirects = "" if IS_EDITION else "docs/redirects.yaml"  # an edition has no old addresses yet
html_copy_source = False
html_show_sourcelink = False
html_show_search_summary = False  # a summary is fetched, which a browser refuses from a folder
html_last_updated_fmt = None
html_use_index = not IS_EDITION  # of a few pages nobody needs one, and its words are those of the source
html_show_sphinx = False
html_baseurl = os.environ.get("SITE_URL", "")  # where the site will stand, for canonical links and the sitemap
if IS_EDITION and html_baseurl:
    html_baseurl = f"{html_baseurl.rstrip('/')}/{language}/"
html_sidebars = {
    "**": ["sidebar/brand.html", "sidebar/search.html", "sidebar/today.html"]
    + ["sidebar/scroll-start.html", "sidebar/navigation.html", "sidebar/scroll-end.html"]
}

TRAINER = tags.has("trainer")  # noqa: F821 - Sphinx gives it; the learner's edition is what is built unless asked
ON_SCREEN_ONLY = ("docs/course/progress", "docs/course/review", "docs/course/certificate")  # made by a browser
NOT_IN_THE_BOOK = (
    *("docs/trainers/index", "docs/reference/index", "docs/assignments/index", "docs/accessibility"),
    *ON_SCREEN_ONLY,
)
typst_documents = [
    {
        "start": "docs/trainers/index",
        "name": "trainers-book",
        "title": "The trainer's book",
        "subtitle": "Lesson plans, drills, marking guides and answer keys for the course Winning back trust",
        "author": author,
        "edition": "Trainer's edition: keep it from learners",
    }
    if TRAINER
    else {
        "start": "index",
        "name": "winning-back-trust",
        "title": "Winning back trust",
        "subtitle": "How a company wins back its customers' trust after it has failed them",
        "author": author,
        "leave_out": NOT_IN_THE_BOOK,
    }
]

typst_contents_sections = False
typst_styles = {"inline.about": "book.aside", "paragraph.about": "book.aside-line"}

version = "1"  # of the EPUB's text
epub_basename = "winning-back-trust"
epub_title = project
epub_author = author
epub_publisher = author
epub_identifier = (
    "urn:uuid:5f0c1b5e-6d7a-4f0e-9a53-2b8f6f7c1e42"  # it stays as it is: reading programs know the book by it
)
epub_description = (
    "A course and a handbook for the day on which a company has let its customers down: four real cases, five frameworks, "
    "check lists, templates and exercises. Every fact leads to its source."
)
epubbook_subtitle = "How a company wins back its customers’ trust after it has failed them"
epubbook_leave_out = (*NOT_IN_THE_BOOK, "docs/answers")  # here the answers stand at the end of each chapter
epubbook_styles = ["docs/epub.css"]
epubbook_note_class = "note-mark"
epubbook_access = (
    "The text can be read by any reading system, at any size and in any colours, and in one order. Charts have alternative "
    "texts, and their data stands below them as tables. Headings, lists, tables and notes are marked as such. Exercises are "
    "read without script; answers are folded at the end of each chapter. It was checked by epubcheck and by tests, and has "
    "not been certified."
)

sitesearch_synonyms = "" if IS_EDITION else "docs/search.yaml"
sitesearch_examples = [
    _("what do I say first"),
    _("angry caller"),
    _("customer wants refund"),
    _("who must we inform"),
    _("lessons learned"),
]
sitesearch_kinds = [  # what a page's name begins with; its kind; how much its places weigh
    ("", _("About"), 0.8),
    ("docs/playbook/", _("What to do"), 1.15),
    ("docs/playbook/templates/", _("Template"), 1.2),
    ("docs/playbook/roles/", _("Role"), 1.1),
    ("docs/course/", _("Course"), 1),
    ("docs/practice/", _("Exercise"), 1),
    ("docs/frameworks/", _("Action"), 0.85),
    ("docs/frameworks/research", _("Research"), 0.85),
    ("docs/frameworks/standards", _("Research"), 0.85),
    ("case_studies/", _("Case"), 0.95),
    ("case_studies/situations", _("What to do"), 1.2),
    ("case_studies/everyday", _("What to do"), 1),
    ("docs/glossary", _("Glossary"), 0.8),
    ("docs/bibliography", _("Sources"), 0.4),
    ("docs/trainers/", _("For trainers"), 0.75),
    ("docs/assignments/", _("For trainers"), 0.75),
    ("docs/reference/", _("For trainers"), 0.6),
]
sitesearch_parts = {"quiz_exercise": _("Exercise"), "quiz_scenario": _("Exercise"), "checklist": _("Checklist")}
sitesearch_skip = ("quiz_answer", "quiz_hint", "note_list", "notes", "no-search")
