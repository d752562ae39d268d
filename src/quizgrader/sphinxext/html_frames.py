"""What stands around questions in HTML: exercises, assignments with their terms, tables of ratings, branching cases."""

from __future__ import annotations

from collections.abc import Callable

from languages.words import _
from quizgrader.sphinxext import nodes


def writes(text: str) -> Callable:
    """A visitor that writes the same for every node."""
    return lambda writer, node: writer.body.append(text)


def _data(node) -> str:
    text = node["data"].replace("<", "\\u003c")  # no text can end the script element
    return f'<script type="application/json">{text}</script>'


def visit_exercise(writer, node) -> None:
    name = node["ids"][0]
    writer.body.append(
        f'<form class="qg-exercise" id="{name}" data-mode="{node["mode"]}" aria-labelledby="{name}-title" '
        f'autocomplete="off">{_data(node)}'
    )


def depart_exercise(writer, node) -> None:
    if node["mode"] == "assessed":
        note = _("This exercise is marked by your trainer. Save your answers and hand the file in.")
        writer.body.append(f'<p class="qg-note">{note}</p>')
    writer.body.append("</form>\n")


def visit_exercise_title(writer, node) -> None:
    writer.body.append(f'<p class="qg-title" id="{node.parent["ids"][0]}-title">')


depart_exercise_title = writes("</p>")


def visit_assignment(writer, node) -> None:
    writer.body.append(f'<form class="qg-assignment" id="{node["ids"][0]}" autocomplete="off">{_data(node)}')


depart_assignment = writes("</form>\n")


def visit_moment(writer, node) -> None:
    writer.body.append(f'<time datetime="{node["iso"]}" data-moment="{node["moment"]}">')


depart_moment = writes("</time>")


def visit_who(writer, node) -> None:
    name = node.parent["ids"][0]
    fields = (
        ("name", _("Your name"), "name"),
        ("id", _("Your id, such as a staff number, if you were given one"), "off"),
    )
    inputs = "".join(
        f'<p class="qg-entry"><label><span>{words}</span> <input type="text" data-learner="{field}" '
        f'maxlength="200" spellcheck="false" autocomplete="{fill}" aria-describedby="{name}-who" /></label></p>'
        for field, words, fill in fields
    )
    note = _("Nothing is sent from this page.")
    no_script = _("This page needs its script to take your answers. Without it, print the page and answer on paper.")
    writer.body.append(
        f'<p class="qg-without-script">{no_script}</p><p class="qg-state" role="status"></p>'
        f'<fieldset class="qg-who"><legend>{_("Who you are")}</legend>{inputs}'
        f'<p class="qg-note" id="{name}-who">{note}</p></fieldset>'
    )


def visit_part(writer, node) -> None:
    name = node["ids"][0]
    writer.section_level += 1
    writer.body.append(f'<section class="qg-part" id="{name}" aria-labelledby="{name}--title">')


def depart_part(writer, node) -> None:
    writer.section_level -= 1
    writer.body.append("</section>\n")


def visit_part_title(writer, node) -> None:
    writer.body.append(f'<h{writer.section_level} class="qg-part-title" id="{node.parent["ids"][0]}--title">')


def depart_part_title(writer, node) -> None:
    writer.body.append(f"</h{writer.section_level}>")


def visit_scenario(writer, node) -> None:
    name = node["ids"][0]
    writer.body.append(f'<section class="qg-scenario" id="{name}" aria-labelledby="{name}-title">{_data(node)}')


depart_scenario = writes("</section>\n")


def visit_comparison(writer, node) -> None:
    note = _("Copy the ratings into this table, and take one from the other.")
    writer.body.append(f'<div class="qg-comparison" data-steps="{node["steps"]}">')
    node["note"] = f'<p class="qg-note qg-without-script">{note}</p>'


depart_comparison = writes("</tbody></table></div>")
visit_comparison_title, depart_comparison_title = writes('<p class="qg-head">'), writes("</p>")


def visit_rater(writer, node) -> None:
    is_first = not isinstance(node.previous_sibling(), nodes.quiz_rater)
    opening = f"{node.parent['note']}<table><thead><tr><td></td>" if is_first else ""
    writer.body.append(f'{opening}<th scope="col" data-rater="">')


def depart_rater(writer, node) -> None:
    is_last = not isinstance(node.next_node(descend=False, siblings=True), nodes.quiz_rater)
    closing = f'<th scope="col">{_("Gap")}</th></tr></thead><tbody>' if is_last else ""
    writer.body.append(f"</th>{closing}")


def visit_compared(writer, node) -> None:
    writer.body.append(f'<tr data-first="{node["first"]}" data-second="{node["second"]}"><th scope="row">')


depart_compared = writes("</th><td></td><td></td><td></td></tr>")
