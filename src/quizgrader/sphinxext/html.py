"""An exercise as a real HTML form, complete at build time; the script only adds checking. Also the EPUB's form."""

from __future__ import annotations

from html import escape

from docutils import nodes as docutils_nodes
from sphinx.locale import _

from quizgrader.sphinxext import nodes


def visitors(node: type) -> dict:
    """The keyword for `app.add_node` that gives `node` its HTML."""
    name = node.__name__.removeprefix("quiz_")
    return {"html": (globals()[f"visit_{name}"], globals().get(f"depart_{name}", _nothing))}


def _nothing(writer, node) -> None:
    pass


def _wrap(opening: str, closing: str) -> tuple:
    return (lambda writer, node: writer.body.append(opening)), (lambda writer, node: writer.body.append(closing))


def _points(points: float | None) -> str:
    if points is None:
        return ""
    return f' <span class="qg-points">({_("1 point") if points == 1 else _("%g points") % points})</span>'


def visit_exercise(writer, node) -> None:
    name = node["ids"][0]
    data = node["data"].replace("<", "\\u003c")  # no text can end the script element
    writer.body.append(
        f'<form class="qg-exercise" id="{name}" data-mode="{node["mode"]}" aria-labelledby="{name}-title" autocomplete="off">'
        f'<script type="application/json">{data}</script>'
    )


def depart_exercise(writer, node) -> None:
    if node["mode"] == "assessed":
        note = _("This exercise is marked by your trainer. Save your answers and hand the file in.")
        writer.body.append(f'<p class="qg-note">{note}</p>')
    writer.body.append("</form>\n")


def visit_exercise_title(writer, node) -> None:
    writer.body.append(f'<p class="qg-title" id="{node.parent["ids"][0]}-title">')


def depart_exercise_title(writer, node) -> None:
    writer.body.append("</p>")


def visit_question(writer, node) -> None:
    name, question = node["ids"][0], node["question_id"]
    writer.body.append(
        f'<fieldset class="qg-question" id="{name}" data-question="{question}" aria-describedby="{name}-rule">'
        f'<legend id="{name}-legend"><span class="qg-number">{_("Question %s") % node["number"]}'
        f"{_points(node['points'])}</span> "
    )


def depart_question(writer, node) -> None:
    writer.body.append("</fieldset>\n")


def visit_lead(writer, node) -> None:
    writer.body.append('<span class="qg-lead">')


def depart_lead(writer, node) -> None:
    writer.body.append("</span></legend>")
    if not isinstance(node.next_node(descend=False, siblings=True), nodes.quiz_body):
        _rule(writer, node.parent)


visit_body, _depart_body = _wrap('<div class="qg-body">', "</div>")


def depart_body(writer, node) -> None:
    _depart_body(writer, node)
    _rule(writer, node.parent)


def _rule(writer, question) -> None:
    writer.body.append(f'<p class="qg-rule" id="{question["ids"][0]}-rule">{escape(question["rule"])}</p>')


def visit_pick(writer, node) -> None:
    writer.body.append(f'<ul class="qg-options" data-control="{"many" if node["many"] else "one"}">')


def depart_pick(writer, node) -> None:
    if node["many"]:
        none = f'<input type="checkbox" name="{node["name"]}" value="" data-none="" />'
        writer.body.append(f"<li><label>{none}<span>{_('None of these')}</span></label></li>")
    writer.body.append("</ul>")


visit_pairs, depart_pairs = _wrap('<ul class="qg-options" data-control="pairs">', "</ul>")
visit_order, depart_order = _wrap('<ul class="qg-options" data-control="order">', "</ul>")


def visit_entry(writer, node) -> None:
    mode = "decimal" if node["number"] else "text"
    unit = f' <span class="qg-unit">{escape(node["unit"])}</span>' if node["unit"] else ""
    writer.body.append(
        f'<p class="qg-entry" data-control="entry"><label><span>{_("Your answer:")}</span> '
        f'<input type="text" inputmode="{mode}" spellcheck="false" autocapitalize="off" />{unit}</label></p>'
    )


def visit_essay(writer, node) -> None:
    rows = node["lines"]
    writer.body.append(
        f'<p class="qg-entry" data-control="entry"><label><span>{_("Your answer:")}</span>'
        f'<textarea rows="{rows}" autocapitalize="sentences"></textarea></label></p>'
    )


visit_gaps, depart_gaps = _wrap('<div class="qg-gaps" data-control="gaps">', "</div>")


def visit_gap(writer, node) -> None:
    name, label = node["gap_id"], _("Gap %s") % node["number"]
    if node["entry"] is None:
        options = ((child["option_id"], child.astext()) for child in node)
        writer.body.append(_menu(name, options, label))
    else:
        mode = "decimal" if node["entry"].number else "text"
        unit = f" {escape(node['entry'].unit)}" if node["entry"].unit else ""
        writer.body.append(f'<input type="text" inputmode="{mode}" data-id="{name}" aria-label="{label}" />{unit}')
    raise docutils_nodes.SkipNode


def visit_scenario(writer, node) -> None:
    name = node["ids"][0]
    writer.body.append(f'<section class="qg-scenario" id="{name}" aria-labelledby="{name}-title">')


def depart_scenario(writer, node) -> None:
    writer.body.append("</section>\n")


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


def depart_option(writer, node) -> None:
    writer.body.append("</span></label></li>")


def visit_stem(writer, node) -> None:
    writer.body.append("<li><label><span>")


def depart_stem(writer, node) -> None:
    options = ((child["option_id"], child.astext()) for child in node.parent if isinstance(child, nodes.quiz_option))
    writer.body.append(f"</span>{_menu(node['option_id'], options)}</label></li>")


def _menu(name: str, options, label: str = "") -> str:
    about = f' aria-label="{label}"' if label else ""
    entries = "".join(f'<option value="{value}">{escape(text)}</option>' for value, text in options)
    return f'<select data-id="{name}"{about}><option value="">{_("– choose –")}</option>{entries}</select>'


def visit_hint(writer, node) -> None:
    writer.body.append(f'<details class="qg-hint"><summary>{_("Hint %s") % node["number"]}</summary>')


def depart_hint(writer, node) -> None:
    writer.body.append("</details>")


visit_answer, depart_answer = _wrap(
    f'<details class="qg-answer"><summary>{_("Show the answer")}</summary>', "</details>"
)
visit_key_line, depart_key_line = _wrap("<li>", "</li>")
visit_remarks, depart_remarks = _wrap(f'<p class="qg-head">{_("On each answer")}</p><ul class="qg-remarks">', "</ul>")
depart_remark = _wrap("", "</li>")[1]
visit_facts, depart_facts = _wrap('<p class="qg-facts">', "</p>")


def visit_key(writer, node) -> None:
    tag = "ol" if node["numbered"] else "ul"
    head = _("What is looked for") if node["criteria"] else _("The answer")
    writer.body.append(f'<p class="qg-head">{head}</p><{tag} class="qg-key">')


def depart_key(writer, node) -> None:
    writer.body.append("</ol>" if node["numbered"] else "</ul>")


def visit_remark(writer, node) -> None:
    writer.body.append(f'<li data-remark="{node["remark_id"]}">')
