"""Matching: each stem is given one of the options; an option may serve several stems, or none."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from pydantic import Field

from authoring import Model, Text
from languages.words import _, later
from quizgrader.questions.base import (
    MOST_THINGS,
    BadResponse,
    Choice,
    Finding,
    Id,
    Line,
    Option,
    Pair,
    Question,
    Written,
    an_id,
    concealed,
    present,
    repeated,
)

_RULES = {
    "each-pair": later("Give each line its match. Each right pair earns its part; a wrong one takes nothing away."),
    "all-or-nothing": later("Give each line its match. Only the whole answer earns the mark."),
}


class Stem(Choice):
    """A line that wants a match; its feedback is shown when the match is wrong."""

    feedback: Text = Field("", description="Shown when the line was given a wrong match.")
    match: Id = Field(description="The id of the option that fits.")


class MatchOption(Model):
    """Something that a stem can be matched with."""

    id: Id = Field(description="Stable name of the option.")
    text: Text = Field(description="What the learner reads: one paragraph of MyST.")


class Matching(Question):
    """Stems on one side, options on the other."""

    type: Literal["matching"]
    stems: list[Stem] = Field(
        min_length=2, max_length=MOST_THINGS, description="The lines, in the order in which they are shown."
    )
    options: list[MatchOption] = Field(
        min_length=2, max_length=MOST_THINGS, description="What can be chosen; there may be more than stems."
    )
    rule_name: Literal["each-pair", "all-or-nothing"] = Field(
        "each-pair", alias="rule", description="How pairs become a mark."
    )

    @cached_property
    def _key(self) -> dict[str, str]:
        return {stem.id: stem.match for stem in self.stems}

    @cached_property
    def _options(self) -> dict[str, MatchOption]:
        return {option.id: option for option in self.options}

    def control(self) -> Pair:
        options = [Option(option.id, option.text, ("options", i, "text")) for i, option in enumerate(self.options)]
        return Pair([stem.option("stems", i) for i, stem in enumerate(self.stems)], concealed(options))

    def rule(self) -> str:
        return _(_RULES[self.rule_name])

    def key_lines(self) -> list[Line]:
        return [(Written(stem.text), " → ", Written(self._options[stem.match].text)) for stem in self.stems]

    def remarks(self) -> dict[str, str]:
        return present({stem.id: stem.feedback for stem in self.stems})

    def client_key(self) -> dict:
        return {"stems": list(self._key), "options": list(self._options), "match": self._key, "rule": self.rule_name}

    def read(self, response: object) -> dict[str, str] | None:
        """The pairs by stem; a stem may be missing or None. None, or no pair at all, is unanswered."""
        if response is None:
            return None
        if not isinstance(response, dict):
            raise BadResponse("wrong-shape", "the answer is a pair for each line")
        given = {an_id(stem, self._key, "line"): option for stem, option in response.items() if option is not None}
        # In the question's order: which fault is told first must not hang on how a language keeps its keys.
        return {stem: an_id(given[stem], self._options, "option") for stem in self._key if stem in given} or None

    def mark(self, answer: dict[str, str]) -> tuple[float, list[str]]:
        wrong = [stem for stem, option in self._key.items() if answer.get(stem) != option]
        right = len(self._key) - len(wrong)
        fraction = float(not wrong) if self.rule_name == "all-or-nothing" else right / len(self._key)
        return fraction, wrong

    def findings(self) -> Iterator[Finding]:
        yield from repeated("stems", self.stems)
        yield from repeated("options", self.options)
        for i, stem in enumerate(self.stems):
            if stem.match not in self._options:
                yield Finding(("stems", i, "match"), "unknown-option", f"there is no option `{stem.match}`",
                              "use an id from `options`")  # fmt: skip
