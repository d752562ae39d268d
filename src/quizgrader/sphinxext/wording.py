"""All that the script in the page says, as JSON that comes with the page: the one place to translate it.

A sentence with a number in it has the plural forms of the site's language; which one a number takes, the browser knows.
Of a sentence, {blanks} are filled by the script; {n} is the number that its form hangs on.
"""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.config import Config

from languages.scripts import Words, as_json
from languages.words import _, dates, many, tag
from languages.words import forms as plural


def page_data(config: Config, scripts: Iterable[str], more: Words | None = None) -> str:
    """The JSON of what these scripts must know on a page: how the site is called, its language and their sentences.

    `more` are the sentences of a script that is not of this package.
    """
    language = config.language
    said: Words = anywhere(language) | (more or {})
    for name in scripts:
        said |= {"exercise.js": on_exercises, "assignment.js": on_assignments}[name](language)
    data = {
        "site": config.quizgrader_site,
        "language": tag(language),
        "dates": tag(dates(language)),
        "words": said,
    }
    return as_json(data)


def points(number: float) -> str:
    return many("%(n)s point", "%(n)s points", number)


def anywhere(language: str) -> Words:
    return {
        "save": _("Save my answers"),
        "saved-here": _("The file is in your downloads:"),
        "unanswered": _("Not answered yet."),
        "question": _("Question {number}"),
        "not-in-file": plural(
            language,
            "{n} answer is not in the file, since it cannot be saved as it stands:",
            "{n} answers are not in the file, since they cannot be saved as they stand:",
        ),
        "storage-off": _("This browser is set to keep no answers. Save your file before you leave this page."),
        "storage-full": _("This browser has no room left for your answers. Save your file before you leave this page."),
        "older-version": _(
            "This question has changed since you answered it. Please answer it again. You had answered:"
        ),
        "misfit": _("An answer of yours no longer fits this question. You had answered:"),
        "unreadable": _("It cannot be read any more."),
        "no-gap": _("No gap: the two ratings are the same."),
        "widest-gap": plural(
            language,
            "The widest gap is {n} step: {where}. {first}: {a}. {second}: {b}.",
            "The widest gap is {n} steps: {where}. {first}: {a}. {second}: {b}.",
        ),
        "widest-gaps": plural(
            language, "The widest gaps are {n} step: {where}.", "The widest gaps are {n} steps: {where}."
        ),
        "gap-row": _("{where}. {first}: {a}. {second}: {b}."),
    }


def on_exercises(language: str) -> Words:
    """What is said beside an exercise that is marked in the page, and in a branching case."""
    return {
        **on_sureness(),
        "check": _("Check"),
        "check-all": _("Check all"),
        "start-again": _("Start again"),
        "bring-back": _("Bring my answers back"),
        "cleared": _("Your answers are cleared."),
        "right": plural(language, "Right: {earned} of {n} point.", "Right: {earned} of {n} points."),
        "partly": plural(language, "Partly right: {earned} of {n} point.", "Partly right: {earned} of {n} points."),
        "wrong": plural(language, "Not right: {earned} of {n} point.", "Not right: {earned} of {n} points."),
        "compare": _("Now compare your answer with what is looked for."),
        "so-far": plural(language, "So far {earned} of {n} point; {rest}.", "So far {earned} of {n} points; {rest}."),
        "to-check": plural(language, "{n} still to check", "{n} still to check"),
        "all-checked": _("all checked"),
        "not-marked": _("Not marked yet: {why}."),
        "in-gap": _("gap {number}: {why}"),
        "repeated-id": _("two lines have the same number"),
        "too-long": _("it is longer than an answer may be"),
        "not-unicode": _("it holds half of a character"),
        "not-a-number": _("this is not a number; write it in digits, such as 12 or 0.5"),
        "out-of-range": _("this number is too large to be one"),
        "left-off": _("You left off here."),
        "your-way": _("The way you took, and what was done in fact"),
        "you-decided": _("You"),
        "in-fact": _("In fact"),
        "the-same": _("The same."),
        "not-there": _("You did not come here."),
        "nobody-there": _("It did not come to this."),
        "play-again": _("Play again from here"),
    }


def on_sureness() -> Words:
    """The question before a check, and its answers by their names in the record."""
    return {
        "how-sure": _("How sure are you?"),
        "sure-guess": _("A guess"),
        "sure-fairly": _("Fairly sure"),
        "sure-certain": _("Certain"),
    }


def on_assignments(language: str) -> Words:
    """What is said on the page of an assignment, which marks nothing."""
    return {
        "answered": plural(language, "{done} of {n} answered", "{done} of {n} answered"),
        "still-open": _("Not answered:"),
        "to-correct": _("To correct:"),
        "partly-filled": _("Part of it is not filled in."),
        "review": _("Review and save"),
        "print": _("Print my answers"),
        "who": _("Who you are"),
        "attempt": _("Attempt {number}"),
        "who-are-you": _("Write your name or your id first, so that your trainer knows whose answers these are."),
        "kept-here": _("Your answers stay in this browser until you clear them."),
        "not-open": _("It is not open yet. You can answer already; save your file when it has opened."),
        "past-due": _("The time to hand it in has passed. What becomes of late work is written above."),
        "your-time": _("{when}, by your clock ({away})"),
        "welcome-back": plural(
            language,
            "This browser kept {n} answer, last changed {when}. Is it not yours?",
            "This browser kept {n} answers, last changed {when}. Are they not yours?",
        ),
        "clear": _("Clear my answers"),
        "keep": _("No, keep them"),
        "clear-question": _(
            "Clear all that you entered on this page, and your name? This browser then keeps nothing of it. "
            "A file that you have saved stays."
        ),
        "clear-unsaved": _("What you entered last is in no file yet."),
        "cleared-all": _("All is cleared. This browser keeps nothing of it."),
        "fault-in-gap": _("{gap}, “{typed}”: {fault}"),
        "fault-repeated-id": _("Two lines have the same number, so this answer cannot be saved. Number them anew."),
        "fault-too-long": _("This is longer than an answer may be, and will not count. Shorten it."),
        "fault-not-a-number": _("This is not a number, and will not count. Write it in digits, such as 12 or 0.5."),
        "not-counted": plural(
            language,
            "{n} answer is in the file, but will not count as it stands:",
            "{n} answers are in the file, but will not count as they stand:",
        ),
        "saved-title": _("Your answers are saved"),
        "saved-at": _("Saved {when}."),
        "receipt": _("Receipt:"),
        "step-send": _("Send the file to your trainer as agreed: by mail, by chat, or on your learning platform."),
        "step-keep": _("Keep the file and the receipt. By the receipt your trainer can tell whether the file is still as you saved it."),
        "step-again": _("Every file that you send is an attempt. Until then you may change answers and save again; send the last file only."),
        "changed-since": _("You have changed something since you saved. Save again before you send your file."),
        "no-file": _("No file came?"),
        "copy-this": _("Some programs save no files. Copy all of this text into a message to your trainer."),
        "copy-label": _("The content of the file"),
        "another": _("Begin another attempt"),
        "another-question": _("Begin another attempt? Your answers are cleared here. The file that you have saved stays."),
    }  # fmt: skip
