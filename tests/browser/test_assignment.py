"""The page of an assignment in a real Chromium, from a folder: answered, left, come back to, reviewed, saved, printed, cleared.

A small site holds every type of question, a practice exercise that is also assigned, and two assignments.
"""

import contextlib
import json
import re

import pypdfium2
import pytest
import receipts
from access import SCREENS, violations
from conftest import PROJECT, ROOT, put_files, sphinx
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Error
from test_exercise import answer_by_keyboard, answer_by_mouse

from quizgrader.intake import submissions
from quizgrader.sphinxext.assets import script

pytestmark = pytest.mark.browser

CANARY = "Zq7canary"
FINAL = f"""id: final
title: The final
mode: assessed
intro: Take your time.
questions:
  - {{id: single, type: single-choice, prompt: Which first?, choices: [{{id: a, text: Buses, correct: true, feedback: {CANARY}}}, {{id: b, text: A forecast}}, {{id: c, text: Food}}]}}
  - {{id: several, type: multiple-choice, prompt: Which of them?, choices: [{{id: a, text: One, correct: true}}, {{id: b, text: Two}}, {{id: c, text: Three, correct: true}}]}}
  - {{id: none, type: multiple-choice, prompt: And which of these?, choices: [{{id: a, text: One}}, {{id: b, text: Two}}]}}
  - {{id: truth, type: true-false, prompt: It is so., answer: false}}
  - id: match
    type: matching
    prompt: Match.
    stems: [{{id: s, text: Stem, match: x}}, {{id: "1", text: Other, match: y}}]
    options: [{{id: x, text: Ex}}, {{id: y, text: Why}}]
  - {{id: order, type: ordering, prompt: Order., items: [{{id: i, text: First}}, {{id: j, text: Second}}, {{id: k, text: Third}}]}}
  - {{id: number, type: numeric, prompt: How many?, unit: flights, answers: [{{value: 77123}}], thousands: ","}}
  - {{id: words, type: short-answer, prompt: Say it., answers: [{{text: {CANARY}}}]}}
  - id: gaps
    type: fill-in
    prompt: Fill.
    text: A [[one]] and [[two]] and [[three]].
    gaps: [{{id: one, type: text, answers: [{{text: {CANARY}}}]}}, {{id: two, type: number, answers: [{{value: 5}}]}}, {{id: three, type: choice, choices: [{{id: p, text: Pea, correct: true}}, {{id: q, text: Queue}}]}}]
  - {{id: essay, type: open-response, prompt: Write., rubric: [{{id: r, text: {CANARY}}}], model_answer: {CANARY}}}
  - {{id: rate, type: rating, prompt: How well?, low: badly, high: well, steps: 4}}
"""
ESSAY = 'We are sorry.\n\nÜber "alles" <b>noon</b> \\ 😀 =1+1'
GIVEN = {
    "final/single": "b",
    "final/several": ["a", "c"],
    "final/none": [],
    "final/truth": "true",
    "final/match": {"s": "y", "1": "x"},
    "final/order": ["k", "i", "j"],
    "final/number": "31,5",
    "final/words": " Olive  branch ",
    "final/gaps": {"one": "five", "two": "5", "three": "q"},
    "final/essay": ESSAY,
    "final/rate": "4",
    "small/first": "a",
}
IN_WORDS = [
    "A forecast",
    "One",
    "None of these",
    "Stem: Why",
    "1. Third",
    "31,5",
    "A [five] and [5] and [Queue]",
    "4: well",
]
WEEK = """id: week-1
title: Week one
instructions: Answer *alone*, and send the file to your trainer.
audience: Everyone at the counter
exercises: [final, small]
opens: "2020-01-01T09:00+01:00"
due: "2099-12-01T17:00+01:00"
attempts: 2
counts: best
pass_mark: 60
late: deduct
deduct: 10
feedback: after-due
show: answers
"""
OTHER = "id: week-2\ntitle: Week two\nexercises: [small]\n"
CONF = PROJECT["conf.py"].replace('html_theme = "basic"', 'html_theme = "furo"') + 'quizgrader_site = "a-site"\n'
FILES = {
    **PROJECT,
    "conf.py": CONF,
    "exercises/final.yaml": FINAL,
    "exercises/assignments/week_1.yaml": WEEK,
    "exercises/assignments/week_2.yaml": OTHER,
    "index.md": "# Home\n\n```{toctree}\nweek_1\nboth\n```\n",
    "week_1.md": "```{assignment} week-1\n```\n",
    "both.md": "# Both\n\n```{exercise} small\n```\n\n```{assignment} week-2\n```\n\n## Notes\n\n```{notes}\n```\n",
}


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """Builds the small site, with changes; returns its folder."""

    def build_(changes: dict[str, str] | None = None):
        top = tmp_path_factory.mktemp("assignments")
        put_files(top / "project", {**FILES, **(changes or {})})
        done = sphinx(top / "project", top / "out")
        assert done.returncode == 0, done.stderr
        return top / "out"

    return build_


