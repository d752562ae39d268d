"""Check lists and templates: what a page, a text and the downloads hold, and what an author is told of mistakes."""

import io

import docx
import pytest
from conftest import sphinx

CONF = """
project = "A playbook"
copyright = "its authors"
extensions = ["myst_parser", "playbook"]
myst_enable_extensions = ["fieldlist"]
html_theme = "basic"
"""
PAGE = """# Home

See {ref}`first-list`.

## The first hour

```{checklist}
:name: first-list

- Stop the harm **now**.
  :id: stop
  :who: Duty manager
  :by: minute 10
  :done: Nobody is hurt.
- Tell the truth.
  :id: tell
  :who: Spokesperson
  :by: minute 30
  :done: Customers know.
```

```{template} first-words
:title: First words

We know that [what happened]. **We are sorry.**

- Next news at [the time
  of the next news].

| Who | When |
|---|---|
| [name] | [hour] |
```
"""
LIST = PAGE[PAGE.index("```{checklist}") : PAGE.index("```{template}")]
TEMPLATE = PAGE[PAGE.index("```{template}") :]


@pytest.fixture
def build(tmp_path):
    """Builds a project whose only page is given; returns what it said and the folder of the output."""

    def run(page: str, builder: str = "html"):
        source = tmp_path / "source"
        source.mkdir(exist_ok=True)
        (source / "conf.py").write_text(CONF, "utf-8")
        (source / "index.md").write_text(page, "utf-8")
        return sphinx(source, tmp_path / builder, builder), tmp_path / builder

    return run


def test_a_list_has_boxes_with_names_and_says_who_by_when_and_how_one_sees_it(build):
    done, out = build(PAGE)
    assert done.returncode == 0, done.stderr
    page = (out / "index.html").read_text("utf-8")
    assert (
        '<label><input type="checkbox" data-tick="first-list.stop"> <span>Stop the harm <strong>now</strong>.' in page
    )
    facts = page[page.index("check-facts") :].split("</p>")[0]
    assert "Duty manager" in facts and "minute 10" in facts and "Nobody is hurt." in facts
    assert 'href="#first-list"><span class="std std-ref">Home</span>' in page and "playbook.js" in page


def test_a_list_is_whole_as_text(build):
    done, out = build(PAGE, "text")
    assert done.returncode == 0, done.stderr
    text = (out / "index.txt").read_text("utf-8")
    assert "[ ] Stop the harm" in text and "Spokesperson" in text and "We are sorry" in text


def test_a_template_can_be_taken_away_as_its_author_wrote_it_and_as_a_word_file(build):
    done, out = build(PAGE)
    assert done.returncode == 0, done.stderr
    markdown = (out / "downloads/first-words.md").read_text("utf-8")
    assert markdown.startswith("# First words\n\nWe know that [what happened]. **We are sorry.**\n")
    document = docx.Document(out / "downloads/first-words.docx")
    words = [paragraph.text for paragraph in document.paragraphs]
    assert words[:3] == [
        "First words",
        "We know that [what happened]. We are sorry.",
        "Next news at [the time of the next news].",
    ]
    assert [cell.text for row in document.tables[0].rows for cell in row.cells] == ["Who", "When", "[name]", "[hour]"]
    blank = next(run for run in document.paragraphs[1].runs if run.text == "[what happened]")
    assert blank.font.highlight_color is not None
    page = (out / "index.html").read_text("utf-8")
    assert '<span class="blank">[the time\nof the next news]</span>' in page
    assert '<span class="blank">[what happened]</span>' in page and 'href="downloads/first-words.docx"' in page


def test_a_word_file_is_the_same_whenever_it_is_written(build):
    first = (build(PAGE)[1] / "downloads/first-words.docx").read_bytes()
    (build(PAGE + "\nMore.\n")[1] / "downloads/first-words.md").touch()
    again = (build(PAGE)[1] / "downloads/first-words.docx").read_bytes()
    assert first == again and docx.Document(io.BytesIO(again)).core_properties.title == "First words"


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (LIST.replace(":name: first-list\n", ""), "the check list has no name — add `:name:`"),
        (LIST.replace("  :who: Duty manager\n", ""), "`who` is wrong or missing at “Stop the harm now.”"),
        (LIST.replace(":who: Duty", ":whom: Duty"), "`who` is wrong or missing"),
        (LIST.replace(":id: tell", ":id: stop"), "the id `stop` is taken"),
        (LIST.replace("- ", "1. "), "this is not one list — write"),
        (TEMPLATE.replace(":title: First words\n", ""), "the template lacks its name, its title or its text"),
        (TEMPLATE.replace("We know", "> We know"), "a template can hold no block_quote — write paragraphs"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_the_mend(build, page, told):
    done, _ = build("# Home\n\n" + page)
    assert done.returncode != 0
    assert "index.md:3" in done.stderr and told in done.stderr
