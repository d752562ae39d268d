"""Puts the library into pages: roles for notes, quotations and sources; directives for what is drawn from the facts.

Everything here becomes standard docutils nodes, so every output shows it without visitors of its own; only the chart
has some, in `casebook.chart`. A page's notes are numbered in the order in which they are first cited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.typing import ExtensionMetadata

from authoring.myst import blocks, misused, warn
from authoring.problems import Problem, shown
from casebook import chart
from casebook.library import CaseFile, Library, read_library
from casebook.model import Claim, Source

SUPPORT = {"corroborated": "Corroborated", "single": "One source", "disputed": "Sources disagree"}
VERDICT = {"met": "Met", "partly": "Partly met", "missed": "Missed"}
PHASES = {
    "before": "Before",
    "onset": "The failure",
    "response": "The response",
    "recovery": "Recovery",
    "aftermath": "Aftermath",
}
KINDS = {
    "official": "Official documents",
    "company": "The companies' own words",
    "news": "News reports",
    "trade": "Trade press",
    "academic": "Research",
    "practitioner": "Practitioners' guides",
    "book": "Books",
    "blog": "Blogs and forums",
    "seed": "The founding articles",
}  # fmt: skip
NOTES_FILES = ("docs/bibliography.yaml", "docs/frameworks/actions.yaml")


def library_of(app: Sphinx) -> Library:
    return app.casebook_library  # set before any page is read


def depend(env, library: Library, names: Iterable[str]) -> None:
    """The page that is read now is to be read again when the file of one of `names` changes."""
    for name in names:
        if name in library.home:
            env.note_dependency(str(library.home[name]))


class note_mark(nodes.Inline, nodes.Element):
    """Stands for the numbers of one or more notes until the whole page is read."""


class note_list(nodes.General, nodes.Element):
    """Stands for the page's notes until the whole page is read."""


class LibraryRole(SphinxRole):
    """A role whose text names things in the library."""

    def known(self, names: list[str], shelf: dict, what: str) -> list:
        found = [shelf[name] for name in names if name in shelf]
        for name in names:
            if name not in shelf:
                source, line = self.get_source_info()
                place = (shown(Path(source)), line, 1)
                warn(Problem(*place, f"unknown-{what}", f"there is no {what} `{name}`", f"use the id of a {what}"))
        library = library_of(self.env.app)
        depend(self.env, library, names)
        return found


class ClaimRole(LibraryRole):
    """{claim}`jb-01 jb-02`: the numbers of the notes on these claims."""

    def run(self):
        claims = self.known(self.text.split(), library_of(self.env.app).claims, "claim")
        return [note_mark(notes=[claim.id for claim in claims])] if claims else [], []


class QuoteRole(LibraryRole):
    """{quote}`jb-q1`: the exact words in quotation marks, with the note on where they stand."""

    def run(self):
        found = self.known([self.text], library_of(self.env.app).quotations, "quotation")
        if not found:
            return [], []
        return [nodes.inline("", f"“{found[0].text}”", classes=["quotation"]), note_mark(notes=[found[0].id])], []


class CiteRole(LibraryRole):
    """{cite}`oig-report`: the source by publisher and year, linked to the bibliography."""

    def run(self):
        sources = self.known(self.text.split(), library_of(self.env.app).sources, "source")
        parts: list[nodes.Node] = []
        for source in sources:
            year = re.search(r"\d{4}", source.date)
            link = source_link(source, year[0] if year else "", self.env.docname)
            parts += [nodes.Text("; " if parts else "("), link]
        return [*parts, nodes.Text(")")] if parts else [], []


def source_link(source: Source, when: str, docname: str) -> pending_xref:
    """A short name of `source` (who, and when) that leads to its entry in the bibliography."""
    name = ", ".join(filter(None, (short_name(source), when))) + (f" ({_('blog')})" if source.kind == "blog" else "")
    text = nodes.inline("", name)
    target = {"refdomain": "std", "reftype": "ref", "reftarget": f"source-{source.key}"}
    return pending_xref("", text, **target, refexplicit=True, refwarn=True, refdoc=docname)


def short_name(source: Source) -> str:
    """Who stands behind a source: the authors of scholarly work, and otherwise who published it."""
    if source.author and source.kind in ("academic", "book", "practitioner", "seed"):
        names = re.split(r", | and ", source.author)
        return f"{names[0]} et al." if len(names) > 2 else source.author
    # A long publisher line also says through whom a copy was read; the short name leaves that to the entry.
    return re.split(r", carried by|, reposted|, reprinted| \(|;", source.publisher)[0]


