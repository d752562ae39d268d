"""The ids of the claims that questions may rest on, read from the files that hold them. What a claim says is no matter here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from authoring import read

LISTS = ("claims", "findings", "standards")


def claim_ids(files: Iterable[Path]) -> set[str]:
    """The `id` of each of the LISTS in these YAML files; what is broken in them is left to those who own it."""
    found: set[str] = set()
    for file in files:
        data = read(file).data
        lists = [data.get(name) for name in LISTS] if isinstance(data, dict) else ()
        ids = [claim.get("id") for each in lists if isinstance(each, list) for claim in each if isinstance(claim, dict)]
        found.update(name for name in ids if isinstance(name, str))
    return found
