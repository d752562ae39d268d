"""The book and its hand-outs as pages: nothing over the edge, over other text, or cut; and what a sheet must hold."""

import re

import pikepdf
import pytest
from conftest import ROOT, sphinx
from printed import Layout, things

from quizgrader.bank.shelf import read_shelf

MARGIN = 110.5  # of an A4 page with lines of 34 times the size of the type
SHEET_MARGIN = 51
FOOT = 80
LISTS = sorted(
    re.findall(r"^:name: (checklist-\S+)$", "".join(p.read_text("utf-8") for p in ROOT.glob("docs/**/*.md")), re.M)
)
EXERCISE, ASSIGNMENT, TEMPLATE = (
    "exercise-jetblue-storm-week",
    "assignment-jetblue-first-week",
    "sheet-holding-statement",
)


@pytest.fixture(scope="module")
def layout(book) -> Layout:
    return Layout(book)


@pytest.fixture(scope="module", params=["a4", "us-letter"])
def sheets(request, tmp_path_factory) -> dict[str, Layout]:
    """All hand-outs that are looked at here, by name, on one paper."""
    out = tmp_path_factory.mktemp("sheets") / request.param
    names = [*LISTS, EXERCISE, ASSIGNMENT, TEMPLATE]
    done = sphinx(ROOT, out, "typst", "-D", f"typst_handout={','.join(names)}", "-D", f"typst_paper={request.param}")
    assert done.returncode == 0, done.stderr
    return {name: Layout(out / f"{name}.pdf") for name in names}


def test_no_line_of_the_book_is_too_long(layout):
    assert list(layout.outside(MARGIN)) == []


def test_no_text_of_the_book_stands_upon_other_text(layout):
    assert list(layout.overlapping()) == []


def test_no_heading_is_the_last_line_of_a_page(layout):
    assert len(layout.headings) > 500
    assert list(layout.left_alone(FOOT)) == []


def test_the_book_is_as_long_as_its_text(layout):
    """Pages that are half empty, or notes told again in each chapter, would show here."""
    letters = sum(len(layout.words(page)) for page in range(len(layout)))
    assert letters / len(layout) > 1200
    chapters = [heading for heading in layout.headings if heading.title in ("Notes", "Bibliography", "Index")]
    assert [heading.title for heading in chapters] == ["Notes", "Bibliography", "Index"]
    assert chapters[1].page - chapters[0].page < len(layout) / 20


def test_a_fact_has_one_number_and_leads_to_its_sources(layout):
    """Of the first words about a case to its note, and from there to the entry in the bibliography."""
    places = {heading.title: heading.page for heading in layout.headings}
    notes = "\n".join(layout.texts[page].get_text_bounded() for page in range(places["Notes"], places["Bibliography"]))
    last = 0
    for number in map(int, re.findall(r"^(\d+)\.\s", notes, re.M)):
        last = number if number == last + 1 else last  # others are years that stand first in their line
    assert last > 400
    sources = "\n".join(layout.texts[page].get_text_bounded() for page in range(places["Bibliography"], len(layout)))
    entries = [int(number) for number in re.findall(r"^\[(\d+)\]", sources, re.M)]
    assert entries == list(range(1, len(entries) + 1))
    assert set(map(int, re.findall(r"\[(\d+)\]", notes))) <= set(entries)


def test_tables_have_header_cells_and_lists_have_items(book):
    with pikepdf.open(book) as pdf:
        tags = things(pdf, "/Type", "/StructElem")
        kinds = {str(tag.S) for tag in tags}
        heads = [tag for tag in tags if tag.S == "/TH"]
    assert {"/H1", "/H2", "/L", "/LI", "/Table", "/TR", "/TD", "/Link", "/Figure"} <= kinds
    assert heads and all("/Scope" in str(tag.get("/A")) for tag in heads)


def test_a_check_list_is_one_page_and_its_boxes_stay_with_their_words(sheets):
    assert len(LISTS) > 10
    assert {name: len(sheets[name]) for name in LISTS} == dict.fromkeys(LISTS, 1)


def test_nothing_on_a_sheet_is_outside_its_margins_or_upon_other_text(sheets):
    for sheet in sheets.values():
        assert list(sheet.outside(SHEET_MARGIN)) == [] and list(sheet.overlapping()) == []


def test_an_exercise_on_paper_has_the_numbers_of_the_site_and_a_line_for_the_name(sheets, site):
    sheet = sheets[EXERCISE]
    words = [" ".join(text.get_text_bounded().split()) for text in sheet.texts]
    whole = " ".join(words)
    assert words[0].startswith("JetBlue: the storm week Name Date")
    exercise = next(
        file.exercise
        for file in read_shelf([ROOT / "exercises"]).files.values()
        if f"exercise-{file.exercise.id}" == EXERCISE
    )
    page = next(text for path in site.rglob("*.html") if f'id="{EXERCISE}"' in (text := path.read_text("utf-8")))
    shown = re.findall(r'data-number="(\d+)"', page[page.index(f'id="{EXERCISE}"') :])[: len(exercise.drawn())]
    assert shown == [str(number) for number in range(1, len(exercise.drawn()) + 1)]
    for number, question in zip(shown, exercise.drawn(), strict=True):
        start = " ".join(question.prompt.replace("'", "’").split()[:4])
        assert re.search(rf"\b{number} (\d+ points?|1 point) .*?{re.escape(start)}", whole), (number, start)


def test_an_assignment_and_a_template_are_handed_out(sheets):
    assignment = "".join(sheets[ASSIGNMENT].words(page) for page in range(len(sheets[ASSIGNMENT])))
    assert "Name" in assignment and "1point" in assignment
    assert len(sheets[TEMPLATE]) == 1 and "[Company]" in sheets[TEMPLATE].words(0)


def test_options_on_a_sheet_have_the_letters_by_which_they_are_typed_in(sheets):
    """`quizgrader enter` asks by letter, and for a rating by its number; "None of these" is called none there."""
    whole = " ".join(" ".join(text.get_text_bounded().split()) for text in sheets[ASSIGNMENT].texts)
    for first, second in (
        ("Asking for forgiveness", "Saying that we are responsible"),
        ("is nearly completed", "/ B has not worked"),
    ):
        assert re.search(rf"\bA {first} (B )?{second}", whole), first
    assert re.search("(?<!F )None of these", whole) and "1: " in whole and "A 1: " not in whole
