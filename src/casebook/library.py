"""All cases, sources and frameworks of the project, read once, with every problem found in and between their files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from authoring import Located, Model, Problem, load
from casebook.model import Action, Bibliography, Case, Claim, Framework, Frameworks, Quotation, Source

M = TypeVar("M", bound=Model)


@dataclass
class CaseFile:
    case: Case
    located: Located


@dataclass
class Library:
    """What the pages draw on, by id. Claims and quotations have ids of their own across all cases."""

    cases: dict[str, CaseFile] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    quotations: dict[str, Quotation] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    frameworks: list[Framework] = field(default_factory=list)
    actions: dict[str, Action] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    home: dict[str, Path] = field(default_factory=dict)
    """The file that a claim, quotation or source stands in."""


def read_library(root: Path) -> Library:
    """Read the library of the project whose top folder is `root`."""
    library = Library()

    def take(path: Path, model: type[M]) -> tuple[M | None, Located]:
        found, located = load(path, model)
        library.problems.extend(located.problems)
        return found, located

    bibliography, located = take(root / "docs" / "bibliography.yaml", Bibliography)
    if bibliography:
        _add(library, library.sources, bibliography.sources, located, "sources", "key")
    frameworks, _ = take(root / "docs" / "frameworks" / "actions.yaml", Frameworks)
    if frameworks:
        library.frameworks = frameworks.frameworks
        library.actions = {action.id: action for each in frameworks.frameworks for action in each.actions}
    for path in sorted(root.glob("case_studies/*/facts.yaml")):
        case, located = take(path, Case)
        if case:
            library.cases[case.case] = CaseFile(case, located)
            _add(library, library.claims, case.claims, located, "claims", "id")
            _add(library, library.quotations, case.quotations, located, "quotations", "id")
    for file in library.cases.values():
        library.problems.extend(_loose_ends(file, library))
    return library


def _add(library: Library, shelf: dict, things: list, located: Located, path: str, key: str) -> None:
    """Put `things` on `shelf` by their `key`; one that is there already is a problem."""
    for i, thing in enumerate(things):
        name = getattr(thing, key)
        if shelf.setdefault(name, thing) is not thing:
            message = f"the {key} `{name}` is taken"
            library.problems.append(located.problem((path, i, key), "duplicate-id", message, "give each its own"))
        library.home.setdefault(name, located.file)


def _loose_ends(file: CaseFile, library: Library) -> Iterator[Problem]:
    """Everything in one case that names something which is not there."""
    case, located = file.case, file.located

    def named(path: tuple, key: str, known: dict, what: str, mend: str) -> Iterator[Problem]:
        if known and key not in known:  # where a whole file is broken, only that is told
            yield located.problem(path, f"unknown-{what}", f"there is no {what} `{key}`", mend)

    add_source = "add it to docs/bibliography.yaml, or mend the key"
    use_claim = "use the id of a claim"
    for i, claim in enumerate(case.claims):
        for j, key in enumerate(claim.sources):
            yield from named(("claims", i, "sources", j), key, library.sources, "source", add_source)
    for i, quotation in enumerate(case.quotations):
        yield from named(("quotations", i, "source"), quotation.source, library.sources, "source", add_source)
    for i, score in enumerate(case.scores):
        yield from named(
            ("scores", i, "action"), score.action, library.actions, "action", "see docs/frameworks/actions.yaml"
        )
    for i, decision in enumerate(case.decisions):
        for j, key in enumerate(decision.claims):
            yield from named(("decisions", i, "claims", j), key, library.claims, "claim", use_claim)
    for i, moment in enumerate(case.clock):
        if moment.claim:
            yield from named(("clock", i, "claim"), moment.claim, library.claims, "claim", use_claim)
        elif moment.at:
            message = f"the moment `{moment.event}` rests on no claim"
            yield located.problem(("clock", i), "no-claim", message, "add `claim:`, or take out `at`")
    for i, chart in enumerate(case.charts):
        for j, series in enumerate(chart.series):
            for k, point in enumerate(series.points):
                path = ("charts", i, "series", j, "points", k)
                if point.claim is None:
                    continue
                yield from named((*path, "claim"), point.claim, library.claims, "claim", use_claim)
                claim = library.claims.get(point.claim)
                if claim and claim.number(point.figure) is None:
                    message = f"the claim `{claim.id}` has no number called `{point.figure}`"
                    mend = "use one of " + (", ".join(claim.figures) or "the claims that have figures")
                    yield located.problem((*path, "figure"), "unknown-figure", message, mend)
