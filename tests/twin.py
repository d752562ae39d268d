"""Puts the same question and response to both graders, and says what each made of them.

The browser's grader runs in a real page, from the script that the site loads. This holds no cases; it can make one that
shows a difference as small as it gets.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, get_args

from pydantic import TypeAdapter

from quizgrader.grading import grade
from quizgrader.questions import AnyQuestion, BadResponse, Question
from quizgrader.sphinxext.assets import script

_question = TypeAdapter(AnyQuestion)

TYPES: dict[str, type[Question]] = {
    name: kind for kind in get_args(get_args(AnyQuestion)[0]) for name in get_args(kind.model_fields["type"].annotation)
}
"""Every type of question, by its name."""


class Outcome(NamedTuple):
    """What a grader made of a response. A fraction is held as the 64 bits of its double, so that equal means equal."""

    state: str
    bits: str | None = None
    feedback: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.bits is None:
            return f"{self.state} {list(self.feedback)}" if self.feedback else self.state
        (fraction,) = struct.unpack(">d", bytes.fromhex(self.bits))
        return f"{fraction!r} {list(self.feedback)}"


def marked(fraction: float, feedback: Iterable[str]) -> Outcome:
    return Outcome("marked", struct.pack(">d", fraction).hex(), tuple(feedback))


def refused(code: str) -> Outcome:
    return Outcome(f"refused: {code}")


def question_of(authored: dict) -> Question:
    """The question that an author wrote; a mistake in it is an error here."""
    question = _question.validate_python(authored)
    errors = [finding.message for finding in question.findings() if finding.severity == "error"]
    assert not errors, f"{authored}: {errors}"
    return question


def as_sent(response: object) -> object:
    """`response` as it comes out of a file of answers: two halves of a character that meet are one character."""
    return json.loads(json.dumps(response))


def in_python(question: Question, response: object) -> Outcome:
    try:
        mark = grade(question, response)
    except BadResponse as error:
        return refused(error.code)
    except Exception as error:  # noqa: BLE001 - an exception of another kind is what the tests look for
        return Outcome(f"crash in Python: {error!r}")
    if mark.fraction is None:
        return Outcome(mark.state, None, mark.feedback)
    return marked(mark.fraction, mark.feedback)


# Everything goes in and out as JSON text: the driver's own conversion would lose a key such as `__proto__`.
_GRADE_ALL = """(sent) => {
  const { questions, pairs } = JSON.parse(sent);
  const view = new DataView(new ArrayBuffer(8));
  const bits = (double) => {
    view.setFloat64(0, double);
    return view.getBigUint64(0).toString(16).padStart(16, "0");
  };
  const outcome = ([place, response]) => {
    try {
      const { state, fraction, feedback } = window.quizgrader.grade(questions[place], response);
      return fraction === null ? [state, null, feedback] : [state, bits(fraction), feedback];
    } catch (error) {
      if (error instanceof window.quizgrader.BadResponse) return [`refused: ${error.code}`, null, []];
      return [`crash in the browser: ${error}`, null, []];
    }
  };
  return JSON.stringify(pairs.map(outcome));
}"""


class BrowserGrader:
    """The site's script in a page of a real browser."""

    def __init__(self, browser):
        self._page = browser.new_page()
        self._page.add_script_tag(content=script())

    def grade_all(self, pairs: Sequence[tuple[Question, object]]) -> list[Outcome]:
        """The Outcome of each pair, in one call to the page."""
        places: dict[int, int] = {}
        questions = []
        for question, _ in pairs:
            if places.setdefault(id(question), len(questions)) == len(questions):
                questions.append({"type": question.type, "key": question.client_key()})
        sent = {"questions": questions, "pairs": [[places[id(question)], response] for question, response in pairs]}
        outcomes = json.loads(self._page.evaluate(_GRADE_ALL, json.dumps(sent, allow_nan=False)))
        return [Outcome(state, bits, tuple(feedback)) for state, bits, feedback in outcomes]

    def close(self) -> None:
        self._page.close()


def simpler(value: object) -> Iterator[object]:
    """Values one step simpler than `value`, the boldest first."""
    if isinstance(value, list | str):
        for size in (len(value) // 2, 1):
            for start in range(0, len(value), size) if size else ():
                yield value[:start] + value[start + size :]
    if isinstance(value, list):
        for i, item in enumerate(value):
            yield from ([*value[:i], less, *value[i + 1 :]] for less in simpler(item))
    elif isinstance(value, dict):
        for key in value:
            yield {name: item for name, item in value.items() if name != key}
        for key, item in value.items():
            yield from ({**value, key: less} for less in simpler(item))
    elif isinstance(value, str):
        yield from (value[:i] + "a" + value[i + 1 :] for i, letter in enumerate(value) if not "a" <= letter <= "z")
    elif isinstance(value, float):
        yield from (less for less in (0.0, 1.0, float(f"{value:.1g}")) if abs(less) < abs(value))


def smallest(value: object, holds: Callable[[object], bool]) -> object:
    """`value`, made simpler for as long as `holds` is true of it."""
    while (less := next(filter(holds, simpler(value)), None)) is not None:
        value = less
    return value
