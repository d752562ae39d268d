"""The site as those read it who enlarge it, space it out, choose its colours, translate it, or use keys alone.

axe-core has its tests in test_access.py; here is what it cannot see. WCAG's numbers stand beside what they ask for.
"""

from pathlib import Path

import pytest
from test_exercise import EXERCISES, page_of

pytestmark = pytest.mark.browser

KINDS = {
    "home": "index.html",
    "today": "docs/playbook/today.html",
    "check list": "docs/playbook/first_hour.html",
    "template": "docs/playbook/templates/apology.html",
    "case": "case_studies/jetblue/index.html",
    "comparison": "case_studies/comparison.html",
    "crosswalk": "docs/frameworks/crosswalk.html",
    "research": "docs/frameworks/research.html",
    "module": "docs/course/01_trust.html",
    "branching case": "docs/practice/storm_day.html",
    "components": "docs/reference/style.html",
    "glossary": "docs/glossary.html",
    "search": "search.html",
    "not there": "404.html",
}
EACH_KIND = pytest.mark.parametrize("name", KINDS.values(), ids=KINDS.keys())
PHONE, ZOOMED_TWICE, DESKTOP = ({"width": width, "height": 800} for width in (320, 640, 1280))


@pytest.fixture
def open_page(site, chromium):
    """Opens a page of the site from its folder: `open_page("index.html", viewport=...)`."""
    contexts = []

    def open_(name: str, **options):
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        page.goto((site / name).as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()


def all_pages(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


# -- larger: 1.4.4 at 200 %, 1.4.10 at 400 %, which leaves 320 pixels of a window of 1280

STICKING_OUT = """() => {
    const width = document.documentElement.clientWidth;
    const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const out = (box) => box.width > 1 && (box.right > width + 1 || box.left < -1);
    const strip = ".qg-open";  // links to the questions in one line, which moves with the focus
    const found = [...document.querySelectorAll(".page *")]
        .filter((element) => seen(element) && out(element.getBoundingClientRect()) && !element.parentElement.closest(strip));
    return found.slice(-2).map((element) => `${element.tagName}.${element.className} “${element.textContent.trim().slice(0, 40)}”`);
}"""


@pytest.mark.parametrize("viewport", [PHONE, ZOOMED_TWICE], ids=["at 400 %", "at 200 %"])
def test_nothing_of_any_page_is_wider_than_the_screen(site, open_page, viewport):
    page = open_page("index.html", viewport=viewport)
    wide = {}
    for name in all_pages(site):
        page.goto((site / name).as_uri())
        if found := page.evaluate(STICKING_OUT):
            wide[name] = found
    assert wide == {}


LENGTHEN = """() => {
    const long = "Krankenversicherungskartenleseger\\u00e4tebenutzungsordnung";
    for (const element of document.querySelectorAll("article :is(h1, h2, h3, p, li, dt, dd, td, th, label, legend, button, summary, option)")) {
        const text = [...element.childNodes].find((node) => node.nodeType === 3 && node.textContent.trim());
        if (text) text.textContent = `${long} ${text.textContent}`;
    }
}"""


@EACH_KIND
def test_long_words_do_not_make_a_page_wider(open_page, name):
    page = open_page(name, viewport=PHONE)
    page.evaluate(LENGTHEN)
    assert page.evaluate(STICKING_OUT) == []


SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((element) => {
    const style = getComputedStyle(element);
    const hides = [style.overflowX, style.overflowY].some((value) => value === "hidden" || value === "clip");
    const lacks = element.scrollWidth > element.clientWidth + 2 || element.scrollHeight > element.clientHeight + 2;
    return hides && lacks && element.clientHeight > 2 && element.checkVisibility({ visibilityProperty: true });
}).map((element) => `${element.tagName}.${element.className} “${element.textContent.trim().slice(0, 40)}”`)"""


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@EACH_KIND
def test_text_can_be_spaced_out(open_page, name, viewport):  # 1.4.12
    page = open_page(name, viewport=viewport)
    page.add_style_tag(content=SPACED)
    assert page.evaluate(STICKING_OUT) == []
    assert page.evaluate(CUT_OFF) == []


# -- keys: 2.4.7 focus visible, 2.4.11 focus not hidden, 2.1.1 all by keyboard

FOCUS = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const ring = (one) => { const style = getComputedStyle(one); return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2; };
    const labels = element.id ? [...document.querySelectorAll(`label[for="${CSS.escape(element.id)}"]`)] : [];
    const shown = [element, ...labels].find((one) => ring(one) && one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().width > 4);
    const box = (shown ?? element).getBoundingClientRect();
    const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    const over = document.elementsFromPoint(Math.max(1, Math.min(box.left + box.width / 2, innerWidth - 1)), Math.max(1, Math.min(box.top + box.height / 2, innerHeight - 1)))[0];
    const header = document.querySelector(".mobile-header");
    const hidden = header?.contains(over) && !header.contains(element) && !labels.some((label) => header.contains(label));
    const about = `${element.tagName}.${element.className} “${(element.textContent || element.ariaLabel || "").trim().slice(0, 30)}”`;
    return { about, seen: Boolean(shown), inside, hidden: Boolean(hidden) };
}"""


def walk(page, most: int = 700) -> list[dict]:
    """Each stop of the Tab key on a page, from its beginning to its end."""
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            return stops
        stops.append(stop)
    return stops


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize(
    "name", ["index.html", "docs/playbook/templates/apology.html", "docs/course/01_trust.html", "search.html"]
)
def test_focus_is_seen_wherever_it_goes(open_page, name, viewport):
    page = open_page(name, viewport=viewport)
    stops = walk(page)
    assert len(stops) > 10
    assert [stop["about"] for stop in stops if not stop["seen"]] == [], "no ring is to be seen"
    assert [stop["about"] for stop in stops if not stop["inside"]] == [], "the focus is outside of the screen"
    assert [stop["about"] for stop in stops if stop["hidden"]] == [], "the header lies over it"


def test_the_lists_of_pages_and_parts_open_and_close_by_keys(open_page):
    page = open_page("docs/course/01_trust.html", viewport=PHONE)
    drawer = page.locator(".sidebar-drawer")
    assert not drawer.is_visible()
    page.keyboard.press("Tab")  # the link that skips to the content
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "__navigation"
    page.keyboard.press("Space")
    assert drawer.is_visible()
    page.keyboard.press("Escape")
    assert not drawer.is_visible() and page.evaluate("document.activeElement.id") == "__navigation"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "__toc"
    page.keyboard.press("Space")
    assert page.locator(".toc-drawer").is_visible()


def test_a_branch_of_the_list_of_pages_opens_by_keys(open_page):
    page = open_page("docs/about.html", viewport=DESKTOP)
    branch = page.locator(".sidebar-tree li.has-children").first
    branch.locator("> input").focus()
    page.keyboard.press("Space")
    assert branch.locator("> ul").is_visible()


def test_the_first_stop_skips_to_the_content(open_page):
    page = open_page("docs/about.html", viewport=DESKTOP)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("skip-to-content")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.main') !== null")


TOO_SMALL = """() => {
    const own = ":is(button, summary, select, textarea, input, .today-link, .toctree-checkbox + label, .foot-links a, .template-tools a, .stop a, .toc-tree a)";
    return [...document.querySelectorAll(own)].flatMap((element) => {
        const types = element.matches("input[type=text], input[type=search], textarea, select");
        const target = (!types && element.closest("label")) || (element.id && document.querySelector(`label[for="${CSS.escape(element.id)}"]`)) || element;
        if (!target.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return [];
        const { width, height } = target.getBoundingClientRect();
        return width && (width < 24 || height < 24) ? [`${element.tagName}.${element.className} ${width} × ${height} “${element.textContent.slice(0, 20)}”`] : [];
    });
}"""


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@EACH_KIND
def test_our_own_controls_can_be_hit(open_page, name, viewport):  # 2.5.8
    page = open_page(name, viewport=viewport)
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true;")
    assert page.evaluate(TOO_SMALL) == []


# -- the reader's own colours, and no motion


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_focus_and_shapes_are_seen(open_page, scheme):
    page = open_page("case_studies/comparison.html", forced_colors="active", color_scheme=scheme, viewport=DESKTOP)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    ring = page.evaluate(
        "(({ outlineStyle, outlineColor }) => [outlineStyle, outlineColor])(getComputedStyle(document.activeElement))"
    )
    assert ring[0] == "solid" and ring[1] != paper
    full, half, empty = (
        page.evaluate(
            f"getComputedStyle(document.querySelector('.heat-map .verdict-{verdict}'), '::before').background"
        )
        for verdict in ("met", "partly", "missed")
    )
    assert len({full, half, empty}) == 3, "full, half and empty look alike"


@EACH_KIND
def test_nothing_moves_for_those_who_want_no_motion(open_page, name):
    page = open_page(name)
    moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter((element) => {
        const style = getComputedStyle(element);
        const moves = style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0) || style.animationName !== "none";
        return moves || style.scrollBehavior === "smooth";
    }).map((element) => `${element.tagName}.${element.className}`)""")
    assert moving == []


# -- without script, and in another language


@EACH_KIND
def test_a_page_is_whole_without_script(open_page, name):
    with_script, without = open_page(name), open_page(name, java_script_enabled=False)
    assert without.locator("h1").is_visible()
    for headings in ("h2", "h3"):
        shown = [heading.is_visible() for heading in without.locator(f"article {headings}").all()]
        assert all(shown) and len(shown) == with_script.locator(f"article {headings}").count()
    assert without.locator("article button:visible").count() == 0, "a button that does nothing"


TRANSLATE = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
        if (!text.textContent.trim() || text.parentElement.closest("script, style, textarea, svg")) continue;
        const [outer, inner] = [document.createElement("font"), document.createElement("font")];
        inner.textContent = `\\u00ab${[...text.textContent].reverse().join("")}\\u00bb`;
        outer.append(inner);
        text.replaceWith(outer);
    }
    document.documentElement.lang = "xx";
}"""
TYPES = {
    question.type: (exercise, question)
    for exercise in EXERCISES.values()
    for question in exercise.questions
    if question.counts
}


@pytest.mark.parametrize("kind", TYPES)
def test_an_exercise_works_in_a_page_that_was_translated(site, open_page, kind):
    from responses import another_response, right_response
    from test_exercise import answer_by_mouse, fieldset

    from quizgrader.grading import grade

    exercise, question = TYPES[kind]
    page = open_page(page_of(site, exercise).relative_to(site).as_posix())
    field = fieldset(page, question)
    check = field.locator(".qg-actions button").first
    page.evaluate(TRANSLATE)
    for response in (another_response(question), right_response(question)):
        if response is None:
            continue
        again = page.locator(f"#exercise-{exercise.id} > .qg-actions button").last
        again.click()
        answer_by_mouse(field, response)
        check.click()
        mark = grade(question, response)
        wanted = "open" if mark.state == "to-mark" else {1: "right", 0: "wrong"}.get(mark.fraction, "partly")
        assert field.get_attribute("data-verdict") == wanted


def test_a_check_list_and_a_timeline_work_in_a_page_that_was_translated(open_page):
    page = open_page("docs/playbook/today.html")
    page.evaluate(TRANSLATE)
    page.locator("ol.checklist input").first.check()
    assert "1" in page.locator(".check-tools [role=status]").inner_text()
    page.reload()
    assert page.locator("ol.checklist input").first.is_checked()
    page.goto(page.url.replace("docs/playbook/today", "case_studies/jetblue/index"))
    page.evaluate(TRANSLATE)
    timeline = page.locator("dl.timeline:visible").nth(1)
    filter_ = page.locator(".timeline-filter").nth(1)
    before = timeline.locator("> dt:visible").count()
    filter_.locator("summary").click()
    filter_.locator("input").first.uncheck()
    assert timeline.locator("> dt:visible").count() < before
