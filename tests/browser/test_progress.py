"""What the browser remembers, in a real Chromium: the rules of boxes and days, and a learner's way through all of it by keys.

The clock is set, so that days pass. The way is walked on a server that sends the site's policy, which must refuse nothing.
"""

import json

import pypdfium2
import pytest
from conftest import ROOT
from responses import another_response, right_response
from server import serving
from test_access import violations
from test_csp import LISTEN
from test_exercise import EXERCISES, answer_by_keyboard, answer_by_mouse, fieldset, focus_by_tab, told

from quizgrader.sphinxext.assets import script

pytestmark = pytest.mark.browser

TRUST = EXERCISES["module-trust"]
QUESTIONS = sum(question.counts for exercise in EXERCISES.values() for question in exercise.drawn())
MODULE, PROGRESS, REVIEW = "docs/course/01_trust.html", "docs/course/progress.html", "docs/course/review.html"
CERTIFICATE = "docs/course/certificate.html"
SITE = "winning-back-trust"
LEFT = {"page": "docs/course/01_trust", "title": "What customers lose"}
MARK = {
    "version": 1,
    "at": "2026-03-01T10:00:00+00:00",
    "earned": 0,
    "points": 1,
    "box": 1,
    "due": "2026-03-02",
    "sure": [],
}


@pytest.fixture
def visit(site, chromium):
    """Opens pages of the served site in one browser whose clock stands at 2 March 2026; fails on what the policy refuses."""
    with serving(site) as address:
        context = chromium.new_context(timezone_id="Asia/Kolkata")
        context.add_init_script(LISTEN)
        page = context.new_page()
        page.clock.install(time="2026-03-02T09:00:00Z")
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on("console", lambda said: wrong.append(f"{page.url}: {said.text}") if said.type == "error" else None)

        def visit_(name: str, kept: dict | None = None, day: str = ""):
            """`kept` is put into the browser first; `day` sets the clock."""
            if day:
                page.clock.set_fixed_time(f"{day}T09:00:00Z")
            if kept is not None:
                page.goto(f"{address}docs/about.html")
                keep = (
                    "(kept) => { for (const [name, value] of Object.entries(kept)) localStorage.setItem(name, value) }"
                )
                page.evaluate(keep, {f"{SITE}::@{name}": json.dumps(value) for name, value in kept.items()})
            page.goto(address + name)
            return page

        yield visit_
        wrong += page.evaluate("window.violations")
        context.close()
    assert wrong == []


def remembered(page) -> dict:
    """All that the browser keeps of the site, by name without what all names begin with."""
    kept = page.evaluate("Object.entries(localStorage)")
    return {name.removeprefix(f"{SITE}::"): json.loads(value) for name, value in kept if name.startswith(SITE)}


def press(page, name: str) -> None:
    """Reach a button by Tab, and press it."""
    focus_by_tab(page, page.get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")


def choose(page, tmp_path, content: object) -> str:
    """Import a file with this content; returns what the page says then."""
    file = tmp_path / "chosen.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import").click()
    said = page.locator(".memory > .qg-note")
    assert not said.inner_text(), "what an earlier file led to is not said of this one"
    chooser.value.set_files(file)
    said.filter(has_text=".").wait_for()
    return said.inner_text()


