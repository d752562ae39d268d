"""Checks all that the project says: facts, pages and exercises, in one run. It changes nothing, and needs no site built."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from authoring import Problem, read
from casebook.check.passages import read_crosswalk, read_exercise, read_facts, read_page
from casebook.check.rules import CODES, RULES, Site
from casebook.library import Library, read_library

__all__ = ["CODES", "Checked", "check"]


@dataclass
class Checked:
    problems: list[Problem]
    library: Library
    pages: int
    exercises: int
    excuses: Counter[str]
    """The reasons given with `% no source`, and how often each."""


def check(root: Path) -> Checked:
    """Check the project whose top folder is `root`."""
    library = read_library(root)
    pages = [read_page(path) for path in _pages(root)]
    exercises = [read_exercise(read(path)) for path in sorted(root.glob("exercises/*.yaml"))]
    facts = [read_facts(file.located) for file in library.cases.values()]
    whole = len(facts) == len(list(root.glob("case_studies/*/facts.yaml")))
    rows = [read_crosswalk(library.crosswalk_file)] if library.crosswalk.themes else []
    site = Site(root, library, [*rows, *pages, *exercises, *facts], whole)
    problems = [
        problem for text in site.texts for passage in text.passages for rule in RULES for problem in rule(passage, site)
    ]
    if whole:
        problems += _unused_sources(root, site)
    excuses = Counter(passage.excuse for page in pages for passage in page.passages if passage.excuse)
    return Checked([*library.problems, *problems], library, len(pages), len(exercises), excuses)


def _pages(root: Path) -> list[Path]:
    patterns = ("index.md", "docs/**/*.md", "case_studies/**/*.md")
    return sorted(path for pattern in patterns for path in root.glob(pattern) if not path.name.startswith("_"))


def _unused_sources(root: Path, site: Site) -> Iterator[Problem]:
    library = site.library
    cited = {key for claim in library.claims.values() for key in claim.sources}
    cited |= {quotation.source for quotation in library.quotations.values()}
    cites = [mark for text in site.texts for passage in text.passages for mark in passage.named("cite")]
    cited.update(key for mark in cites for key in mark.text.split())
    located = read(root / "docs" / "bibliography.yaml")
    for i, key in enumerate(library.sources):
        if key not in cited:
            yield located.problem(
                ("sources", i, "key"), "unused-source", f"nothing cites `{key}`", CODES["unused-source"][1]
            )
