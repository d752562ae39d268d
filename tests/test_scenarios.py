"""Walks every path of every branching case: each ends, one is what was done, and the numbered book leads the same way.

The walks know a case's graph and its printed book from outside, and share no code with `quizgrader.bank.scenario`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from string import ascii_lowercase

import pytest
from conftest import ROOT

from authoring import load
from quizgrader.bank.exercises import Exercise
from quizgrader.bank.scenario import Decision, Scenario, Scene, Section, Turn, sections
from quizgrader.bank.shelf import read_shelf
from quizgrader.report.markdown import plain
from quizgrader.terminal import take

CASES = {name: file.exercise for name, file in read_shelf([ROOT / "exercises"]).files.items() if file.exercise.scenario}

Path = tuple[str, ...]
"""The texts that somebody reads who goes one way, in order: scene, decision, consequence, scene, and so on."""
STUCK = "here nothing leads on"


def paths(scenario: Scenario) -> Iterator[tuple[Path, tuple[Decision, ...]]]:
    """Every way through the graph from the first scene; one that would come back to a scene is left out."""
    scenes = {scene.id: scene for scene in scenario.scenes}
    debrief = (scenario.debrief.strip(),) if scenario.debrief else ()

    def walk(scene: Scene, read: Path, taken: tuple, been: frozenset[str]) -> Iterator[tuple[Path, tuple]]:
        read = (*read, scene.text.strip())
        if not scene.decisions:
            yield read + debrief, taken
            return
        ways = [way for way in scene.decisions if way.goto in scenes and way.goto not in been]
        if not ways:
            yield (*read, STUCK), taken
        for way in ways:
            texts = (*read, way.text.strip(), way.consequence.strip())
            yield from walk(scenes[way.goto], texts, (*taken, way), been | {way.goto})

    first = scenario.scenes[0]
    yield from walk(first, (), (), frozenset([first.id]))


def printed(book: list[Section]) -> Iterator[Path]:
    """Every way through the numbered sections, as a reader turns the pages, from section 1."""
    by_number = {section.number: section for section in book}

    def leads_to(way: Turn) -> int:
        """The scene that a choice comes to: its consequence leaves nothing to choose."""
        after = by_number[way.number].turns
        return after[0].number if way.text and after else way.number

    def turn(number: int, read: Path, been: frozenset[int]) -> Iterator[Path]:
        section = by_number[number]
        read, been = (*read, section.text.strip()), been | {number}
        if not section.turns:
            yield read
            return
        ways = [way for way in section.turns if leads_to(way) not in been]
        if not ways:
            yield (*read, STUCK)
        for way in ways:
            yield from turn(way.number, (*read, way.text.strip()) if way.text else read, been)

    yield from turn(1, (), frozenset())


@dataclass
class Tour:
    """What was met on all paths of a case."""

    ends: Counter[str] = field(default_factory=Counter)
    """How many paths come to each ending, by its text; `STUCK` is one."""
    met: set[str] = field(default_factory=set)
    done: int = 0
    """How many paths are what the company did, from the first decision to the last."""


def tour(scenario: Scenario) -> Tour:
    seen = Tour()
    for path, taken in paths(scenario):
        seen.ends[path[-1] if path[-1] == STUCK or not scenario.debrief else path[-2]] += 1
        seen.met.update(path)
        seen.done += all(way.basis == "fact" for way in taken)
    return seen


def says_why(intro: str) -> bool:
    """An introduction that tells why no path is what was done has these words."""
    return bool(re.search(r"\bno path\b", intro, re.IGNORECASE))


def never_met(scenario: Scenario, seen: Tour) -> set[str]:
    """The scenes and decisions that are on no path, by their texts."""
    written = {scene.text.strip() for scene in scenario.scenes}
    ways = [way for scene in scenario.scenes for way in scene.decisions]
    return (written | {text.strip() for way in ways for text in (way.text, way.consequence)}) - seen.met


def parting(scenario: Scenario, book: list[Section]) -> tuple | None:
    """The first path that the graph and the book do not share."""
    walked = (path for path, _ in paths(scenario))
    return next(((graph, page) for graph, page in zip_longest(walked, printed(book)) if graph != page), None)


# -- the cases of this project


@pytest.fixture(scope="module", params=CASES)
def case(request) -> tuple[Exercise, Tour]:
    exercise = CASES[request.param]
    return exercise, tour(exercise.scenario)


def test_there_are_branching_cases():
    assert len(CASES) >= 4


def test_every_path_ends_and_every_ending_is_reached(case):
    exercise, seen = case
    assert seen.ends.keys() == {scene.text.strip() for scene in exercise.scenario.scenes if not scene.decisions}


def test_one_path_is_what_was_done_or_the_introduction_says_why_not(case):
    exercise, seen = case
    assert seen.done or says_why(exercise.intro)


def test_every_scene_and_decision_is_on_some_path(case):
    exercise, seen = case
    assert never_met(exercise.scenario, seen) == set()


def test_the_numbered_book_leads_through_the_same_paths(case):
    scenario = case[0].scenario
    book = sections(scenario)
    assert [section.number for section in book] == list(range(1, len(book) + 1))
    assert parting(scenario, book) is None


def test_what_was_done_names_its_facts_and_no_text_stands_twice(case):
    scenes = case[0].scenario.scenes
    ways = [way for scene in scenes for way in scene.decisions]
    assert [way.id for way in ways if way.basis == "fact" and not way.claims] == []
    texts = Counter(text.strip() for text in [*(scene.text for scene in scenes), *(way.consequence for way in ways)])
    assert max(texts.values()) == 1, "by its text a scene is told from the others"


def test_every_decision_can_be_played_to_an_ending(case):
    """In the terminal, by letter: for each decision one path that takes it."""
    exercise = case[0]
    home = {id(way): scene for scene in exercise.scenario.scenes for way in scene.decisions}
    endings = {scene.text.strip() for scene in exercise.scenario.scenes if not scene.decisions}
    left = set(home)
    for path, taken in paths(exercise.scenario):
        if not left & {*map(id, taken)}:
            continue
        left -= {*map(id, taken)}
        letters = iter([ascii_lowercase[home[id(way)].decisions.index(way)] for way in taken])
        said: list[str] = []
        take(exercise, lambda _, letters=letters: next(letters), said.append)
        shown = " ".join("\n".join(said).split())
        assert next(letters, None) is None, "every letter was asked for"
        assert all(plain(text) in shown for text in path) and sum(plain(text) in shown for text in endings) == 1
        if not left:
            return
    assert not left


# -- these tests can fail

GAME = """id: game
title: A game
mode: practice
scenario:
  role: You decide.
  scenes:
    - id: dawn
      when: Dawn
      text: Ice falls.
      decisions:
        - {id: wait, text: Wait., consequence: They waited., basis: fact, goto: noon, claims: [c-1]}
        - {id: act, text: Act., consequence: They would go home., basis: judgement, goto: home}
    - id: noon
      when: Noon
      text: It is late.
      decisions:
        - {id: on, text: Go on., consequence: They went on., basis: fact, goto: home, claims: [c-1]}
        - {id: back, text: Go back., consequence: They would begin again., basis: judgement, goto: dawn}
    - {id: home, when: Evening, text: All is well.}
  debrief: What did you weigh?
