"""Types in the answers of a printed sheet: one learner after the other, question by question, in the form of the paper.

It writes the table that `longtable` reads; nothing is marked here. `<` goes one step back, `q` ends, and what was kept by
then stays kept.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

import polars as pl

from quizgrader.asking import Ask, Back, Say, Stop, asked, in_turn, typed, words
from quizgrader.bank.assignments import Item, Target
from quizgrader.intake.reader import same
from quizgrader.intake.spreadsheets import Unreadable, table_of, write_csv
from quizgrader.intake.submissions import canonical
from quizgrader.questions import BadResponse, Control, Order
from quizgrader.refusal import Refusal
from quizgrader.report.markdown import plain
from quizgrader.report.staging import CannotWrite, replacing

_SCHEMA = pl.Schema(dict.fromkeys(("learner", "attempt", "item", "version", "response"), pl.String))


class OtherTable(Refusal):
    """The file to write to is there and is no table of answers."""


def enter(target: Target, file: Path, ask: Ask, say: Say) -> int:
    """Add sheets to the table in `file` until no learner is given. Returns how many were added."""
    attempts = _attempts(_present(file))
    say(f"{target.assignment.title}\nEnter alone leaves a question open; < goes back to the one before; q ends.")
    added = 0
    try:
        while learner := ask("\nId or name of the learner (Enter alone ends): ").strip():
            if learner == "q":
                break
            if learner == "<":
                continue  # a sheet that is kept is mended in the table
            number = attempts[same(learner)] + 1
            if number > 1:
                say(f"{learner} is in {file} already: this becomes attempt {number}.")
            try:
                responses = _sheet(target.items, ask, say)
            except Back:
                continue
            if responses is not None:
                rows = zip(target.items, responses, strict=True)
                _keep(file, [_row(learner, number, item, response) for item, response in rows], ask, say)
                attempts[same(learner)] = number
                added += 1
    except (Stop, EOFError):
        say("The sheet at hand was not kept.")
    return added


def _present(file: Path) -> pl.DataFrame:
    """The rows that the table holds already. Raises OtherTable."""
    if file.suffix.lower() != ".csv":
        raise OtherTable(f"{file}: answers are kept as CSV — give a name that ends in .csv")
    if not file.exists():
        return pl.DataFrame(schema=_SCHEMA)
    try:
        table = table_of(file)
        if table.schema != _SCHEMA:
            raise OtherTable(f"{file} is there already, and is no table of answers — give another name")
    except Unreadable as error:
        raise OtherTable(f"{file} is there already, and cannot be read ({error}) — give another name") from None
    return table


def _attempts(table: pl.DataFrame) -> Counter[str]:
    """The number of each learner's last attempt in a table."""
    last: Counter[str] = Counter()
    for learner, attempt in table.select("learner", pl.col("attempt").cast(pl.Float64, strict=False)).iter_rows():
        last[same(learner or "")] = max(last[same(learner or "")], int(attempt or 1))
    return last


def _sheet(items: list[Item], ask: Ask, say: Say) -> list[object] | None:
    """The response to each item, None where the paper is blank; no list where it is not to be kept."""

    def one(given: list[object]) -> object:
        if len(given) == len(items):
            open_ = sum(response is None for response in given)
            return _is_kept(f"{len(items) - open_} answered, {open_} open", ask)
        item, number = items[len(given)], len(given) + 1
        say("\n" + words(item.question.prompt, f"{number}. ", most=1))
        return _response(item, partial(typed, ask), say)

    *responses, kept = in_turn(len(items) + 1, one)
    return responses if kept else None


def _is_kept(what: str, ask: Ask) -> bool:
    """Whether the sheet is to be kept; only a clear answer is taken."""
    while (answer := typed(ask, f"{what}. Keep this sheet? (y/n) ").lower()) not in _KEPT:
        what = "Type y to keep it, n to drop it, < to go back, q to end"
    return _KEPT[answer]


_KEPT = {"y": True, "yes": True, "n": False, "no": False}


def _response(item: Item, line: Ask, say: Say) -> object:
    """Ask until it is an answer to the question, or none."""
    while True:
        try:
            response = _on_paper(item.question.control(), line, say)
            item.question.read(response)
            return response
        except BadResponse as error:
            say(f"   {error}. Try again.")


def _on_paper(control: Control, line: Ask, say: Say) -> object:
    """A response as the sheet shows it: lines are put in order by a number before each of them."""
    if not isinstance(control, Order):
        return asked(control, line, say)
    options = control.options
    numbers = in_turn(len(options), lambda given: line(f"   number before “{plain(options[len(given)].text)}”: "))
    places: dict[int, str] = {}
    for number, option in zip(numbers, options, strict=True):
        if not number:
            continue
        if not number.isdecimal() or not 1 <= int(number) <= len(options):
            raise BadResponse("wrong-shape", f"a number from 1 to {len(options)} is wanted")
        if int(number) in places:
            raise BadResponse("repeated-id", f"two lines have the number {number}")
        places[int(number)] = option.id
    return [places.get(place) for place in range(1, max(places) + 1)] if places else None


def _keep(file: Path, rows: list[tuple[str, ...]], ask: Ask, say: Say) -> None:
    """Add rows to what the table holds by now, so that they are on the disk before the next sheet is typed in."""
    while True:
        try:
            with replacing(file) as beside:
                write_csv(pl.concat([_present(file), pl.DataFrame(rows, _SCHEMA, orient="row")]), beside)
        except CannotWrite as error:
            say(str(error))
            typed(ask, "Enter tries again; q ends: ")
        else:
            return


def _row(learner: str, attempt: int, item: Item, response: object) -> tuple[str, ...]:
    cell = "" if response is None else canonical(response)
    return learner, str(attempt), item.key, str(item.question.version), cell
