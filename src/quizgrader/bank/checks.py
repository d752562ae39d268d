"""What is wrong with an exercise whose fields are right, and what an experienced author would look at again.

`problems` are errors: they stop a build. `advice` is warnings: `quizgrader check` shows them, and nothing stops.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pydantic import TypeAdapter, ValidationError

from authoring import Located, Problem
from quizgrader.bank.exercises import Exercise
from quizgrader.questions import AnyQuestion, Pick, Question
from quizgrader.questions.multiple_choice import MultipleChoice
from quizgrader.questions.single_choice import SingleChoice

CODES = {
    "unreadable": "the file cannot be opened",
    "encoding": "the file is not UTF-8",
    "file-name": "the file's name does not end in `.yaml`, so that it is passed over",
    "empty": "the file holds nothing",
    "yaml": "the YAML is broken, or uses what is not allowed here: anchors, tags, several documents",
    "duplicate-key": "a field stands twice",
    "format": "the file is no list of fields",
    "missing-field": "a field that must be there is not",
    "unknown-field": "a field that does not exist here",
    "unknown-type": "a question type that does not exist",
    "wrong-type": "a field holds another kind of thing: text, number, list",
    "wrong-value": "a value outside what is allowed",
    "not-allowed": "a word that is not one of those allowed",
    "duplicate-id": "an id is taken",
    "exercise": "an exercise holds questions or a scenario, one of the two",
    "no-right-choice": "no choice is right",
    "second-right-choice": "a single-choice question has two right choices",
    "credit-of-right": "the right choice has a credit of its own",
    "unknown-option": "a stem is matched with an option that is not there",
    "no-right-answer": "no accepted answer earns the whole mark",
    "matches-all": "an accepted answer accepts whatever is typed",
    "never-reached": "an answer, or a scene, that nothing can reach",
    "overlapping-answers": "two accepted ranges overlap, and the poorer comes first",
    "numeric-answer": "an accepted number is told in two ways, or in none",
    "thousands": "a number of four digits or more, without a thousands mark",
    "gap-place": "a gap without a place in the text, or a place without a gap",
    "rubric-points": "points that differ from the rubric's",
    "rating-points": "a rating with points",
    "unknown-claim": "a claim that no facts.yaml holds",
    "unknown-question": "a pool or a comparison names a question that is not there",
    "pool-size": "a pool draws more questions than it has",
    "pooled-twice": "a question is in two pools",
    "compared": "a comparison of what cannot be compared: no ratings, other scales, or not always asked",
    "unknown-scene": "a decision leads to a scene that is not there",
    "one-decision": "a scene with only one way to go on",
    "no-ending": "a scene from which no ending can be reached",
    "none-shuffled": '"none of these" would be shuffled into the middle',
    "prompt": "a prompt that does not begin with a paragraph",
    "one-paragraph": "a text that must be one paragraph is not",
    "raw-html": "HTML in an authored text",
    "unknown-exercise": "a page names an exercise that is not there",
    "unknown-assignment": "a page names an assignment that is not there, or cannot be used",
    "key-mode": "a page asks for the answers to exercises of a mode that does not exist",
    "shown-twice": "an exercise stands on two pages",
    "missing-feedback": "an option that says nothing to those who choose it",
    "longest-is-right": "the longest option is nearly always the right one",
    "key-position": "the right option stands nearly always in the same place",
    "count-tells": "in each question with several answers some are right, but never none, one or all",
    "untested-objective": "an objective of the exercise that no question tests",
}
"""Every code that a problem can have, and what it means."""

_question = TypeAdapter(AnyQuestion)
_NONE = re.compile(r"\s*(none|all) of (these|the above|them)\b", re.IGNORECASE)


def problems(located: Located, exercise: Exercise | None, claims: set[str] | None) -> Iterator[Problem]:
    """The errors in a file, beyond its format. With `claims`, one that rests on any other is an error."""
    yield from _questions(located, claims)
    if exercise is None:
        return
    for finding in exercise.findings():
        yield located.problem(*finding)
    for i, scene in enumerate(exercise.scenario.scenes if exercise.scenario else ()):
        yield from _unknown_claims(located, ("scenario", "scenes", i), scene.claims, claims)
        for j, decision in enumerate(scene.decisions):
            yield from _unknown_claims(located, ("scenario", "scenes", i, "decisions", j), decision.claims, claims)


def _questions(located: Located, claims: set[str] | None) -> Iterator[Problem]:
    """Each question is taken by itself, so that a mistake in one does not hide what is wrong with the others."""
    data = located.data.get("questions") if isinstance(located.data, dict) else None
    seen: set[str] = set()
    for i, raw in enumerate(data if isinstance(data, list) else ()):
        try:
            question = _question.validate_python(raw)
        except ValidationError:
            continue
        if question.id in seen:
            message = f"the question id `{question.id}` is taken"
            yield located.problem(("questions", i, "id"), "duplicate-id", message, "give each its own")
        seen.add(question.id)
        for finding in question.findings():
            yield located.problem(*finding.below("questions", i))
        yield from _unknown_claims(located, ("questions", i), question.claims, claims)


def _unknown_claims(located: Located, path: tuple, named: list[str], claims: set[str] | None) -> Iterator[Problem]:
    for j, claim in enumerate(named):
        if claims is not None and claim not in claims:
            mend = "use the id of a claim in a facts.yaml"
            yield located.problem((*path, "claims", j), "unknown-claim", f"there is no claim `{claim}`", mend)


def advice(located: Located, exercise: Exercise) -> Iterator[Problem]:
    """What an experienced author would look at again."""

    def warn(path: tuple, code: str, message: str, mend: str) -> Problem:
        return located.problem(path, code, message, mend, severity="warning")

    for i, question in enumerate(exercise.questions):
        for option in _silent_options(question) if exercise.mode == "practice" else ():
            yield warn(("questions", i, *option.path[:-1]), "missing-feedback",
                       f"`{option.id}` says nothing to those who choose it", "add `feedback`")  # fmt: skip
        for j, choice in enumerate(getattr(question, "choices", ())):
            if getattr(question, "shuffle", False) and _NONE.match(choice.text) and not choice.pinned:
                yield located.problem(("questions", i, "choices", j), "none-shuffled",
                                      "this would be shuffled into the middle", "add `pinned: true`")  # fmt: skip
    tested = {objective for question in exercise.questions for objective in question.objectives}
    for i, objective in enumerate(exercise.objectives):
        if exercise.questions and objective not in tested:
            yield warn(("objectives", i), "untested-objective", f"no question tests `{objective}`",
                       "name it in a question's `objectives`, or take it out")  # fmt: skip
    single = [question for question in exercise.questions if isinstance(question, SingleChoice)]
    if len(single) >= 4 and sum(map(SingleChoice.longest_is_right, single)) >= 0.8 * len(single):
        yield warn(("questions",), "longest-is-right", "in most questions the longest option is the right one",
                   "make the wrong ones as careful as the right one")  # fmt: skip
    fixed = [question for question in single if not question.shuffle]
    place, times = Counter(map(_place_of_right, fixed)).most_common(1)[0] if fixed else (0, 0)
    if len(fixed) >= 5 and times > 0.6 * len(fixed):
        yield warn(("questions",), "key-position", f"in {times} of {len(fixed)} questions option {place + 1} is the right one",
                   "vary the place, or `shuffle`")  # fmt: skip
    several = [question for question in exercise.questions if isinstance(question, MultipleChoice)]
    if len(several) >= 4 and all(1 < question.how_many_right < len(question.choices) for question in several):
        yield warn(("questions",), "count-tells", "whoever ticks two or more, and not all, is never far off",
                   "let one option be right somewhere, or all, or none")  # fmt: skip


def _silent_options(question: Question) -> list:
    control = question.control()
    if not isinstance(control, Pick) or not question.marked:
        return []
    remarks = question.remarks()
    return [option for option in control.options if option.id not in remarks]


def _place_of_right(question: SingleChoice) -> int:
    return next((i for i, choice in enumerate(question.choices) if choice.correct), 0)
