"""The ids of the claims that questions may rest on, read from the files that hold them. What a claim says is no matter here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from authoring import read

LISTS = ("claims", "findings", "standards")


def claim_ids(files: Iterable[Path]) -> set[str]:
    """The `id` of each of the LISTS in these YAML files; a file that is broken is left to those who own it."""
    found: set[str] = set()
    for file in files:
        data = read(file).data
        lists = [data.get(name) or () for name in LISTS] if isinstance(data, dict) else ()
        found.update(claim["id"] for each in lists for claim in each if isinstance(claim, dict) and "id" in claim)
    return found
