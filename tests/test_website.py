"""The site around its pages: navigation, titles, policy, what a server is given, and old addresses."""

import re
from io import BytesIO

import docx
import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, sphinx
from PIL import Image

from website import about, cards, hosting, navigation, policy, redirects

CONF = """
project = "A site"
copyright = "its authors"
html_title = "A site"
extensions = ["myst_parser"{more}]
html_theme = "furo"
html_baseurl = "https://site.example/course/"
templates_path = ["templates"]
"""
FILES = {
    "index.md": "# Home\n\nWhat it is.\n\n```{toctree}\n:caption: One & two\n\na/first\nOwn title <a/second>\n```\n\n"
    "```{toctree}\n:caption: Three\n\nthird\n```\n",
    "a/first.md": "# The first\n\nWords " + "and more words " * 20 + "\n\n```{toctree}\nbelow\n```\n",
    "a/below.md": "# Below & *deep*\n\nText.\n\n(here)=\n## Here\n\nText.\n",
    "a/second.md": "# The second\n\n```{list-table}\n:widths: 30 70\n\n* - One\n  - Two\n```\n",
    "third.md": "# The third\n\n- Only a list.\n",
}
REDIRECTS = {
    "a/old.html": "a/below.html#here",
    "gone/deep.html": "third.html",
    "a/below.html#there": "a/below.html#here",
    "a/below.html#elsewhere": "third.html#the-third",
}


def build(folder, more: str = ', "website"', **files: str) -> dict[str, str]:
    """The files of the small site, built with our extension or with the theme alone."""
    source, out = folder / "source", folder / "out"
    moved = "".join(f'"{old}": "{new}"\n' for old, new in REDIRECTS.items())
    own = {
        "conf.py": CONF.format(more=more),
        "templates/404.html": '{% extends "page.html" %}',
        "docs/redirects.yaml": moved,
    }
    for name, text in {**FILES, **own, **files}.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, "utf-8")
    done = sphinx(source, out)
    assert done.returncode == 0, done.stderr
    return {
        path.relative_to(out).as_posix(): path.read_text("utf-8", "replace")
        for path in out.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def ours(tmp_path_factory) -> dict[str, str]:
    return build(tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def theirs(tmp_path_factory) -> dict[str, str]:
    return build(tmp_path_factory.mktemp("theirs"), "")


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


def test_the_navigation_is_the_themes_own(ours, theirs):
    for name, page in theirs.items():
        if name.endswith(".html"):
            assert tree(ours[name]) == tree(page), name


def pages(site) -> dict:
    """The pages of a built site, parsed; without those that only lead on to another."""
    read = {path: BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in sorted(site.rglob("*.html"))}
    return {path: page for path, page in read.items() if not page.find("meta", attrs={"http-equiv": "refresh"})}


@pytest.fixture(scope="module")
def parsed(site) -> dict:
    return pages(site)


def test_a_page_has_one_first_heading_and_leaves_no_level_out(parsed):
    for path, page in parsed.items():
        levels = [int(heading.name[1]) for heading in page.article.find_all(re.compile("^h[1-6]$"))]
        assert levels[:1] == [1] and levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), f"{path}: {levels}"


# -- what tells others about a page


def test_a_title_names_the_page_its_part_and_the_site():
    assert about.full_title("The first hour", "The course", "A site") == "The first hour · The course · A site"
    assert about.full_title("A site", "", "A site") == "A site"


def test_every_title_is_one_pages_alone(parsed):
    titles: dict[str, str] = {}
    for path, page in parsed.items():
        title = page.title.text
        assert title not in titles, f"{path} and {titles[title]} have the title {title}"
        titles[title] = str(path)


def test_every_page_has_a_description_that_is_short_and_ends_at_a_word(parsed):
    for path, page in parsed.items():
        if path.name in ("404.html", "genindex.html", "search.html"):
            continue
        said = page.find("meta", attrs={"name": "description"})
        assert said and 0 < len(said["content"]) <= about.MOST_CHARACTERS, path


def test_a_page_says_where_it_stands_and_which_picture_is_its_own(ours):
    head = BeautifulSoup(ours["a/first.html"], "html.parser").head
    assert head.find("link", rel="canonical")["href"] == "https://site.example/course/a/first.html"


def test_the_picture_of_a_part_is_small_and_the_same_bytes_twice():
    first, again = (dict(cards.drawn("A site", ["", "One & two"], "What it is")) for _ in range(2))
    assert first == again and set(first) == {"site", "one-two"}
    for picture in first.values():
        assert Image.open(BytesIO(picture)).size == (cards.WIDTH, cards.HEIGHT)
        assert len(picture) < 25_000
    assert first["site"] != first["one-two"]


def test_there_is_a_picture_for_each_part_and_only_where_the_address_is_known(ours, site):
    assert {name for name in ours if name.endswith(".png") and "cards/" in name} == {
        f"_static/cards/{name}.png" for name in ("site", "one-two", "three")
    }
    assert not (site / "_static" / "cards").exists()
    assert cards.address("", "Three") == ""
    assert cards.address("https://site.example/course/", "One & two") == (
        "https://site.example/course/_static/cards/one-two.png"
    )


# -- the policy


def test_nothing_of_the_site_stands_in_its_pages_that_the_policy_refuses(site, ours):
    for path in site.rglob("*.html"):
        assert policy.refused(path.read_text("utf-8")) == [], path
    for name, page in ours.items():
        assert not name.endswith(".html") or policy.refused(page) == [], name


def test_the_theme_alone_would_be_refused(theirs):
    told = policy.refused(theirs["index.html"])
    for part in ("<script>", "<style>", '<link rel="next"'):
        assert any(part in line for line in told), part


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('<col style="width: 35.0%" />', '<col class="width-35" />'),
        ('<col style="width: 23.2%">', '<col class="width-23">'),
        ('<table style="width: 100%" class="a b">', '<table class="a b width-100">'),
        ('<td style="width: 33%; vertical-align: top;"><ul>', '<td class="width-33"><ul>'),
        ('<path style="opacity: 50%" d="M 5"/>', '<path d="M 5" opacity="0.5"/>'),
        ('<svg xmlns="x" style="display: none;">', '<svg xmlns="x" display="none">'),
        ('<p style="color: red">', '<p style="color: red">'),
        ("<pre>&lt;p style=&quot;width: 3%&quot;&gt;</pre>", "<pre>&lt;p style=&quot;width: 3%&quot;&gt;</pre>"),
    ],
)
def test_a_style_of_an_element_becomes_a_class_or_is_left_to_be_told(written, kept):
    assert policy.strict(written, "./") == kept


