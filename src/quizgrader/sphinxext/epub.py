"""An exercise in an EPUB: the questions in words and signs that need no script and no form, the answers after the chapter.

What a form has on the page becomes standard nodes here, so that no output has to know of it: boxes and circles to choose
from, lines to write on. Each answer moves into a section at the document's end, folded, with links there and back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from docutils import nodes as docutils_nodes
from docutils.nodes import Element, Node, Text, container, inline, list_item, paragraph, strong
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from authoring.assets import add_to_epub
from languages.words import _, many
from quizgrader.sphinxext import nodes, wording

BOX, CIRCLE, LINE = "☐", "○", "______"
STYLE = Path(__file__).with_name("epub.css")


class InBook(SphinxPostTransform):
    """Rewrites the exercises of a document for the builder `epub`. It goes before references are resolved."""

    default_priority = 5
    builders = ("epub",)

    def run(self, **kwargs: object) -> None:
        exercises = list(self.document.findall(lambda node: isinstance(node, SHOWN)))
        answers = [entry for exercise in exercises for entry in moved_answers(exercise, alone=len(exercises) == 1)]
        for kind, form in FORMS.items():
            for node in list(self.document.findall(kind)):
                node.replace_self(form(node))
        if answers:
            title = many("Answers to the exercise", "Answers to the exercises", len(exercises))
            section = docutils_nodes.section("", docutils_nodes.title("", title), *answers, ids=["exercise-answers"])
            section["classes"] = ["qg-answers"]
            (next(self.document.findall(docutils_nodes.section), None) or self.document).append(section)


def moved_answers(exercise: Element, alone: bool) -> Iterator[Element]:
    """Takes the answers out of the questions of an exercise, and gives them as entries of the section at the end."""
    head = None if alone else exercise.next_node(nodes.quiz_exercise_title)
    for question in exercise.findall(nodes.quiz_question):
        answer = question.next_node(nodes.quiz_answer)
        if answer is None:
            continue
        if head is not None:
            yield docutils_nodes.rubric("", "", *(child.deepcopy() for child in head.children))
            head = None
        name = question["ids"][0]
        answer.parent.remove(answer)
        question += paragraph("", "", _link(_("To the answer"), f"answer-{name}"), classes=["qg-to-answer"])
        called = Text(_("Question %s") % question["number"])
        asked = [child.deepcopy() for child in question.next_node(nodes.quiz_lead).children]
        line = paragraph("", "", strong("", "", called), Text(" "), *asked, classes=["qg-asked"])
        back = paragraph("", "", _link(_("Back to the question"), name), classes=["qg-back"])
        yield container("", line, answer, back, ids=[f"answer-{name}"], classes=["qg-entry"])


def _link(text: str, name: str) -> docutils_nodes.reference:
    return docutils_nodes.reference(text, text, internal=True, refid=name)


# -- one function for each kind of node: what stands in its place


def _box(*classes: str) -> Callable[[Element], container]:
    return lambda node: container("", *node.children, ids=node["ids"], classes=list(classes))


def _exercise(node: nodes.quiz_exercise) -> container:
    box = _box("qg-exercise")(node)
    if node["mode"] == "assessed":
        box += paragraph(
            "", _("This exercise is marked by your trainer. Write your answers on paper and hand them in.")
        )
    return box


def _title(node: Element) -> paragraph:
    return paragraph("", "", strong("", "", *node.children), classes=["qg-title"])


def _question(node: nodes.quiz_question) -> container:
    points = "" if node["points"] is None else wording.points(node["points"])
    number = inline("", _("Question %s") % node["number"], classes=["qg-number"])
    rule = inline("", " · ".join(filter(None, (points, node["rule"]))), classes=["qg-rule"])
    return container(
        "", paragraph("", "", number, Text(" "), rule), *node.children, ids=node["ids"], classes=["qg-question"]
    )


def _lead(node: nodes.quiz_lead) -> paragraph:
    return paragraph("", "", *node.children, classes=["qg-lead"])


def _pick(node: nodes.quiz_pick) -> docutils_nodes.bullet_list:
    sign = BOX if node["many"] else CIRCLE
    choices = [_choice(sign, *option.children) for option in node.findall(nodes.quiz_option)]
    if node["many"]:
        choices.append(_choice(sign, Text(_("None of these"))))
    return docutils_nodes.bullet_list("", *choices, classes=["qg-options"])


def _choice(sign: str, *text: Node) -> list_item:
    return list_item("", paragraph("", "", inline("", sign, classes=["qg-sign"]), Text(" "), *text))


def _order(node: nodes.quiz_order) -> docutils_nodes.bullet_list:
    items = [_choice(LINE, *option.children) for option in node.findall(nodes.quiz_option)]
    return docutils_nodes.bullet_list("", *items, classes=["qg-options", "qg-lines"])


def _pairs(node: nodes.quiz_pairs) -> container:
    stems = [_choice(LINE, *stem.children) for stem in node.findall(nodes.quiz_stem)]
    options = [list_item("", paragraph("", "", *option.children)) for option in node.findall(nodes.quiz_option)]
    letters = docutils_nodes.enumerated_list("", *options, enumtype="upperalpha", prefix="", suffix=".")
    return container("", docutils_nodes.bullet_list("", *stems, classes=["qg-options", "qg-lines"]), letters)


def _entry(node: nodes.quiz_entry) -> paragraph:
    return paragraph("", " ".join(filter(None, (_("Your answer:"), LINE, node["unit"]))))


def _essay(node: nodes.quiz_essay) -> paragraph:
    return paragraph("", _("Write your answer on paper."), classes=["qg-rule"])


def _gap(node: nodes.quiz_gap) -> inline:
    """A line to write on, with its number; what there is to choose from stands behind it."""
    number = docutils_nodes.superscript("", node["number"])
    unit = node["unit"]
    gap = inline("", "", number, Text(f"{LINE}{f' {unit}' if unit else ''}"), classes=["qg-gap"])
    for i, option in enumerate(node.findall(nodes.quiz_option)):
        gap += [Text(" / " if i else " ("), *option.children]
    if node.children:
        gap += Text(")")
    return gap


def _who(node: nodes.quiz_who) -> paragraph:
    return paragraph("", f"{_('Your name')}: {LINE}{LINE}")


def _comparison(node: nodes.quiz_comparison) -> container:
    """A table to be filled in by hand."""
    (title,) = node.findall(nodes.quiz_comparison_title)
    heads = [[], *(rater.children for rater in node.findall(nodes.quiz_rater)), [Text(_("Gap"))]]
    group = docutils_nodes.tgroup("", *(docutils_nodes.colspec(colwidth=1) for _head in heads), cols=len(heads))
    group[0]["stub"] = 1
    group += docutils_nodes.thead("", _row(heads))
    group += docutils_nodes.tbody(
        "",
        *(
            _row([thing.children, *([Text(LINE)] for _head in heads[1:])])
            for thing in node.findall(nodes.quiz_compared)
        ),
    )
    return container("", _title(title), docutils_nodes.table("", group))


def _row(cells: list[list[Node]]) -> docutils_nodes.row:
    return docutils_nodes.row("", *(docutils_nodes.entry("", paragraph("", "", *cell)) for cell in cells))


SHOWN = (nodes.quiz_exercise, nodes.quiz_assignment)
FORMS = {
    nodes.quiz_gap: _gap,
    nodes.quiz_gaps: _box("qg-gaps"),
    nodes.quiz_pick: _pick,
    nodes.quiz_pairs: _pairs,
    nodes.quiz_order: _order,
    nodes.quiz_entry: _entry,
    nodes.quiz_essay: _essay,
    nodes.quiz_lead: _lead,
    nodes.quiz_body: _box("qg-body"),
    nodes.quiz_question: _question,
    nodes.quiz_comparison: _comparison,
    nodes.quiz_who: _who,
    nodes.quiz_exercise_title: _title,
    nodes.quiz_part_title: _title,
    nodes.quiz_part: _box("qg-exercise"),
    nodes.quiz_exercise: _exercise,
    nodes.quiz_assignment: _box("qg-exercise"),
    nodes.quiz_scenario: _box("qg-exercise"),
}


def register(app: Sphinx) -> None:
    app.add_post_transform(InBook)
    add_to_epub(app, STYLE)
