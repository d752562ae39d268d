"""An exercise on paper: the same questions with the same numbers, in forms that a pen can fill in."""

from __future__ import annotations

from pathlib import Path
from string import ascii_uppercase

from docutils import nodes as docutils_nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from authoring.assets import add_to_pdf
from languages.words import _
from quizgrader.sphinxext import nodes, wording

FUNCTIONS = Path(__file__).with_name("exercise.typ")
STYLES = {"container.key-entry": "key-entry"}


# What is written within a function of exercise.typ, which is all that there is to it
BLOCKS = {
    nodes.quiz_exercise: "exercise",
    nodes.quiz_scenario: "exercise",
    nodes.quiz_exercise_title: "exercise-title",
    nodes.quiz_assignment: "assignment",
    nodes.quiz_part: "assignment-part",
    nodes.quiz_part_title: "exercise-title",
    nodes.quiz_lead: "lead",
    nodes.quiz_body: "question-body",
    nodes.quiz_option: "choice",
    nodes.quiz_gaps: "gaps",
    nodes.quiz_facts: "facts",
}
# What is no part of the book, or written by the node around it
SKIPPED = (
    *(nodes.quiz_hint, nodes.quiz_answer, nodes.quiz_key, nodes.quiz_key_line, nodes.quiz_remarks, nodes.quiz_remark),
    *(nodes.quiz_stem, nodes.quiz_comparison_title, nodes.quiz_rater, nodes.quiz_compared),
)


def visitors(node: type) -> dict:
    """The keyword for `app.add_node` that gives `node` its form in the book."""
    if node in SKIPPED:
        return {"typst": (_skip, None)}
    if node in BLOCKS:
        return {"typst": (_block, _end)}
    return {"typst": (globals()[f"visit_{node.__name__.removeprefix('quiz_')}"], _end)}


def _block(book, node) -> None:
    book.block(BLOCKS[type(node)], node)


def _end(book, node) -> None:
    book.end()


def _skip(book, node) -> None:
    raise docutils_nodes.SkipNode


def visit_moment(book, node) -> None:
    book.inline("book.span")


def visit_who(book, node) -> None:
    book.call("who", [_("Name"), _("Id, if you were given one")])
    raise docutils_nodes.SkipNode


def visit_question(book, node) -> None:
    points = "" if node["points"] is None else wording.points(node["points"])
    book.block("question", node, number=node["number"], points=points, rule=node["rule"])


def visit_pick(book, node) -> None:
    book.block("pick", node, many=node["many"], scale=node["scale"], neither=_("None of these"))


def visit_pairs(book, node) -> None:
    stems = [book.render(child.children) for child in node if isinstance(child, nodes.quiz_stem)]
    options = [book.render(child.children) for child in node if isinstance(child, nodes.quiz_option)]
    book.call("pairs", stems, list(zip(ascii_uppercase, options, strict=False)))
    raise docutils_nodes.SkipNode


def visit_order(book, node) -> None:
    book.call("order", [book.render(child.children) for child in node])
    raise docutils_nodes.SkipNode


def visit_entry(book, node) -> None:
    book.call("entry", unit=node["unit"], wide=not node["number"])
    raise docutils_nodes.SkipNode


def visit_essay(book, node) -> None:
    book.call("essay", lines=node["lines"])
    raise docutils_nodes.SkipNode


def visit_gap(book, node) -> None:
    """A line to write on, with its number; the options of a menu stand behind it."""
    choices = [book.render(child.children) for child in node]
    book.call("gap", node["number"], choices, unit=node["unit"])
    raise docutils_nodes.SkipNode


def visit_comparison(book, node) -> None:
    """A table to be filled in by hand."""

    def rendered(kind: type) -> list:
        return [book.render(child.children) for child in node if isinstance(child, kind)]

    (title,) = rendered(nodes.quiz_comparison_title)
    book.mark(node)
    book.call("comparison", title, [*rendered(nodes.quiz_rater), _("Gap")], rendered(nodes.quiz_compared))
    raise docutils_nodes.SkipNode


class ShortKey(SphinxPostTransform):
    """The learner's book has the questions too: its answers name them by number, with how each is marked. A trainer's
    key is used by itself; it keeps what is asked."""

    default_priority = 5
    formats = ("typst",)

    def run(self, **kwargs: object) -> None:
        if self.app.tags.has("trainer") or self.config.typst_handout:  # the questions are not there to be led to
            for leading in list(self.document.findall(docutils_nodes.paragraph)):
                if "key-questions" in leading["classes"]:
                    leading.parent.remove(leading)
            return
        for asked in self.document.findall(docutils_nodes.paragraph):
            if "key-asked" in asked["classes"]:
                number, rule = asked[0], asked.next_node(descend=False, siblings=True)
                asked.children = []
                asked += [number, docutils_nodes.inline("", "", *rule.children, classes=["about"])]
                rule.parent.remove(rule)


class NoAnswers(SphinxPostTransform):
    """The book has no answers and no hints: they go before it is assembled, and their link targets with them."""

    default_priority = 5
    formats = ("typst",)

    def run(self, **kwargs: object) -> None:
        for node in list(self.document.findall(lambda node: isinstance(node, nodes.quiz_answer | nodes.quiz_hint))):
            node.parent.remove(node)


def register(app: Sphinx) -> None:
    add_to_pdf(app, FUNCTIONS, STYLES)
    app.add_post_transform(NoAnswers)
    app.add_post_transform(ShortKey)
