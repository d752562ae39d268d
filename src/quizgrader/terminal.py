"""Takes an exercise in the terminal: the quickest way for an author to see what was written. Texts are shown as MyST.

An answer is asked for by control, never by type. Enter alone leaves a question open, `?` gives a hint, `q` ends.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from string import ascii_lowercase

from authoring.problems import visible
from quizgrader.bank.exercises import Exercise
from quizgrader.bank.scenario import Scenario, sections
from quizgrader.grading import Mark, grade
from quizgrader.questions import BadResponse, Control, Entry, Essay, Gaps, Option, Order, Pair, Pick, Question

Ask = Callable[[str], str]
Say = Callable[[str], None]


class Stop(Exception):
    """The author wants no more."""


def take(exercise: Exercise, ask: Ask, say: Say, seed: str | None = None) -> None:
    """Go through `exercise` with somebody: `ask` shows a prompt and returns a line, `say` shows a text."""
    say(f"{exercise.title}\n{'=' * len(exercise.title)}")
    if exercise.intro:
        say(exercise.intro)
    try:
        if exercise.scenario:
            _play(exercise.scenario, ask, say)
        else:
            _answer(exercise.drawn(seed), ask, say)
    except (Stop, EOFError):
        say("")


def _answer(questions: Sequence[Question], ask: Ask, say: Say) -> None:
    earned = possible = 0.0
    for number, question in enumerate(questions, 1):
        say(f"\n{number}. {question.prompt.strip()}\n   [{question.rule()}]")
        mark = _one(question, ask, say)
        if mark.fraction is not None:
            earned, possible = earned + mark.fraction * question.points, possible + question.points
    say(f"\n{earned:.4g} of {possible:.4g} points for what was answered.")


def _one(question: Question, ask: Ask, say: Say) -> Mark:
    """Ask until there is an answer that can be marked, or none is wanted; then show what it earns."""
    hints = iter(question.hints)

    def line(prompt: str) -> str:
        while (answer := typed(ask, prompt)) == "?":
            say(f"   Hint: {next(hints, 'there is no further hint')}")
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
    """What was typed, without blanks around it. Raises Stop where it is `q`."""
    answer = ask(prompt).strip()
    if answer == "q":
        raise Stop
    return answer


def asked(control: Control, line: Ask, say: Say) -> object:
    """A response in the form that JSON carries, asked for as the control wants it; None where nothing was typed."""
    match control:
        case Entry(unit=unit):
            return line(f"   {unit or '>'} ") or None
        case Essay():
            return line("   (one line) > ") or None
        case Gaps(text, gaps=gaps):
            say(textwrap.indent(text.strip(), "   "))
            given = {
                gap.id: asked(gap.control, lambda p, gap=gap: line(f"   {gap.id}{p.strip()} "), say) for gap in gaps
            }
            return {name: answer for name, answer in given.items() if answer is not None} or None
        case Pair(stems, options):
            letters = _list(options, say)
            given = {stem.id: _ids(line(f"   {stem.text.strip()} → "), letters) for stem in stems}
            return {name: ids[0] for name, ids in given.items() if ids} or None
        case Order(options):
            letters = _list(options, say)
            return _ids(line("   in order, such as b a c: "), letters) or None
        case Pick(options, many=False):
            letters = _list(options, say)
            return (_ids(line("   letter: "), letters) or [None])[0]
        case Pick(options):
            letters = _list(options, say)
            chosen = line("   letters, or none: ")
            return [] if chosen == "none" else _ids(chosen, letters) or None
    raise TypeError(f"nothing to ask for the control {control!r}")


def _list(options: Sequence[Option], say: Say) -> dict[str, str]:
    lettered = dict(zip(ascii_lowercase, options, strict=False))
    for letter, option in lettered.items():
        say(f"   {letter}) {option.text.strip()}")
    return {letter: option.id for letter, option in lettered.items()}


def _ids(chosen: str, letters: dict[str, str]) -> list[str]:
    wanted = chosen.replace(",", " ").split()
    if len(wanted) == 1 and len(chosen) > 1 and set(chosen) <= set(letters):
        wanted = list(chosen)
    for letter in wanted:
        if letter not in letters:
            raise BadResponse("unknown-id", f"there is no {visible(letter)}")
    return [letters[letter] for letter in wanted]


def _show(question: Question, mark: Mark, say: Say) -> None:
    if mark.state == "marked":
        verdict = {1: "Right", 0: "Not right"}.get(mark.fraction, "Partly right")
        say(f"   {verdict}: {mark.fraction * question.points:.4g} of {question.points:g}")
        remarks = question.remarks()
        for key in mark.feedback:
            if key in remarks:
                say(textwrap.indent(f"{key}: {remarks[key].strip()}", "   | "))
    elif mark.state == "unanswered":
        say("   Not answered.")
    if question.key():
        say("   Key: " + " · ".join(text.strip() for text in question.key()))
    if question.solution():
        say(textwrap.indent(question.solution().strip(), "   "))


def _play(scenario: Scenario, ask: Ask, say: Say) -> None:
    say(scenario.role)
    book = {section.number: section for section in sections(scenario)}
    number = 1
    while True:
        section = book[number]
        say(f"\n[{section.number}] {section.heading or section.kind}\n{section.text.strip()}")
        if not section.turns:
            return
        if section.turns[0].text is None:
            number = section.turns[0].number
            continue
        turns = dict(zip(ascii_lowercase, section.turns, strict=False))
        for letter, turn in turns.items():
            say(f"   {letter}) {turn.text.strip()}")
        while (letter := typed(ask, "   letter: ")) not in turns:
            say(f"   there is no {visible(letter)}. Try again, or q to end.")
        number = turns[letter].number