@pytest.fixture(scope="module")
def folder(build):
    return build()


@pytest.fixture
def context(chromium):
    """One browser on one computer: its pages share what is kept."""
    context = chromium.new_context(timezone_id="America/New_York")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def opened(context, folder):
    """Opens a page of the site; fails on any error of our script (the theme's own does not know a storage that is off)."""
    errors = []

    def open_(name: str = "week_1", where=folder, before: str = ""):
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(error.stack) if "assignment.js" in error.stack else None)
        if before:
            page.add_init_script(before)
        page.goto((where / f"{name}.html").as_uri())
        return page

    yield open_
    assert errors == []


def field(page, key: str):
    return page.locator(f'form.qg-assignment fieldset[data-question="{key}"]')


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).last.click()


def answer_all(page, given=GIVEN, name="Ann Lee") -> None:
    page.get_by_label("Your name").fill(name)
    for key, response in given.items():
        answer_by_mouse(field(page, key), response)


def saved(page, tmp_path):
    """Press Save in the review, and read the file as a trainer's computer does."""
    press(page, "Review and save")
    with page.expect_download() as download:
        press(page, "Save my answers")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path, json.loads(path.read_text("utf-8"))


def receipt(file: dict) -> str:
    """The receipt as Python works it out from what is in a file."""
    answers = {key: (answer["version"], answer["response"]) for key, answer in file["answers"].items()}
    return receipts.receipt(file["assignment"], submissions.Learner(**file["learner"]), answers)


def responses(file: dict) -> dict:
    return {key: answer["response"] for key, answer in file["answers"].items()}


def kept_names(page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).sort()")


# -- what the page tells


def test_the_terms_are_told_also_by_the_readers_own_clock(opened):
    text = opened().locator("article").inner_text()
    assert "Week one" in text and "Answer alone, and send the file" in text and "Everyone at the counter" in text
    assert "12 questions" in text and "Up to 2; the best one counts" in text
    assert "Your answers stay in this browser until you clear them. Nothing is sent" in text
    assert "1 December 2099, 17:00 (UTC+01:00)" in text
    assert re.search(r"Tuesday,? 1 December 2099 at 11:00 (GMT-5|EST), by your clock \(in [\d,]+ days\)", text)
    assert "loses 10% of its points for each day begun" in text and "60% of the points" in text
    assert "right answers with their reasons after the time to hand in" in text
    assert "It is not open yet" not in text


def test_a_page_that_stands_open_tells_when_the_time_has_passed(chromium, folder):
    page = chromium.new_page()
    page.clock.install(time="2099-12-01T15:59:00Z")
    page.goto((folder / "week_1.html").as_uri())
    assert page.locator(".qg-state").inner_text() == ""
    page.clock.fast_forward("02:00")
    page.locator(".qg-bar button").click()
    assert "The time to hand it in has passed." in page.locator(".qg-state").inner_text()
    page.close()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('"2020-01-01', '"2098-01-01'), "It is not open yet."),
        (('"2099-12-01', '"2021-12-01'), "The time to hand it in has passed."),
    ],
)
def test_too_early_and_too_late_are_told(build, opened, change, told):
    where = build({"exercises/assignments/week_1.yaml": WEEK.replace(*change)})
    assert told in opened(where=where).locator(".qg-state").inner_text()


