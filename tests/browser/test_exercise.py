"""The exercises of the real site, answered in a real Chromium from file://: by mouse, by keyboard, on a phone, without script.

Every question is given a right and another answer. What the page then says is held against the Python grader.
"""

import json
from pathlib import Path

import pytest
from responses import another_response, right_response

from quizgrader.bank.shelf import read_shelf
from quizgrader.grading import grade
from quizgrader.intake import submissions

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
EXERCISES = {
    name: file.exercise
    for name, file in read_shelf([ROOT / "exercises"]).files.items()
    if file.exercise.mode == "practice" and file.exercise.questions
}
EVERY_EXERCISE = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES.keys())
STORM_WEEK = EXERCISES["jetblue-storm-week"]


@pytest.fixture
def open_page(site, chromium):
    """Opens the page of an exercise from its folder; fails on any error of a script."""
    contexts, errors = [], []

    def open_(exercise, **options):
        context = chromium.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(page_of(site, exercise).as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert errors == []


def page_of(site: Path, exercise) -> Path:
    """The page that shows `exercise`."""
    anchor = f'id="exercise-{exercise.id}"'
    return next(path for path in sorted(site.rglob("*.html")) if anchor in path.read_text("utf-8"))


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
            control.locator("input, textarea").click()
            field.page.keyboard.insert_text(response)
        case "gaps":
            for name, text in response.items():
                gap = control.locator(f'[data-id="{name}"]')
                if gap.evaluate("element => element.tagName") == "SELECT":
                    gap.select_option(text)
                else:
                    gap.fill(text)


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
    elif kind in ("pairs", "order", "gaps"):
        given = {name: str(place) for place, name in enumerate(response, 1)} if kind == "order" else response
        for item in control.locator("[data-id]").all():
            focus_by_tab(page, item)
            wanted = given[item.get_attribute("data-id")]
            values = item.locator("option").evaluate_all("options => options.map((option) => option.value)")
            if values:
                for _ in range(values.index(wanted)):
                    page.keyboard.press("ArrowDown")
            else:
                page.keyboard.type(wanted)
    else:
        focus_by_tab(page, control.locator("input, textarea"))
        page.keyboard.type(response)


def check_by_keyboard(field) -> None:
    focus_by_tab(field.page, field.get_by_role("button", name="Check"))
    field.page.keyboard.press("Enter")


def told(field, question, response) -> None:
    """The page says what the Python grader says: the points, the verdict, and the feedback that was earned."""
    mark = grade(question, response)
    if mark.state == "to-mark":
        assert field.locator(".qg-key").is_visible(), "the criteria are shown, to compare with"
        return
    verdict = {1: "right", 0: "wrong"}.get(mark.fraction, "partly")
    assert field.get_attribute("data-verdict") == verdict
    points = f"{round(mark.fraction * question.points, 2):g} of {question.points:g}"
    assert points in field.locator(".qg-verdict").inner_text()
    remarks = question.remarks()
    earned = [key for key in mark.feedback if key in remarks]
    assert field.locator(".qg-feedback > li").count() == len(earned)


@EVERY_EXERCISE
def test_by_mouse(open_page, exercise):
    page = open_page(exercise)
    again = page.locator(f"#exercise-{exercise.id}").get_by_role("button", name="Start again")
    for question in exercise.drawn():
        field = fieldset(page, question)
        for response in (another_response(question), right_response(question)):
            again.click()
            answer_by_mouse(field, response)
            if question.counts:
                field.get_by_role("button", name="Check").click()
                told(field, question, response)


@EVERY_EXERCISE
def test_by_keyboard_alone(open_page, exercise):
    page = open_page(exercise)
    for question in exercise.drawn():
        field = fieldset(page, question)
        answer_by_keyboard(field, right_response(question))
        if question.counts:
            check_by_keyboard(field)
            told(field, question, right_response(question))


@EVERY_EXERCISE
def test_on_a_phone(open_page, exercise):
    page = open_page(exercise, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    for question in exercise.drawn():
        field = fieldset(page, question)
        answer_by_mouse(field, right_response(question))
        if question.counts:
            field.get_by_role("button", name="Check").tap()
            told(field, question, right_response(question))
    widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1], "the page scrolls sideways"
    total = sum(question.points for question in exercise.drawn() if question.marked)
    score = page.locator(f"#exercise-{exercise.id} .qg-score").inner_text()
    assert score == f"So far {total:g} of {total:g} points; all checked."


@EVERY_EXERCISE
def test_without_script_it_can_be_read_and_its_answers_opened(open_page, exercise):
    page = open_page(exercise, java_script_enabled=False)
    for question in exercise.drawn():
        answer = fieldset(page, question).locator(".qg-answer")
        assert answer.count() == question.counts
        if question.counts:
            assert not answer.locator(".qg-key").is_visible()
            answer.locator("summary").click()
            assert answer.locator(".qg-key li").count() == len(question.key())
            assert answer.locator(".qg-key").is_visible()
            assert answer.locator("[data-remark]").count() == len(question.remarks())
    assert page.get_by_role("button", name="Check").count() == 0


def test_an_unanswered_question_is_neither_right_nor_wrong(open_page):
    page = open_page(STORM_WEEK)
    for question in STORM_WEEK.questions:
        field = fieldset(page, question)
        field.get_by_role("button", name="Check").click()
        assert field.locator(".qg-verdict").inner_text() == "Not answered yet."
        assert field.get_attribute("data-verdict") == "open"
        assert not field.locator(".qg-answer").is_visible()


def test_none_of_these_and_the_others_rule_each_other_out(open_page):
    question = next(q for q in STORM_WEEK.questions if q.type == "multiple-choice")
    boxes = fieldset(open_page(STORM_WEEK), question).locator("[data-control] input")
    boxes.first.check()
    boxes.last.check()
    assert not boxes.first.is_checked() and boxes.last.is_checked()
    boxes.first.check()
    assert boxes.first.is_checked() and not boxes.last.is_checked()


def test_results_are_announced(open_page):
    result = fieldset(open_page(STORM_WEEK), STORM_WEEK.questions[0]).locator(".qg-result")
    assert result.get_attribute("role") == "status"


@EVERY_EXERCISE
def test_what_is_saved_in_the_page_is_read_and_marked_by_python(open_page, tmp_path, exercise):
    page = open_page(exercise)
    questions = exercise.drawn()
    given = {q.id: right_response(q) if i % 2 else another_response(q) for i, q in enumerate(questions[:-1])}
    for question in questions[:-1]:
        answer_by_mouse(fieldset(page, question), given[question.id])
    with page.expect_download() as download:
        page.locator(f"#exercise-{exercise.id}").get_by_role("button", name="Save my answers").click()
    saved = tmp_path / "answers.json"
    download.value.save_as(saved)
    submission = submissions.read(saved.read_bytes())
    assert submission.assignment is None and submission.learner == submissions.Learner()
    found = {key: json.loads(bytes(raw)) for key, raw in submission.answers.items()}
    assert found == {
        f"{exercise.id}/{q.id}": {"version": q.version, "response": given[q.id]} for q in questions if q.id in given
    }
    for question in questions[:-1]:
        response = found[f"{exercise.id}/{question.id}"]["response"]
        assert grade(question, response) == grade(question, given[question.id])


def test_progress_is_kept_and_what_was_checked_is_shown_again(site, chromium):
    context = chromium.new_context()
    for visit in range(2):
        page = context.new_page()
        page.goto(page_of(site, STORM_WEEK).as_uri())
        for i, question in enumerate(STORM_WEEK.drawn()):
            field = fieldset(page, question)
            if visit == 0:
                answer_by_mouse(field, right_response(question))
                if i % 2:
                    field.get_by_role("button", name="Check").click()
            elif i % 2:
                told(field, question, right_response(question))
            else:
                assert field.locator(".qg-verdict").count() == 0
                field.get_by_role("button", name="Check").click()
                told(field, question, right_response(question))
    context.close()


def test_start_again_clears_what_is_kept_and_can_be_taken_back(open_page):
    page = open_page(STORM_WEEK)
    question = STORM_WEEK.questions[0]
    field = fieldset(page, question)
    answer_by_mouse(field, right_response(question))
    field.get_by_role("button", name="Check").click()
    page.get_by_role("button", name="Start again").click()
    kept = page.evaluate("Object.keys(localStorage).map((name) => name.split('::')[1])")
    assert [name for name in kept if not name.startswith("@")] == [], "what is remembered stays: see test_progress"
    assert field.locator("input:checked").count() == 0 and field.locator(".qg-verdict").count() == 0
    page.get_by_role("button", name="Bring my answers back").click()
    told(field, question, right_response(question))
    page.reload()
    told(field, question, right_response(question))


def test_practice_says_at_once_when_the_browser_keeps_nothing(chromium, site):
    context = chromium.new_context()
    context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('off'); } });")
    page = context.new_page()
    page.goto(page_of(site, STORM_WEEK).as_uri())
    assert "set to keep no answers" in page.locator(".qg-unkept").inner_text()
    question = STORM_WEEK.questions[0]
    answer_by_mouse(fieldset(page, question), right_response(question))
    fieldset(page, question).get_by_role("button", name="Check").click()
    told(fieldset(page, question), question, right_response(question))
    context.close()
