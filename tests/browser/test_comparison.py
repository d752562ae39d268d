"""Two ratings side by side: filled in by hand on paper, drawn by the script as soon as a pair is there."""

import pypdfium2
import pytest
from access import SCREENS, violations
from conftest import PROJECT, put_files, sphinx

from quizgrader.bank.shelf import read_shelf

RATING = "  - {{id: {0}, type: rating, prompt: How is {0}?, low: badly, high: well, steps: {1}}}\n"
CHECK = (
    "id: check\ntitle: A check\nmode: practice\ncompare:\n  title: Where they *lie* apart\n  first: Our own\n"
    "  second: Customers'\n  pairs:\n    - {label: Reacting, first: own-a, second: their-a}\n"
    "    - {label: Explaining, first: own-b, second: their-b}\nquestions:\n"
    + "".join(RATING.format(name, 4) for name in ("own-a", "own-b", "their-a", "their-b"))
    + "  - {id: act, type: open-response, prompt: Choose one act., rubric: [{id: r, text: It names one.}]}\n"
)


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        (("", ""), []),
        (("second: their-b", "second: their-c"), ["10: unknown-question"]),
        (("second: their-b", "second: act"), ["10: compared"]),
        (("prompt: How is their-b?, low: badly, high: well, steps: 4", "prompt: How?, low: l, high: h, steps: 5"), ["10: compared"]),
        (("questions:", "pools: [{id: p, pick: 1, questions: [own-a, act]}]\nquestions:"), ["9: compared"]),
        (("  first: Our own\n", ""), ["5: missing-field"]),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_told_with_its_line(tmp_path, change, problems):
    (tmp_path / "check.yaml").write_text(CHECK.replace(*change))
    assert [f"{problem.line}: {problem.code}" for problem in sorted(read_shelf([tmp_path]).problems)] == problems


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """The check as a page and as a book."""
    top = tmp_path_factory.mktemp("comparison")
    conf = PROJECT["conf.py"].replace('"quizgrader.sphinxext"', '"quizgrader.sphinxext", "typstbook"')
    assigned = "id: week\ntitle: A week\nexercises: [check]\n"
    files = {
        **PROJECT,
        "conf.py": conf.replace('html_theme = "basic"', 'html_theme = "furo"'),
        "exercises/check.yaml": CHECK,
        "exercises/assignments/week.yaml": assigned,
        "index.md": "# Home\n\n```{exercise} check\n```\n\n```{toctree}\nweek\n```\n",
        "week.md": "```{assignment} week\n```\n",
    }
    put_files(top / "project", files)
    for builder in ("html", "typst"):
        done = sphinx(top / "project", top / builder, builder)
        assert done.returncode == 0, done.stderr
    return top


@pytest.fixture
def page(out, chromium):
    context = chromium.new_context()
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto((out / "html" / "index.html").as_uri())
    yield page
    context.close()


def rate(page, question: str, value: int) -> None:
    page.locator(f'fieldset[data-question$="{question}"] input[value="{value}"]').check()


def cells(page) -> list[list[str]]:
    return [row.locator("td").all_inner_texts() for row in page.locator(".qg-comparison tbody tr").all()]


@pytest.mark.browser
def test_nothing_is_drawn_before_a_pair_is_rated(page):
    assert page.locator(".qg-gap").count() == 0 and cells(page) == [["", "", ""]] * 2
    rate(page, "own-a", 4)
    assert page.locator(".qg-gap").count() == 0 and cells(page)[0] == ["4", "", ""]
    rate(page, "their-a", 1)
    assert page.locator(".qg-gap").count() == 1 and cells(page)[0] == ["4", "1", "3"]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("ratings", "words"),
    [
        ((4, 1, 2, 3), "The widest gap is 3 steps: Reacting. Our own: 4. Customers’: 1."),
        ((2, 3, 2, 2), "The widest gap is 1 step: Reacting. Our own: 2. Customers’: 3."),
        ((1, 3, 4, 2), "The widest gaps are 2 steps: Reacting and Explaining."),
        ((2, 2, 4, 4), "No gap: the two ratings are the same."),
    ],
)
def test_the_widest_gap_is_told_in_words(page, ratings, words):
    for question, value in zip(("own-a", "their-a", "own-b", "their-b"), ratings, strict=True):
        rate(page, question, value)
    assert page.locator(".qg-widest").inner_text() == words
    assert page.locator(".qg-widest").get_attribute("role") == "status"


@pytest.mark.browser
def test_the_picture_shows_what_the_table_says(page):
    for question, value in zip(("own-a", "their-a", "own-b", "their-b"), (4, 1, 2, 2), strict=True):
        rate(page, question, value)
    first = page.locator(".qg-gap").first
    assert first.get_attribute("aria-label") == "Reacting. Our own: 4. Customers’: 1."
    places = first.evaluate(
        "(svg) => ['first', 'second'].map((name) => svg.querySelector('.qg-' + name).getAttribute('cx'))"
    )
    assert places == ["96%", "4%"]
    assert page.locator(".qg-gap [style], .qg-comparison [style]").count() == 0
    page.reload()
    assert page.locator(".qg-gap").count() == 2, "the ratings are kept"
    page.get_by_role("button", name="Start again").click()
    assert page.locator(".qg-gap").count() == 0 and cells(page) == [["", "", ""]] * 2


@pytest.mark.browser
def test_an_assignment_draws_it_too(page, out):
    page.goto((out / "html" / "week.html").as_uri())
    rate(page, "own-a", 2)
    rate(page, "their-a", 4)
    assert cells(page)[0] == ["2", "4", "2"]


@pytest.mark.browser
@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_is_found_against_access(out, chromium, screen):
    context = chromium.new_context(viewport=screen)
    page = context.new_page()
    page.goto((out / "html" / "index.html").as_uri())
    found = violations(page, ".qg-comparison")
    for question in ("own-a", "their-a", "own-b", "their-b"):
        rate(page, question, 1 + len(question) % 4)
    found += violations(page, ".qg-comparison")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    context.close()
    assert found == []


@pytest.mark.browser
def test_without_script_there_is_a_table_to_fill_in(out, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((out / "html" / "index.html").as_uri())
    assert page.get_by_text("Copy the ratings into this table").is_visible()
    assert page.locator(".qg-comparison tbody th").all_inner_texts() == ["Reacting", "Explaining"]
    context.close()


def test_the_book_has_the_table_too(out):
    (book,) = (out / "typst").glob("*.pdf")
    text = " ".join(sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(book))
    assert "Where they lie apart" in text and "Our own" in text and "Explaining" in text
