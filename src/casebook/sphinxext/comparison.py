"""The directives that set cases side by side: `heat-map` (the verdicts) and `common-clock` (the hours).

Each line of their content names a case and the short name it has there: `jetblue: JetBlue`.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx

from authoring.myst import blocks, link_to, misused
from casebook import clock
from casebook.library import CaseFile
from casebook.model import Moment, Score
from casebook.sphinxext.access import NOTES_FILES, LibraryDirective, words
from casebook.sphinxext.charts import figure
from casebook.sphinxext.notes import note_mark
from casebook.sphinxext.score import chosen, score_label, verdict_mark
from casebook.sphinxext.tables import table
from casebook.sphinxext.wording import EVENTS, plain_date, plain_time
from languages.words import _


class CasesDirective(LibraryDirective):
    """A directive that sets the cases named in its content side by side."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        cases: dict[str, CaseFile] = {}
        for line in self.content:
            key, _colon, name = (part.strip() for part in line.partition(":"))
            if key not in self.library.cases or not name:
                return misused(
                    self, "unknown-case", f"`{line}` names no case", "write `case: Short name`, a case to a line"
                )
            cases[name] = self.library.cases[key]
        if not cases:
            return misused(self, "no-cases", "it names no case", "write `case: Short name`, a case to a line")
        self.follow(*(file.located.file for file in cases.values()), *NOTES_FILES)
        return list(self.show(cases))

    def show(self, cases: dict[str, CaseFile]) -> Iterator[nodes.Node]:
        raise NotImplementedError


class HeatMapDirective(CasesDirective):
    """The verdicts on all cases by action; each leads to its row in the case's own score."""

    option_spec = {"actions": words}

    def show(self, cases: dict[str, CaseFile]) -> Iterator[nodes.Node]:
        rows = []
        for action in chosen(self.library, self.options.get("actions")):
            scores = [next((s for s in file.case.scores if s.action == action.id), None) for file in cases.values()]
            if any(scores):
                name = [nodes.paragraph("", action.name), nodes.paragraph("", action.label, classes=["about"])]
                cells = [[self.cell(file, score)] for file, score in zip(cases.values(), scores, strict=True)]
                rows.append([name, *cells])
        widths = [28, *[72 // len(cases)] * len(cases)]
        yield table([_("Action"), *cases], rows, widths=widths, classes=["heat-map"], stub=True)

    def cell(self, file: CaseFile, score: Score | None) -> nodes.paragraph:
        if not score:
            return nodes.paragraph("", "–")
        mark = verdict_mark(score)
        label = score_label(file.case.case, score.action)
        link = link_to(self.docname, label, mark.astext())
        mark.children = []  # its words are the link's now
        mark += link
        return nodes.paragraph("", "", mark)


class CommonClockDirective(CasesDirective):
    """The time from the first warning to four things that customers wait for, drawn and as a table with its notes."""

    option_spec = {"alt": directives.unchanged_required}

    def show(self, cases: dict[str, CaseFile]) -> Iterator[nodes.Node]:
        if "alt" not in self.options:
            yield from misused(self, "no-alt", "the picture has no words", "add `:alt:` with what one sees in it")
            return
        spans = {name: clock.spans(file.case) for name, file in cases.items()}
        later = {event: _(heading) for event, heading in EVENTS.items() if event != "first-warning"}
        drawing = clock.draw(spans, later, _("no date: see the table"))
        caption = _("Time since the first warning (a logarithmic scale: equal steps multiply the time)")
        yield figure("common-clock", drawing, self.options["alt"], caption)
        for event, heading in {event: _(heading) for event, heading in EVENTS.items()}.items():
            rows = [self.row(name, file, event, spans[name].get(event)) for name, file in cases.items()]
            heads = [heading, _("After the first warning") if event in later else _("When"), _("What is meant")]
            yield table(heads, rows, widths=[22, 28, 50], classes=["clock"], stub=True)

    def row(self, name: str, file: CaseFile, event: str, span: clock.Span | None) -> list[list[nodes.Node]]:
        found = next(((i, moment) for i, moment in enumerate(file.case.clock) if moment.event == event), None)
        after = [nodes.paragraph("", "", nodes.strong("", clock.in_words(span)))] if span else []
        when = nodes.paragraph("", moment_in_words(found[1]) if found else "–")
        if found and found[1].claim:
            when += note_mark(notes=[found[1].claim])
        note = blocks(self, found[1].note, file.located, ("clock", found[0], "note")) if found else []
        return [[nodes.paragraph("", name)], [*after, when], note or [nodes.paragraph("", "–")]]


def moment_in_words(moment: Moment) -> str:
    """The day, and the time where it is known; or openly neither."""
    day, _space, time = moment.at.partition(" ")
    return ", ".join(filter(None, (plain_date(day), time and plain_time(time)))) or _("No date")


def register(app: Sphinx) -> None:
    app.add_directive("heat-map", HeatMapDirective)
    app.add_directive("common-clock", CommonClockDirective)
