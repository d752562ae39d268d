"""The question types, one file each. Nothing here knows of files, pages or marks in points."""

from typing import Annotated, get_args

from pydantic import Field

from quizgrader.questions.base import (
    BadResponse,
    Control,
    Entry,
    Essay,
    Finding,
    Gap,
    Gaps,
    Option,
    Order,
    Pair,
    Pick,
    Question,
)
from quizgrader.questions.fill_in import FillIn
from quizgrader.questions.matching import Matching
from quizgrader.questions.multiple_choice import MultipleChoice
from quizgrader.questions.numeric import Numeric
from quizgrader.questions.open_response import OpenResponse
from quizgrader.questions.ordering import Ordering
from quizgrader.questions.rating import Rating
from quizgrader.questions.short_answer import ShortAnswer
from quizgrader.questions.single_choice import SingleChoice
from quizgrader.questions.true_false import TrueFalse

AnyQuestion = Annotated[
    SingleChoice
    | MultipleChoice
    | TrueFalse
    | Matching
    | Ordering
    | Numeric
    | ShortAnswer
    | FillIn
    | OpenResponse
    | Rating,
    Field(discriminator="type"),
]

TYPES: tuple[type[Question], ...] = get_args(get_args(AnyQuestion)[0])

__all__ = [
    "TYPES",
    "AnyQuestion",
    "BadResponse",
    "Control",
    "Entry",
    "Essay",
    "Finding",
    "Gap",
    "Gaps",
    "Option",
    "Order",
    "Pair",
    "Pick",
    "Question",
]
