"""All that the scripts of the pages of progress, review and certificate say; see `quizgrader/sphinxext/wording.py`."""

from __future__ import annotations

from languages.scripts import Words
from languages.words import _
from languages.words import forms as plural
from quizgrader.sphinxext.wording import on_sureness


def on_views(language: str) -> Words:
    return {**on_sureness(), **told(language), **on_progress(language), **on_review(language), **on_certificate()}


def told(language: str) -> Words:
    """What several of the pages say."""
    return {
        "memory-off": _("This browser is set to keep nothing of this site. What you do here is lost when you close the page."),
        "memory-full": _("This browser has no room left for what this site remembers. Export your progress to keep it."),
        "memory-alone": _(
            "You opened this site from a folder. Some browsers, such as Firefox, then keep a memory for each page: what you "
            "read and answer on the others does not come here, and cannot be forgotten from here. If you want that, open the "
            "site from a web address."
        ),
        "of": _("{a} of {b}"),
        "modules-read": plural(language, "{a} of {n} module read", "{a} of {n} modules read"),
        "questions-answered": plural(
            language, "{a} of {n} practice question answered", "{a} of {n} practice questions answered"
        ),
        "due": plural(language, "{n} question for review today", "{n} questions for review today"),
        "head-objective": _("You can"),
        "head-points": _("Points"),
        "by-objective-about": _("Practice questions by what they ask for; by the last answer to each."),
    }  # fmt: skip


def on_progress(language: str) -> Words:
    return {
        "changed": plural(
            language,
            "{n} question has changed since you answered it. That mark no longer counts:",
            "{n} questions have changed since you answered them. Those marks no longer count:",
        ),
        "question-of": _("Question {number}: {title}"),
        "by-page": _("Page by page"),
        "by-page-about": _("Modules in their order, then other pages with questions."),
        "also-read": _("You also read:"),
        "head-page": _("Page"),
        "head-read": _("Read"),
        "head-answered": _("Answered"),
        "by-objective": _("By what you can do"),
        "calibration": _("How sure you were, and how often right"),
        "calibration-none": _("Nothing here yet. Say how sure you are before you check a question."),
        "calibration-about": _("First checks of a question for which you said how sure you were. Right means all points."),
        "head-sure": _("You said"),
        "head-right": _("You were right"),
        "was-guess": plural(
            language,
            "When you guessed, you were right {right} of {n} time.",
            "When you guessed, you were right {right} of {n} times.",
        ),
        "was-fairly": plural(
            language,
            "When you were fairly sure, you were right {right} of {n} time.",
            "When you were fairly sure, you were right {right} of {n} times.",
        ),
        "was-certain": plural(
            language,
            "When you were certain, you were right {right} of {n} time.",
            "When you were certain, you were right {right} of {n} times.",
        ),
        "yours": _("It is yours"),
        "ask-how-sure": _("Ask me how sure I am before I check a question"),
        "export": _("Export"),
        "import": _("Import"),
        "imported": plural(
            language,
            "Taken in: {n} mark, and what was read ({pages}). Where both knew something, the newer stayed.",
            "Taken in: {n} marks, and what was read ({pages}). Where both knew something, the newer stayed.",
        ),
        "import-no-progress": _("{name} is no file of progress. Choose one that you saved with Export. Nothing was changed."),
        "import-newer": _("{name} comes from another version of this site, which this one cannot read. Nothing was changed."),
        "import-other-site": _("{name} belongs to another site. Nothing was changed."),
        "import-broken": _("{name} is damaged: not all of it can be read. Nothing was changed."),
        "forget": _("Forget everything"),
        "keep-it": _("No, keep it"),
        "forget-question": _(
            "Forget everything that this site keeps in this browser? Gone are then: pages read, marks, reviews, how sure you "
            "were, your answers, also those of assignments that you have not saved, ticks in check lists, your name, and your "
            "choice of light or dark. A file that you exported stays. This cannot be undone."
        ),
        "forgotten": _("All is forgotten. This browser keeps nothing of this site any more."),
        "forgotten-alone": _(
            "This page has forgotten what it knew. If your browser keeps a memory for each page, the others still have theirs; "
            "clear the data of sites in your browser’s settings."
        ),
    }  # fmt: skip


def on_review(language: str) -> Words:
    return {
        "review-none": _("Nothing to review. A question that you miss comes here on the next day."),
        "review-later": plural(
            language,
            "Nothing to review today. {n} question waits; next on {when}.",
            "Nothing to review today. {n} questions wait; the first on {when}.",
        ),
        "review-not-loaded": _("This question could not be loaded. Load the page again."),
        "comes-back": _("This question comes back on {when}."),
        "leaves-review": _("You have it. This question leaves the review."),
        "next-question": _("Next question"),
    }


def on_certificate() -> Words:
    return {
        "your-name": _("Your name, as it is to be printed"),
        "keep-name": _("Keep my name in this browser"),
        "print-it": _("Print"),
        "certificate-title": _("Certificate, made by the learner"),
        "certificate-has": _("has worked on the course"),
        "certificate-date": _("Date: {when}"),
        "certificate-note": _(
            "The learner’s own browser made this sheet from what it remembers. Nobody has checked it: not the name, not that "
            "the pages were read, not who answered. A certificate that somebody stands for comes from a trainer."
        ),
    }
