"""All that marks hang on, in words and as digests: kept beside the results, so that a later re-grade can tell what changed."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from quizgrader.bank.assignments import Item, Target

KEY = "key.json"
"""The file in the results' folder that holds the key that was marked by."""


def key_of(target: Target) -> dict:
    """All that marks hang on, in words and as a digest of each question: to be kept beside the results."""
    items = {item.key: _key(item) for item in target.items if item.of}
    return {"assignment": target.assignment.id, "digest": _digest(items), "items": items}


def _key(item: Item) -> dict:
    question = item.question
    told = {"version": question.version, "points": question.points, "rule": question.rule(), "key": question.key()}
    return {**told, "digest": _digest({**told, "exactly": question.client_key()})}


def _digest(value: object) -> str:
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def write_key(target: Target, folder: Path) -> None:
    """Keep the key that was marked by beside the results."""
    (folder / KEY).write_text(json.dumps(key_of(target), indent=1, ensure_ascii=False) + "\n", "utf-8")
