"""The directive `timeline`: a case's claims that have a headline, in order of time, by phase or between two dates."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx

from authoring.myst import misused
from casebook.library import CaseFile
from casebook.model import Claim
from casebook.sphinxext.access import CaseDirective, words
from casebook.sphinxext.notes import note_mark
from casebook.sphinxext.wording import PHASES, SUPPORT, plain_date, plain_time
from languages.words import _


class TimelineDirective(CaseDirective):
    """The claims that have a headline, in order of time."""

    option_spec = {"phases": words, "from": directives.unchanged, "to": directives.unchanged}

    def show(self, file: CaseFile) -> Iterator[nodes.Node]:
        phases = self.options.get("phases") or list(PHASES)
        first, last = self.options.get("from", ""), self.options.get("to", "9999")
        chosen = [
            claim
            for claim in file.case.claims
            if claim.headline and claim.phase in phases and first <= claim.date and claim.date[: len(last)] <= last
        ]
        timeline = nodes.definition_list(classes=["timeline", "simple"])
        moments = moments_of(file.case.claims)
        for claim in sorted(chosen, key=lambda claim: moments[claim.id]):
            timeline += self.entry(claim)
        if not chosen:
            yield from misused(
                self, "empty-timeline", "no claim with a headline lies here", "widen the dates or the phases"
            )
        else:
            yield timeline

    def entry(self, claim: Claim) -> nodes.definition_list_item:
        moment = plain_date(claim.date) or _("Undated")
        if claim.time:
            moment += f", {plain_time(claim.time)}"
        term = nodes.term(
            "", "", nodes.inline("", moment, classes=["moment"]), nodes.Text(" "), nodes.strong("", claim.headline)
        )
        statement = nodes.paragraph("", claim.statement, note_mark(notes=[claim.id]))
        about = nodes.paragraph("", classes=["about"])  # its parts have names, for the script that filters by them
        about += nodes.inline("", _(PHASES[claim.phase]), classes=["about-phase"])
        about += nodes.Text(f" · {claim.actor} · ")
        about += nodes.inline("", _(SUPPORT[claim.support]), classes=["about-support"])
        return nodes.definition_list_item("", term, nodes.definition("", statement, about))


def moments_of(claims: list[Claim]) -> dict[str, tuple[str, str]]:
    """Date and time by which each claim is ordered. One without a time follows the claim before it in the file."""
    moments, latest = {}, {}
    for claim in claims:
        time = claim.time or latest.get(claim.date, "")
        latest[claim.date] = time
        moments[claim.id] = (_last_place(claim.date), time)
    return moments


def _last_place(written: str) -> str:
    """A date to order by: a month or a year alone comes after all of its days, a range where it begins."""
    start, slash, end = written.partition("/")
    return start + "-99" * (2 - start.count("-")) + slash + end if start else ""


def register(app: Sphinx) -> None:
    app.add_directive("timeline", TimelineDirective)