def test_questions_are_numbered_through_and_no_id_stands_twice(opened):
    page = opened()
    numbers = page.locator(".qg-number").all_inner_texts()
    assert [number.split(" (")[0] for number in numbers] == [f"Question {i}" for i in range(1, 13)]
    for name in ("week_1", "both"):
        ids = opened(name).locator("[id]").evaluate_all("all => all.map((element) => element.id)")
        assert len(ids) == len(set(ids)), name


def test_no_key_is_in_the_page_not_even_of_an_assigned_practice_exercise(folder):
    page = (folder / "week_1.html").read_text("utf-8")
    assert CANARY not in page and "77123" not in page and "Yes." not in page and "credits" not in page
    assert "qg-answer" not in page and "note-c-1" not in page


# -- answering, and coming back


@pytest.mark.parametrize("answer", [answer_by_mouse, answer_by_keyboard])
def test_the_file_holds_what_was_entered_for_every_type(opened, tmp_path, answer):
    page = opened()
    page.get_by_label("Your name").fill("  Ann Lee ")
    page.get_by_label("Your id").fill("a17")
    given = {**GIVEN, "final/essay": "Sorry. More at noon."} if answer is answer_by_keyboard else GIVEN
    for key, response in given.items():
        answer(field(page, key), response)
    path, file = saved(page, tmp_path)
    assert path.name == "week-1-a17.json"
    assert responses(file) == given
    assert file["learner"] == {"name": "Ann Lee", "id": "a17"} and file["assignment"] == "week-1"
    assert file["format"] == submissions.FORMAT and file["attempt"] == 1
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d-0[45]:00", file["saved"])
    assert file["started"] <= file["saved"]
    assert file["receipt"] == receipt(file)
    assert page.locator(".qg-receipt").inner_text() == file["receipt"]
    read = submissions.read(path.read_bytes())
    assert set(read.answers) == set(GIVEN) and read.learner.id == "a17"


def test_on_a_phone(chromium, folder, tmp_path):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto((folder / "week_1.html").as_uri())
    answer_all(page)
    page.locator(".qg-bar button").tap()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my answers").tap()
    download.value.save_as(tmp_path / "file.json")
    assert responses(json.loads((tmp_path / "file.json").read_text("utf-8"))) == GIVEN
    widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1], "the page scrolls sideways"
    context.close()


def test_the_line_at_the_foot_stays_in_view(chromium, folder):
    for width in (390, 1280):
        page = chromium.new_page(viewport={"width": width, "height": 800})
        page.goto((folder / "week_1.html").as_uri())
        bar = page.locator(".qg-bar").bounding_box()
        assert 800 - bar["height"] - 1 <= bar["y"] <= 800, width
        page.close()


def test_all_of_it_by_keyboard_alone(opened, tmp_path):
    page = opened()

    def tab_to(target) -> None:
        for _ in range(200):
            if target.evaluate("element => element === document.activeElement"):
                return
            page.keyboard.press("Tab")
        raise AssertionError("it cannot be reached with the Tab key")

    tab_to(page.get_by_label("Your name"))
    page.keyboard.type("Ann")
    tab_to(page.locator(".qg-bar button"))
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Review and save"
    tab_to(page.get_by_role("button", name="Save my answers"))
    with page.expect_download():
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Your answers are saved"
    tab_to(page.locator(".qg-review .qg-actions").first.get_by_role("button", name="Clear my answers"))
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    assert page.get_by_label("Your name").input_value() == "Ann"
    assert page.evaluate("document.activeElement.textContent") == "Clear my answers"


def test_one_may_leave_and_come_back(opened, tmp_path):
    page = opened()
    answer_all(page)
    page.close()
    again = opened()
    assert again.get_by_label("Your name").input_value() == "Ann Lee"
    assert again.locator(".qg-count").inner_text() == "12 of 12 answered"
    assert "This browser kept 12 answers, last changed" in again.locator(".qg-welcome").inner_text()
    assert responses(saved(again, tmp_path)[1]) == GIVEN


