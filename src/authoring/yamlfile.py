"""Reads one YAML file into plain data that remembers where each value stands.

The YAML is the plain part of version 1.2: mappings, lists and scalars. Anchors, aliases, tags and several documents are
refused, so a file is what it looks like, and reading it takes time in proportion to its length. `no`, `on` and `12:30`
are text, as anyone would think; so are dates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import yaml

from authoring.problems import Problem, shown, visible

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEPTH = 40
_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,15})")
_FLOAT = re.compile(r"[-+]?((\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]{1,3})?|[0-9]+[eE][-+]?[0-9]{1,3})")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}

Path_ = tuple[str | int, ...]


@dataclass
class Located:
    """The data of one file, with the place of every value and key."""

    file: Path
    data: object = None
    problems: list[Problem] = field(default_factory=list)
    values: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path_, tuple[int, int]] = field(default_factory=dict)

    def place(self, path: Sequence[str | int], *, key: bool = False) -> tuple[int, int]:
        """Line and column of the value (or its key) at `path`.

        Steps of `path` that the file does not have are passed over, so the place of a missing field is that of the
        mapping it is missing from.
        """
        known: Path_ = ()
        for step in path:
            if (*known, step) in self.values:
                known = (*known, step)
        if key and known in self.keys:
            return self.keys[known]
        return self.values.get(known, (1, 1))

    def problem(
        self,
        path: Sequence[str | int],
        code: str,
        message: str,
        mend: str,
        severity: Literal["error", "warning"] = "error",
        *,
        key: bool = False,
    ) -> Problem:
        """A problem at the value (or its key) that stands at `path`."""
        return Problem(shown(self.file), *self.place(path, key=key), code, message, mend, severity)

    def id_taken(self, what: str, name: str, by: Located) -> Problem:
        """The problem that this file's id is that of another file, too."""
        line, column = by.place(("id",))
        message = f"the {what} id `{name}` is taken by {shown(by.file)}:{line}:{column}"
        return self.problem(("id",), "duplicate-id", message, "give each its own")


class _Refused(Exception):
    def __init__(self, mark, message: str, mend: str):
        self.problem = (mark.line + 1, mark.column + 1, "yaml", message, mend)


def read(file: Path) -> Located:
    """Read `file`. What is wrong with it stands in `.problems`; it never raises for what a file contains."""
    located = Located(file)

    def refuse(line: int, column: int, code: str, message: str, mend: str) -> Located:
        located.problems.append(Problem(shown(file), line, column, code, message, mend))
        return located

    try:
        raw = file.read_bytes()
    except OSError as error:
        return refuse(1, 1, "unreadable", f"the file cannot be read ({error.strerror})", "check its name and rights")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        return refuse(line, column, "encoding", "this is not UTF-8", "save the file as UTF-8")
    try:
        _build(yaml.parse(text, Loader=_PARSER), located)
    except _Refused as error:
        return refuse(*error.problem)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(filter(None, (error.context, error.problem)))
        return refuse(
            mark.line + 1, mark.column + 1, "yaml", what, "mend the YAML: look at indentation, quotes, colons"
        )
    except yaml.YAMLError as error:
        at = getattr(error, "position", 0)
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        return refuse(
            line, column, "yaml", "a character that YAML does not allow", "take it out, or write it as an escape"
        )
    if located.data is None and not located.problems:
        return refuse(1, 1, "empty", "the file is empty", "write its fields, or remove it")
    return located


def _build(events, located: Located) -> None:
    """Build the data from the parser's events with a stack of our own: no depth of nesting can overflow it."""
    stack: list[tuple[Path_, object]] = []
    pending: list[str | None] = []  # the key that waits for its value, one for each open mapping
    documents = 0

    def put(value: object, mark) -> Path_:
        place = (mark.line + 1, mark.column + 1)
        if not stack:
            located.data, path = value, ()
        else:
            above, holder = stack[-1]
            if isinstance(holder, list):
                path = (*above, len(holder))
                holder.append(value)
            else:
                path = (*above, pending[-1])
                holder[pending[-1]] = value
                pending[-1] = None
        located.values[path] = place
        return path

    def take_key(event) -> None:
        above, holder = stack[-1]
        key = event.value
        if key in holder:
            line = located.keys[(*above, key)][0]
            place = (event.start_mark.line + 1, event.start_mark.column + 1)
            located.problems.append(
                Problem(
                    shown(located.file), *place, "duplicate-key",
                    f"`{visible(key)}` stands here again; it was given on line {line}", "keep one of the two",
                )
            )  # fmt: skip
        located.keys[(*above, key)] = (event.start_mark.line + 1, event.start_mark.column + 1)
        pending[-1] = key

    for event in events:
        mark = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(mark, f"`*{visible(event.anchor)}` is an alias", "write the value out")
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused(mark, "a second document begins here", "one file holds one: take out the `---`")
        elif isinstance(event, yaml.NodeEvent):
            if event.anchor or event.tag not in (None, "!"):
                raise _Refused(mark, f"an anchor or a tag (`{visible(event.anchor or event.tag)}`)", "take it out")
            wants_key = bool(stack) and isinstance(stack[-1][1], dict) and pending[-1] is None
            if wants_key:
                if not isinstance(event, yaml.ScalarEvent):
                    raise _Refused(mark, "a key must be a word", "write `key: value`")
                take_key(event)
            elif isinstance(event, yaml.ScalarEvent):
                put(_scalar(event), mark)
            else:
                holder: object = [] if isinstance(event, yaml.SequenceStartEvent) else {}
                stack.append((put(holder, mark), holder))
                if isinstance(holder, dict):
                    pending.append(None)
                if len(stack) > _DEPTH:
                    raise _Refused(mark, f"nested more than {_DEPTH} deep", "make it flatter")
        elif isinstance(event, yaml.CollectionEndEvent):
            _, holder = stack.pop()
            if isinstance(holder, dict):
                pending.pop()


def _scalar(event) -> object:
    value = event.value
    if not event.implicit[0]:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INT.fullmatch(value):
        return int(value)
    if _FLOAT.fullmatch(value):
        return float(value)
    return value
