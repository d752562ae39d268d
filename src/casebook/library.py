"""All cases, sources, frameworks and findings of the project, read once, with every problem in and between their files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from authoring import Located, Model, Problem, load
from casebook.model import (
    Action,
    Bibliography,
    Case,
    Crosswalk,
    Fact,
    Framework,
    Frameworks,
    Quotation,
    Research,
    Source,
    Standards,
)

M = TypeVar("M", bound=Model)


@dataclass
class CaseFile:
    case: Case
    located: Located


@dataclass
class Library:
    """What the pages draw on, by id. Ids are unique across all files."""

    cases: dict[str, CaseFile] = field(default_factory=dict)
    claims: dict[str, Fact] = field(default_factory=dict)
    """All that a page may cite as a fact: the cases' claims, the findings of research, the standards."""
    quotations: dict[str, Quotation] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    frameworks: list[Framework] = field(default_factory=list)
    actions: dict[str, Action] = field(default_factory=dict)
    crosswalk: Crosswalk = field(default_factory=lambda: Crosswalk(themes=[]))
    crosswalk_file: Located | None = None
    problems: list[Problem] = field(default_factory=list)
    home: dict[str, Path] = field(default_factory=dict)
    """The file that a fact, quotation or source stands in."""


def read_library(root: Path) -> Library:
    """Read the library of the project whose top folder is `root`."""
    library = Library()

    def take(path: Path, model: type[M]) -> tuple[M | None, Located]:
        found, located = load(path, model)
        library.problems.extend(located.problems)
        return found, located

    frameworks_folder = root / "docs" / "frameworks"
    bibliography, located = take(root / "docs" / "bibliography.yaml", Bibliography)
    if bibliography:
        _add(library, library.sources, bibliography.sources, located, "sources", "key")
    frameworks, _ = take(frameworks_folder / "actions.yaml", Frameworks)
    if frameworks:
        library.frameworks = frameworks.frameworks
        library.actions = {action.id: action for each in frameworks.frameworks for action in each.actions}
    for path in sorted(root.glob("case_studies/*/facts.yaml")):
        case, located = take(path, Case)
        if case:
            library.cases[case.case] = CaseFile(case, located)
            _add(library, library.claims, case.claims, located, "claims", "id")
            _add(library, library.quotations, case.quotations, located, "quotations", "id")
    for name, model, shelf in (("research", Research, "findings"), ("standards", Standards, "standards")):
        path = frameworks_folder / f"{name}.yaml"
        found, located = take(path, model) if path.exists() else (None, None)
        if found:
            facts = getattr(found, shelf)
            _add(library, library.claims, facts, located, shelf, "id")
            library.problems.extend(_unknown_in_facts(facts, located, shelf, library))
    if (frameworks_folder / "crosswalk.yaml").exists():
        crosswalk, library.crosswalk_file = take(frameworks_folder / "crosswalk.yaml", Crosswalk)
        library.crosswalk = crosswalk or library.crosswalk
        library.problems.extend(_unknown_in_crosswalk(library))
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


_MENDS = {
    "source": "add it to docs/bibliography.yaml, or mend the key",
    "action": "see docs/frameworks/actions.yaml",
    "claim": "use the id of a claim",
}


def _named(located: Located, path: tuple, keys: list[str] | str, known: dict, what: str) -> Iterator[Problem]:
    """A problem for each of `keys`, which stand at `path`, that is not `known`."""
    for place, key in [(path, keys)] if isinstance(keys, str) else [((*path, i), key) for i, key in enumerate(keys)]:
        if known and key not in known:  # where a whole file is broken, only that is told
            yield located.problem(place, f"unknown-{what}", f"there is no {what} `{key}`", _MENDS[what])


def _unknown_in_facts(facts: list, located: Located, shelf: str, library: Library) -> Iterator[Problem]:
    """Everything that a finding or a standard names and that is not there, and one that bears on no action."""
    for i, fact in enumerate(facts):
        yield from _named(located, (shelf, i, "sources"), fact.sources, library.sources, "source")
        for side in ("supports", "qualifies"):
            yield from _named(located, (shelf, i, side), getattr(fact, side, []), library.actions, "action")
        if not fact.supports and not getattr(fact, "qualifies", []):
            message = f"`{fact.id}` bears on no action"
            yield located.problem((shelf, i), "no-action", message, "add `supports:` or `qualifies:`")


def _unknown_in_crosswalk(library: Library) -> Iterator[Problem]:
    for i, theme in enumerate(library.crosswalk.themes):
        place = ("themes", i)
        yield from _named(library.crosswalk_file, (*place, "actions"), theme.actions, library.actions, "action")
        yield from _named(library.crosswalk_file, (*place, "facts"), theme.facts, library.claims, "claim")


def _loose_ends(file: CaseFile, library: Library) -> Iterator[Problem]:
    """Everything in one case that names something which is not there."""
    case, located = file.case, file.located
    for i, claim in enumerate(case.claims):
        yield from _named(located, ("claims", i, "sources"), claim.sources, library.sources, "source")
    for i, quotation in enumerate(case.quotations):
        yield from _named(located, ("quotations", i, "source"), quotation.source, library.sources, "source")
    for i, score in enumerate(case.scores):
        yield from _named(located, ("scores", i, "action"), score.action, library.actions, "action")
    for i, decision in enumerate(case.decisions):
        yield from _named(located, ("decisions", i, "claims"), decision.claims, library.claims, "claim")
    for i, moment in enumerate(case.clock):
        if moment.claim:
            yield from _named(located, ("clock", i, "claim"), moment.claim, library.claims, "claim")
        elif moment.at:
            message = f"the moment `{moment.event}` rests on no claim"
            yield located.problem(("clock", i), "no-claim", message, "add `claim:`, or take out `at`")
    for i, chart in enumerate(case.charts):
        for j, series in enumerate(chart.series):
            for k, point in enumerate(series.points):
                path = ("charts", i, "series", j, "points", k)
                if point.claim is None:
                    continue
                yield from _named(located, (*path, "claim"), point.claim, library.claims, "claim")
                claim = library.claims.get(point.claim)
                if claim and claim.number(point.figure) is None:
                    message = f"the claim `{claim.id}` has no number called `{point.figure}`"
                    mend = "use one of " + (", ".join(claim.figures) or "the claims that have figures")
                    yield located.problem((*path, "figure"), "unknown-figure", message, mend)
