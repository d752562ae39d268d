"""A timeline of the real site in a real Chromium: it can be narrowed by phase and by support, and is whole without it."""

import pytest

pytestmark = pytest.mark.browser

PAGE = "case_studies/storm_cruise/index.html"


@pytest.fixture
def open_page(site, chromium):
    """Opens the page from its folder; fails on any error of a script."""
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


def timeline(page):
    """A timeline with several phases, and the filter that stands before it."""
    filters = page.locator("details.timeline-filter").filter(has=page.locator("legend", has_text="Phase"))
    return filters.first, filters.first.locator("xpath=following-sibling::dl[1]")


def shown(entries) -> list[str]:
    """The phase and the support of each entry that can be seen."""
    return [about.inner_text() for about in entries.locator("dd .about").all() if about.is_visible()]


def test_each_choice_hides_its_entries_and_the_count_is_announced(open_page):
    filter_, entries = timeline(open_page())
    filter_.locator("summary").click()
    whole = shown(entries)
    status = filter_.get_by_role("status")
    for word in [label.inner_text().strip() for label in filter_.locator("label").all()]:
        box = filter_.get_by_label(word)
        box.uncheck()
        left = [about for about in whole if word not in (about.split(" · ")[0], about.split(" · ")[-1])]
        assert shown(entries) == left and len(left) < len(whole)
        assert status.inner_text() == f"{len(left)} of {len(whole)} events shown"
        box.check()
    assert shown(entries) == whole


def test_phase_and_support_narrow_together_and_all_comes_back(open_page):
    filter_, entries = timeline(open_page())
    filter_.locator("summary").click()
    whole = shown(entries)
    for group in filter_.locator("fieldset").all():
        group.locator("input").first.uncheck()
    words = [group.locator("label").first.inner_text().strip() for group in filter_.locator("fieldset").all()]
    assert shown(entries) == [about for about in whole if not any(word in about.split(" · ") for word in words)]
    filter_.get_by_role("button", name="Show all").click()
    assert shown(entries) == whole
    assert filter_.locator("input:not(:checked)").count() == 0


def test_by_keyboard_alone(open_page):
    page = open_page()
    filter_, entries = timeline(page)
    whole = shown(entries)
    filter_.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert 0 < len(shown(entries)) < len(whole)
    assert "of" in filter_.get_by_role("status").inner_text()
    while not filter_.get_by_role("button").evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert shown(entries) == whole


def test_it_is_whole_on_paper_whatever_was_chosen(open_page):
    page = open_page()
    filter_, entries = timeline(page)
    whole = shown(entries)
    filter_.locator("summary").click()
    filter_.locator("input").first.uncheck()
    assert len(shown(entries)) < len(whole)
    page.emulate_media(media="print")
    assert shown(entries) == whole
    assert not filter_.is_visible()


def test_it_is_whole_without_script(open_page):
    page = open_page(java_script_enabled=False)
    assert page.locator(".timeline-filter").count() == 0
    assert page.locator("dl.timeline").count() > 1
    for about in page.locator("dl.timeline .about").all():
        assert about.is_visible()


def test_there_is_nothing_to_choose_where_all_entries_are_alike(open_page):
    filters = open_page().locator("details.timeline-filter")
    for fieldset in filters.locator("fieldset").all():
        assert fieldset.locator("input").count() > 1


def test_only_pages_with_a_timeline_load_its_script(site):
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        assert ('class="timeline' in text) == ("timeline.js" in text), path
