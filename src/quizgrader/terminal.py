"""Takes an exercise in the terminal: the quickest way for an author to see what was written. Texts are shown as plain words.

An answer is asked for by control, never by type, and in the form of the printed sheet. Enter alone leaves a question open,
`?` gives a hint, `<` goes one step back, `q` ends.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from string import ascii_uppercase
from typing import TypeVar

from authoring.problems import visible
from quizgrader.bank.exercises import Exercise
from quizgrader.bank.scenario import Scenario, sections
from quizgrader.grading import Mark, grade
from quizgrader.questions import BadResponse, Control, Entry, Essay, Gaps, Option, Order, Pair, Pick, Question
from quizgrader.report.markdown import paragraphs, plain

Ask = Callable[[str], str]
Say = Callable[[str], None]
T = TypeVar("T")


class Stop(Exception):
    """The user wants no more."""


class Back(Exception):
    """The user wants to be asked again what came before."""


def take(exercise: Exercise, ask: Ask, say: Say, seed: str | None = None) -> None:
    """Go through `exercise` with somebody: `ask` shows a prompt and returns a line, `say` shows a text."""
    say(f"{exercise.title}\n{'=' * len(exercise.title)}")
    if exercise.intro:
        say(words(exercise.intro))
    try:
        if exercise.scenario:
            _play(exercise.scenario, ask, say)
        else:
            _answer(exercise.drawn(seed), ask, say)
    except (Stop, EOFError):
        say("")


def words(text: str, lead: str = "", most: int | None = None) -> str:
    """MyST as it is shown: plain words, wrapped, with `lead` before the first line and as much room before the others.

    Of its paragraphs the first are shown, as many as `most`, or all.
    """
    room = " " * len(lead)
    wrap = textwrap.TextWrapper(100, room, room, break_on_hyphens=False, break_long_words=False).fill
    shown = map(wrap, paragraphs(text)[:most])
    return lead + "\n".join(shown)[len(lead) :]


def _answer(questions: Sequence[Question], ask: Ask, say: Say) -> None:
    def one(marks: list[Mark]) -> Mark:
        number = len(marks)
        say(f"\n{words(questions[number].prompt, f'{number + 1}. ')}\n   [{questions[number].rule()}]")
        return _one(questions[number], ask, say)

    marks = again_at_first(lambda: in_turn(len(questions), one))
    counted = [(mark.fraction, question.points) for mark, question in zip(marks, questions, strict=True)]
    earned = sum(fraction * points for fraction, points in counted if fraction is not None)
    possible = sum(points for fraction, points in counted if fraction is not None)
    say(f"\n{earned:.4g} of {possible:.4g} points for what was answered.")


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


def again_at_first(ask: Callable[[], T]) -> T:
    """What `ask` returns; it is asked again where the user wants to go back from its very first question."""
    while True:
        try:
            return ask()
        except Back:
            continue


def _one(question: Question, ask: Ask, say: Say) -> Mark:
    """Ask until there is an answer that can be marked, or none is wanted; then show what it earns."""
    hints = iter(question.hints)

    def line(prompt: str) -> str:
        while (answer := typed(ask, prompt)) == "?":
            say(words(next(hints, "there is no further hint"), "   Hint: "))
        return answer

    while True:
        try:
            mark = grade(question, asked(question.control(), line, say))
        except BadResponse as error:
            say(f"   {error}. Try again.")
            continue
        _show(question, mark, say)
        return mark


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


def _show(question: Question, mark: Mark, say: Say) -> None:
    if mark.state == "marked":
        verdict = {1: "Right", 0: "Not right"}.get(mark.fraction, "Partly right")
        say(f"   {verdict}: {mark.fraction * question.points:.4g} of {question.points:g}")
        remarks = question.remarks()
        for key in mark.feedback:
            if key in remarks:
                say(textwrap.indent(words(f"{key}: {remarks[key]}"), "   | "))
    elif mark.state == "unanswered":
        say("   Not answered.")
    if question.key():
        say("   Key: " + " · ".join(map(plain, question.key())))
    if question.solution():
        say(words(question.solution(), "   "))


def _play(scenario: Scenario, ask: Ask, say: Say) -> None:
    say(words(scenario.role))
    book = {section.number: section for section in sections(scenario)}
    number, decided = 1, []
    while True:
        section = book[number]
        say(f"\n[{section.number}] {section.heading or section.kind}\n{words(section.text)}")
        if not section.turns:
            return
        if section.turns[0].text is None:
            number = section.turns[0].number
            continue
        turns = dict(zip(ascii_uppercase, section.turns, strict=False))
        for letter, turn in turns.items():
            say(words(turn.text, f"   {letter}) "))
        try:
            while (letter := typed(ask, "   letter: ").upper()) not in turns:
                say(f"   there is no {visible(letter)}. Try again, or q to end.")
        except Back:
            number = decided.pop() if decided else number
        else:
            decided.append(number)
            number = turns[letter].number
