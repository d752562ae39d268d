"""What only some types do in the page: gaps, free text, ratings, draws, and a branching case that is turned page by page."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import PROJECT, put_files, sphinx
from test_exercises import GAME

pytestmark = pytest.mark.browser

TYPES = """id: small
title: Other types
mode: practice
questions:
  - id: gaps
    type: fill-in
    prompt: Complete it.
    text: It took [[hours]] hours; it blamed the [[cause]].
    gaps:
      - {id: hours, type: number, answers: [{value: 5, feedback: Yes indeed.}], feedback_other: Look again.}
      - {id: cause, type: choice, choices: [{id: w, text: weather, correct: true}, {id: c, text: crew, feedback: No.}]}
  - id: write
    type: open-response
    prompt: Write the first message.
    rubric: [{id: sorry, text: It says sorry., points: 2}, {id: when, text: It names a time.}]
    model_answer: We are sorry.
  - id: rate
    type: rating
    prompt: How are we doing?
    low: badly
    high: well
  - {id: order, type: ordering, prompt: Order., items: [{id: i, text: First}, {id: j, text: Second}]}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    top = tmp_path_factory.mktemp("types")
    files = {
        **PROJECT,
        "exercises/small.yaml": TYPES,
        "exercises/game.yaml": GAME,
        "index.md": "# Home\n\n```{exercise} small\n```\n\n```{exercise} game\n```\n\n```{notes}\n```\n",
    }
    put_files(top / "project", files)
    done = sphinx(top / "project", top / "out")
    assert done.returncode == 0, done.stderr
    return top / "out"


@pytest.fixture
def page(folder, chromium):
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((folder / "index.html").as_uri())
    yield page
    context.close()
    assert errors == []


def field(page, name):
    return page.locator(f'fieldset[data-question="{name}"]')


def test_gaps_are_filled_and_marked_each_by_itself(page):
    gaps = field(page, "gaps")
    gaps.get_by_label("Gap 1").fill("5")
    gaps.get_by_label("Gap 2").select_option("c")
    gaps.get_by_role("button", name="Check").click()
    assert "Partly right: 0.5 of 1 point." in gaps.inner_text()
    assert "Yes indeed." in gaps.locator(".qg-feedback").inner_text()
    assert "No." in gaps.locator(".qg-feedback").inner_text()
    gaps.get_by_text("Show the answer").click()
    assert gaps.locator(".qg-filled").inner_text() == "It took 5 hours; it blamed the weather."


def test_a_gap_that_holds_no_number_is_not_marked_but_told(page):
    gaps = field(page, "gaps")
    gaps.get_by_label("Gap 1").fill("five")
    gaps.get_by_role("button", name="Check").click()
    assert "Not marked yet: gap 1: this is not a number" in gaps.inner_text()


def test_a_free_text_is_compared_with_the_criteria_by_its_writer(page):
    write = field(page, "write")
    write.locator("textarea").fill("We are very sorry. More at noon.")
    write.get_by_role("button", name="Check").click()
    assert "compare your answer with what is looked for" in write.inner_text()
    assert write.get_by_text("It says sorry.").is_visible() and write.get_by_text("We are sorry.").is_visible()


def test_a_rating_is_neither_checked_nor_counted(page):
    rate = field(page, "rate")
    assert rate.get_by_role("button").count() == 0 and "point" not in rate.locator("legend").inner_text()
    rate.get_by_label("5: well").check()
    gaps = field(page, "gaps")
    gaps.get_by_label("Gap 1").fill("5")
    gaps.get_by_label("Gap 2").select_option("w")
    page.get_by_role("button", name="Check all").click()
    assert rate.inner_text().strip().endswith("5: well"), "nothing is said of it"
    assert "So far 1 of 2 points; 2 still to check." in page.locator("form").first.inner_text()


def test_all_that_a_file_can_hold_is_saved_and_the_rest_is_told(page, tmp_path):
    field(page, "gaps").get_by_label("Gap 1").fill("5")
    field(page, "write").locator("textarea").fill("Sorry.")
    field(page, "rate").get_by_label("2").check()
    for menu in field(page, "order").locator("select").all():
        menu.select_option("1")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my answers").click()
    download.value.save_as(tmp_path / "answers.json")
    answers = json.loads((tmp_path / "answers.json").read_text())["answers"]
    assert {key: answer["response"] for key, answer in answers.items()} == {
        "small/gaps": {"hours": "5"},
        "small/write": "Sorry.",
        "small/rate": "2",
    }
    assert (
        "1 answer is not in the file, since it cannot be saved as it stands: 4"
        in page.locator(".qg-exercise").inner_text()
    )


def test_a_branching_case_shows_one_section_and_the_browser_goes_back(page):
    def sees(heading: str) -> None:
        """The one section that is shown has this heading."""
        page.locator(".qg-section:visible > .rubric").filter(has_text=heading).wait_for()
        assert page.locator(".qg-section:visible").count() == 1

    sees("Dawn")
    page.get_by_role("listitem").filter(has_text="Act.").get_by_role("link", name="Turn to").click()
    sees("What would likely have followed: the course’s judgement")
    assert page.evaluate("document.activeElement.classList.contains('qg-section')")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    sees("Evening: an ending")
    page.locator(".qg-section:visible").get_by_role("link", name="Turn to 6").click()
    sees("Looking back")
    assert page.get_by_text("What did you weigh?").is_visible()
    page.go_back()
    sees("Evening: an ending")
    page.locator(".qg-scenario").get_by_role("button", name="Start again").click()
    sees("Dawn")


def test_without_script_the_whole_game_book_can_be_read(folder, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    assert page.locator(".qg-section:visible").count() == 6
    page.get_by_role("link", name="Turn to 6").first.click()
    assert page.url.endswith("#exercise-game-6")
    context.close()


def test_nothing_is_found_against_access(page):
    page.get_by_role("button", name="Check all").click()
    page.get_by_role("link", name="Turn to").first.click()
    found = Axe().run(page, context=".qg-exercise, .qg-scenario").response["violations"]
    assert [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]] == []
