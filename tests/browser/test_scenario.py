"""A branching case remembers where its player is, and shows at its end the way that was taken beside what was done in fact."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import PROJECT, put_files, sphinx

pytestmark = pytest.mark.browser

STORM = """id: storm
title: A storm
mode: practice
scenario:
  role: You decide.
  scenes:
    - id: dawn
      when: Dawn
      text: Ice falls.
      decisions:
        - {id: wait, text: Wait *one* hour., consequence: They waited., basis: fact, goto: noon}
        - {id: act, text: Act now., consequence: They would be home., basis: judgement, goto: hall}
    - id: hall
      when: In the hall
      text: Nobody was here in fact.
      decisions:
        - {id: call, text: Call them., consequence: They would answer., basis: judgement, goto: home}
        - {id: load, text: Load after all., consequence: It would be noon., basis: judgement, goto: noon}
    - id: noon
      when: Noon
      text: It is late.
      decisions:
        - {id: buses, text: Ask for buses., consequence: They came., basis: fact, goto: night}
        - {id: still, text: Wait on., consequence: It would get dark., basis: judgement, goto: night}
    - {id: home, when: Evening, text: All is well.}
    - {id: night, when: Night, text: It is over.}
  debrief: What did you weigh?
"""


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    def build_(storm: str = STORM):
        top = tmp_path_factory.mktemp("scenario")
        pages = {"index.md": "# Home\n\n```{exercise} storm\n```\n", "exercises/storm.yaml": storm}
        put_files(top / "project", {**PROJECT, **pages})
        done = sphinx(top / "project", top / "out")
        assert done.returncode == 0, done.stderr
        return (top / "out" / "index.html").as_uri()

    return build_


@pytest.fixture(scope="module")
def address(build):
    return build()


@pytest.fixture
def page(address, chromium):
    context = chromium.new_context()
    context.set_default_timeout(10_000)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    yield page
    context.close()
    assert errors == []


def seen(page) -> str:
    """The heading of the one section that is shown, without its number."""
    (heading,) = page.locator(".qg-section:visible > .rubric").all_inner_texts()
    return heading.partition(". ")[2]


def follow(page, link) -> None:
    """Follow a link and wait for the section that it leads to."""
    target = page.locator(link.get_attribute("href"))
    link.click()
    target.wait_for()


def decide(page, words: str) -> None:
    offered = page.locator(".qg-section:visible li").filter(has_text=words)
    follow(page, offered.get_by_role("link", name="Turn to"))
    follow(page, page.locator(".qg-section:visible").get_by_role("link", name="Turn to"))


def way(page) -> list[str]:
    return [
        " | ".join(item.inner_text().split("\n")).replace(" |  | ", " | ")
        for item in page.locator(".qg-way-list > li").all()
    ]


def test_where_one_is_stands_when_one_comes_back(page, address):
    decide(page, "Act now.")
    assert seen(page) == "In the hall"
    page.goto("about:blank")
    page.goto(address)
    assert seen(page) == "In the hall" and page.get_by_text("You left off here.").is_visible()
    page.get_by_role("button", name="Start again").click()
    page.locator("#exercise-storm-1").wait_for()
    assert seen(page) == "Dawn" and not page.get_by_text("You left off here.").is_visible()
    page.goto("about:blank")
    page.goto(address)
    assert seen(page) == "Dawn"


def test_an_ending_shows_the_way_beside_what_was_done_in_fact(page):
    decide(page, "Act now.")
    decide(page, "Load after all.")
    assert page.locator(".qg-way-list").count() == 0
    decide(page, "Wait on.")
    assert seen(page) == "Night: an ending"
    assert way(page) == [
        "Dawn | You | Act now. | In fact | Wait one hour. | Play again from here",
        "In the hall | You | Load after all. | In fact | It did not come to this. | Play again from here",
        "Noon | You | Wait on. | In fact | Ask for buses. | Play again from here",
    ]
    follow(page, page.locator(".qg-section:visible").get_by_role("link", name="Turn to"))
    assert seen(page) == "Looking back" and len(way(page)) == 3


def test_the_way_that_was_taken_in_fact_is_called_the_same(page):
    decide(page, "Wait one hour.")
    decide(page, "Ask for buses.")
    assert [row.split(" | ")[4] for row in way(page)] == ["The same.", "The same."]


def test_a_moment_that_was_missed_is_shown_too(page):
    decide(page, "Act now.")
    decide(page, "Call them.")
    assert way(page)[-1] == "Noon | You | You did not come here. | In fact | Ask for buses. | Play again from here"


def test_one_may_play_again_from_any_decision(page):
    decide(page, "Act now.")
    decide(page, "Load after all.")
    decide(page, "Wait on.")
    follow(page, page.get_by_role("link", name="Play again from here").nth(1))
    assert seen(page) == "In the hall"
    assert page.evaluate("document.activeElement.classList.contains('qg-section')")
    decide(page, "Call them.")
    assert [row.split(" | ")[2] for row in way(page)[:2]] == ["Act now.", "Call them."]


def test_going_back_unmakes_a_decision(page):
    decide(page, "Wait one hour.")
    page.go_back()
    page.go_back()
    page.locator("#exercise-storm-1").wait_for()
    assert seen(page) == "Dawn"
    decide(page, "Act now.")
    decide(page, "Call them.")
    assert way(page)[0].startswith("Dawn | You | Act now.")


def test_the_place_survives_edits_and_what_is_gone_is_left_out(page, build):
    decide(page, "Act now.")
    page.goto(build(STORM.replace("id: dawn\n      when: Dawn", "id: dawn\n      when: At first light")))
    assert seen(page) == "In the hall"
    page.goto(build(STORM.replace("id: act,", "id: move,")))
    assert seen(page) == "Dawn"


@pytest.mark.parametrize("kept", ["{", "7", '["x"]', '["dawn", 3]', "[]", '{"a": 1}'])
def test_a_broken_memory_begins_at_the_beginning(page, address, kept):
    decide(page, "Act now.")
    page.evaluate("(text) => Object.keys(localStorage).forEach((name) => { localStorage[name] = text; })", kept)
    page.goto("about:blank")
    page.goto(address)
    assert seen(page) == "Dawn"


def test_it_can_be_played_where_nothing_is_kept(chromium, address):
    context = chromium.new_context()
    context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('off'); } });")
    page = context.new_page()
    page.goto(address)
    decide(page, "Wait one hour.")
    decide(page, "Wait on.")
    assert len(way(page)) == 2
    context.close()


def test_nothing_is_found_against_access_at_the_end(page):
    decide(page, "Act now.")
    decide(page, "Call them.")
    found = Axe().run(page, context=".qg-scenario").response["violations"]
    assert [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]] == []