def test_answers_survive_a_rebuild_and_mended_texts(opened, build, tmp_path):
    answer_all(opened())
    mended = FINAL.replace("Which first?", "What first?").replace("text: A forecast", "text: The forecast")
    questions = mended.index("questions:\n") + len("questions:\n")
    extra = "  - {id: new, type: true-false, prompt: It is new., answer: true}\n"
    moved = mended[:questions] + extra + mended[questions:]
    page = opened(where=build({"exercises/final.yaml": moved}))
    assert page.locator(".qg-count").inner_text() == "12 of 13 answered"
    assert page.locator(".qg-older").count() == 0
    assert responses(saved(page, tmp_path)[1]) == GIVEN


def test_a_question_of_a_new_version_is_told_of_and_its_old_answer_shown_but_not_taken(opened, build, tmp_path):
    answer_all(opened())
    changed = FINAL.replace("id: single,", "id: single, version: 2,").replace("text: A forecast", "text: Sleep")
    changed = changed.replace("id: essay,", "id: essay, version: 7,").replace("id: order,", "id: order, version: 2,")
    page = opened(where=build({"exercises/final.yaml": changed}))
    single = field(page, "final/single")
    assert "This question has changed since you answered it." in single.locator(".qg-older").inner_text()
    assert "A forecast" in single.locator(".qg-older").inner_text()
    assert ESSAY in field(page, "final/essay").locator(".qg-older .qg-entered").inner_text().replace("\n\n\n", "\n\n")
    assert "1. Third" in field(page, "final/order").inner_text()
    assert page.locator(".qg-count").inner_text() == "9 of 12 answered"
    answer_by_mouse(single, "c")
    file = saved(page, tmp_path)[1]
    assert file["answers"]["final/single"] == {"version": 2, "response": "c"}
    assert "final/essay" not in file["answers"]
    assert not any("final/single:1" in name for name in kept_names(page)), "what was answered anew is not told again"


def test_an_answer_that_no_longer_fits_is_told_of(opened, build):
    answer_all(opened())
    page = opened(
        where=build({"exercises/final.yaml": FINAL.replace("{id: b, text: A forecast}", "{id: d, text: Rest}")})
    )
    older = field(page, "final/single").locator(".qg-older").inner_text()
    assert "no longer fits" in older and "A forecast" in older
    assert page.locator(".qg-count").inner_text() == "11 of 12 answered"


def test_two_assignments_on_one_computer_keep_apart(opened, tmp_path):
    answer_all(opened())
    other = opened("both")
    assert other.locator(".qg-count").inner_text() == "0 of 1 answered"
    assert other.get_by_label("Your name").input_value() == ""
    answer_all(other, {"small/first": "b"}, "Bo")
    file = saved(other, tmp_path)[1]
    assert (file["assignment"], file["learner"]["name"], responses(file)) == ("week-2", "Bo", {"small/first": "b"})
    assert opened().get_by_label("Your name").input_value() == "Ann Lee"


def test_an_exercise_may_be_practised_beside_an_assignment_that_holds_it(opened):
    page = opened("both")
    practice = page.locator("form.qg-exercise")
    practice.get_by_label("This").check()
    practice.get_by_role("button", name="Check", exact=True).click()
    assert "Right: 1 of 1 point." in practice.inner_text()
    assert page.locator(".qg-count").inner_text() == "0 of 1 answered"
    field(page, "small/first").get_by_label("That").check()
    assert practice.get_by_label("This").is_checked()


def test_two_windows_do_not_lose_each_others_answers(opened, tmp_path):
    first, second = opened(), opened()
    answer_by_mouse(field(first, "final/single"), "a")
    first.get_by_label("Your name").fill("Ann")
    answer_by_mouse(field(second, "final/truth"), "false")
    first.wait_for_function("document.querySelector('.qg-count').textContent.startsWith('2 ')")
    assert responses(saved(first, tmp_path)[1]) == {"final/single": "a", "final/truth": "false"}


def test_a_window_that_does_not_know_the_name_yet_keeps_it(opened):
    deaf = opened(before="addEventListener('storage', (event) => event.stopImmediatePropagation());")
    opened().get_by_label("Your name").fill("Ann")
    answer_by_mouse(field(deaf, "final/truth"), "false")
    again = opened()
    assert again.get_by_label("Your name").input_value() == "Ann"
    assert again.locator(".qg-count").inner_text().startswith("1 of")


# -- what is open, review, saving


