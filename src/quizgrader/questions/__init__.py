"""The question types, one file each. Nothing here knows of files, pages or marks in points."""

from typing import Annotated

from pydantic import Field

from quizgrader.questions.base import BadResponse, Control, Entry, Finding, Option, Order, Pair, Pick, Question
from quizgrader.questions.matching import Matching
from quizgrader.questions.multiple_choice import MultipleChoice
from quizgrader.questions.numeric import Numeric
from quizgrader.questions.ordering import Ordering
from quizgrader.questions.short_answer import ShortAnswer
from quizgrader.questions.single_choice import SingleChoice
from quizgrader.questions.true_false import TrueFalse

TYPES = (SingleChoice, MultipleChoice, TrueFalse, Matching, Ordering, Numeric, ShortAnswer)

AnyQuestion = Annotated[
    SingleChoice | MultipleChoice | TrueFalse | Matching | Ordering | Numeric | ShortAnswer,
    Field(discriminator="type"),
]

__all__ = [
    "TYPES",
    "AnyQuestion",
    "BadResponse",
    "Control",
    "Entry",
    "Finding",
    "Option",
    "Order",
    "Pair",
    "Pick",
    "Question",
]
