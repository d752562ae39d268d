"""The ids of the claims that questions may rest on, read from the files that hold them. What a claim says is no matter here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from authoring import read


def claim_ids(files: Iterable[Path]) -> set[str]:
    """The `id` of each of the `claims` in these YAML files; a file that is broken is left to those who own it."""
    found: set[str] = set()
    for file in files:
        data = read(file).data
        claims = data.get("claims") if isinstance(data, dict) else None
        found.update(claim["id"] for claim in claims or () if isinstance(claim, dict) and "id" in claim)
    return found