def test_what_was_missed_comes_back_after_growing_intervals(chromium):
    page = chromium.new_page()
    page.add_script_tag(content=script())

    def after(*checks: tuple[str, int | None, int]) -> list[tuple[int, str]]:
        """The box and the day after each check: (its day, points earned of 1, the question's version)."""
        rule = """(checks) => {
            let mark;
            return checks.map(([day, earned, version]) => {
                const check = { version, at: `${day}T23:30:00+05:30`, earned, points: earned === null ? 0 : 1 };
                mark = window.quizgrader.afterCheck(mark, check);
                return window.quizgrader.isMark(JSON.parse(JSON.stringify(mark))) && [mark.box, mark.due];
            });
        }"""
        return [tuple(found) for found in page.evaluate(rule, list(checks))]

    assert after(("2026-03-01", 1, 1)) == [(0, "")], "what was right at once does not come back"
    assert after(("2026-03-01", None, 1)) == [(0, "")], "nor does what no program can mark"
    days = ["2026-02-27", "2026-02-28", "2026-03-03", "2026-03-10", "2026-03-24", "2026-04-24"]
    found = after((days[0], 0.5, 1), *((day, 1, 1) for day in days[1:]))
    due = ["2026-02-28", "2026-03-03", "2026-03-10", "2026-03-24", "2026-04-23", ""]
    assert found == list(zip([1, 2, 3, 4, 5, 0], due, strict=True))
    missed = ("2026-03-01", 0, 1)
    assert after(missed, ("2026-03-01", 1, 1))[-1] == (1, "2026-03-02"), "right before its day moves nothing"
    assert after(missed, ("2026-03-05", 1, 1), ("2026-03-06", 0, 1))[-1] == (1, "2026-03-07"), (
        "missed: back to the first"
    )
    assert after(missed, ("2026-03-05", 1, 2))[-1] == (0, ""), "another version begins anew"
    page.close()


def test_a_learners_way_by_keys_alone(visit, tmp_path):
    page = visit("index.html")
    assert not page.locator(".left-off").is_visible(), "nothing on a first visit"
    page = visit(MODULE)
    missed, known = TRUST.drawn()[0], TRUST.drawn()[1]
    for question, respond, sure in ((missed, another_response, "certain"), (known, right_response, "fairly")):
        field = fieldset(page, question)
        answer_by_keyboard(field, respond(question))
        level = field.locator(f'.qg-sure [value="{sure}"]')
        focus_by_tab(page, field.locator(".qg-sure input").first)
        page.keyboard.press("Space")
        while not level.is_checked():
            page.keyboard.press("ArrowDown")
        focus_by_tab(page, field.get_by_role("button", name="Check"))
        page.keyboard.press("Enter")
        told(field, question, respond(question))
        assert level.is_disabled(), "it stays as it was given"
    assert "@read/docs/course/01_trust" not in remembered(page), "the end of the page was not on the screen"
    focus_by_tab(page, page.locator(".read-mark button"))  # by which the end comes onto the screen
    page.get_by_role("button", name="Not read yet").wait_for()
    for said in ("", "Read on 2 March 2026. "):
        page.keyboard.press("Enter")
        assert page.locator(".read-mark").inner_text() == f"{said}{'Not read yet' if said else 'Mark as read'}"

    page = visit("index.html")
    assert page.locator(".left-off").inner_text() == "Continue where you left off: What customers lose"
    page = visit("docs/course/index.html", day="2026-03-03")
    assert page.locator(".left-off").inner_text().split("\n")[-1] == "For review today: 1"
    focus_by_tab(page, page.locator(".left-off a").last)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{REVIEW}")
    field = fieldset(page, missed)
    answer_by_keyboard(field, right_response(missed))
    focus_by_tab(page, field.get_by_role("button", name="Check"))
    page.keyboard.press("Enter")
    told(field, missed, right_response(missed))
    page.get_by_text("This question comes back on 6 March 2026.").wait_for()
    assert page.locator(".memory-due").inner_text().startswith("Nothing to review today. 1 question waits")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []

    page = visit(PROGRESS)
    assert page.locator(".memory-sum li").all_inner_texts() == [
        "1 of 12 modules read",
        f"2 of {QUESTIONS} practice questions answered",
        "0 questions for review today",
    ]
    row = page.locator(".memory-table tr", has_text="What customers lose").first.inner_text()
    assert row.replace("\xa0", " ").split("\t") == ["What customers lose", "2 Mar 2026", "2 of 10", "2 of 2"]
    assert "When you were certain, you were right 0 of 1 time." in page.locator(".memory").inner_text()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    before = remembered(page)
    with page.expect_download() as download:
        press(page, "Export")
    saved = json.loads(download.value.path().read_text("utf-8"))
    assert set(saved) == {"format", "site", "saved", "pages", "marks"} and len(saved["marks"]) == 2

    page.evaluate("localStorage.setItem('wbt-ticks', '{}'); localStorage.setItem('another-site', '1')")
    press(page, "Forget everything")
    page.keyboard.press("Enter")  # the focus is on "No, keep it"
    assert remembered(page) == before
    press(page, "Forget everything")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".memory > .qg-note").inner_text().startswith("All is forgotten.")
    assert page.evaluate("Object.keys(localStorage)") == ["another-site"]
    assert page.locator(".memory-sum li").first.inner_text() == "0 of 12 modules read"

    assert choose(page, tmp_path, saved).startswith("Taken in: 2 marks")
    again = remembered(page)
    assert {name for name in again if name[:5] in ("@mark", "@read")} == {
        n for n in before if n[:5] in ("@mark", "@read")
    }
    assert all(again[name] == before[name] for name in again)


