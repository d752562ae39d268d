"""The finished PDF, read back with PDF libraries: order, tags, links, fonts, language."""

import re
from collections import Counter
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import EPOCH, build_project

MARGIN = 106  # points; half of what 34 times 11 points leave of the width of A4, less what punctuation may hang out
FILES = {
    "index.md": "# Sample\n\nAn opening, with a card.\n\n```{toctree}\n:caption: First part\n:numbered:\n\none\n```\n\n"
    "```{toctree}\n:caption: Second part\n\nlast\n```\n",
    "one.md": "# Chapter one\n\nSee {ref}`nested-section` and {numref}`fig`, a note[^n].\n\n[^n]: At the foot.\n\n"
    "## Section\n\n```{figure} x.svg\n:name: fig\n:alt: A square.\n\nCaption.\n```\n\nAfter.\n\n"
    "```{list-table}\n:header-rows: 1\n\n* - Head\n  - Other\n" + "* - cell\n  - cell\n" * 60 + "```\n\n"
    "# Another top section\n\nText.\n\n```{toctree}\nnested\n```\n",
    "nested.md": "# Nested document\n\n(nested-section)=\n## Its section\n\n- item {index}`thing`\n",
    "last.md": "# Last chapter\n\nOf the unnumbered part. `code`\n\n:::{tip}\nSee {doc}`one`.\n:::\n",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        built = build_project(tmp_path_factory.mktemp("book"), FILES, 'language = "en"\n')
    assert built.log == []
    return built


def elements(node: pikepdf.Object):
    """All structure elements below a node."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


def outline(book):
    with book.pdf.open_outline() as tree:

        def titles(items):
            return [(str(item.title), titles(item.children)) for item in items]

        return titles(tree.root)


def test_parts_chapters_and_sections_in_order_with_sphinx_numbers(book):
    assert outline(book) == [
        ("Contents", []),
        ("Sample", []),
        (
            "First part",
            [
                ("1 Chapter one", [("1.1 Section", [])]),
                ("2 Another top section", [("2.1 Nested document", [("2.1.1 Its section", [])])]),
            ],
        ),
        ("Second part", [("Last chapter", [])]),
        ("Index", []),
    ]


def test_title_page_contents_and_running_heads(book):
    pages = book.pages
    assert pages[0] == "Sample title Subtitle Author Edition"
    assert pages[1].startswith("Contents Sample")
    assert "1 Chapter one" in pages[1]
    assert pages[3].startswith("First part 1 Chapter one 5")
    assert pages[5].startswith("Sample title Chapter one")
    assert not pages[4].startswith("Sample title")
    assert pages[5].endswith(" 6")


def test_title_author_language_and_dates(book):
    pdf = book.pdf
    assert str(pdf.docinfo.Title) == "Sample title"
    assert str(pdf.docinfo.Author) == "Author"
    assert str(pdf.Root.Lang) == "en"
    assert str(pdf.docinfo.CreationDate) == "D:20231114221320Z"


def test_tagged_as_pdf_ua(book):
    pdf = book.pdf
    assert pdf.Root.MarkInfo.Marked
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    tags = Counter(str(element.S) for element in elements(pdf.Root.StructTreeRoot))
    for tag in ("/H1", "/H2", "/P", "/L", "/Figure", "/Table", "/THead", "/TH", "/Note", "/Caption", "/Code", "/TOC"):
        assert tags[tag], tag
    assert tags["/TH"] == 2


def test_every_figure_has_alternative_text(book):
    figures = [e for e in elements(book.pdf.Root.StructTreeRoot) if e.S == "/Figure"]
    assert [str(figure.Alt) for figure in figures] == ["A square."]


def test_every_internal_link_leads_to_a_page_of_the_book(book):
    pdf = book.pdf
    pages = {page.objgen for page in pdf.pages}
    names = pikepdf.NameTree(pdf.Root.Names.Dests) if "/Dests" in pdf.Root.get("/Names", {}) else {}
    links = [
        a
        for page in pdf.pages
        for a in page.get("/Annots", [])
        if a.Subtype == "/Link" and "/URI" not in a.get("/A", {})
    ]
    assert len(links) > 10
    for link in links:
        target = link.get("/Dest") or link.A.D
        if isinstance(target, pikepdf.String):
            target = names[str(target)]
        target = target.D if isinstance(target, pikepdf.Dictionary) else target
        assert target[0].objgen in pages


def test_page_references_tell_where_the_target_is(book):
    text = book.text
    place = next(n for n, page in enumerate(book.pages, 1) if "2.1.1 Its section • item" in page)
    assert f"See Its section (p. {place})" in text
    assert "thing, " + str(place) in book.pages[-1]


def test_all_fonts_are_embedded_and_ours(book):
    fonts = set()
    for page in book.pdf.pages:
        for font in page.Resources.get("/Font", {}).values():
            descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            descriptor = descendant.FontDescriptor
            assert any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            fonts.add(str(font.BaseFont).partition("+")[2].partition("-")[0])
    assert fonts == {"LibertinusSerif", "SourceSansPro", "DejaVuSansMono"}


def test_header_row_comes_again_on_the_next_page(book):
    assert sum("Head Other" in page for page in book.pages) > 1


def test_no_heading_is_left_alone_at_the_foot_and_no_line_runs_into_the_margin(tmp_path):
    """Many sections of different lengths, with long words, so that page breaks fall everywhere."""
    words = "word `operations/control_room/decision_log-2007-02-14.yaml` <https://example.org/a/long/address/indeed> "
    sections = [f"## Heading {n}\n\n{words * (n % 7 + 1)}\n\n```\n{'code_' * 30}\n```\n" for n in range(60)]
    built = build_project(tmp_path, {"index.md": "# Sample\n\n" + "\n".join(sections)})
    assert built.log == []
    assert len(built.pages) > 15
    assert [page for page in built.pages[3:] if re.search(r"Heading \d+ \d+$", page)] == []
    with pypdfium2.PdfDocument(built.out / "sample.pdf") as document:
        for page in list(document)[3:]:
            text = page.get_textpage()
            right = max(text.get_rect(n)[2] for n in range(text.count_rects()))
            assert right < page.get_width() - MARGIN


def test_two_builds_give_the_same_bytes(book, tmp_path):
    again = build_project(tmp_path, FILES, 'language = "en"\n')
    assert (again.out / "sample.pdf").read_bytes() == (book.out / "sample.pdf").read_bytes()


def test_no_half_written_file_is_left_behind(book):
    assert sorted(Path(book.out).glob("*.part")) == []


HANDOUT = """# A page

(the-part)=
## A part

Wanted, with {ref}`a link <elsewhere>`.

(elsewhere)=
## Another

Not wanted.
"""


def test_a_handout_is_one_part_of_a_page_without_title_page_and_contents(build, tmp_path):
    built = build({"index.md": HANDOUT}, 'typst_handout = "the-part"\n')
    assert built.log == []
    with pypdfium2.PdfDocument(tmp_path / "out" / "the-part.pdf") as sheet:
        assert len(sheet) == 1
        text = " ".join(sheet[0].get_textpage().get_text_bounded().split())
    assert text == "A part Wanted, with a link."


def test_a_handout_of_what_has_no_label_is_told(build):
    built = build({"index.md": HANDOUT}, 'typst_handout = "the-prat"\n')
    assert built.status == 1
    assert "conf.py: typst_handout: ERROR: nothing has the label 'the-prat'" in built.log[0]


def test_a_book_leaves_out_what_it_is_told_to(build):
    files = {
        "index.md": "# Book\n\n```{toctree}\none\ntwo\n```\n",
        "one.md": "# One\n\nSee {doc}`two`.\n",
        "two.md": "# Two\n\n```{toctree}\nthree\n```\n",
        "three.md": "# Three\n\nHidden words.\n",
    }
    conf = 'typst_documents = [{"start": "index", "name": "sample", "title": "T", "leave_out": ["two"]}]\n'
    built = build(files, conf)
    assert built.log == [] and "Hidden words" not in built.text and "See Two." in built.text


def test_a_book_of_one_part_of_the_project_leaves_out_the_rest(build):
    files = {
        "index.md": "# Book\n\n```{toctree}\none\ntwo\n```\n",
        "one.md": "# One\n\nSee {doc}`two` and {doc}`three`.\n\n```{toctree}\nthree\n```\n",
        "two.md": "# Two\n\nHidden words.\n",
        "three.md": "# Three\n\nShown words.\n",
    }
    built = build(files, 'typst_documents = [{"start": "one", "name": "sample", "title": "T"}]\n')
    assert built.log == [] and "Hidden words" not in built.text and "Shown words" in built.text


def test_a_visible_toctree_is_a_list_and_its_documents_begin_pages(build):
    files = {
        "index.md": "# Book\n\n```{toctree}\none\n```\n",
        "one.md": "# One\n\nBefore.\n\n```{toctree}\ntwo\n```\n\n## A section\n",
        "two.md": "# Two\n\nText of two.\n",
    }
    built = build(files, "typst_contents_sections = False\n")
    assert built.log == []
    contents, one, two = (
        next(page for page in built.pages if word in page) for word in ("Contents", "Before", "Text of two")
    )
    assert "Two (p. 4)" in one and two.startswith("Sample title Two Two Text of two.")
    assert "Two" in contents and "A section" not in contents


def test_the_index_tells_where_a_thing_is_treated_and_which_pages_lead_there(build):
    chapters = "".join(f"c{i}\n" for i in range(5))
    files = {"index.md": f"# Book\n\n```{{toctree}}\n{chapters}```\n"}
    files |= {f"c{i}.md": f"# C{i}\n\nThis is a long sentence that speaks of [it](#thing).\n" for i in range(4)}
    files["c4.md"] = (
        "# C4\n\n(thing)=\n## Thing\n\n```{index} ! thing\n:name: here\n```\n\nSee [it](#here), at some length.\n"
    )
    files = {name: text.replace("[it](#thing)", "{ref}`it <here>`") for name, text in files.items()}
    built = build(files)
    assert built.log == []
    assert "thing, 3–6, 7" in built.pages[-1]


def test_an_extension_may_rearrange_the_assembled_book(build):
    conf = (
        "from docutils import nodes\n"
        "def drop(app, book):\n"
        "    for each in list(book.tree.findall(nodes.block_quote)):\n"
        "        each.parent.remove(each)\n"
        "def setup(app):\n"
        "    app.connect('typst-assembled', drop)\n"
    )
    built = build({"index.md": "# Book\n\nStays.\n\n> Goes.\n"}, conf)
    assert built.log == [] and "Stays." in built.text and "Goes." not in built.text


def test_several_handouts_are_made_in_one_run(build):
    built = build({"index.md": HANDOUT + "\n(other)=\n## Another\n\nMore.\n"}, 'typst_handout = "the-part, other"\n')
    assert built.log == []
    assert (built.out / "the-part.pdf").exists() and (built.out / "other.pdf").exists()
