"""Reads the file of answers that a learner saved from a page. It trusts nothing in it but the responses.

The file is JSON: `{"format": "quizgrader-answers/1", "exercise": id, "answers": {question id: {"version", "response"}}}`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from authoring.problems import visible

MOST_BYTES = 2_000_000


class NotCounted(Exception):
    """A file that cannot be counted; the message says why, for the trainer."""


class Answer(BaseModel):
    """One response, with the version of the question that it was given to."""

    model_config = ConfigDict(strict=True)
    version: Annotated[int, Field(ge=1, le=10**16)]
    response: JsonValue


class Answers(BaseModel):
    """What one learner answered. Unknown fields are passed over: they are the learner's, and not trusted."""

    model_config = ConfigDict(strict=True)
    format: Literal["quizgrader-answers/1"]
    exercise: str
    answers: dict[str, Answer]


def read_answers(file: Path) -> Answers:
    """The answers in `file`. Raises NotCounted, with the reason, for whatever is no such file."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise NotCounted(f"the file is larger than {MOST_BYTES:,} bytes")
        text = file.read_bytes().decode("utf-8-sig")
        return Answers.model_validate(json.loads(text))
    except OSError as error:
        raise NotCounted(f"the file cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise NotCounted("the file is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise NotCounted(f"not valid JSON at line {error.lineno}, column {error.colno}; was it cut short?") from None
    except (RecursionError, ValueError) as error:
        raise NotCounted(_reason(error)) from None


def _reason(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return "the JSON is nested too deep, or holds a number that is none"
    first = error.errors(include_url=False)[0]
    where = ".".join(map(str, first["loc"])) or "the file"
    return f"this is not a file of answers: {visible(where)}: {first['msg'].lower()}"
