"""What an exercise is: its fields, and the draw from its pools. Files are read in `shelf`, mistakes are found in `checks`."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import Field

from authoring import Model, Text
from quizgrader.bank.scenario import Scenario
from quizgrader.questions import AnyQuestion, Question
from quizgrader.questions.base import MOST_THINGS, Finding, Id
from quizgrader.questions.rating import Rating


class Pool(Model):
    """Some of an exercise's questions, of which only a few are drawn."""

    id: Id = Field(description="Stable name of the pool.")
    pick: Annotated[int, Field(ge=1)] = Field(description="How many are drawn.")
    questions: list[Id] = Field(min_length=1, description="The ids of the questions to draw from.")


class Compared(Model):
    """One thing that was rated twice."""

    label: Text = Field(min_length=1, description="What is rated: one paragraph of MyST.")
    first: Id = Field(description="The id of the first rater's rating question.")
    second: Id = Field(description="The id of the second rater's rating question.")


class Comparison(Model):
    """Two ratings of the same things, to be shown side by side with the gap between them."""

    title: Text = Field(min_length=1, description="What stands above it: one paragraph of MyST.")
    first: Text = Field(min_length=1, description="Whose the first ratings are: one paragraph of MyST.")
    second: Text = Field(min_length=1, description="Whose the second ratings are: one paragraph of MyST.")
    pairs: list[Compared] = Field(min_length=1, max_length=MOST_THINGS, description="What is rated twice, in order.")


class Exercise(Model):
    """What one file holds: a set of questions that are shown together, or one branching scenario."""

    id: Id = Field(description="Stable name of the exercise; pages, saved answers and assignments refer to it.")
    title: Text = Field(min_length=1, description="What the learner sees above it.")
    mode: Literal["practice", "assessed"] = Field(
        description="`practice` gives feedback at once, with the key in the page; `assessed` keeps the key at home."
    )
    objectives: list[Id] = Field([], description="What the exercise as a whole practises.")
    intro: Text = Field("", description="Shown before the first question, in MyST.")
    questions: list[AnyQuestion] = Field([], description="The questions, in order.")
    pools: list[Pool] = Field([], description="Groups of questions of which a few are drawn; the others always stand.")
    seed: Text = Field("", description="What the draw that the page shows hangs on; another seed, another draw.")
    compare: Comparison | None = Field(None, description="Ratings that are shown side by side.")
    scenario: Scenario | None = Field(None, description="A branching case, instead of questions.")

    @property
    def points(self) -> float:
        return sum(question.points for question in self.drawn() if question.counts)

    def drawn(self, seed: str | None = None) -> list[AnyQuestion]:
        """The questions that stand, in order: all that are in no pool, and of each pool as many as are drawn.

        The same `seed` (None: the exercise's own) gives the same draw everywhere, and a question keeps its luck when
        others are added: it hangs on a digest of seed, pool and question id.
        """
        salt = self.seed if seed is None else seed
        out: set[str] = set()
        for pool in self.pools:
            luck = {name: sha256(f"{salt}/{pool.id}/{name}".encode()).digest() for name in pool.questions}
            out.update(sorted(pool.questions, key=luck.__getitem__)[pool.pick :])
        return [question for question in self.questions if question.id not in out]

    def findings(self) -> Iterator[Finding]:
        """What is wrong with the exercise beyond its single fields and questions."""
        if bool(self.questions) == (self.scenario is not None):
            yield Finding((), "exercise", "an exercise holds either questions or a scenario", "give one of the two")
        if self.scenario:
            for finding in self.scenario.findings():
                yield finding.below("scenario")
        known, pooled = {question.id for question in self.questions}, set()
        for i, pool in enumerate(self.pools):
            if pool.pick > len(pool.questions):
                yield Finding(
                    ("pools", i, "pick"),
                    "pool-size",
                    f"the pool has only {len(pool.questions)} questions",
                    "pick fewer",
                )
            for j, name in enumerate(pool.questions):
                if name not in known:
                    yield Finding(
                        ("pools", i, "questions", j),
                        "unknown-question",
                        f"there is no question `{name}`",
                        "use a question's id",
                    )
                elif name in pooled:
                    yield Finding(
                        ("pools", i, "questions", j), "pooled-twice", f"`{name}` is in a pool already", "keep it in one"
                    )
                pooled.add(name)
        yield from self._comparison_findings(pooled)

    def _comparison_findings(self, pooled: set[str]) -> Iterator[Finding]:
        """Compared are ratings on one scale, which everybody is asked."""
        steps = 0
        for i, pair in enumerate(self.compare.pairs if self.compare else ()):
            for field, name in (("first", pair.first), ("second", pair.second)):
                question = self.question(name)
                here = ("compare", "pairs", i, field)
                if question is None:
                    yield Finding(here, "unknown-question", f"there is no question `{name}`", "use a question's id")
                elif not isinstance(question, Rating):
                    yield Finding(here, "compared", f"`{name}` is no rating", "compare questions of type `rating`")
                elif name in pooled:
                    yield Finding(here, "compared", f"`{name}` may not be drawn", "take it out of its pool")
                elif question.steps != (steps := steps or question.steps):
                    message = f"`{name}` has {question.steps} steps, and the first rating {steps}"
                    yield Finding(here, "compared", message, "give all that are compared the same `steps`")

    def question(self, question_id: str) -> Question | None:
        return next((question for question in self.questions if question.id == question_id), None)
