"""A question as part of a real HTML form, complete at build time; the script only adds checking and keeping.

What stands around questions (exercises, assignments, tables of ratings, branching cases) is in `html_frames`.
"""

from __future__ import annotations

from html import escape
from string import ascii_uppercase

from docutils import nodes as docutils_nodes

from languages.words import _
from quizgrader.questions.base import MOST_CHARACTERS
from quizgrader.questions.numbers import MOST_DIGITS
from quizgrader.questions.short_answer import MOST_WORDS
from quizgrader.sphinxext import html_frames, nodes, wording
from quizgrader.sphinxext.html_frames import writes


def visitors(node: type) -> dict:
    """The keyword for `app.add_node` that gives `node` its HTML."""
    name, known = node.__name__.removeprefix("quiz_"), {**vars(html_frames), **globals()}
    return {"html": (known[f"visit_{name}"], known.get(f"depart_{name}", _nothing))}


def _nothing(writer, node) -> None:
    pass


def _points(points: float | None) -> str:
    if points is None:
        return ""
    return f' <span class="qg-points">({wording.points(points)})</span>'


def visit_question(writer, node) -> None:
    name, question, number = node["ids"][0], node["question_id"], node["number"]
    writer.body.append(
        f'<fieldset class="qg-question" id="{name}" data-question="{question}" data-number="{number}" '
        f'aria-describedby="{name}-rule">'
        f'<legend id="{name}-legend"><span class="qg-number">{_("Question %s") % number}'
        f"{_points(node['points'])}</span> "
    )


depart_question = writes("</fieldset>\n")
visit_lead = writes('<span class="qg-lead">')


def depart_lead(writer, node) -> None:
    writer.body.append("</span></legend>")
    if not isinstance(node.next_node(descend=False, siblings=True), nodes.quiz_body):
        _rule(writer, node.parent)


visit_body = writes('<div class="qg-body">')


def depart_body(writer, node) -> None:
    writer.body.append("</div>")
    _rule(writer, node.parent)


def _rule(writer, question) -> None:
    writer.body.append(f'<p class="qg-rule" id="{question["ids"][0]}-rule">{escape(question["rule"])}</p>')


def visit_pick(writer, node) -> None:
    lettered = "" if node["scale"] else " qg-lettered"
    writer.body.append(f'<ul class="qg-options{lettered}" data-control="{"many" if node["many"] else "one"}">')


def depart_pick(writer, node) -> None:
    if node["many"]:
        none = f'<input type="checkbox" name="{node["name"]}" value="" data-none="" />'
        writer.body.append(f"<li><label>{none}<span>{_('None of these')}</span></label></li>")
    writer.body.append("</ul>")


visit_pairs = writes('<ul class="qg-options" data-control="pairs">')


def depart_pairs(writer, node) -> None:
    """A menu shows on paper only what is chosen in it; so what there is to choose from is listed for paper."""
    options = "".join(f"<li>{escape(child.astext())}</li>" for child in node if isinstance(child, nodes.quiz_option))
    writer.body.append(f'</ul><ol class="qg-on-paper">{options}</ol>')


visit_order, depart_order = writes('<ul class="qg-options" data-control="order">'), writes("</ul>")


def _most(number: bool) -> str:
    """How long an answer may be, so that the page can tell before it is refused."""
    return f'data-most="{MOST_DIGITS if number else MOST_WORDS}"'


def visit_entry(writer, node) -> None:
    mode = "decimal" if node["number"] else "text"
    unit = f' <span class="qg-unit">{escape(node["unit"])}</span>' if node["unit"] else ""
    writer.body.append(
        f'<p class="qg-entry" data-control="entry"><label><span>{_("Your answer:")}</span> '
        f'<input type="text" inputmode="{mode}" {_most(node["number"])} spellcheck="false" autocapitalize="off" />{unit}</label></p>'
    )


def visit_essay(writer, node) -> None:
    rows = node["lines"]
    writer.body.append(
        f'<p class="qg-entry" data-control="entry"><label><span>{_("Your answer:")}</span>'
        f'<textarea rows="{rows}" data-most="{MOST_CHARACTERS}" autocapitalize="sentences"></textarea></label></p>'
    )


visit_gaps, depart_gaps = writes('<div class="qg-gaps" data-control="gaps">'), writes("</div>")


def visit_gap(writer, node) -> None:
    name, label = node["gap_id"], _("Gap %s") % node["number"]
    if node["entry"] is None:
        options = ((child["option_id"], child.astext()) for child in node)
        listed = " / ".join(
            f"{letter} {escape(child.astext())}" for letter, child in zip(ascii_uppercase, node, strict=False)
        )
        writer.body.append(f'{_menu(name, options, label)}<span class="qg-on-paper"> ({listed})</span>')
    else:
        mode = "decimal" if node["entry"].number else "text"
        unit = f" {escape(node['unit'])}" if node["unit"] else ""
        most = _most(node["entry"].number)
        writer.body.append(
            f'<input type="text" inputmode="{mode}" {most} data-id="{name}" aria-label="{label}" />{unit}'
        )
    raise docutils_nodes.SkipNode


def visit_option(writer, node) -> None:
    control = node.parent
    if isinstance(control, nodes.quiz_pairs):  # its text stands in the menus of the stems
        raise docutils_nodes.SkipNode
    if isinstance(control, nodes.quiz_order):
        places = range(1, len(control.children) + 1)
        menu = _menu(node["option_id"], ((str(place), str(place)) for place in places))
        writer.body.append(f"<li><label>{menu}<span>")
    else:
        kind = "checkbox" if control["many"] else "radio"
        box = f'<input type="{kind}" name="{control["name"]}" value="{node["option_id"]}" />'
        writer.body.append(f"<li><label>{box}<span>")


depart_option = writes("</span></label></li>")
visit_stem = writes("<li><label><span>")


def depart_stem(writer, node) -> None:
    options = ((child["option_id"], child.astext()) for child in node.parent if isinstance(child, nodes.quiz_option))
    writer.body.append(f"</span>{_menu(node['option_id'], options)}</label></li>")


def _menu(name: str, options, label: str = "") -> str:
    about = f' aria-label="{label}"' if label else ""
    entries = "".join(f'<option value="{value}">{escape(text)}</option>' for value, text in options)
    return f'<select data-id="{name}"{about}><option value="">{_("– choose –")}</option>{entries}</select>'


def visit_hint(writer, node) -> None:
    writer.body.append(f'<details class="qg-hint"><summary>{_("Hint %s") % node["number"]}</summary>')


depart_hint = writes("</details>")


def visit_answer(writer, node) -> None:
    writer.body.append(f'<details class="qg-answer"><summary>{_("Show the answer")}</summary>')


depart_answer = writes("</details>")


def visit_remarks(writer, node) -> None:
    writer.body.append(f'<p class="qg-head">{_("On each answer")}</p><ul class="qg-remarks">')


depart_remarks = writes("</ul>")
visit_key_line, depart_key_line = writes("<li>"), writes("</li>")
visit_facts, depart_facts = writes('<p class="qg-facts">'), writes("</p>")


def visit_key(writer, node) -> None:
    tag = "ol" if node["numbered"] else "ul"
    head = _("What is looked for") if node["criteria"] else _("The answer")
    writer.body.append(f'<p class="qg-head">{head}</p><{tag} class="qg-key">')


def depart_key(writer, node) -> None:
    writer.body.append("</ol>" if node["numbered"] else "</ul>")


def visit_remark(writer, node) -> None:
    writer.body.append(f'<li data-remark="{node["remark_id"]}">')


depart_remark = writes("</li>")
