"""The site's Sphinx configuration. The source directory is the repository's root."""

project = "Winning back trust"
author = "The authors of Winning back trust"
copyright = "CC BY 4.0"
language = "en"

extensions = ["myst_parser", "sphinx_design", "casebook.sphinxext", "playbook", "quizgrader.sphinxext",
              "course.sphinxext", "typstbook"]
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
templates_path = ["docs/_templates"]
html_static_path = ["docs/_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_search_summary = False  # a summary is fetched, which a browser refuses from a folder
html_last_updated_fmt = None
html_show_sphinx = False

typst_documents = [
    {
        "start": "index",
        "name": "winning-back-trust",
        "title": "Winning back trust",
        "subtitle": "How a company wins back its customers' trust after it has failed them",
        "author": author,
    }
]