def source_entry(source: Source) -> list[nodes.Node]:
    """A source in full: author, title (linked), publisher, date."""
    title = nodes.emphasis("", source.title)
    entry: list[nodes.Node] = [nodes.Text(f"{source.author}: ")] if source.author else []
    entry.append(nodes.reference("", "", title, refuri=source.url) if source.url else title)
    tail = ". ".join(filter(None, (source.publisher, plain_date(source.date))))
    entry.append(nodes.Text(f". {tail}."))
    return entry


def plain_date(written: str) -> str:
    """2007-02-14 as "14 February 2007"; a month, a year or a range likewise; other text as it is."""
    if "/" in written:
        return " to ".join(map(plain_date, written.split("/")))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
        day = date.fromisoformat(written)
        return f"{day.day} {day:%B} {day.year}"
    if re.fullmatch(r"\d{4}-\d\d", written):
        return f"{date.fromisoformat(written + '-01'):%B %Y}"
    return written


def plain_time(written: str) -> str:
    """15:00 as "3 p.m."."""
    hour, minute = map(int, written.split(":"))
    half = "a.m." if hour < 12 else "p.m."
    return f"{hour % 12 or 12}{f':{minute:02}' if minute else ''} {half}"


class Notes(SphinxTransform):
    """Numbers the notes of a page by first use, and writes them where the page wants them."""

    default_priority = 210

    def apply(self, **kwargs) -> None:
        marks = list(self.document.findall(note_mark))
        numbers: dict[str, int] = {}
        for mark in marks:
            for name in mark["notes"]:
                numbers.setdefault(name, len(numbers) + 1)
        lists = list(self.document.findall(note_list))
        if marks and not lists:
            where = marks[0].parent
            while where is not None and not where.source:
                where = where.parent
            place = (shown(Path(where.source)), where.line or 1, 1) if where is not None else (self.env.docname, 1, 1)
            warn(
                Problem(
                    *place, "no-notes", "the page cites facts but has no notes", "add the directive `notes` at its foot"
                )
            )
        used: dict[str, list[str]] = {name: [] for name in numbers}
        for mark in marks:
            mark.replace_self(self.numbered(mark, numbers, used))
        for stand_in in lists:
            stand_in.replace_self(self.listed(numbers, used))

    def numbered(self, mark: note_mark, numbers: dict[str, int], used: dict[str, list[str]]) -> nodes.superscript:
        at = mark.parent.index(mark) - 1
        if at >= 0 and isinstance(mark.parent[at], nodes.Text):  # a note stands close behind the word
            mark.parent[at] = nodes.Text(mark.parent[at].rstrip())
        sup = nodes.superscript(classes=["note-mark"])
        for name in mark["notes"]:
            if sup.children:
                sup += nodes.Text(", ")
            back = f"cited-{name}-{len(used[name]) + 1}"
            used[name].append(back)
            number = str(numbers[name])
            sup += nodes.reference(number, number, internal=True, refid=f"note-{name}", ids=[back])
        return sup

    def listed(self, numbers: dict[str, int], used: dict[str, list[str]]) -> list[nodes.Node]:
        if not numbers:
            return []
        library = library_of(self.app)
        notes = nodes.enumerated_list(classes=["notes"], enumtype="arabic", prefix="", suffix=".")
        for name in numbers:
            item = nodes.list_item("", ids=[f"note-{name}"])
            back = nodes.reference(
                "", "↑", internal=True, refid=used[name][0], classes=["back"], reftitle=_("Back to the text")
            )
            item += nodes.paragraph("", "", *note_text(name, library, self.env.docname), nodes.Text(" "), back)
            notes += item
        return [notes]


def note_text(name: str, library: Library, docname: str) -> list[nodes.Node]:
    """What a note says on a claim or a quotation: how well it is supported, by what, and what to bear in mind."""
    quotation = library.quotations.get(name)
    if quotation:
        lead = ", ".join(filter(None, (quotation.speaker, plain_date(quotation.date))))
        sources = sources_of([quotation.source], library, docname)
        return [nodes.strong("", _("Quotation.")), nodes.Text(f" {lead}. "), *sources]
    claim = library.claims[name]
    parts: list[nodes.Node] = [support_mark(claim), nodes.Text(" ")]
    if claim.note:
        parts.append(nodes.Text(f"{claim.note} "))
    return [*parts, *sources_of(claim.sources, library, docname)]