def test_the_progress_line_leads_to_what_is_unanswered(opened):
    page = opened()
    links = page.locator(".qg-open a")
    assert links.count() == 12 and page.locator(".qg-count").inner_text() == "0 of 12 answered"
    answer_by_mouse(field(page, "final/single"), "a")
    assert page.locator(".qg-count").inner_text() == "1 of 12 answered"
    assert links.first.inner_text() == "2" and links.first.get_attribute("aria-label") == "Question 2"
    links.nth(8).click()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('fieldset').dataset.question") == "final/essay"


def test_the_review_shows_what_was_entered_and_what_was_not(opened):
    page = opened()
    answer_all(page, {key: response for key, response in GIVEN.items() if key != "final/truth"})
    press(page, "Review and save")
    text = page.locator(".qg-review").inner_text()
    assert "11 of 12 answered. Not answered: 4" in text
    for words in IN_WORDS:
        assert words in text
    assert text.count("Not answered yet.") == 1
    answer_by_mouse(field(page, "final/truth"), "false")
    assert "12 of 12 answered." in page.locator(".qg-review").inner_text()


def test_somebody_has_to_say_who_they_are(opened):
    page = opened()
    press(page, "Review and save")
    press(page, "Save my answers")
    assert "Write your name or your id first" in page.locator(".qg-refusal").inner_text()
    assert page.evaluate("document.activeElement.dataset.learner") == "name"
    page.keyboard.type("\u200b \u2060\u3164\u2800")
    press(page, "Save my answers")
    assert "Write your name or your id first" in page.locator(".qg-refusal").inner_text(), "nobody can see that name"
    page.keyboard.type("Ann")
    assert page.locator(".qg-refusal").inner_text() == ""


def test_what_is_no_answer_as_it_stands_is_told_before_and_after_saving(opened, tmp_path):
    page = opened()
    numbered_twice = {"i": "2", "j": "2"}
    gaps = {"one": "five", "two": "ca. 5"}
    answer_all(
        page, {"final/number": "about 30", "final/words": "w" * 1001, "final/match": {"s": "y"}, "final/gaps": gaps}
    )
    for name, place in numbered_twice.items():
        field(page, "final/order").locator(f"[data-id={name}]").select_option(place)
    assert page.locator(".qg-count").inner_text() == "1 of 12 answered", "half a matching counts as far as it goes"
    assert page.locator(".qg-open").inner_text().split()[:6] == ["To", "correct:", "6", "7", "8", "9"]
    assert "Two lines" in page.locator(".qg-open a").first.get_attribute("aria-label")
    file = saved(page, tmp_path)[1]
    held = {"final/number": "about 30", "final/words": "w" * 1001, "final/match": {"s": "y"}, "final/gaps": gaps}
    assert responses(file) == held
    said = [
        "Two lines have the same number, so this answer cannot be saved",
        "This is not a number",
        "This is longer than an answer may be",
        "Gap 2, “ca. 5”: This is not a number",
    ]
    for place in (".qg-faults .qg-fault", ".qg-answers .qg-fault"):
        faults = page.locator(place).all_inner_texts()
        assert len(faults) == 4 and all(words in fault for words, fault in zip(said, faults, strict=True)), place
    assert page.locator(".qg-saved .qg-fault").all_inner_texts() == [
        "1 answer is not in the file, since it cannot be saved as it stands: 6",
        "3 answers are in the file, but will not count as they stand: 7 8 9",
    ]
    assert page.locator(".qg-answers").get_by_text("Part of it is not filled in.").count() == 3
    page.reload()
    kept = field(page, "final/order").locator("select").evaluate_all("all => all.map((menu) => menu.value)")
    assert sorted(kept) == ["", "2", "2"]
    field(page, "final/order").locator("[data-id=i]").select_option("1")
    assert page.locator(".qg-count").inner_text() == "2 of 12 answered"


def test_after_saving_a_change_is_told_of_and_changes_the_receipt(opened, tmp_path):
    page = opened()
    answer_all(page)
    first = saved(page, tmp_path)[1]["receipt"]
    assert page.locator(".qg-stale").inner_text() == ""
    answer_by_mouse(field(page, "final/single"), "c")
    assert "Save again" in page.locator(".qg-stale").inner_text()
    page.reload()
    press(page, "Review and save")
    assert first in page.locator(".qg-saved").inner_text()
    assert "Save again" in page.locator(".qg-stale").inner_text()
    second = saved(page, tmp_path)[1]
    assert second["receipt"] == receipt(second) != first


