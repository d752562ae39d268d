"""Short answer: a few words are typed; the first accepted answer that they match gives the mark."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from pydantic import Field

from authoring import Model, Text
from languages.words import _, later
from quizgrader.questions.base import (
    MOST_THINGS,
    Credit,
    Entry,
    Finding,
    Line,
    Question,
    Typed,
    none_right,
    part_of,
    remarks_on,
    typed_text,
)
from quizgrader.questions.numbers import folded

MOST_WORDS = 1_000  # bounds normalising too: its time grows with the square of a run of accents
_TOKEN = re.compile(r"\\\*|\*|[^\\*]+|\\")
_SHAPES = {
    (False, True): later("words that begin with {text}"),
    (True, False): later("words that end in {text}"),
    (True, True): later("words with {text} in them"),
}
"""How a pattern with one literal run is told: by whether anything may stand before it, and behind it."""


class TextAnswer(Model):
    """One accepted text. `*` stands for any run of characters, `\\*` for the star itself."""

    text: Text = Field(
        min_length=1,
        max_length=MOST_WORDS,
        description=r"The text; `*` matches any run of characters, `\*` a star.",
    )
    credit: Credit = Field(1.0, description="The mark for this answer.")
    feedback: Text = Field("", description="Shown when the answer matches.")


def normal(text: str, exact: bool) -> str:
    """`text` as it is compared: NFKC, trimmed, spaces folded, and in lower case unless case counts."""
    text = folded(unicodedata.normalize("NFKC", text))
    return text if exact else lower(text)


def lower(text: str) -> str:
    """Lower case; the two small sigmas count as one, since which is written hangs on what follows."""
    return text.lower().replace("ς", "σ")


def runs_of(pattern: str) -> list[str]:
    """The literal runs of `pattern` between its stars, as they are written; several where it is no plain text."""
    runs = [""]
    for token in _TOKEN.findall(pattern):
        if token == "*":
            runs.append("")
        else:
            runs[-1] += "*" if token == r"\*" else token
    return runs


def in_words(pattern: str) -> Line:
    """What `pattern` accepts, for those who know nothing of stars."""
    runs = [run.strip() for run in runs_of(pattern)]
    if len(runs) == 1:
        return (Typed(runs[0]),)
    literal = [run for run in runs if run]
    shape = _SHAPES[not runs[0], not runs[-1]] if len(literal) == 1 else later("words like {text}")
    before, after = _(shape).split("{text}")
    return (before, Typed(" … ".join(literal)), after)


def literal_runs(pattern: str, exact: bool) -> list[str]:
    """The literal runs of `pattern` between its stars, each in the form in which texts are compared."""
    runs = runs_of(unicodedata.normalize("NFKC", pattern))
    # Folded as a whole, so that blanks next to a star stay: "not *" wants a word behind the blank.
    whole = folded("\0".join(runs))
    return (whole if exact else lower(whole)).split("\0")


def matches(runs: list[str], text: str) -> bool:
    """Whether `text` is the literal `runs` with anything between them; in time linear in the text for each run."""
    if len(runs) == 1:
        return text == runs[0]
    first, last = runs[0], runs[-1]
    if not text.startswith(first) or len(text) < len(first) + len(last) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for run in runs[1:-1]:
        found = text.find(run, at, end)
        if found < 0:
            return False
        at = found + len(run)
    return True


class Words(Model):
    """What a typed text is held against; shared by the short-answer question and the text gap."""

    answers: list[TextAnswer] = Field(
        min_length=1, max_length=MOST_THINGS, description="The accepted answers; the first that matches counts."
    )
    case: Literal["fold", "exact"] = Field("fold", description="Whether capitals count (`exact`) or not (`fold`).")
    feedback_other: Text = Field("", description="Shown when no answer matches.")

    @cached_property
    def _patterns(self) -> list[list[str]]:
        return [literal_runs(answer.text, self.case == "exact") for answer in self.answers]

    def control(self) -> Entry:
        return Entry()

    def rule(self) -> str:
        exact = self.case == "exact"
        return (
            _("Type a word or a few. Capitals count.") if exact else _("Type a word or a few. Capitals do not matter.")
        )

    def key_lines(self) -> list[Line]:
        return [(*in_words(answer.text), part_of(answer.credit)) for answer in self.answers if answer.credit]

    def best(self) -> Line:
        """What stands for the whole key where there is room for one answer: a plain text, if one earns all."""
        whole = [answer.text for answer in self.answers if answer.credit == 1]
        return in_words(min(whole, key=lambda text: len(runs_of(text)) > 1))

    def remarks(self) -> dict[str, str]:
        return remarks_on(self.answers, self.feedback_other)

    def client_key(self) -> dict:
        answers = [{"runs": runs, "credit": a.credit} for runs, a in zip(self._patterns, self.answers, strict=True)]
        return {"answers": answers, "exact": self.case == "exact"}

    def read(self, response: object) -> str | None:
        return None if response is None else normal(typed_text(response, MOST_WORDS), self.case == "exact") or None

    def mark(self, answer: str) -> tuple[float, list[str]]:
        for i, (accepted, runs) in enumerate(zip(self.answers, self._patterns, strict=True), 1):
            if matches(runs, answer):
                return accepted.credit, [f"answer-{i}"]
        return 0.0, ["other"]

    def findings(self) -> Iterator[Finding]:
        yield from none_right(self.answers)
        for i, answer in enumerate(self.answers):
            if not any(self._patterns[i]):
                yield Finding(
                    ("answers", i, "text"), "matches-all", "this accepts whatever is typed", "add some letters"
                )
            for runs in self._patterns[:i]:
                if matches(runs, "*".join(self._patterns[i])):
                    yield Finding(("answers", i, "text"), "never-reached", f"an earlier answer already matches `{answer.text}`",
                                  "write the narrower answer first", "warning")  # fmt: skip
                    break


class ShortAnswer(Words, Question):
    """A few words to be typed."""

    type: Literal["short-answer"]
