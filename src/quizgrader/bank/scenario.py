"""A branching case: scenes with decisions, what follows from each, and endings. It is played, not marked.

On paper it is a game-book: every scene and every consequence is a numbered section that says where to turn next.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

from pydantic import Field

from authoring import Model, Text
from quizgrader.questions.base import Finding, Id, repeated

Place = tuple[str | int, ...]


class Decision(Model):
    """One way to go on, and what follows from it."""

    id: Id = Field(description="Stable name of the decision within its scene.")
    text: Text = Field(description="What one decides: one paragraph of MyST.")
    consequence: Text = Field(description="What follows, in MyST.")
    basis: Literal["fact", "judgement"] = Field(
        description="`fact`: this was chosen, and this is what happened. `judgement`: what would likely have followed."
    )
    goto: Id = Field(description="The scene that comes next.")
    claims: list[Id] = Field([], description="The facts that the consequence rests on.")


class Scene(Model):
    """A moment: what is known, and what can be decided. An ending has no decisions."""

    id: Id = Field(description="Stable name of the scene.")
    when: Text = Field(description="The clock: date, time, place.")
    text: Text = Field(description="What is known at this moment, not in hindsight; in MyST.")
    decisions: list[Decision] = Field([], description="What can be decided. None makes the scene an ending.")
    claims: list[Id] = Field([], description="The facts that the scene rests on.")


class Scenario(Model):
    """The whole case. It begins with the first scene."""

    role: Text = Field(description="Who the learner is, in MyST.")
    scenes: list[Scene] = Field(min_length=2, description="The scenes; the first one opens the case.")
    debrief: Text = Field("", description="Shown after every ending: what to take from it, in MyST.")

    def findings(self) -> Iterator[Finding]:
        yield from repeated("scenes", self.scenes)
        known = {scene.id: scene for scene in self.scenes}
        for i, scene in enumerate(self.scenes):
            for finding in repeated("decisions", scene.decisions):
                yield finding.below("scenes", i)
            if len(scene.decisions) == 1:
                yield Finding(("scenes", i, "decisions"), "one-decision", "there is only one way to go on",
                              "add another, or make it part of the scene before")  # fmt: skip
            for j, decision in enumerate(scene.decisions):
                if decision.goto not in known:
                    yield Finding(("scenes", i, "decisions", j, "goto"), "unknown-scene", f"there is no scene `{decision.goto}`",
                                  "use the id of a scene")  # fmt: skip
        onward = {scene.id: {d.goto for d in scene.decisions if d.goto in known} for scene in self.scenes}
        reached = _closure({self.scenes[0].id}, onward)
        backward = {name: {scene for scene, targets in onward.items() if name in targets} for name in known}
        ending = _closure({scene.id for scene in self.scenes if not scene.decisions}, backward)
        for i, scene in enumerate(self.scenes):
            if scene.id not in reached:
                yield Finding(
                    ("scenes", i, "id"),
                    "never-reached",
                    f"no decision leads to `{scene.id}`",
                    "lead to it, or take it out",
                )
            if scene.id not in ending:
                yield Finding(
                    ("scenes", i, "id"), "no-ending", f"from `{scene.id}` no ending can be reached", "add one"
                )


def _closure(found: set[str], onward: dict[str, set[str]]) -> set[str]:
    """Everything that can be reached from `found`."""
    edge = set(found)
    while edge:
        edge = set().union(*(onward[name] for name in edge)) - found
        found = found | edge
    return found


@dataclass(frozen=True)
class Turn:
    """A way onward: its text (None: simply go on), where that was written, and the number of the section it leads to."""

    text: str | None
    path: Place
    number: int


@dataclass
class Section:
    """One numbered piece of the game-book, to be shown alone."""

    number: int
    kind: Literal["scene", "fact", "judgement", "ending", "debrief"]
    heading: str
    text: str
    path: Place
    claims: list[str]
    turns: list[Turn] = field(default_factory=list)


def sections(scenario: Scenario) -> list[Section]:
    """The game-book, by number: the first scene, all else in an order that gives nothing away, the debrief last."""
    first, debrief = ("scenes", 0), ("debrief",)
    paths: list[Place] = [("scenes", i) for i in range(len(scenario.scenes))]
    paths += [(*scene, "decisions", j) for scene in paths for j in range(len(scenario.scenes[scene[1]].decisions))]
    shuffled = sorted(paths[1:], key=lambda path: sha256(repr(path).encode()).digest())
    numbers = {path: i for i, path in enumerate([first, *shuffled, debrief], 1)}
    of_scene = {scene.id: numbers["scenes", i] for i, scene in enumerate(scenario.scenes)}
    after = [Turn(None, debrief, numbers[debrief])] if scenario.debrief else []
    book: list[Section] = []
    for i, scene in enumerate(scenario.scenes):
        here: Place = ("scenes", i)
        turns = after if not scene.decisions else []
        for j, decision in enumerate(scene.decisions):
            path = (*here, "decisions", j)
            turns.append(Turn(decision.text, (*path, "text"), numbers[path]))
            onward = [Turn(None, path, of_scene[decision.goto])]
            text = decision.consequence
            book.append(
                Section(numbers[path], decision.basis, "", text, (*path, "consequence"), decision.claims, onward)
            )
        kind = "scene" if scene.decisions else "ending"
        book.append(Section(numbers[here], kind, scene.when, scene.text, (*here, "text"), scene.claims, turns))
    if scenario.debrief:
        book.append(Section(numbers[debrief], "debrief", "", scenario.debrief, debrief, []))
    return sorted(book, key=lambda section: section.number)
