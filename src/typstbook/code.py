"""Typst code from Python values: literals and calls. It knows the syntax of Typst, and nothing of documents."""

import re
from collections.abc import Mapping, Sequence


class Code(str):
    """Typst code that is written as it is; every other string is written as a string literal."""

    __slots__ = ()


def string(text: str) -> str:
    """A Typst string literal that shows exactly `text`, whatever characters it holds."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f\u2028\u2029]", lambda m: f"\\u{{{ord(m[0]):x}}}", text) + '"'


def literal(value: object) -> str:
    """Python value to Typst: `None`, booleans, numbers, strings, sequences and mappings; `Code` stays as it is."""
    if isinstance(value, Code):
        return str(value)
    if isinstance(value, str):
        return string(value)
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping):
        return "(" + (", ".join(f"{string(k)}: {literal(v)}" for k, v in value.items()) or ":") + ")"
    if isinstance(value, Sequence):
        return "(" + "".join(f"{literal(item)}, " for item in value) + ")"
    raise TypeError(f"no Typst form for {type(value).__name__}: {value!r}")


def arguments(positional: Sequence[object], named: Mapping[str, object]) -> str:
    """Arguments of a call; `row_span=2` becomes `row-span: 2`."""
    parts = [f"{name.replace('_', '-')}: {literal(value)}" for name, value in named.items()]
    return ", ".join(parts + [literal(value) for value in positional])


def call(function: str, *positional: object, **named: object) -> Code:
    """A call as a value, to stand among the arguments of another call."""
    return Code(f"{function}({arguments(positional, named)})")