def support_mark(claim: Claim) -> nodes.strong:
    return nodes.strong("", f"{SUPPORT[claim.support]}.", classes=["support", f"support-{claim.support}"])


def sources_of(keys: list[str], library: Library, docname: str) -> list[nodes.Node]:
    """The sources by short name, in a row."""
    parts: list[nodes.Node] = []
    for source in (library.sources[key] for key in keys if key in library.sources):
        parts += [nodes.Text("; ")] if parts else []
        parts.append(source_link(source, plain_date(source.date), docname))
    return [*parts, nodes.Text(".")]


class CaseDirective(SphinxDirective):
    """A directive whose first argument names a case."""

    required_arguments = 1
    optional_arguments = 1

    @property
    def library(self) -> Library:
        return library_of(self.env.app)

    def run(self) -> list[nodes.Node]:
        file = self.library.cases.get(self.arguments[0])
        if not file:
            return misused(
                self, "unknown-case", f"there is no case `{self.arguments[0]}`", "use the `case` of a facts.yaml"
            )
        self.env.note_dependency(str(file.located.file))
        for name in NOTES_FILES:
            self.env.note_dependency(str(Path(self.env.srcdir) / name))
        return list(self.show(file))

    def show(self, file: CaseFile) -> Iterator[nodes.Node]:
        raise NotImplementedError

    def myst(self, text: str, file: CaseFile, *path: str | int) -> list[nodes.Node]:
        return blocks(self, text, file.located, path)


def words(argument: str) -> list[str]:
    return argument.split()


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
        timeline = nodes.definition_list(classes=["timeline"])
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
        about = nodes.paragraph(
            "", f"{PHASES[claim.phase]} · {claim.actor} · {SUPPORT[claim.support]}", classes=["about"]
        )
        return nodes.definition_list_item(
            "", term, nodes.definition("", statement, about), classes=[f"phase-{claim.phase}"]
        )


def moments_of(claims: list[Claim]) -> dict[str, tuple[str, str]]:
    """Date and time by which each claim is ordered. One without a time follows the claim before it in the file."""
    moments, latest = {}, {}
    for claim in claims:
        time = claim.time or latest.get(claim.date, "")
        latest[claim.date] = time
        moments[claim.id] = (claim.date, time)
    return moments


class ScoreDirective(CaseDirective):
    """The case judged against the actions, with the evidence on both sides."""

    def show(self, file: CaseFile) -> Iterator[nodes.Node]:
        rows = []
        for i, score in enumerate(file.case.scores):
            action = self.library.actions.get(score.action)
            if not action:
                continue
            name = [
                nodes.paragraph("", "", nodes.strong("", action.name)),
                nodes.paragraph("", action.label, classes=["about"]),
            ]
            verdict = [
                nodes.paragraph(
                    "", "", nodes.strong("", VERDICT[score.verdict], classes=["verdict", f"verdict-{score.verdict}"])
                )
            ]
            sides = [self.side(file, i, side, texts) for side, texts in (("for", score.pro), ("against", score.contra))]
            rows.append([name, verdict, *sides])
        heads = [_("Action"), _("Verdict"), _("Evidence for"), _("Evidence against")]
        yield table(heads, rows, widths=[17, 13, 35, 35], classes=["score"])

    def side(self, file: CaseFile, i: int, side: str, texts: list[str]) -> list[nodes.Node]:
        return [node for j, text in enumerate(texts) for node in self.myst(text, file, "scores", i, side, j)] or [
            nodes.paragraph("", "–")
        ]


class DecisionsDirective(CaseDirective):
    """The points at which somebody had to choose."""

    def show(self, file: CaseFile) -> Iterator[nodes.Node]:
        heads = {"known": _("What was known"), "chosen": _("What was chosen"), "happened_next": _("What followed")}
        for i, decision in enumerate(file.case.decisions, 1):
            title = nodes.paragraph(
                "",
                "",
                nodes.strong("", f"{i}. {decision.role}"),
                nodes.Text(f" · {decision.when}"),
                classes=["decision-title"],
            )
            fields = nodes.definition_list(classes=["decision"])
            for name, head in heads.items():
                text = nodes.paragraph("", getattr(decision, name))
                if name == "happened_next":
                    text += note_mark(notes=list(decision.claims))
                fields += nodes.definition_list_item("", nodes.term("", head), nodes.definition("", text))
            yield nodes.container("", title, fields, classes=["decision-card"])


