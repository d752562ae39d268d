"""All that marks hang on, in words and as digests: kept beside the results, so that a later re-grade can tell what changed."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from quizgrader.bank.assignments import Item, Target

KEY = "key.json"
"""The file in the results' folder that holds the key that was marked by."""


def key_of(target: Target, markers: str) -> dict:
    """What marks hang on: the rule by which those of several `markers` count, and the key of each question."""
    items = {item.key: _key(item) for item in target.items if item.of}
    return {"assignment": target.assignment.id, "digest": _digest(items), "markers": markers, "items": items}


def _key(item: Item) -> dict:
    question = item.question
    told = {"version": question.version, "points": question.points, "rule": question.rule(), "key": question.key()}
    return {**told, "digest": _digest({**told, "exactly": question.client_key()})}


def _digest(value: object) -> str:
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def write_key(target: Target, markers: str, folder: Path) -> None:
    """Keep what was marked by beside the results."""
    (folder / KEY).write_text(json.dumps(key_of(target, markers), indent=1, ensure_ascii=False) + "\n", "utf-8")


def read_key(folder: Path) -> dict:
    """What the results in `folder` were marked by; nothing where that is not known."""
    try:
        key = json.loads((folder / KEY).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return key if isinstance(key, dict) else {}
