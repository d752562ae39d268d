"""Every page: nothing is found against access, nothing scrolls sideways, nothing is asked of another host."""

from pathlib import Path

import pytest
from access import SCREENS, all_pages, violations

from quizgrader.bank.shelf import read_shelf

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page(site, chromium, screen):
    context = chromium.new_context(viewport=screen)
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