def test_a_file_joins_what_is_there_and_a_wrong_one_changes_nothing(visit, tmp_path):
    old = {**MARK, "sure": [["2026-03-01T10:00:00+00:00", "guess", False]]}
    new = {
        **MARK,
        "at": "2026-03-02T01:00:00+05:30",
        "earned": 1,
        "sure": [["2026-03-02T01:00:00+05:30", "certain", True]],
    }
    kept = {
        "mark/module-trust/six-voices": new,
        "mark/module-trust/call-back": old,
        "read/docs/course/01_trust": new["at"],
    }
    page = visit(PROGRESS, kept)
    before = remembered(page)
    good = {"format": "quizgrader-progress/1", "site": SITE, "saved": MARK["at"], "pages": {}, "marks": {}}
    wrong = {
        "is no file of progress": ["no JSON", [], None, {"format": "quizgrader-submission/1"}],
        "comes from another version": [{**good, "format": "quizgrader-progress/2"}],
        "belongs to another site": [{**good, "site": "elsewhere"}],
        "is damaged": [
            {**good, "marks": {"__proto__/x": MARK}},
            {**good, "marks": {"module-trust/six-voices": {**MARK, "box": 9}}},
            {**good, "pages": {"docs/course/01_trust": "yesterday"}},
        ],
    }
    for sentence, files in wrong.items():
        for content in files:
            assert sentence in choose(page, tmp_path, content)
            page.reload()
    assert remembered(page) == before
    page_of_it = (ROOT / "docs" / "reference" / "progress_file.md").read_text("utf-8")
    documented = json.loads("{" + page_of_it.split("{code-block} json")[1].split("```")[0].partition("{")[2])
    marks = {"module-trust/six-voices": old, "module-trust/call-back": new, "gone/question": MARK}
    pages = {"docs/course/01_trust": MARK["at"], "docs/course/02_evidence": MARK["at"]}
    assert choose(page, tmp_path, {**good, "marks": marks, "pages": pages}).startswith("Taken in: 3 marks")
    now = remembered(page)
    both = [*old["sure"], *new["sure"]]
    assert now["@mark/module-trust/six-voices"] == {**new, "sure": both}
    assert now["@mark/module-trust/call-back"] == {**new, "sure": both}
    assert now["@read/docs/course/01_trust"] == new["at"] and now["@read/docs/course/02_evidence"] == MARK["at"]
    assert page.locator(".memory-sum li").first.inner_text() == "2 of 12 modules read"
    assert choose(visit(PROGRESS), tmp_path, documented).startswith("Taken in: 1 mark,"), "the example in the reference"


