"""Asks for answers in the terminal: by control, never by type, and in the form of the printed sheet.

Enter alone leaves a question open, `<` goes one step back, `q` ends.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from string import ascii_uppercase
from typing import TypeVar

from authoring.problems import visible
from quizgrader.questions import BadResponse, Control, Entry, Essay, Gaps, Option, Order, Pair, Pick
from quizgrader.report.markdown import paragraphs, plain

Ask = Callable[[str], str]
Say = Callable[[str], None]
T = TypeVar("T")


class Stop(Exception):
    """The user wants no more."""


class Back(Exception):
    """The user wants to be asked again what came before."""


def words(text: str, lead: str = "", most: int | None = None) -> str:
    """MyST as it is shown: plain words, wrapped, with `lead` before the first line and as much room before the others.

    Of its paragraphs the first are shown, as many as `most`, or all.
    """
    room = " " * len(lead)
    wrap = textwrap.TextWrapper(100, room, room, break_on_hyphens=False, break_long_words=False).fill
    shown = map(wrap, paragraphs(text)[:most])
    return lead + "\n".join(shown)[len(lead) :]


def in_turn(number: int, one: Callable[[list[T]], T]) -> list[T]:
    """A `number` of answers, each from `one`, which gets those before it. Back, if `one` raises it, asks for the last anew.

    Before the first there is nothing to go back to: there Back is raised from here.
    """
    given: list[T] = []
    while len(given) < number:
        try:
            given.append(one(given))
        except Back:
            if not given:
                raise
            given.pop()
    return given


def typed(ask: Ask, prompt: str) -> str:
    """What was typed, without blanks around it. Raises Stop where it is `q`, and Back where it is `<`."""
    answer = ask(prompt).strip()
    if answer.lower() == "q":
        raise Stop
    if answer == "<":
        raise Back
    return answer


def asked(control: Control, line: Ask, say: Say) -> object:
    """A response in the form that JSON carries, asked for as the control wants it; None where nothing was typed."""
    match control:
        case Entry(number, unit):
            about = f" ({unit})" if unit else ""
            return line(f"   {'number' if number else 'answer'}{about}: ") or None
        case Essay():
            return line("   text, on one line: ") or None
        case Gaps():
            return _gaps(control, line, say)
        case Pair(stems, options):
            letters = _list(options, say)
            return _by_id(stems, lambda _, stem: _one_of(line(f"   {plain(stem.text)} → "), letters))
        case Order(options):
            letters = _list(options, say)
            return _ids(line("   in order, such as B A C: "), letters) or None
        case Pick(options, many=False, scale=scale):
            names = _list(options, say, scale)
            return _one_of(line("   number: " if scale else "   letter: "), names)
        case Pick(options):
            letters = _list(options, say)
            chosen = line("   letters, or none: ")
            return [] if chosen.lower() == "none" else _ids(chosen, letters) or None
    raise TypeError(f"nothing to ask for the control {control!r}")


def _gaps(control: Gaps, line: Ask, say: Say) -> dict[str, object] | None:
    """The text with its gaps numbered, as on paper; then an answer for each number."""
    numbers = {gap.id: number for number, gap in enumerate(control.gaps, 1)}
    say(words(control.place.sub(lambda place: f"({numbers[place[1]]}) ____", control.text), "   "))
    return _by_id(
        control.gaps,
        lambda number, gap: asked(gap.control, lambda prompt: line(f"   gap {number}, {prompt.lstrip()}"), say),
    )


def _by_id(things: Sequence, one: Callable[[int, object], object]) -> dict[str, object] | None:
    """The answer that `one` gives for each of `things`, from its number and itself; those left open are left out."""
    given = in_turn(len(things), lambda given: one(len(given) + 1, things[len(given)]))
    answers = {thing.id: answer for thing, answer in zip(things, given, strict=True) if answer is not None}
    return answers or None


def _list(options: Sequence[Option], say: Say, scale: bool = False) -> dict[str, str]:
    """Show `options`; returns their ids by what they are called: letters, or the numbers of a scale."""
    if scale:
        say("\n".join(words(option.text, "   ") for option in options))
        return {option.id: option.id for option in options}
    lettered = dict(zip(ascii_uppercase, options, strict=False))
    for letter, option in lettered.items():
        say(words(option.text, f"   {letter}) "))
    return {letter: option.id for letter, option in lettered.items()}


def _ids(chosen: str, names: dict[str, str]) -> list[str]:
    """The ids that were chosen by their names, in capitals or not, with or without blanks and commas between them."""
    wanted = chosen.upper().replace(",", " ").split()
    if len(wanted) == 1 and wanted[0] not in names and set(wanted[0]) <= set(names):
        wanted = list(wanted[0])
    for name in wanted:
        if name not in names:
            raise BadResponse("unknown-id", f"there is no {visible(name)} here, only {', '.join(names)}")
    return [names[name] for name in wanted]


def _one_of(chosen: str, names: dict[str, str]) -> str | None:
    ids = _ids(chosen, names)
    if len(ids) > 1:
        raise BadResponse("wrong-shape", "only one is wanted")
    return ids[0] if ids else None
