"""Checks an authored file against a pydantic model and puts pydantic's errors into an author's words.

The model is the only description of a file's fields: from it come the check, the types that the code works with, and
the JSON Schema that an editor completes from.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from authoring.problems import Problem, as_id, did_you_mean, visible
from authoring.yamlfile import Located, read


class Model(BaseModel):
    """The base of every authored thing: unknown fields and silent conversions are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


def _as_text(value: object) -> object:
    if isinstance(value, bool | float):
        raise PydanticCustomError("quote_it", "YAML reads this as something other than text")
    return str(value) if isinstance(value, int) else value


Text = Annotated[str, BeforeValidator(_as_text)]
"""Text written by an author, mostly MyST Markdown. A whole number may stand for itself."""

M = TypeVar("M", bound=BaseModel)


def load(file: Path, model: type[M]) -> tuple[M | None, Located]:
    """Read `file` as a `model`. The model is None where the file has problems, which stand in the Located."""
    located = read(file)
    if located.problems:
        return None, located
    if not isinstance(located.data, dict):
        located.problems.append(
            located.problem((), "format", "this is not a list of fields", "write `field: value` lines")
        )
        return None, located
    try:
        return model.model_validate(located.data), located
    except ValidationError as error:
        names = _field_names(model)
        located.problems.extend(_explain(located, detail, names) for detail in error.errors(include_url=False))
        return None, located


@cache
def _field_names(model: type[BaseModel]) -> set[str]:
    """The names of all fields of `model` and of the models in it, for "did you mean"."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return {name for part in parts for name in part.get("properties", {})}


_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "`true` or `false`",
    "list_type": "a list",
    "dict_type": "fields (`name: value`)",
    "model_type": "fields (`name: value`)",
    "model_attributes_type": "fields (`name: value`)",
}


_LIMITS = {
    "greater_than_equal": "{ge:g} or more",
    "greater_than": "more than {gt:g}",
    "less_than_equal": "{le:g} or less",
    "less_than": "less than {lt:g}",
}
_LENGTHS = {
    "too_short": ("has too few entries", "write at least {min_length}"),
    "too_long": ("has too many entries", "write at most {max_length}"),
    "string_too_short": ("is too short", "write at least {min_length} characters"),
    "string_too_long": ("is too long", "write at most {max_length} characters"),
}
_ID = "^[a-z0-9]+(-[a-z0-9]+)*$"


def _explain(located: Located, error: ErrorDetails, names: set[str]) -> Problem:
    """One of pydantic's errors as a Problem with a place, plain words and a mend."""
    path = tuple(step for step in error["loc"] if step != "[key]")  # a key that does not fit stands for itself
    kind, context = error["type"], error.get("ctx", {})
    name = next((step for step in reversed(path) if isinstance(step, str)), "file")
    field = visible(name)
    if kind == "missing":
        return located.problem(path, "missing-field", f"`{field}` is missing", f"add `{field}:`")
    if kind == "extra_forbidden":
        mend = did_you_mean(name, names, "take it out")
        return located.problem(path, "unknown-field", f"there is no field `{field}` here", mend, key=True)
    if kind == "union_tag_not_found":
        return located.problem(path, "missing-field", "`type` is missing", "add `type:`")
    if kind == "union_tag_invalid":
        tag, tags = visible(context["tag"]), context["expected_tags"].replace("'", "").split(", ")
        mend = did_you_mean(tag, tags, "use one of " + ", ".join(tags))
        return located.problem((*path, "type"), "unknown-type", f"there is no type `{tag}`", mend)
    if kind == "literal_error":
        return located.problem(
            path, "not-allowed", f"`{field}` cannot be {visible(error['input'])}", f"use {context['expected']}"
        )
    if kind == "quote_it":
        return located.problem(
            path,
            "wrong-type",
            f"`{field}` must be text, and YAML reads {visible(error['input'])} otherwise",
            "put it in quotes",
        )
    if kind in _EXPECTED:
        wanted = _EXPECTED[kind]
        return located.problem(
            path, "wrong-type", f"`{field}` must be {wanted}, not {visible(error['input'])}", f"write {wanted}"
        )
    if kind in _LIMITS:
        wanted = _LIMITS[kind].format(**context)
        return located.problem(path, "wrong-value", f"`{field}` cannot be {visible(error['input'])}", f"write {wanted}")
    if kind in _LENGTHS:
        said, mend = (words.format(**context) for words in _LENGTHS[kind])
        return located.problem(path, "wrong-value", f"`{field}` {said}", mend)
    if kind == "string_pattern_mismatch":
        message, mend = f"`{field}` cannot be `{visible(error['input'])}`", "look how other files write it"
        if context["pattern"] == _ID:
            message += ": an id has small letters, digits, and single hyphens between them"
            mend = f"write `{as_id(error['input']) or 'first-week'}`"
        return located.problem(path, "wrong-value", message, mend)
    message = error["msg"].removeprefix("Value error, ")
    message, _, mend = message.partition(" — ")
    return located.problem(path, "wrong-value", f"`{field}`: {message}", mend or "mend the value")
