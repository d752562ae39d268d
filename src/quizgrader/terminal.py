"""Takes an exercise in the terminal: the quickest way for an author to see what was written. Texts are shown as plain words.

What is asked and how is in `asking`; here `?` also gives a hint.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from string import ascii_uppercase

from authoring.problems import visible
from quizgrader.asking import Ask, Back, Say, Stop, T, asked, in_turn, typed, words
from quizgrader.bank.exercises import Exercise
from quizgrader.bank.scenario import Scenario, sections
from quizgrader.grading import Mark, grade
from quizgrader.questions import BadResponse, Question
from quizgrader.report.markdown import plain


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