class ChartDirective(CaseDirective):
    """A picture drawn from the claims, its alternative in words, and its data as a table."""

    required_arguments = 2
    optional_arguments = 0

    def show(self, file: CaseFile) -> Iterator[nodes.Node]:
        wanted = next((drawn for drawn in file.case.charts if drawn.id == self.arguments[1]), None)
        if not wanted:
            yield from misused(
                self, "unknown-chart", f"the case has no chart `{self.arguments[1]}`", "see its `charts`"
            )
            return
        values = chart.values(wanted, self.library.claims)
        figure = nodes.figure(classes=["chart"], ids=[f"chart-{file.case.case}-{wanted.id}"])
        figure += chart.chart("", drawing=chart.draw(wanted, values), alt=wanted.alt, title=wanted.title)
        figure += nodes.caption("", f"{wanted.title} ({wanted.unit})")
        yield figure
        yield self.data(wanted, values)

    def data(self, wanted, values) -> nodes.Node:
        heads = [wanted.across, *(series.name for series in wanted.series)]
        rows = []
        for _i, label in enumerate(dict.fromkeys(point.x for series in wanted.series for point in series.points)):
            row = [[nodes.paragraph("", label)]]
            for series in wanted.series:
                at = next((point for point in series.points if point.x == label), None)
                value = values[series.name].get(label)
                shown_value = "–" if value is None else f"{value:,.10g}"
                text = nodes.paragraph("", shown_value)
                if at and at.note:
                    text += nodes.Text(f" ({at.note})")
                if at and at.claim:
                    text += note_mark(notes=[at.claim])
                row.append([text])
            rows.append(row)
        return table(heads, rows, widths=[30, *[70 // len(wanted.series)] * len(wanted.series)], classes=["chart-data"])


class NotesDirective(SphinxDirective):
    """Where the page's notes stand."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(Path(self.env.srcdir) / NOTES_FILES[0]))
        return [note_list()]


class BibliographyDirective(SphinxDirective):
    """Every source, by kind; each has a label, so pages can lead to it."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(Path(self.env.srcdir) / NOTES_FILES[0]))
        sources = sorted(
            library_of(self.env.app).sources.values(), key=lambda source: (source.publisher.lower(), source.date)
        )
        result: list[nodes.Node] = []
        labels = self.env.get_domain("std")
        for kind, heading in KINDS.items():
            of_kind = [source for source in sources if source.kind == kind]
            if not of_kind:
                continue
            section = nodes.section("", nodes.title("", heading), ids=[f"sources-{kind}"], names=[f"sources-{kind}"])
            entries = nodes.bullet_list(classes=["sources"])
            for source in of_kind:
                anchor = f"source-{source.key}"
                entries += nodes.list_item("", nodes.paragraph("", "", *source_entry(source)), ids=[anchor])
                labels.labels[anchor] = (self.env.docname, anchor, source.title)
                labels.anonlabels[anchor] = (self.env.docname, anchor)
            section += entries
            result.append(section)
        return result


def table(
    heads: list[str], rows: list[list[list[nodes.Node]]], *, widths: list[int], classes: list[str]
) -> nodes.table:
    """A docutils table from head texts and rows of cells, each a list of blocks."""
    group = nodes.tgroup(cols=len(heads))
    group += [nodes.colspec(colwidth=width) for width in widths]
    head = nodes.row("", *(nodes.entry("", nodes.paragraph("", text)) for text in heads))
    body = [nodes.row("", *(nodes.entry("", *cell) for cell in row)) for row in rows]
    group += [nodes.thead("", head), nodes.tbody("", *body)]
    return nodes.table("", group, classes=[*classes, "colwidths-given"])


def load_library(app: Sphinx) -> None:
    library = read_library(Path(app.srcdir))
    for problem in sorted(library.problems):
        warn(problem)
    app.casebook_library = library


def setup(app: Sphinx) -> ExtensionMetadata:
    app.connect("builder-inited", load_library)
    for name, role in {"claim": ClaimRole(), "quote": QuoteRole(), "cite": CiteRole()}.items():
        app.add_role(name, role)
    for name, directive in {
        "timeline": TimelineDirective,
        "score": ScoreDirective,
        "decisions": DecisionsDirective,
        "chart": ChartDirective,
        "notes": NotesDirective,
        "bibliography": BibliographyDirective,
    }.items():
        app.add_directive(name, directive)
    app.add_node(note_mark)
    app.add_node(note_list)
    app.add_transform(Notes)
    chart.register(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
