"""The trainer's pages in a real browser, from a folder: report and feedback are accessible in every view; the desk works by keyboard."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime

import classes
import pytest
from access import SCREENS, violations

from quizgrader.intake.hand_marks import read_marks
from quizgrader.intake.roster import Person
from quizgrader.report.feedback import file_name, write_feedback
from quizgrader.report.marking_sheet import write_marking_sheet
from quizgrader.report.page import write_report

pytestmark = pytest.mark.browser

NOW = datetime(2026, 12, 8, 9, 30, tzinfo=UTC)
WRONG_KEY = [classes.choice(f"q{n}", "c" if n == 4 else "a", objectives=[f"objective-{n % 4}"]) for n in range(1, 21)]


def texts(learners: int) -> list[str]:
    return [f"We are sorry that {n} of you waited. The next message comes at noon." for n in range(learners)]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A folder with a report in which everything is told, a learner's feedback, and two desks: of three answers, and of one."""
    folder = tmp_path_factory.mktemp("results")
    target = classes.a_test(
        [*WRONG_KEY, classes.essay("letter", model_answer="A **model**.")], pass_mark=50, show="answers"
    )
    rows = [{**row, "quiz/letter": text} for row, text in zip(classes.answers(30), texts(30), strict=True)]
    rows[7] = dict(rows[3])
    roster = {f"p{n}": Person(f"p{n}", f"p{n}", f"Person {n}", f"Group {n % 2}") for n in range(1, 33)}
    roster["p8"] = Person("p8", "p8", "W" * 80, "G" * 80)
    (folder / "inbox").mkdir()
    (folder / "inbox" / f"letter-{'r' * 90}.pdf").write_bytes(b"%PDF-1.7")
    marked = classes.marked(folder, target, rows, roster=roster)
    write_report(marked, folder, NOW)
    write_feedback(marked, folder)
    feedback = folder / "feedback" / file_name(marked.learners.row(0, named=True))
    feedback.rename(folder / "feedback.html")
    few = folder / "few"
    few.mkdir()
    asked = classes.a_test([classes.essay("letter", model_answer="A **model**."), classes.essay("call")])
    few_rows = [{"quiz/letter": texts(2)[0], "quiz/call": 'Hello, "all"\nof you?'}, {"quiz/letter": texts(2)[1]}]
    write_marking_sheet(classes.marked(few, asked, few_rows), folder / "desk.html")
    later = folder / "later"
    later.mkdir()
    write_marking_sheet(classes.marked(later, asked, [{"quiz/letter": "Sorry."}]), folder / "later.html")
    return folder, asked


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", ["report.html", "feedback.html", "desk.html"])
def test_every_view_is_accessible(pages, chromium, screen, name):
    context = chromium.new_context(viewport=screen)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((pages[0] / name).as_uri())
    page.evaluate("document.querySelectorAll('details:not([hidden])').forEach((each) => { each.open = true; })")
    found = violations(page)
    sideways = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    context.close()
    assert found == [] and not sideways
    assert len(asked) == 1, "a page asks for something beside itself"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_plots_can_be_read_in_light_and_dark(pages, chromium, scheme):
    """Text of a plot has the page's colour, and the plot no ground of its own."""
    context = chromium.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto((pages[0] / "report.html").as_uri())
    ink = page.evaluate("getComputedStyle(document.body).color")
    fills = page.locator("svg.plot text").evaluate_all(
        "all => [...new Set(all.map((each) => getComputedStyle(each).fill))]"
    )
    context.close()
    assert fills == [ink]


def test_a_printed_report_shows_the_numbers_of_its_plots_and_all_columns(pages, chromium):
    page = chromium.new_page(viewport={"width": 718, "height": 1000})  # A4 less its margins
    page.goto((pages[0] / "report.html").as_uri())
    numbers = page.locator("details:not(.question) table").last
    assert not numbers.is_visible()
    page.emulate_media(media="print")
    assert numbers.is_visible()
    cut = "all => all.filter((table) => table.getBoundingClientRect().right > innerWidth).map((table) => table.textContent)"
    assert page.locator("table").evaluate_all(cut) == []
    page.close()


# -- the desk


@pytest.fixture
def desk(pages, chromium):
    context = chromium.new_context(accept_downloads=True)
    page = context.new_page()
    broken = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto((pages[0] / "desk.html").as_uri())
    yield page
    context.close()
    assert broken == []


