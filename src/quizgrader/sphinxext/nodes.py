"""The docutils nodes of an exercise; docutils tells nodes apart by bare class name, hence the prefix.

A question holds its prompt, one control, its hints and, in practice, its answer. Texts are children (so gettext, links
and citations work in them); names and numbers are attributes. The controls are those of `quizgrader.questions`, not the
question types: an output that can show the controls can show every type.
"""

from docutils import nodes
from sphinx.addnodes import translatable


class WithUnit(nodes.Element, translatable):
    """A node whose attribute `unit` holds an author's word."""

    def preserve_original_messages(self) -> None:
        """The unit stays as it is until it is translated."""

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        self["unit"] = translated_message

    def extract_original_messages(self) -> list[str]:
        return [self["unit"]] if self.get("unit") else []


class quiz_exercise(nodes.General, nodes.Element):
    """Attributes: `exercise_id`, `mode`, `data` (for the script, JSON)."""


class quiz_exercise_title(nodes.General, nodes.TextElement):
    pass


class quiz_scenario(nodes.General, nodes.Element):
    """A branching case. Its sections are plain containers, so that every output shows them as a game-book.

    Attribute: `data` (for the script, JSON).
    """


class quiz_assignment(nodes.General, nodes.Element):
    """Exercises that are handed out together, with their terms. Attribute: `data` (for the script, JSON)."""


class quiz_moment(nodes.Inline, nodes.TextElement):
    """A day and a time. Attributes: `moment` (`opens` or `due`), `iso`."""


class quiz_who(nodes.General, nodes.Element):
    """Where learners write who they are."""


class quiz_part(nodes.General, nodes.Element):
    """One exercise of an assignment."""


class quiz_part_title(nodes.General, nodes.TextElement):
    pass


class quiz_question(nodes.General, nodes.Element):
    """Attributes: `question_id`, `number`, `points` (None where it is worth none), `rule`."""


class quiz_lead(nodes.General, nodes.TextElement):
    """The first paragraph of the prompt, by which the question is called."""


class quiz_body(nodes.General, nodes.Element):
    """The rest of the prompt."""


class quiz_pick(nodes.General, nodes.Element):
    """Options to tick. Attributes: `many`, `name`."""


class quiz_pairs(nodes.General, nodes.Element):
    """`stem`s to be given one of the `option`s each."""


class quiz_order(nodes.General, nodes.Element):
    """Options to be numbered."""


class quiz_entry(nodes.General, WithUnit):
    """A line to write on. Attributes: `number`, `unit`."""


class quiz_essay(nodes.General, nodes.Element):
    """Room to write. Attribute: `lines`."""


class quiz_gaps(nodes.General, nodes.Element):
    """A text with `quiz_gap`s in it."""


class quiz_gap(nodes.Inline, WithUnit):
    """A gap: `quiz_option`s to choose from, or none, when it is written into.

    Attributes: `gap_id`, `number`, `entry`, `unit`.
    """


class quiz_gap_place(nodes.Inline, nodes.Element):
    """Where in the text a gap belongs. Attribute: `gap_id`."""


class quiz_option(nodes.General, nodes.TextElement):
    """Attribute: `option_id`."""


class quiz_stem(nodes.General, nodes.TextElement):
    """Attribute: `option_id`."""


class quiz_hint(nodes.General, nodes.Element):
    """Attribute: `number`."""


class quiz_answer(nodes.General, nodes.Element):
    """The key in words, the explanation, all remarks and the facts: only in practice."""


class quiz_key(nodes.General, nodes.Element):
    """The right answer: a list of `key_line`s."""


class quiz_key_line(nodes.General, nodes.TextElement):
    pass


class quiz_remarks(nodes.General, nodes.Element):
    pass


class quiz_remark(nodes.General, nodes.Element):
    """One feedback text, with what it is about before it. Attribute: `remark_id`."""


class quiz_facts(nodes.General, nodes.TextElement):
    """The notes on the claims that the question rests on."""


class quiz_comparison(nodes.General, nodes.Element):
    """A title, two `quiz_rater`s, and a `quiz_compared` for each thing that both rate. Attribute: `steps`."""


class quiz_comparison_title(nodes.General, nodes.TextElement):
    pass


class quiz_rater(nodes.General, nodes.TextElement):
    """Whose ratings are compared."""


class quiz_compared(nodes.General, nodes.TextElement):
    """What is rated. Attributes: `first`, `second` (the questions)."""


ALL = tuple(kind for name, kind in dict(globals()).items() if name.startswith("quiz_") and kind is not quiz_gap_place)
"""Every node that an output must have a form for; the place of a gap is taken by the gap."""
