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
    "typstbook",
]
root_doc = "index"
include_patterns = ["index.md", "docs/**", "case_studies/**"]
exclude_patterns = ["build", ".venv", "src", "tests", "benchmarks", "exercises", "locks"]
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist", "attrs_block", "attrs_inline", "fieldlist"]
myst_heading_anchors = 3

quizgrader_claims = "case_studies/*/facts.yaml docs/frameworks/research.yaml docs/frameworks/standards.yaml"
quizgrader_claim_role = "claim"

html_theme = "furo"
html_title = "Winning back trust"
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#1d4f7a", "color-brand-content": "#1d4f7a"},
    "dark_css_variables": {"color-brand-primary": "#8fc3ef", "color-brand-content": "#8fc3ef"},
}
templates_path = ["docs/_templates"]
html_static_path = ["docs/_static"]
html_css_files = ["site.css"]
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
NOT_IN_THE_BOOK = ("docs/trainers/index", "docs/reference/index", "docs/assignments/index")
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