def tab_to(page, text: str) -> None:
    """Press Tab until what is focused holds `text`."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent")
        if text in focused:
            return
    raise AssertionError(f"Tab never came to {text}")


def mark_by_keyboard(page, *steps: int, comment: str = "") -> None:
    """Choose for each criterion the step so many arrows to the right of the first, write a comment, and go on."""
    for right in steps:
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.type") != "radio":
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        for _ in range(right):
            page.keyboard.press("ArrowRight")
    if comment:
        tab_to(page, "Comment")
        page.keyboard.type(comment)
    tab_to(page, "Done")
    page.keyboard.press("Enter")


def saved(page) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my marks").press("Enter")
    text = download.value.path().read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_all_is_marked_by_keyboard_and_comes_back(pages, desk, tmp_path):
    folder, target = pages
    tab_to(desk, "Your name")
    desk.keyboard.type("Änn")
    assert desk.locator("#place").inner_text() == "Answer 1 of 3"
    desk.locator("#place").focus()
    mark_by_keyboard(desk, 4, 0, comment='Name the hour, "please".')
    assert desk.evaluate("document.activeElement.id") == "place", "the next answer is announced"
    mark_by_keyboard(desk, 0, 1)
    assert "call" in desk.locator("form:visible h3").inner_text().lower()
    mark_by_keyboard(desk, 2, 2)
    assert desk.locator("#progress").inner_text() == "3 of 3 marked"
    rows = saved(desk)
    assert [(row["1"], row["2"], row["marker"]) for row in rows] == [
        ("2", "0", "Änn"),
        ("0", "0.5", "Änn"),
        ("1", "1", "Änn"),
    ]
    sheet = tmp_path / "sheet.csv"
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, rows[0])
    table.writeheader()
    table.writerows(rows)
    sheet.write_text(out.getvalue(), "utf-8", newline="")
    marks = read_marks(target, None, [sheet])
    assert marks.not_counted == [] and sorted(sum(mark.points) for mark in marks.marks.values()) == [0.5, 2, 2]


def test_comments_are_offered_again_for_the_same_question(desk):
    mark = "form:visible"
    desk.locator(f"{mark} textarea").fill("Name the hour.")
    desk.get_by_role("button", name="Next", exact=True).click()
    desk.locator(f"{mark} .reuse button").press("Enter")
    assert desk.locator(f"{mark} textarea").input_value() == "Name the hour."
    desk.get_by_role("button", name="Next", exact=True).click()
    assert not desk.locator(f"{mark} .reuse").is_visible(), "that is another question"


def test_marks_outlive_the_page_and_other_desks_and_can_be_cleared(pages, desk):
    def progress(page, text: str) -> None:
        page.wait_for_function("(text) => document.getElementById('progress').textContent === text", arg=text)

    desk.locator("form:visible input").nth(2).check()
    twin, later = desk.context.new_page(), desk.context.new_page()
    twin.goto(desk.url)
    later.goto((pages[0] / "later.html").as_uri())
    later.locator("form:visible textarea").fill("Say when.")
    twin.get_by_role("button", name="Next", exact=True).click()
    for criterion in twin.locator("form:visible fieldset").all():
        criterion.locator("input").first.check()
    progress(desk, "1 of 3 marked")
    desk.locator("form:visible fieldset").nth(1).locator("input").first.check()
    progress(twin, "2 of 3 marked")
    for page, seen in ((desk, "2 of 3 marked"), (later, "0 of 1 marked")):
        page.reload()
        progress(page, seen)
    assert later.locator("form:visible textarea").input_value() == "Say when."

    for broken in ("{", "null", "7", '{"marks": 7, "marker": {}}', '{"marks": {"%s": {"points": "four"}}}'):
        first = desk.evaluate("answers[0].answer")
        desk.evaluate("(text) => { localStorage[KEPT] = text; }", broken.replace("%s", first))
        desk.reload()
        desk.locator("form:visible fieldset").nth(1).locator("input").nth(2).check()
        desk.reload()
        assert desk.locator("form:visible fieldset").nth(1).locator("input").nth(2).is_checked()

    desk.on("dialog", lambda dialog: dialog.accept())
    desk.get_by_role("button", name="Clear my marks").click()
    assert desk.locator("form:visible :checked").count() == 0
    desk.reload()
    assert desk.locator("form:visible :checked").count() == 0 and desk.evaluate("localStorage.length") == 0


def test_a_sheet_without_a_name_is_not_saved(desk):
    desk.get_by_role("button", name="Save my marks").click()
    assert "Write your name" in desk.locator("#said").inner_text()
    assert desk.evaluate("document.activeElement.id") == "marker"


SAID = '=1+1, two lines; -2\nand "quotes".'


def test_a_saved_sheet_is_taken_up_again(desk, tmp_path):
    desk.locator("#marker").fill("Ann")
    desk.locator("form:visible fieldset").nth(0).locator("input").nth(1).check()
    desk.locator("form:visible fieldset").nth(1).locator("input").nth(1).check()
    desk.locator("form:visible textarea").fill(SAID)
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Save my marks").click()
    download.value.save_as(tmp_path / "sheet.csv")
    desk.evaluate("localStorage.clear()")
    desk.reload()
    assert desk.locator("form:visible textarea").input_value() == ""
    desk.locator("#load").set_input_files(tmp_path / "sheet.csv")
    desk.get_by_text(re.compile("1 mark taken")).wait_for()
    assert desk.locator("form:visible textarea").input_value() == SAID
    assert desk.locator("#progress").inner_text() == "1 of 3 marked" and desk.locator("#marker").input_value() == "Ann"
    chosen = [each.input_value() for each in desk.locator("form:visible :checked").all()]

    # As a spreadsheet outside English saves it; once with points that the desk does not offer.
    with (tmp_path / "sheet.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["comment"][:2] == "'=", "no spreadsheet runs it"
    row = {name: cell.replace(".", ",") if name.isdigit() else cell for name, cell in row.items()}
    for points, said in (({}, "1 mark taken"), ({"1": "0,3"}, "1 of them with points that cannot be chosen here")):
        with (tmp_path / "again.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, row, delimiter=";")
            writer.writeheader()
            writer.writerow({**row, **points})
        desk.locator("#load").set_input_files(tmp_path / "again.csv")
        desk.get_by_text(re.compile(rf"{said}.*again.csv|again.csv.*{said}")).wait_for()
        assert desk.locator("form:visible textarea").input_value() == SAID
        left = [each.input_value() for each in desk.locator("form:visible :checked").all()]
        assert left == (chosen[1:] if points else chosen)


def test_a_browser_that_keeps_nothing_says_so(pages, chromium):
    context = chromium.new_context()
    context.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); };")
    page = context.new_page()
    page.goto((pages[0] / "desk.html").as_uri())
    page.locator("form:visible input").nth(0).check()
    assert "does not keep your marks" in page.locator("#unkept").inner_text()
    context.close()
