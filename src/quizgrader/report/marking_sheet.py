"""Writes the open answers that wait for a person: as a spreadsheet, as CSV, or as a desk, a page on which to mark them.

The same answer stands once, whoever gave it. What comes back is read in `hand_marks`.
"""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
from markupsafe import Markup
from rustpy_xlsxwriter import Format

from authoring.problems import visible
from languages.words import plain
from quizgrader.bank.assignments import Item
from quizgrader.cohort.gradebook import Marked
from quizgrader.intake.hand_marks import COLUMNS, answer_id
from quizgrader.intake.spreadsheets import write_book, write_csv
from quizgrader.report.markdown import plain as words
from quizgrader.report.shown import LONGEST_NAME, called, counted, shown_text, templates
from quizgrader.report.staging import replacing

SUFFIXES = (".xlsx", ".csv", ".html")

_WIDTHS = {
    "answer": 9.0,
    "item": 14.0,
    "version": 6.0,
    "learners": 18.0,
    "question": 30.0,
    "text": 70.0,
    "rubric": 60.0,
    "comment": 40.0,
    "marker": 12.0,
}
_HOW = "Points for criterion {} of the rubric: from 0 to what the rubric says. A dash: this question has no such criterion."


def write_marking_sheet(
    marked: Marked, file: Path, then: str = "", *, anonymous: bool = False, everything: bool = False
) -> int:
    """Write the open answers to `file`, by its ending; returns how many there are. `then` is the command that takes it back.

    With `anonymous` no learner is named; with `everything`, answers that are marked already stand in it too.
    Raises CannotWrite.
    """
    answers = _answers(marked, anonymous, everything)
    with replacing(file) as beside:
        match file.suffix.lower():
            case ".html":
                beside.write_text(_desk(marked, answers, then), "utf-8")
            case ".csv":
                write_csv(_sheet(marked, answers), beside)
            case _:
                _spreadsheet(_sheet(marked, answers), beside)
    return answers.height


def _open_items(marked: Marked) -> dict[str, Item]:
    return {item.key: item for item in marked.items if item.of and not item.question.marked}


def _answers(marked: Marked, anonymous: bool, everything: bool) -> pl.DataFrame:
    """Each distinct open answer of the attempts that count, or may: answer, item, version, text, learners, number."""
    states = ["to-mark", "marked"] if everything else ["to-mark"]
    rows = marked.responses.filter(
        "may_count", pl.col("item").cast(pl.String).is_in(list(_open_items(marked))), pl.col("state").is_in(states)
    )
    rows = rows.group_by("item", "version", "response").agg("learner").collect(engine="streaming")
    names = {
        learner: visible(name, LONGEST_NAME)
        for learner, name in marked.learners.select("learner", called()).iter_rows()
    }
    told = [
        {
            "answer": answer_id(item, version, response), "item": item, "version": version,
            "text": shown_text(json.loads(response)),
            "learners": counted(len(learners), "learner") if anonymous else ", ".join(sorted(names[each] for each in learners)),
            "number": len(learners),
        }
        for item, version, response, learners in rows.with_columns(pl.col("item").cast(pl.String)).iter_rows()
    ]  # fmt: skip
    order = {key: place for place, key in enumerate(_open_items(marked))}
    told.sort(key=lambda row: (order[row["item"]], " ".join(row["text"].casefold().split()), row["answer"]))
    schema = dict.fromkeys(("answer", "item", "version", "text", "learners", "number"), pl.String)
    return pl.DataFrame(told, {**schema, "version": pl.Int32, "number": pl.Int32})


def _sheet(marked: Marked, answers: pl.DataFrame) -> pl.DataFrame:
    """The marking sheet: a row an answer, with empty cells for the points of each criterion."""
    items = _open_items(marked)
    most = max((len(item.question.rubric) for item in items.values()), default=0)
    numbers = [str(number) for number in range(1, most + 1)]
    rubric = {key: "\n".join(_criteria(item)) for key, item in items.items()}
    question = {key: words(item.question.prompt) for key, item in items.items()}
    size = {key: len(item.question.rubric) for key, item in items.items()}
    of_item = pl.col("item").replace_strict(size, return_dtype=pl.Int32)
    return answers.with_columns(
        pl.col("item").replace_strict(rubric, return_dtype=pl.String).alias("rubric"),
        pl.col("item").replace_strict(question, return_dtype=pl.String).alias("question"),
        *(pl.when(of_item < int(number)).then(pl.lit("–")).alias(number) for number in numbers),
        comment=pl.lit(None, pl.String),
        marker=pl.lit(None, pl.String),
    ).select(*COLUMNS, *numbers, "comment", "marker")


def _criteria(item: Item) -> list[str]:
    return [f"{i}. ({plain(each.points)}) {words(each.text)}" for i, each in enumerate(item.question.rubric, 1)]


def _spreadsheet(sheet: pl.DataFrame, file: Path) -> None:
    """A spreadsheet with wrapped texts; the header stays in sight, and tells what each criterion's column takes."""
    numbers = [name for name in sheet.columns if name.isdigit()]
    wrapped = Format().set_text_wrap().set_align("top")
    write_book(
        file, "to mark", sheet,
        column_widths={**_WIDTHS, **dict.fromkeys(numbers, 5.0)},
        column_formats=dict.fromkeys(sheet.columns, wrapped),
        notes={number: _HOW.format(number) for number in numbers},
    )  # fmt: skip


def _desk(marked: Marked, answers: pl.DataFrame, then: str) -> str:
    """The desk: a page with all answers in it, that marks one after the other and saves a marking sheet."""
    items = [item for key, item in _open_items(marked).items() if key in set(answers["item"])]
    rubrics = {item.key: len(item.question.rubric) for item in items}
    data = json.dumps({"assignment": marked.target.assignment.id, "rubrics": rubrics, "answers": answers.to_dicts()})
    template = templates().get_template("marking_desk.html")
    # In a script's element, only a "<" could end the text.
    return template.render(
        assignment=marked.target.assignment,
        items=items,
        steps=steps,
        then=then,
        data=Markup(data.replace("<", "\\u003c")),
    )


def steps(points: float) -> list[float]:
    """What the desk offers for a criterion: halves up to 2 points, whole points up to 10, else nothing, half and all."""
    if points not in range(1, 11):
        return [0, points / 2, points]
    return [step / 2 for step in range(int(points) * 2 + 1)] if points <= 2 else list(range(int(points) + 1))