def test_marks_outlive_a_new_version_and_pages_a_move(site, visit):
    """Of the course's data only what a rebuilt site would say otherwise is changed: a version, and a page's old name."""
    text = (site / "_static" / "course-data.js").read_text("utf-8")
    data = json.loads(text.removeprefix("window.courseData=").removesuffix(";\n"))
    data["questions"]["module-trust/six-voices"]["version"] = 2
    data["moved"]["docs/old/trust"] = "docs/course/01_trust"
    later = f"window.courseData={json.dumps(data)};"
    page = visit("docs/about.html")
    page.route("**/course-data.js", lambda route: route.fulfill(body=later, content_type="text/javascript"))
    kept = {"mark/module-trust/six-voices": MARK, "mark/module-trust/call-back": MARK, "mark/gone/x": MARK}
    left = {"page": "docs/old/trust", "title": "What is lost"}
    page = visit(PROGRESS, {**kept, "read/docs/old/trust": MARK["at"], "left-off": left}, "2026-03-09")
    lines = page.locator(".memory-sum li").all_inner_texts()
    answered = f"1 of {QUESTIONS} practice questions answered"
    assert lines == ["1 of 12 modules read", answered, "1 question for review today"]
    told_so = page.locator(".memory .qg-older")
    assert "1 question has changed since you answered it." in told_so.inner_text()
    assert told_so.locator("a").get_attribute("href").endswith(f"{MODULE}#exercise-module-trust-six-voices")
    assert visit(REVIEW).locator(".memory-due").inner_text() == "1 question for review today"
    line = visit("index.html").locator(".left-off")
    assert line.inner_text().split("\n") == ["Continue where you left off: What is lost", "For review today: 1"]
    assert line.locator("a").first.get_attribute("href").endswith("docs/old/trust.html"), "from where a page leads on"


def test_a_page_is_read_when_its_end_was_on_the_screen(visit):
    page = visit("docs/practice/open_tasks.html")
    assert remembered(page) == {
        "@left-off": {"page": "docs/practice/open_tasks", "title": "Practise: six texts to write"}
    }
    page.locator(".read-mark").scroll_into_view_if_needed()
    page.evaluate("""() => new Promise((done) => {
        const kept = () => Object.keys(localStorage).some((name) => name.includes("@read/"));
        const look = () => (kept() ? done() : requestAnimationFrame(look));
        look();
    })""")
    assert "@read/docs/practice/open_tasks" in remembered(page)
    page = visit(MODULE)
    page.locator(".read-mark button").scroll_into_view_if_needed()
    page.get_by_role("button", name="Not read yet").click()
    assert "@read/docs/course/01_trust" not in remembered(page)


def test_the_way_back_moves_nothing(visit):
    """It is there before what stands below it is drawn."""
    for name in ("index.html", "docs/course/index.html"):
        page = visit(name, {"left-off": LEFT, "mark/module-trust/six-voices": MARK}, "2026-03-09")
        assert page.locator(".left-off").is_visible()
        shifts = """() => new Promise((done) => {
            new PerformanceObserver((list) => done(list.getEntries().map((entry) => entry.value)))
                .observe({ type: "layout-shift", buffered: true });
            requestAnimationFrame(() => requestAnimationFrame(() => done([])));
        })"""
        assert page.evaluate(shifts) == []


def test_how_sure_one_is_need_not_be_asked(visit):
    page = visit(PROGRESS)
    assert not page.locator(".qg-unkept").is_visible(), "nothing is wrong with what is served"
    page.get_by_label("Ask me how sure I am").uncheck()
    assert not visit(PROGRESS).get_by_label("Ask me how sure I am").is_checked()
    page = visit(MODULE)
    assert page.get_by_role("button", name="Check").count() and not page.locator(".qg-sure").count()