def test_widths_bring_their_sheet_where_they_are_used():
    page = policy.strict('<head></head><col style="width: 30%">', "../")
    assert re.search(r'<link rel="stylesheet" href="\.\./_static/widths\.css\?v=[0-9a-f]{8}">', page)
    assert "widths.css" not in policy.strict("<head></head><p>", "../")
    assert ".width-30{width:30%}" in policy.widths()


@pytest.mark.parametrize(
    ("page", "mend"),
    [
        ("<script>alert(1)</script>", "put the script into a file"),
        ("<style>p {}</style>", "put the style into docs/_static/site.css"),
        ('<p onclick="x()">', "let a script listen"),
        ('<p style="color: red">', "give it a class"),
        ('<a href="javascript:x()">', "write a button"),
        ('<link rel="next" title="B" href="b.html">', "what nobody asked for"),
    ],
)
def test_what_the_policy_refuses_is_told_with_the_mend(page, mend):
    (told,) = policy.refused(page)
    assert mend in told


def test_data_and_scripts_in_files_are_not_refused():
    assert policy.refused('<script type="application/json">{}</script><script defer src="a.js"></script>') == []


def test_a_page_that_would_be_refused_stops_the_build(tmp_path):
    with pytest.raises(AssertionError, match="the policy refuses <p style=.* give it a class"):
        build(tmp_path, **{"third.md": '# Third\n\n<p style="color: red">Red</p>\n'})


def test_no_script_makes_code_of_text(site):
    never_reached = 'globalThis)return globalThis;try{return this||new Function("return this")()'  # in the theme's
    for path in (site / "_static").rglob("*.js"):
        text = path.read_text("utf-8").replace(never_reached, "")
        assert not re.search(r"\bnew Function\b|\beval\(|setTimeout\(\s*[\"'`]", text), path


def test_the_words_of_another_language_come_as_a_function(tmp_path):
    files = build(tmp_path, **{"conf.py": CONF.format(more=', "website"') + 'language = "es"\n'})
    assert '"plural_expr": (n) => Number(n == 1 ? 0 :' in files["_static/translations.js"]
    assert "Documentation.PLURAL_EXPR = catalog.plural_expr;" in files["_static/doctools.js"]


# -- what a page loads


@pytest.mark.parametrize(
    ("file", "shown"),
    [
        ("pygments.css", 'class="highlight'),
        ("sphinx-design.min.css", 'class="sd-'),
        ("furo-extensions.css", 'class="sd-'),
        ("design-tabs.js", "sd-tab-"),
    ],
)
def test_a_page_loads_a_file_only_where_it_shows_what_the_file_is_for(site, file, shown):
    for path in site.rglob("*.html"):
        page = path.read_text("utf-8")
        assert (shown in page) == (file in page), path


IN_PLACE = {"course-data.js", "left-off.js", "progress.js", "review.js", "certificate.js"}  # see memory/views.py


