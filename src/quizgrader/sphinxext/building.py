"""From authored questions to nodes, for the directives that show them. It never looks at a question's type.

A question gets the same nodes wherever it stands; only an exercise's own page, in practice, holds its answer too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docutils import nodes as docutils_nodes
from docutils.nodes import Node
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole

from authoring.myst import blocks, inline, misused, note_label, warn
from authoring.problems import shown
from languages.words import _
from quizgrader.bank.exercises import Exercise
from quizgrader.bank.shelf import ExerciseFile
from quizgrader.questions import Entry, Essay, Gaps, Option, Order, Pair, Pick, Question
from quizgrader.questions.base import Line, Typed, Unit, Written
from quizgrader.sphinxext import nodes

Path = tuple[str | int, ...]


class GapRole(SphinxRole):
    """The place of a gap; written by the directive itself, for `[[id]]`."""

    def run(self):
        return [nodes.quiz_gap_place(gap_id=self.text)], []


class PlaceGaps(SphinxTransform):
    """Puts each gap, or what fills it, into its place in the text, which may have been translated until then."""

    default_priority = 30  # Sphinx translates at 20

    def apply(self, **kwargs: object) -> None:
        for text in self.document.findall(lambda node: "gapped" in getattr(node, "attributes", ())):
            gaps = {child["gap_id"]: child for child in text.children if "gap_id" in child}
            for gap in gaps.values():
                text.remove(gap)
            for place in list(text.findall(nodes.quiz_gap_place)):
                place.replace_self(gaps[place["gap_id"]])


class QuestionsDirective(SphinxDirective):
    """A directive that shows questions. It sets `file`, the exercise that is shown just now, and `with_answers`."""

    file: ExerciseFile
    with_answers: bool

    def label(self, anchor: str, title: str) -> None:
        """Make `anchor` a target for {ref}; what has an id has one place."""
        elsewhere = self.env.domains.standard_domain.labels.get(anchor, (self.env.docname,))[0]
        if elsewhere != self.env.docname:
            misused(self, "shown-twice", f"{anchor} is already on the page {elsewhere}", "link to it from here instead")
        note_label(self, anchor, title)

    # -- from the file to nodes; `path` leads to the text in the file

    def blocks(self, text: str, *path: str | int) -> list[Node]:
        return blocks(self, text, self.file.located, path)

    def inline(self, node: docutils_nodes.TextElement, text: str, *path: str | int) -> docutils_nodes.TextElement:
        return inline(self, node, text, self.file.located, path)

    def shown(self, questions: Sequence[Question], anchor: str, called: str = "", first: int = 1) -> Iterator[Node]:
        """The nodes of `questions`, numbered from `first`; their ids there begin with `anchor` and `called`."""
        exercise = self.file.exercise
        places = {question.id: i for i, question in enumerate(exercise.questions)}
        pairs = exercise.compare.pairs if exercise.compare else []
        compared = [question.id for question in questions if any(question.id in (p.first, p.second) for p in pairs)]
        for number, question in enumerate(questions, first):
            yield self.question(
                f"{anchor}{question.id}", f"{called}{question.id}", number, places[question.id], question
            )
            if question.id in compared[-1:]:
                yield self.comparison(exercise, called)

    def question(self, anchor: str, called: str, number: int, i: int, question: Question) -> nodes.quiz_question:
        here: Path = ("questions", i)
        node = nodes.quiz_question(
            ids=[anchor],
            question_id=called,
            number=str(number),
            points=question.points if question.counts else None,
            rule=question.rule(),
        )
        node += self.prompt(question.prompt, *here, "prompt")
        node += self.control(anchor, question, here)
        for j, text in enumerate(question.hints):
            node += nodes.quiz_hint("", *self.blocks(text, *here, "hints", j), number=str(j + 1))
        if self.with_answers and question.counts:
            node += self.answer(question, here)
        return node

    def comparison(self, exercise: Exercise, called: str) -> nodes.quiz_comparison:
        """The table of what is rated twice, which is filled in by hand or by the script."""
        compare = exercise.compare
        node = nodes.quiz_comparison(steps=exercise.question(compare.pairs[0].first).steps)
        node += self.inline(nodes.quiz_comparison_title(), compare.title, "compare", "title")
        node += self.inline(nodes.quiz_rater(), compare.first, "compare", "first")
        node += self.inline(nodes.quiz_rater(), compare.second, "compare", "second")
        for i, pair in enumerate(compare.pairs):
            row = nodes.quiz_compared(first=f"{called}{pair.first}", second=f"{called}{pair.second}")
            node += self.inline(row, pair.label, "compare", "pairs", i, "label")
        return node

    def prompt(self, text: str, *path: str | int) -> list[Node]:
        first, *rest = self.blocks(text, *path) or [docutils_nodes.paragraph()]
        if not isinstance(first, docutils_nodes.paragraph):
            warn(
                self.file.located.problem(
                    path,
                    "prompt",
                    "the prompt must begin with a paragraph",
                    "write a sentence before the list or picture",
                )
            )
            first, rest = docutils_nodes.paragraph(), [first, *rest]
        lead = nodes.quiz_lead(first.rawsource, "", *first.children)
        lead.source, lead.line = first.source, first.line
        return [lead, nodes.quiz_body("", *rest)] if rest else [lead]

    def control(self, anchor: str, question: Question, here: Path) -> docutils_nodes.Element:
        match question.control():
            case Pick(options, many, scale):
                return nodes.quiz_pick("", *self.offered(options, here), many=many, scale=scale, name=anchor)
            case Pair(stems, options):
                return nodes.quiz_pairs("", *self.offered(stems, here, nodes.quiz_stem), *self.offered(options, here))
            case Order(options):
                return nodes.quiz_order("", *self.offered(options, here))
            case Entry(number=number, unit=unit):
                return self.placed(nodes.quiz_entry(number=number, unit=unit), *here)
            case Essay(lines):
                return nodes.quiz_essay(lines=lines)
            case Gaps() as control:
                return self.gaps(anchor, control, here)
            case control:
                raise TypeError(f"no node for the control {control!r}")

    def gaps(self, anchor: str, control: Gaps, here: Path) -> nodes.quiz_gaps:
        """The text of the gaps, with each place in it become a gap that knows its options."""
        node = nodes.quiz_gaps("", *self.gapped(control, here), gapped=True)
        for number, gap in enumerate(control.gaps, 1):
            entry = gap.control if isinstance(gap.control, Entry) else None
            made = nodes.quiz_gap(gap_id=gap.id, number=str(number), name=f"{anchor}-{gap.id}", entry=entry)
            made["unit"] = entry.unit if entry else ""
            if isinstance(gap.control, Pick):
                made += self.offered(gap.control.options, (*here, *gap.path))
            node += self.placed(made, *here, *gap.path)
        return node

    def gapped(self, control: Gaps, here: Path) -> list[Node]:
        return self.blocks(control.place.sub(r"{quiz-gap}`\1`", control.text), *here, "text")

    def filled(self, question: Question, here: Path) -> list[Node]:
        """Of a text with gaps the text with what best stands in each; nothing of any other question."""
        control = question.control()
        if not isinstance(control, Gaps):
            return []
        node = docutils_nodes.container("", *self.gapped(control, here), classes=["qg-filled"], gapped=True)
        for name, line in question.filled().items():
            node += self.key_line(docutils_nodes.strong(gap_id=name), line, here)
        return [node]

    def placed(self, node: docutils_nodes.Element, *path: str | int) -> docutils_nodes.Element:
        """`node`, which says where in the file its words stand."""
        node.source, node.line = shown(self.file.located.file), self.file.located.place(path)[0]
        return node

    def offered(
        self, options: Sequence[Option], here: Path, kind: type = nodes.quiz_option
    ) -> list[docutils_nodes.TextElement]:
        return [self.option(kind(option_id=option.id), option, here) for option in options]

    def option(self, node: docutils_nodes.TextElement, option: Option, here: Path) -> docutils_nodes.TextElement:
        """`node` with the words of an option; those that are ours are translated already."""
        node = self.inline(node, option.text, *here, *option.path)
        node["translatable"] = not option.ours
        return node

    def key_line(self, node: docutils_nodes.TextElement, line: Line, here: Path) -> docutils_nodes.TextElement:
        """`node` with a line of the key; of its parts only the author's words are to be translated."""
        for part in line:
            if isinstance(part, Unit):
                node += self.placed(docutils_nodes.inline(part, part, translatable=True), *here)
            elif isinstance(part, Written):
                node += self.inline(docutils_nodes.inline(translatable=True), part, *here)
            else:
                node += docutils_nodes.literal("", part) if isinstance(part, Typed) else docutils_nodes.Text(part)
        return node

    def answer(self, question: Question, here: Path) -> nodes.quiz_answer:
        node = nodes.quiz_answer()
        lines = [self.key_line(nodes.quiz_key_line(), line, here) for line in question.key_lines()]
        control = question.control()
        node += nodes.quiz_key("", *lines, numbered=isinstance(control, Order), criteria=isinstance(control, Essay))
        node += self.filled(question, here)
        node += self.blocks(question.solution(), *here, "explanation")
        about = self.named_options(question)
        gaps = {gap.id: str(i) for i, gap in enumerate(getattr(control, "gaps", ()), 1)}
        remarks = nodes.quiz_remarks()
        for remark_id, text in question.remarks().items():
            remark = nodes.quiz_remark(remark_id=remark_id)
            option = about.get(remark_id.removesuffix(":left"))
            if option:
                words = self.option(docutils_nodes.inline(), option, here)
                label = docutils_nodes.paragraph("", "", words, classes=["qg-about"])
                if remark_id.endswith(":left"):
                    label += docutils_nodes.emphasis("", _(" (left unticked)"))
                remark += label
            gap = gaps.get(remark_id.partition(":")[0])
            if gap:
                remark += docutils_nodes.paragraph("", _("Gap %s") % gap, classes=["qg-about"])
            remark += self.blocks(text, *here)
            remarks += remark
        node += remarks if remarks.children else []
        node += self.facts(question.claims, *here, "claims")
        return node

    def facts(self, claims: list[str], *path: str | int) -> list[Node]:
        """The notes on the claims that something rests on, by the project's own role for them."""
        role = self.config.quizgrader_claim_role
        if not claims or not role:
            return []
        text = f"{_('The facts:')} {{{role}}}`{' '.join(claims)}`"
        return [self.inline(nodes.quiz_facts(translatable=False), text, *path)]

    def named_options(self, question: Question) -> dict[str, Option]:
        """The options and stems of a question by id, to say what a remark is about."""
        control = question.control()
        shown = [*getattr(control, "stems", []), *getattr(control, "options", [])]
        return {option.id: option for option in shown}