"""


@pytest.fixture
def game(tmp_path):
    """A small case with a circle in it; a test says what is wrong in its own."""

    def write(*changes: tuple[str, str]) -> Exercise:
        text = GAME
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "game.yaml").write_text(text, "utf-8")
        found, located = load(tmp_path / "game.yaml", Exercise)
        assert found, located.problems
        return found

    return write


def test_a_good_case_has_its_paths_and_leaves_the_circle_out(game):
    scenario = game().scenario
    assert [[way.id for way in ways] for _, ways in paths(scenario)] == [["wait", "on"], ["act"]]
    seen = tour(scenario)
    assert seen.ends == {"All is well.": 2} and seen.done == 1
    assert parting(scenario, sections(scenario)) is None


def test_a_path_that_only_goes_in_a_circle_is_found(game):
    scenario = game(("basis: fact, goto: home", "basis: fact, goto: dawn")).scenario
    assert tour(scenario).ends[STUCK] == 1


def test_a_decision_on_no_path_is_found(game):
    scenario = game().scenario
    assert never_met(scenario, tour(scenario)) == {"Go back.", "They would begin again."}
    scenario = game(("goto: noon", "goto: home")).scenario
    assert "It is late." in never_met(scenario, tour(scenario))


def test_a_case_in_which_nobody_does_what_was_done_is_found(game):
    exercise = game(("They went on., basis: fact", "They went on., basis: judgement"))
    assert tour(exercise.scenario).done == 0 and not says_why(exercise.intro)
    assert says_why("No path here is what was done, for nobody told.")


@pytest.mark.parametrize(
    "tamper",
    [
        lambda book: book[0].turns.reverse(),
        lambda book: book[0].turns.pop(),
        lambda book: setattr(book[-1], "text", "Another debrief."),
        lambda book: next(section for section in book if section.text == "They waited.").turns.clear(),
    ],
    ids=["turns changed round", "a turn missing", "another text", "a consequence that leads nowhere"],
)
def test_a_book_that_leads_elsewhere_is_found(game, tamper):
    scenario = game().scenario
    book = sections(scenario)
    tamper(book)
    assert parting(scenario, book) is not None