def test_no_script_holds_a_page_up(parsed):
    """But those that fill the place where they stand, so that nothing moves."""
    for path, page in parsed.items():
        at_once = [script for script in page.find_all("script", src=True) if not script.has_attr("defer")]
        names = {script["src"].split("?")[0].split("/")[-1] for script in at_once}
        in_text = {name for name in names if page.select(f'article script[src*="/{name}"]')}
        assert path.name == "search.html" or names - in_text == {"page.js"} - in_text and in_text <= IN_PLACE, path


# -- tables


def test_a_table_of_long_texts_names_the_columns_in_its_cells(tmp_path):
    table = "| A | B | C |\n|---|---|---|\n| x | {} | z |\n"
    files = build(tmp_path, **{"third.md": "# T\n\n" + table.format("long " * 9) + "\nText.\n\n" + table.format("y")})
    long, short = BeautifulSoup(files["third.html"], "html.parser").find_all("table")
    assert [cell.text for cell in long.find_all(class_="cell-head")] == ["B ", "C "]
    assert "stacks" in long["class"] and "stacks" not in short["class"] and not short.find_all(class_="cell-head")


def test_a_template_to_fill_in_and_many_columns_stack(tmp_path):
    sheet = "```{template} sheet\n:title: Sheet\n\n| Role | Name | From | To |\n|---|---|---|---|\n| Lead | [name] | [a] | [b] |\n```\n"
    wide = "| A | B | C | D | E | F |\n|---|---|---|---|---|---|\n| 1 | 2 | 3 | 4 | 5 | 6 |\n"
    files = build(tmp_path, ', "website", "playbook"', **{"third.md": f"# T\n\n{sheet}\n{wide}"})
    filled, many = BeautifulSoup(files["third.html"], "html.parser").find_all("table")
    assert [cell.text for cell in filled.find_all(class_="cell-head")] == ["Name ", "From ", "To "]
    assert (filled.parent["tabindex"], filled.parent["aria-label"]) == ("0", "Role, Name, From, To")
    (taken,) = docx.Document(tmp_path / "out" / "downloads" / "sheet.docx").tables
    assert [cell.text for cell in taken.rows[1].cells] == ["Lead", "[name]", "[a]", "[b]"]
    assert len(many.find_all(class_="cell-head")) == 5


# -- what a server is given


def test_the_sitemap_names_every_page(ours):
    for name in FILES:
        assert f"<loc>https://site.example/course/{name.replace('.md', '.html')}</loc>" in ours["sitemap.xml"]


def test_the_headers_are_those_that_the_page_on_hosting_gives(ours):
    text = (ROOT / "docs" / "reference" / "hosting.md").read_text("utf-8")
    for name, value in hosting.HEADERS.items():
        assert value in text, f"docs/reference/hosting.md lacks {name}: {value}"
        assert f"  {name}: {value}\n" in ours["_headers"]


def test_the_page_for_what_is_not_there_is_whole_at_any_depth(ours):
    found = re.findall(r'\s(?:href|src|action)="([^"]+)"', ours["404.html"])
    assert len(found) > 10
    assert [each for each in found if not each.startswith(("/course/", "#", "http"))] == []


# -- old addresses


def test_an_old_page_leads_on_without_a_script(ours):
    for old, new, canonical in (
        ("a/old.html", "below.html#here", "a/below.html"),
        ("gone/deep.html", "../third.html", "third.html"),
    ):
        head = BeautifulSoup(ours[old], "html.parser").head
        assert head.find("meta", attrs={"http-equiv": "refresh"})["content"] == f"0; url={new}"
        assert head.find("link", rel="canonical")["href"] == f"https://site.example/course/{canonical}"


def test_an_old_label_is_a_place_on_its_page(ours):
    page = BeautifulSoup(ours["a/below.html"], "html.parser")
    assert page.find(id="there").find_next()["id"] == "here"
    assert page.find(id="elsewhere").a["href"] == "../third.html#the-third"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a.html: 3", "a.html leads to no page of the site — write `docs/old.html: docs/new.html`"),
        ("a: b.html", "a leads to no page of the site"),
        ("a.html: b.html\nb.html: c.html", "a.html leads to b.html, which leads on — write c.html here"),
    ],
)
def test_a_mistake_in_the_list_is_told_with_its_place_and_the_mend(tmp_path, text, told):
    file = tmp_path / "redirects.yaml"
    file.write_text(text, "utf-8")
    (problem,) = redirects.read_redirects(file)[1]
    assert told in str(problem) and ":1:" in str(problem)


def test_what_part_a_page_is_in_is_read_from_the_tables_of_contents():
    leaf = navigation.Entry("a/below", "Below")
    found = navigation.Tree(
        [("One", [navigation.Entry("a/first", "First", [leaf])]), ("", [navigation.Entry("b", "B")])]
    )
    assert [found.part_of(name) for name in ("a/below", "b", "none")] == ["One", "", ""]
    assert found.captions() == ["One"]