def test_where_no_file_can_be_saved_its_text_can_be_copied(opened, tmp_path):
    page = opened()
    answer_all(page)
    path, _ = saved(page, tmp_path)
    page.get_by_text("No file came?").click()
    assert page.locator(".qg-copy").input_value() == path.read_text("utf-8")


def test_another_attempt_begins_empty_and_is_counted(opened, tmp_path):
    page = opened()
    answer_all(page)
    saved(page, tmp_path)
    press(page, "Begin another attempt")
    page.get_by_role("dialog").get_by_role("button", name="Begin another attempt").click()
    assert page.locator(".qg-count").inner_text() == "0 of 12 answered"
    assert page.get_by_label("Your name").input_value() == "Ann Lee"
    answer_by_mouse(field(page, "final/single"), "a")
    path, file = saved(page, tmp_path)
    assert file["attempt"] == 2 and path.name == "week-1-ann-lee-2.json"
    assert "Attempt 2" in page.locator(".qg-review").inner_text()
    assert page.get_by_role("button", name="Begin another attempt").count() == 0, "there are two attempts"


@pytest.mark.parametrize(
    "name", ["李小龍", "../../etc/passwd", "=HYPERLINK(1)", "\u202egnp.exe", "x" * 200, "प्रिया शर्मा"]
)
def test_any_name_makes_a_file_that_can_be_kept(opened, tmp_path, name):
    page = opened()
    answer_all(page, {"small/first": "a"}, name)
    path, file = saved(page, tmp_path)
    assert file["learner"]["name"] == name and file["receipt"] == receipt(file)
    assert re.fullmatch(r"week-1-[\w\u0300-\u036f\u0900-\u097f-]{1,40}\.json", path.name)


def test_clearing_asks_first_and_leaves_nothing_on_a_shared_computer(opened):
    page = opened()
    answer_all(page)
    press(page, "Review and save")
    press(page, "Clear my answers")
    dialog = page.get_by_role("dialog")
    assert "A file that you have saved stays." in dialog.inner_text() and "in no file yet" in dialog.inner_text()
    dialog.get_by_role("button", name="No, keep them").click()
    assert page.locator(".qg-count").inner_text() == "12 of 12 answered"
    press(page, "Clear my answers")
    dialog.get_by_role("button", name="Clear my answers").click()
    assert page.locator(".qg-count").inner_text() == "0 of 12 answered"
    assert page.get_by_label("Your name").input_value() == "" and kept_names(page) == []
    assert "keeps nothing of it" in page.locator(".qg-welcome").inner_text()
    page.reload()
    assert page.locator(".qg-count").inner_text() == "0 of 12 answered"


# -- a browser that keeps nothing, or something else than it was given

OFF = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
MISSING = "Object.defineProperty(window, 'localStorage', { get: () => null });"
FULL = """
const set = Storage.prototype.setItem;
window.room = 300;
Storage.prototype.setItem = function (name, value) {
  if (value.length > window.room) throw new DOMException('full', 'QuotaExceededError');
  set.call(this, name, value);
};
"""


