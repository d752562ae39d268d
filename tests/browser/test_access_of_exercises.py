"""Every exercise, answered right, otherwise and not at all: nothing is found against access."""

import pytest
from access import SCREENS, violations
from responses import another_response, right_response
from test_exercise import EVERY_EXERCISE, answer_by_mouse, fieldset, page_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("screen", SCREENS)
@EVERY_EXERCISE
def test_every_state_of_an_exercise(site, chromium, screen, exercise):
    context = chromium.new_context(viewport=screen)
    page = context.new_page()
    page.goto(page_of(site, exercise).as_uri())
    form = page.locator(f"#exercise-{exercise.id}")
    found = []
    for respond in (right_response, another_response, None):
        form.get_by_role("button", name="Start again").click()
        for question in exercise.drawn() if respond else ():
            answer_by_mouse(fieldset(page, question), respond(question))
        form.get_by_role("button", name="Check all").click()
        form.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")
        found += violations(page, f"#exercise-{exercise.id}")
    context.close()
    assert found == []
