"""The site around its pages: navigation, descriptions, sitemap, and the page for what is not there."""

import pytest
from bs4 import BeautifulSoup
from conftest import sphinx

from website.about import MOST_CHARACTERS

CONF = """
project = "A site"
copyright = "its authors"
extensions = ["myst_parser"{more}]
html_theme = "furo"
html_baseurl = "https://site.example/course/"
templates_path = ["templates"]
"""
FILES = {
    "index.md": "# Home\n\nWhat it is.\n\n```{toctree}\n:caption: One & two\n\na/first\nOwn title <a/second>\n```\n\n"
    "```{toctree}\n:caption: Three\n\nthird\n```\n",
    "a/first.md": "# The first\n\nWords " + "and more words " * 20 + "\n\n```{toctree}\nbelow\n```\n",
    "a/below.md": "# Below & *deep*\n\nText.\n",
    "a/second.md": "# The second\n\nText.\n",
    "third.md": "# The third\n\n- Only a list.\n",
}


@pytest.fixture
def built(tmp_path):
    def build(more: str):
        source, out = tmp_path / f"source{more and '-ours'}", tmp_path / f"out{more and '-ours'}"
        for name, text in {**FILES, "conf.py": CONF.format(more=more), "templates/404.html": "{{ title }}"}.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(text, "utf-8")
        done = sphinx(source, out)
        assert done.returncode == 0, done.stderr
        return {path.relative_to(out).as_posix(): path.read_text("utf-8") for path in out.rglob("*.html")}

    return build


def tree(page: str) -> list[tuple]:
    """What a reader gets of the navigation: captions, and links with their depth, classes and boxes."""
    found = BeautifulSoup(page, "html.parser").find(class_="sidebar-tree")
    lines = [("caption", caption.text.strip()) for caption in found.find_all(class_="caption")]
    for item in found.find_all("li"):
        box = item.find("input", recursive=False)
        lines.append(
            (
                item.a.text,
                item.a["href"],
                sorted(item["class"]),
                sorted(item.a["class"]),
                box is not None and (box["id"], box.has_attr("checked")),
            )
        )
    return lines


def test_the_navigation_is_the_themes_own(built):
    ours, theirs = built(', "website"'), built("")
    assert {name for name in ours if name != "404.html"} == set(theirs)
    for name, page in theirs.items():
        assert tree(ours[name]) == tree(page), name


def test_there_is_a_page_for_what_is_not_there(built):
    assert built(', "website"')["404.html"] == "Not here"


def test_the_sitemap_names_every_page(built, tmp_path):
    built(', "website"')
    sitemap = (tmp_path / "out-ours" / "sitemap.xml").read_text("utf-8")
    for name in FILES:
        assert f"<loc>https://site.example/course/{name.replace('.md', '.html')}</loc>" in sitemap


def test_a_description_is_short_and_ends_at_a_word(site):
    for path in site.rglob("*.html"):
        about = BeautifulSoup(path.read_text("utf-8"), "html.parser").find("meta", attrs={"name": "description"})
        if about:
            assert 0 < len(about["content"]) <= MOST_CHARACTERS, path