def leaves_freely(page) -> bool:
    """Whether the page lets itself be closed without asking."""
    asked = []

    def stay(dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.close(run_before_unload=True)
    with contextlib.suppress(Error):  # it is closed meanwhile
        page.wait_for_timeout(1000)
    assert set(asked) <= {"beforeunload"}
    return not asked


@pytest.mark.parametrize("before", [OFF, MISSING], ids=["off", "missing"])
def test_storage_that_is_off_is_told_at_once_and_all_can_still_be_saved(opened, tmp_path, before):
    page = opened(before=before)
    assert "set to keep no answers" in page.locator(".qg-unkept").inner_text()
    assert page.locator(".qg-unkept").is_visible()
    assert page.locator(".qg-who .qg-note").inner_text().strip() == "Nothing is sent from this page."
    answer_all(page)
    assert responses(saved(page, tmp_path)[1]) == GIVEN
    press(page, "Clear my answers")
    page.get_by_role("dialog").get_by_role("button", name="Clear my answers").click()
    assert page.locator(".qg-count").inner_text() == "0 of 12 answered"


def test_with_storage_off_leaving_asks_until_a_file_is_saved(opened, tmp_path):
    assert leaves_freely(opened(before=OFF)), "nothing is entered yet"
    page = opened(before=OFF)
    answer_all(page)
    assert not leaves_freely(page)
    page = opened(before=OFF)
    answer_all(page)
    saved(page, tmp_path)
    assert leaves_freely(page)
    kept = opened()
    answer_all(kept)
    assert leaves_freely(kept), "it is kept"


def test_storage_that_gets_full_is_told_at_that_answer_and_made_good_when_there_is_room(opened):
    page = opened(before=FULL)
    answer_all(page)
    assert not page.locator(".qg-unkept").is_visible()
    field(page, "final/essay").locator("textarea").fill("long " * 100)
    assert "no room left" in page.locator(".qg-unkept").inner_text()
    page.evaluate("window.room = 1e6")
    answer_by_mouse(field(page, "final/single"), "c")
    assert not page.locator(".qg-unkept").is_visible()
    page.close()
    again = opened()
    assert field(again, "final/essay").locator("textarea").input_value() == "long " * 100


@pytest.mark.parametrize(
    "broken",
    ["{", "", "null", "7", '"x"', "[]", '{"entered": 5}', '{"entered": {"a": {}}}', '{"lines": 4, "entered": 7}'],
)
def test_what_was_kept_and_cannot_be_read_stops_nothing(opened, tmp_path, broken):
    page = opened()
    answer_all(page)
    page.evaluate("(text) => Object.keys(localStorage).forEach((name) => { localStorage[name] = text; })", broken)
    page.close()
    page = opened()
    answer_all(page)
    assert responses(saved(page, tmp_path)[1]) == GIVEN


# -- other readers


def test_it_works_while_a_program_translates_the_page(opened, tmp_path):
    """Programs that translate put every text into elements of their own, also what the script writes later."""
    page = opened(
        before="""
        const translate = () => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const texts = [];
          while (walker.nextNode()) texts.push(walker.currentNode);
          for (const text of texts) {
            const home = text.parentElement;
            if (!text.data.trim() || home.closest("script, textarea, [translate=no], font")) continue;
            if (home.matches("option")) { text.data = "ü " + text.data; continue; }
            const font = document.createElement("font");
            font.append(document.createElement("font"));
            font.firstChild.textContent = "ü " + text.data;
            text.replaceWith(font);
          }
        };
        addEventListener("load", () => { translate(); setInterval(translate, 20); });
        """
    )
    page.wait_for_function("document.querySelector('h1 font')")
    page.locator("[data-learner=name]").fill("Ann")
    for key, response in GIVEN.items():
        answer_by_mouse(field(page, key), response)
    page.wait_for_timeout(100)
    page.locator(".qg-bar button").click()
    with page.expect_download() as download:
        page.locator(".qg-review .qg-main").click()
    download.value.save_as(tmp_path / "file.json")
    file = json.loads((tmp_path / "file.json").read_text("utf-8"))
    assert responses(file) == GIVEN and file["receipt"] == receipt(file)
    assert page.locator(".qg-receipt").inner_text() == file["receipt"]


def test_without_script_it_can_be_read_and_answered_on_paper(folder, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "week_1.html").as_uri())
    assert page.get_by_text("print the page and answer on paper").is_visible()
    assert page.locator("fieldset:visible").count() == 13 and page.get_by_label("Your name").is_visible()
    assert page.locator("form.qg-assignment").get_by_role("button").count() == 0
    context.close()