def test_a_certificate_is_one_sheet_and_says_what_it_is_worth(visit, tmp_path):
    modules = [path.stem for path in (ROOT / "docs" / "course").glob("[01]*.md")]
    read = {f"read/docs/course/{name}": MARK["at"] for name in modules}
    marks = {f"mark/module-trust/{question.id}": MARK for question in TRUST.drawn()}
    page = visit(CERTIFICATE, {**read, **marks})
    page.get_by_label("Your name").fill("Ana García Müller")
    assert "@name" not in remembered(page), "a name is kept only if wanted"
    page.get_by_label("Keep my name").check()
    assert visit(CERTIFICATE).locator(".certificate-name").inner_text() == "Ana García Müller"
    assert violations(page) == []
    for paper in ("A4", "Letter"):
        page.pdf(path=tmp_path / "sheet.pdf", format=paper)
        sheet = pypdfium2.PdfDocument(tmp_path / "sheet.pdf")
        assert len(sheet) == 1
        text = sheet[0].get_textpage().get_text_bounded()
        for part in ("Ana García Müller", "12 of 12 modules read", "2 March 2026", "Nobody has checked it"):
            assert part in " ".join(text.split())
        assert "Print" not in text


def test_it_says_at_once_when_nothing_can_be_kept(site, chromium, tmp_path):
    context = chromium.new_context()
    context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('off'); } });")
    page = context.new_page()
    for name in (PROGRESS, REVIEW, CERTIFICATE):
        page.goto((site / name).as_uri())
        assert page.locator(".qg-unkept", has_text="set to keep nothing").is_visible()
    page.goto((site / MODULE).as_uri())
    page.get_by_role("button", name="Mark as read").click()
    assert "keeps nothing" in page.locator(".read-mark").inner_text()
    page.goto((site / "index.html").as_uri())
    assert not page.locator(".left-off").is_visible()
    context.close()
    context = chromium.new_context()
    context.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };")
    page = context.new_page()
    page.goto((site / PROGRESS).as_uri())
    file = {"format": "quizgrader-progress/1", "site": SITE, "saved": MARK["at"], "pages": {}, "marks": {"a/b": MARK}}
    choose(page, tmp_path, file)
    assert page.locator(".qg-unkept", has_text="no room left").is_visible()
    context.close()


def test_from_a_folder_a_page_that_knows_of_no_other_says_so(site, chromium):
    """As each page is in Firefox. Chromium shares one memory, so there it ends once another page was visited."""
    context = chromium.new_context()
    page = context.new_page()
    for name in (PROGRESS, REVIEW, CERTIFICATE):
        page.goto((site / name).as_uri())
        assert page.locator(".qg-unkept", has_text="opened this site from a folder").is_visible(), name
    page.goto((site / PROGRESS).as_uri())
    press(page, "Forget everything")
    page.get_by_role("dialog").get_by_role("button", name="Forget everything").click()
    assert "the others still have theirs" in page.locator(".memory > .qg-note").inner_text()
    page.goto((site / MODULE).as_uri())
    page.goto((site / PROGRESS).as_uri())
    assert not page.locator(".qg-unkept").is_visible()
    context.close()


def test_from_a_folder_missed_questions_come_back_and_their_links_lead_on(site, chromium):
    context = chromium.new_context()
    page = context.new_page()
    page.clock.install(time="2026-03-02T09:00:00Z")
    page.goto((site / MODULE).as_uri())
    question = TRUST.drawn()[0]
    field = fieldset(page, question)
    answer_by_mouse(field, another_response(question))
    field.get_by_role("button", name="Check").click()
    page.clock.set_fixed_time("2026-03-03T09:00:00Z")
    page.goto((site / REVIEW).as_uri())
    field = fieldset(page, question)
    answer_by_mouse(field, another_response(question))
    field.get_by_role("button", name="Check").click()
    told(field, question, another_response(question))
    field.locator(".qg-answer summary").click()
    assert field.locator(".qg-answer .qg-facts a").first.get_attribute("href").startswith((site / MODULE).as_uri())
    assert page.get_by_text("This question comes back on 4 March 2026.").is_visible()
    context.close()
