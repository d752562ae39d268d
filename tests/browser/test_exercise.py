"""The exercises of the real site, answered in a real Chromium from file://: by mouse, by keyboard, on a phone, without script.

Every question is given a right and another answer. What the page then says is held against the Python grader.
"""

import json
from pathlib import Path

import pytest
from responses import another_response, right_response

from quizgrader.answers import read_answers
from quizgrader.exercises import read_shelf
from quizgrader.grading import grade
from quizgrader.marking import mark_answers

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
SHELF = read_shelf([ROOT / "exercises"])
EXERCISE = SHELF.files["jetblue-storm-week"].exercise
PAGE = "case_studies/jetblue/index.html"


@pytest.fixture
def open_page(site, chromium):
    """Opens the page of the exercise from its folder; fails on any error of a script."""
    contexts, errors = [], []

    def open_(**options):
        context = chromium.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto((site / PAGE).as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert errors == []


def fieldset(page, question):
    return page.locator(f'fieldset[data-question="{question.id}"]')


def answer_by_mouse(field, response) -> None:
    """Put `response` into the controls as somebody with a mouse or a finger does."""
    control = field.locator("[data-control]")
    match control.get_attribute("data-control"):
        case "one":
            control.locator(f'label:has(input[value="{response}"])').click()
        case "many":
            for name in response:
                control.locator(f'label:has(input[value="{name}"])').click()
            if not response:
                control.locator("label:has([data-none])").click()
        case "pairs":
            for stem, option in response.items():
                control.locator(f'select[data-id="{stem}"]').select_option(option)
        case "order":
            for place, name in enumerate(response, 1):
                control.locator(f'select[data-id="{name}"]').select_option(str(place))
        case "entry":
            control.locator("input").click()
            field.page.keyboard.insert_text(response)


def focus_by_tab(page, target) -> None:
    """Press Tab until `target` (a locator) has the focus."""
    for _ in range(400):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the control cannot be reached with the Tab key")


def answer_by_keyboard(field, response) -> None:
    """Put `response` into the controls with keys alone: Tab, Space, arrows, digits and letters."""
    page, control = field.page, field.locator("[data-control]")
    kind = control.get_attribute("data-control")
    if kind == "one":
        boxes = control.locator("input")
        focus_by_tab(page, boxes.first)
        page.keyboard.press("Space")
        values = boxes.evaluate_all("boxes => boxes.map((box) => box.value)")
        for _ in range(values.index(response)):
            page.keyboard.press("ArrowDown")
    elif kind == "many":
        wanted = [f'input[value="{name}"]' for name in response] or ["[data-none]"]
        order = control.locator("input").evaluate_all("boxes => boxes.map((box) => box.value)")
        for box in sorted(wanted, key=lambda css: next((i for i, v in enumerate(order) if f'"{v}"' in css), 99)):
            focus_by_tab(page, control.locator(box))
            page.keyboard.press("Space")
    elif kind in ("pairs", "order"):
        given = response if kind == "pairs" else {name: str(place) for place, name in enumerate(response, 1)}
        for menu in control.locator("select").all():
            focus_by_tab(page, menu)
            values = menu.locator("option").evaluate_all("options => options.map((option) => option.value)")
            for _ in range(values.index(given[menu.get_attribute("data-id")])):
                page.keyboard.press("ArrowDown")
    else:
        focus_by_tab(page, control.locator("input"))
        page.keyboard.type(response)


def check_by_keyboard(field) -> None:
    focus_by_tab(field.page, field.get_by_role("button", name="Check"))
    field.page.keyboard.press("Enter")


def told(field, question, response) -> None:
    """The page says what the Python grader says: the points, the verdict, and the feedback that was earned."""
    mark = grade(question, response)
    verdict = {1: "right", 0: "wrong"}.get(mark.fraction, "partly")
    assert field.get_attribute("data-verdict") == verdict
    points = f"{round(mark.fraction * question.points, 2):g} of {question.points:g}"
    assert points in field.locator(".qg-verdict").inner_text()
    remarks = question.remarks()
    earned = [key for key in mark.feedback if key in remarks]
    assert field.locator(".qg-feedback > li").count() == len(earned)


def test_by_mouse(open_page):
    page = open_page()
    for question in EXERCISE.questions:
        field = fieldset(page, question)
        for response in (another_response(question), right_response(question)):
            page.get_by_role("button", name="Start again").click()
            answer_by_mouse(field, response)
            field.get_by_role("button", name="Check").click()
            told(field, question, response)


def test_by_keyboard_alone(open_page):
    page = open_page()
    for question in EXERCISE.questions:
        field = fieldset(page, question)
        answer_by_keyboard(field, right_response(question))
        check_by_keyboard(field)
        told(field, question, right_response(question))


def test_on_a_phone(open_page):
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, device_scale_factor=2)
    for question in EXERCISE.questions:
        field = fieldset(page, question)
        answer_by_mouse(field, right_response(question))
        field.get_by_role("button", name="Check").tap()
        told(field, question, right_response(question))
    widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1], "the page scrolls sideways"
    total = sum(question.points for question in EXERCISE.questions)
    assert f"So far {total:g} of {total:g} points; all checked." in page.locator(".qg-score").inner_text()


def test_without_script_it_can_be_read_and_its_answers_opened(open_page):
    page = open_page(java_script_enabled=False)
    for question in EXERCISE.questions:
        field = fieldset(page, question)
        answer = field.locator(".qg-answer")
        assert not answer.locator(".qg-key").is_visible()
        answer.locator("summary").click()
        assert answer.locator(".qg-key li").count() == len(question.key())
        assert answer.locator(".qg-key").is_visible()
        assert answer.locator("[data-remark]").count() == len(question.remarks())
    assert page.get_by_role("button", name="Check").count() == 0


def test_an_unanswered_question_is_neither_right_nor_wrong(open_page):
    page = open_page()
    for question in EXERCISE.questions:
        field = fieldset(page, question)
        field.get_by_role("button", name="Check").click()
        assert field.locator(".qg-verdict").inner_text() == "Not answered yet."
        assert field.get_attribute("data-verdict") == "open"
        assert not field.locator(".qg-answer").is_visible()


def test_none_of_these_and_the_others_rule_each_other_out(open_page):
    question = next(q for q in EXERCISE.questions if q.type == "multiple-choice")
    boxes = fieldset(open_page(), question).locator("[data-control] input")
    boxes.first.check()
    boxes.last.check()
    assert not boxes.first.is_checked() and boxes.last.is_checked()
    boxes.first.check()
    assert boxes.first.is_checked() and not boxes.last.is_checked()


def test_results_are_announced(open_page):
    question = EXERCISE.questions[0]
    result = fieldset(open_page(), question).locator(".qg-result")
    assert result.get_attribute("role") == "status"


def test_what_is_saved_in_the_page_is_marked_by_the_command(open_page, tmp_path):
    page = open_page()
    given = {q.id: right_response(q) if i % 2 else another_response(q) for i, q in enumerate(EXERCISE.questions[:-1])}
    for question in EXERCISE.questions[:-1]:
        answer_by_mouse(fieldset(page, question), given[question.id])
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my answers").click()
    saved = tmp_path / "answers.json"
    download.value.save_as(saved)
    assert set(json.loads(saved.read_text())["answers"]) == set(given)
    result = mark_answers(EXERCISE, read_answers(saved))
    expected = [grade(q, given.get(q.id)) for q in EXERCISE.questions]
    assert [(line.state, line.fraction) for line in result.lines] == [(mark.state, mark.fraction) for mark in expected]
    assert result.lines[-1].state == "unanswered"