def printed(page, tmp_path) -> str:
    """The text of the page on paper."""
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.pdf(path=tmp_path / "page.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    return " ".join(" ".join(sheet.get_textpage().get_text_bounded() for sheet in document).split())


def test_the_answers_and_the_receipt_can_be_printed(opened, tmp_path):
    page = opened(before="window.print = () => {};")
    long = "\n".join(f"Line {i} of a long text" for i in range(60))
    answer_all(page, {**GIVEN, "final/essay": long})
    _, file = saved(page, tmp_path)
    press(page, "Print my answers")
    text = printed(page, tmp_path)
    for words in ("Week one", "Ann Lee", *IN_WORDS, "Line 59 of a long text", file["receipt"]):
        assert words in text
    assert "Print my answers" not in text and "Send the file" not in text and "Take your time" not in text
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    whole = printed(page, tmp_path)
    assert "Take your time" in whole and whole.count("Line 59 of a long text") == 2, (
        "the whole page prints every word, too"
    )


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_is_found_against_access_in_any_state(folder, build, chromium, tmp_path, screen):
    context = chromium.new_context(viewport=screen)
    page = context.new_page()
    page.goto((folder / "week_1.html").as_uri())
    found = violations(page, "article")
    press(page, "Review and save")
    press(page, "Save my answers")
    found += violations(page, "article")
    answer_all(page, {**GIVEN, "final/number": "thirty"})
    saved(page, tmp_path)
    page.get_by_text("No file came?").click()
    found += violations(page, "article")
    press(page, "Clear my answers")
    found += violations(page, "dialog")
    page.keyboard.press("Escape")
    changed = FINAL.replace("id: essay,", "id: essay, version: 2,")
    late = WEEK.replace('"2099', '"2021')
    page.goto(
        (build({"exercises/final.yaml": changed, "exercises/assignments/week_1.yaml": late}) / "week_1.html").as_uri()
    )
    found += violations(page, "article")
    page.add_init_script(OFF)
    page.reload()
    assert page.locator(".qg-unkept").is_visible()
    found += violations(page, "article")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), "the page scrolls sideways"
    context.close()
    assert found == []


def test_what_has_the_focus_is_not_hidden_behind_the_bar(chromium, folder):
    context = chromium.new_context(viewport={"width": 390, "height": 700})
    page = context.new_page()
    page.goto((folder / "week_1.html").as_uri())
    in_view = """() => {
      const [one, bar] = [document.activeElement, document.querySelector(".qg-bar")];
      const [{ top, bottom }, edge] = [one.getBoundingClientRect(), bar.getBoundingClientRect().top];
      return bar.contains(one) || (top >= 0 && Math.min(bottom, top + 40) <= edge);
    }"""
    page.get_by_label("Your name").focus()
    for _ in range(60):
        page.wait_for_function(in_view)  # the page may still be scrolling there
        page.keyboard.press("Tab")
        if page.evaluate("!document.activeElement.closest('form.qg-assignment')"):
            break
    context.close()


# -- the receipt


def in_browser(page, files: list[dict]) -> list[str]:
    return page.evaluate("(sent) => JSON.parse(sent).map(window.quizgrader.receiptOf)", json.dumps(files))


@pytest.fixture(scope="module")
def bare_page(chromium):
    page = chromium.new_page()
    page.add_script_tag(content=script())
    yield page
    page.close()


RESPONSE = st.recursive(
    st.none() | st.text(max_size=20) | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.from_regex(r"[a-z][a-z0-9-]{0,5}", fullmatch=True), inner, max_size=3)
    ),
)
FILE = st.fixed_dictionaries(
    {
        "assignment": st.none() | st.from_regex(r"[a-z]+(-[a-z0-9]+)*", fullmatch=True),
        "learner": st.fixed_dictionaries({"id": st.text(max_size=30), "name": st.text(max_size=90)}),
        "answers": st.dictionaries(
            st.text(max_size=12),
            st.fixed_dictionaries({"version": st.integers(1, 10**9), "response": RESPONSE}),
            max_size=5,
        ),
    }
)  # fmt: skip


@settings(max_examples=20, phases=[Phase.generate])
@given(st.lists(FILE, min_size=20, max_size=20))
def test_the_receipt_in_the_browser_is_that_of_python(bare_page, files):
    assert in_browser(bare_page, files) == [receipt(file) for file in files]


def test_the_vectors_of_the_receipt(bare_page):
    vectors = json.loads((ROOT / "tests" / "conformance" / "receipts.json").read_text("utf-8"))
    assert in_browser(bare_page, vectors) == [vector["receipt"] for vector in vectors]
