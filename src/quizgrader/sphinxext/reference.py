"""The directives of the reference pages: fields and codes, printed from the models themselves, so that no page can drift.

They use standard docutils nodes only. What a field is good for, and examples of it, the pages around them tell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from docutils import nodes
from pydantic import BaseModel, TypeAdapter
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from authoring.myst import misused
from languages.words import plain
from quizgrader.bank import checks
from quizgrader.bank.assignments import Assignment
from quizgrader.bank.exercises import Exercise
from quizgrader.questions import TYPES, Question
from quizgrader.questions.base import Id

MODELS: dict[str, type[BaseModel]] = {
    "exercise": Exercise,
    "assignment": Assignment,
    "question": Question,
    **{get_args(kind.model_fields["type"].annotation)[0]: kind for kind in TYPES},
}
"""What the directive `fields` can begin with. `question` is what all types have, and is not repeated for each."""

_PACKAGE = Path(checks.__file__).parents[1]
_SOURCES = [
    *(_PACKAGE / "bank" / f"{name}.py" for name in ("assignments", "checks", "exercises", "scenario")),
    *_PACKAGE.glob("questions/*.py"),
]
_ID = TypeAdapter(Id).json_schema()["pattern"]
_MANY = {"an id": "ids", "text": "texts"}
_VAST = 1e300  # a bound that only keeps infinity out, and tells an author nothing


class FieldsDirective(SphinxDirective):
    """```{fields} numeric/answers```: the fields of a model, or of a part of it, found by the names of fields and types."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        note_sources(self)
        name, *steps = self.arguments[0].split("/")
        if name not in MODELS:
            return misused(self, "unknown-type", f"there is no type `{name}`", f"use one of {', '.join(MODELS)}")
        model = MODELS[name]
        schema = model.model_json_schema()
        definitions = schema.get("$defs", {})
        inherited = {"type", *Question.model_fields} if model in TYPES and not steps else set()
        for step in steps:
            schema = part(schema, step, definitions)
            if schema is None:
                return misused(self, "unknown-field", f"`{step}` has no fields of its own", "name one that has")
        if "properties" not in schema:
            return misused(
                self, "unknown-type", f"`{steps[-1]}` has several types", f"add one: {', '.join(schema['kinds'])}"
            )
        required = schema.get("required", ())
        fields = [(name, field) for name, field in schema["properties"].items() if name not in inherited]
        fields.sort(key=lambda pair: pair[0] not in ("id", "type"))  # what names a thing comes first
        entries = [entry(name, field, name in required) for name, field in fields]
        for each in entries:
            self.set_source_info(each)
        return [nodes.definition_list("", *entries)]


class CheckCodesDirective(SphinxDirective):
    """```{check-codes}```: every code that a problem in an exercise file can have."""

    def run(self) -> list[nodes.Node]:
        note_sources(self)
        head = nodes.thead("", row("Code", "What is wrong"))
        body = nodes.tbody("", *(row(f"`{code}`", meaning) for code, meaning in sorted(checks.CODES.items())))
        columns = [nodes.colspec(colwidth=width) for width in (30, 70)]
        return [nodes.table("", nodes.tgroup("", *columns, head, body, cols=2))]


def note_sources(directive: SphinxDirective) -> None:
    """Read the page again when a model changes."""
    for source in _SOURCES:
        directive.env.note_dependency(source)


def row(*cells: str) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *inline(cell))) for cell in cells))


def entry(name: str, field: dict, required: bool) -> nodes.definition_list_item:
    """One field: its name, what may stand there, whether it must, and what it is for."""
    must = "required" if required else unless_given(field.get("default"))
    about = nodes.paragraph("", "", *inline(field.get("description") or "Says which of the kinds this is."))
    return nodes.definition_list_item(
        "",
        nodes.term("", "", nodes.literal("", name)),
        nodes.classifier("", "", *inline(f"{allowed(field)}; {must}")),
        nodes.definition("", about),
    )


def inline(text: str) -> Iterator[nodes.Node]:
    """Text in which backticks mark what is literal."""
    for i, piece in enumerate(re.split(r"`([^`]+)`", text)):
        if piece:
            yield nodes.literal("", piece) if i % 2 else nodes.Text(piece)


def part(schema: dict, step: str, definitions: dict) -> dict | None:
    """The fields that stand in the field `step`, or, where a list holds several types, those of the type `step`."""
    schema = schema.get("properties", {}).get(step) or {"$ref": schema.get("kinds", {}).get(step, "")}
    schema = schema.get("items", schema)
    schema = next(each for each in schema.get("anyOf", [schema]) if each.get("type") != "null")
    if "discriminator" in schema:
        return {"kinds": schema["discriminator"]["mapping"]}
    return definitions.get(schema.get("$ref", "").rpartition("/")[2])


def unless_given(default: object) -> str:
    """What a field that was left out counts as."""
    if default in ("", None, [], {}):
        return "optional"
    return f"`{literal(default)}` unless given"


def literal(value: object) -> str:
    """A value as an author writes it in YAML."""
    if isinstance(value, float):
        return plain(value)
    return value if isinstance(value, str) and re.fullmatch(r"[\w-]+", value) else json.dumps(value)


def allowed(field: dict) -> str:
    """What may stand in a field, in words."""
    if "anyOf" in field:
        return " or ".join(allowed(each) for each in field["anyOf"] if each.get("type") != "null")
    if "enum" in field or "const" in field:
        *others, last = (f"`{literal(value)}`" for value in field.get("enum", [field.get("const")]))
        return f"{', '.join(others)} or {last}" if others else last
    kind = field.get("type")
    if kind == "array":
        one = allowed(field["items"])
        return f"a list of {counted(field)}{_MANY.get(one.split(',')[0], 'entries, each with fields of its own')}"
    if kind == "object":
        (one,) = field.get("patternProperties", {"": field.get("additionalProperties")}).values()
        return f"names, each with {allowed(one)}"
    if kind in ("integer", "number"):
        return ("a whole number" if kind == "integer" else "a number") + bounds(field)
    if kind == "string":
        return text(field)
    return "`true` or `false`" if kind == "boolean" else "fields of its own"


def text(field: dict) -> str:
    pattern = field.get("pattern")
    if pattern == _ID:
        return "an id"
    if field.get("format") == "date-time":
        return "a day and a time with its zone"
    words = f"text of the form `{pattern}`" if pattern else "text"
    most = f", at most {field['maxLength']} characters" if "maxLength" in field else ""
    return words + most + (", not empty" if field.get("minLength") else "")


def counted(field: dict) -> str:
    """How many of a list there must be, with a blank behind; nothing where any number will do."""
    least, most = field.get("minItems"), field.get("maxItems")
    if least is None:
        return f"at most {most} " if most else ""
    return f"{least} to {most} " if most else f"{least} or more "


def bounds(field: dict) -> str:
    """The ends of a number, each with a blank in front."""
    words = {"minimum": "from", "exclusiveMinimum": "above", "maximum": "up to", "exclusiveMaximum": "below"}
    ends = ((word, field[name]) for name, word in words.items() if name in field)
    return "".join(f" {word} {plain(end)}" for word, end in ends if abs(end) < _VAST)


def register(app: Sphinx) -> None:
    app.add_directive("fields", FieldsDirective)
    app.add_directive("check-codes", CheckCodesDirective)
