"""The site under the Content-Security-Policy of docs/reference/hosting.md, in a real Chromium: nothing of it is refused.

Each page is loaded from a server that sends the header. On a page of each kind, what can be opened is opened, what can be
answered is answered, and what can be pressed is pressed.
"""

import re

import pytest
from server import serving
from test_exercise import EXERCISES, page_of

pytestmark = pytest.mark.browser

LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
    window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample} ${event.sourceFile}`);
});
"""
OPEN_ALL = "for (const details of document.querySelectorAll('details')) details.open = true;"
PRESS_ALL = """() => {
    for (const box of document.querySelectorAll("article input")) {
        if (box.type === "checkbox" || box.type === "radio") box.click(); else box.value = "12";
    }
    for (const menu of document.querySelectorAll("article select")) menu.selectedIndex = menu.length - 1;
    window.print = () => {};
    for (const button of document.querySelectorAll("button")) if (button.type !== "submit") button.click();
}"""


@pytest.fixture
def visit(site, chromium):
    """Opens a page of the served site; at the end, fails on anything that the policy refused and on errors of scripts."""
    with serving(site) as address:
        context = chromium.new_context()
        context.add_init_script(LISTEN)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.dismiss())
        errors: list[str] = []
        refused: list[str] = []
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        page.on("console", lambda said: errors.append(f"{page.url}: {said.text}") if said.type == "error" else None)

        def look() -> None:
            refused.extend(f"{page.url}: {line}" for line in page.evaluate("window.violations"))

        def visit_(name: str):
            if page.url != "about:blank":
                look()
            page.goto(address + name, wait_until="load")
            return page

        yield visit_
        look()
        context.close()
    assert refused == []
    assert errors == []


def names(site) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def test_no_page_is_refused_anything(site, visit):
    for name in names(site):
        visit(name)


@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "docs/playbook/today.html",
        "docs/playbook/templates/apology.html",
        "case_studies/jetblue/index.html",
        "case_studies/comparison.html",
        "docs/course/01_trust.html",
        "docs/course/progress.html",
        "docs/course/review.html",
        "docs/course/certificate.html",
        "docs/practice/storm_day.html",
        "docs/glossary.html",
    ],
)
def test_nothing_is_refused_while_a_page_is_used(visit, name):
    page = visit(name)
    page.evaluate(OPEN_ALL)
    page.evaluate(PRESS_ALL)
    page.wait_for_timeout(200)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES.keys())
def test_nothing_is_refused_while_an_exercise_is_answered(site, visit, exercise):
    page = visit(page_of(site, exercise).relative_to(site).as_posix())
    page.evaluate(PRESS_ALL)
    page.evaluate(OPEN_ALL)


def test_the_policy_is_in_force(site, chromium):
    """A script and a style that stand in a page are refused, and are seen by the way the tests above look."""
    with serving(site) as address:
        page = chromium.new_page()
        page.add_init_script(LISTEN)
        page.goto(address)
        page.evaluate("""() => {
            document.body.append(Object.assign(document.createElement("script"), { textContent: "window.ran = 1" }));
            document.body.insertAdjacentHTML("beforeend", '<p style="color: red">');
        }""")
        page.wait_for_function("window.violations.length > 1")
        assert page.evaluate("window.ran") is None
        assert {line.split(":")[0] for line in page.evaluate("window.violations")} == {
            "script-src-elem",
            "style-src-attr",
        }
        page.close()


def test_search_works(visit):
    page = visit("docs/about.html")
    page.locator(".sidebar-search").fill("refund")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li a")
    assert re.search(r"search\.html\?q=refund", page.url)


def test_light_and_dark_are_chosen_and_kept(visit):
    page = visit("index.html")
    assert page.evaluate("document.body.dataset.theme") == "auto"
    page.evaluate("localStorage.setItem('theme', 'dark')")
    assert visit("docs/about.html").evaluate("document.body.dataset.theme") == "dark"
