"""Every page, light and dark, on a desktop and on a phone: axe-core finds nothing against WCAG 2.2 AA or its best practice."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from responses import another_response, right_response
from test_exercise import EXERCISE, PAGE, answer_by_mouse, fieldset

from quizgrader.exercises import read_shelf

pytestmark = pytest.mark.browser

VIEWS = [
    pytest.param({"color_scheme": scheme, "viewport": {"width": width, "height": 900}}, id=f"{scheme}-{width}")
    for scheme in ("light", "dark")
    for width in (1280, 390)
]


def violations(page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{page.url}: {rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def all_pages(site: Path) -> list[Path]:
    return sorted(path for path in site.rglob("*.html"))


@pytest.mark.parametrize("view", VIEWS)
def test_every_page(site, chromium, view):
    context = chromium.new_context(**view)
    page = context.new_page()
    found, sideways = [], []
    for path in all_pages(site):
        page.goto(path.as_uri())
        found += violations(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            sideways.append(path.name)
    context.close()
    assert found == []
    assert sideways == [], "these pages scroll sideways"


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("respond", [right_response, another_response, None], ids=["right", "other", "open"])
def test_every_state_of_an_exercise(site, chromium, view, respond):
    context = chromium.new_context(**view)
    page = context.new_page()
    page.goto((site / PAGE).as_uri())
    for question in EXERCISE.questions:
        field = fieldset(page, question)
        if respond:
            answer_by_mouse(field, respond(question))
        field.get_by_role("button", name="Check").click()
    for details in page.locator("form details:not([hidden]) > summary").all():
        if details.is_visible():
            details.click()
    found = violations(page)
    context.close()
    assert found == []


def test_nothing_is_asked_of_another_host(site, chromium):
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in all_pages(site):
        page.goto(path.as_uri())
    context.close()
    assert [address for address in asked if not address.startswith(("file:", "data:", "blob:"))] == []


def test_search_finds_a_word_from_a_folder(site, chromium):
    context = chromium.new_context()
    page = context.new_page()
    page.goto((site / "search.html").as_uri() + "?q=JetBlue")
    page.wait_for_selector("#search-results li a")
    context.close()


def test_every_exercise_file_is_on_some_page(site):
    shown = " ".join(path.read_text("utf-8") for path in all_pages(site))
    for name in read_shelf([Path(__file__).parents[2] / "exercises"]).files:
        assert f'id="exercise-{name}"' in shown
