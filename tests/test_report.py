"""The report and the feedback pages: they say what a trainer and a learner need, hold no more than they should, and break on nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import classes
import pytest

from quizgrader.bank.assignments import Assignment
from quizgrader.intake.hand_marks import HandMark, HandMarks, answer_id
from quizgrader.intake.roster import Person
from quizgrader.questions.base import myst
from quizgrader.questions.short_answer import in_words
from quizgrader.report.feedback import file_name, released, write_feedback
from quizgrader.report.page import write_report

NOW = datetime(2026, 12, 8, 9, 30, tzinfo=UTC)
EVIL = [
    "<img src=x onerror=alert(1)>",
    "\u202eevil\u202c",
    '"><script>alert(1)</script>',
    "x" * 10_000,
    "=HYPERLINK(1)",
    "{{ 7 * 7 }}",
]


class Words(HTMLParser):
    """The visible words of a page, and its elements."""

    def __init__(self, page: str):
        super().__init__()
        self.words, self.tags, self.skipped = [], [], 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.skipped += tag == "style"

    def handle_endtag(self, tag):
        self.skipped -= tag == "style"

    def handle_data(self, data):
        if not self.skipped:
            self.words.append(data)


def words(page: str) -> str:
    return " ".join(" ".join(Words(page).words).replace("\xad", "").split())


@pytest.fixture
def report(tmp_path):
    """The report on a class, as HTML."""

    def make(target, rows, **more) -> str:
        marked = classes.marked(tmp_path, target, rows, **more)
        write_report(marked, tmp_path, NOW)
        return (tmp_path / "report.html").read_text("utf-8")

    return make


@pytest.fixture
def feedback(tmp_path):
    """The feedback pages of a class, by learner's number."""

    def make(target, rows, marks=None) -> list[str]:
        marked = classes.marked(tmp_path, target, rows, by_hand=marks.points() if marks else None)
        assert write_feedback(marked, tmp_path, marks) == len(rows)
        by_id = {
            row["learner"]: tmp_path / "feedback" / file_name(row) for row in marked.learners.iter_rows(named=True)
        }
        return [by_id[f"p{number}"].read_text("utf-8") for number in range(1, len(rows) + 1)]

    return make


# -- the report says


def test_who_passed_who_needs_help_and_what_was_not_understood(report):
    said = words(report(classes.of_choices(pass_mark=50), classes.answers(24)[:12]))
    assert re.search(r"Who passed\? \d+ of 12 passed", said)
    assert re.search(r"Who needs help\? Person 1 \(\d+%\)", said)
    assert re.search(r"What was not understood\? Objective \d \(\d+% of its points\)", said)
    assert "What waits for you? Nothing: every answer is marked." in said
    assert "12 attempts: handle with care." in said


def test_whose_result_hangs_on_open_answers_has_neither_passed_nor_failed(report):
    target = classes.a_test([classes.choice("q1"), classes.essay("letter")], pass_mark=50)
    said = words(report(target, [{"quiz/q1": "a", "quiz/letter": "Sorry."}, {"quiz/q1": "b"}]))
    assert (
        "0 of 2 have passed so far. Of 1 it hangs on answers that you have still to mark. 1 learner did not pass."
        in said
    )
    assert "1 open answer of 1 learner to mark" in said and "quizgrader marking-sheet week-1" in said
    assert "1 answer waits to be marked" in said  # and its points are in no figure


def test_who_is_on_the_roster_and_handed_in_nothing_is_named(report):
    roster = {"p9": Person("p9", "p9", "Zoë Absent", "Monday"), "p1": Person("p1", "p1", "", "Tuesday")}
    said = words(report(classes.of_choices(), classes.answers(3), roster=roster))
    assert "1 learner on the roster handed in nothing that counts: Zoë Absent." in said
    assert "By group" in said and "Tuesday 1 1" in said


def test_what_no_formula_gives_is_called_undefined(report):
    said = words(report(classes.of_choices(2), [{"quiz/q1": "a", "quiz/q2": "b"}]))
    assert "Standard deviation undefined" in said
    assert not re.findall(r"(?i)\bnan\b|\binf\b|None(?! of)", said)


def test_every_figure_has_its_method_and_every_plot_its_numbers(report):
    page = report(classes.of_choices(pass_mark=50), classes.answers(30))
    said = words(page)
    for name in (
        "Facility index",
        "Discrimination index",
        "Discriminative efficiency",
        "Effective weight",
        "Random guess",
    ):
        assert said.count(name) >= 2, f"{name}: once in the table, once with its formula"
    assert "Moodle’s definitions" in said and "What was left out earns 0 points" in said
    plots = [attrs for tag, attrs in Words(page).tags if tag == "svg"]
    assert len(plots) == 3 and all(attrs["role"] == "img" and attrs["aria-label"] for attrs in plots)
    assert page.count("The plot in numbers") == 2  # the third's numbers are the table of the questions


def test_it_stands_alone(report):
    page = report(classes.of_choices(), classes.answers(12))
    parsed = Words(page)
    assert not [tag for tag, _ in parsed.tags if tag in ("script", "link", "img", "iframe")]
    assert not re.findall(r"(?:src|href)=\"(?!#)[^\"]*|url\((?!#)|@import", page)
    ids = [attrs["id"] for _, attrs in parsed.tags if "id" in attrs]
    assert len(ids) == len(set(ids)), "an id stands twice"
    links = [attrs["href"][1:] for tag, attrs in parsed.tags if tag == "a"]
    assert links and set(links) <= set(ids)


def test_answers_that_are_alike_come_with_a_caution(report):
    rows = classes.answers(30)
    rows[7] = dict(rows[3])
    said = words(report(classes.of_choices(), rows))
    assert "A question, never a verdict." in said and "Person 4, Person 8" in said


@pytest.mark.parametrize("name", EVIL)
def test_no_name_and_no_answer_can_break_a_page(report, tmp_path, name):
    target = classes.a_test(
        [classes.essay("letter"), {"id": "n", "type": "short-answer", "prompt": "P", "answers": [{"text": "yes"}]}]
    )
    roster = {f"p{n}": Person(f"p{n}", f"p{n}", name, name) for n in (1, 2)}
    text = (name * 5)[:9_000]
    page = report(target, [{"quiz/letter": text, "quiz/n": name[:90]}] * 2, roster=roster)
    assert not [tag for tag, attrs in Words(page).tags if tag in ("script", "img") or "onerror" in attrs]
    assert "\u202e" not in page and "x" * 9_500 not in page and "49" not in words(page).replace("0.49", "")


@pytest.mark.parametrize(
    ("target", "rows"),
    [
        (classes.of_choices(), []),
        (classes.of_choices(1), [{"quiz/q1": "a"}]),
        (classes.of_choices(1), [{}, {}, {}]),
        (classes.a_test([classes.essay("letter")], pass_mark=50), [{"quiz/letter": "Sorry."}]),
        (
            classes.a_test([{"id": "r", "type": "rating", "prompt": "How?", "low": "bad", "high": "good"}]),
            [{"quiz/r": "3"}],
        ),
    ],
    ids=["nobody", "one question", "all blank", "only open", "only ratings"],
)
def test_no_class_is_too_small(report, target, rows):
    assert "Who" in words(report(target, rows)) or "How did it go?" in words(report(target, rows))


# -- feedback


def test_a_learner_sees_points_and_remarks_on_the_own_answers(feedback):
    pages = feedback(
        classes.of_choices(2, pass_mark=50, show="answers"), [{"quiz/q1": "a", "quiz/q2": "c"}, {"quiz/q1": "b"}]
    )
    first, second = map(words, pages)
    assert "Feedback for Person 1" in first and "1 of 2 points (50%): passed" in first
    assert "Option c of q2" in first and "Said of c." in first and "Not right: 0 of 1 point" in first
    assert "0 of 2 points (0%): not passed" in second and "You left out 1 question." in second


def test_a_number_is_shown_with_one_unit_the_one_that_was_typed(feedback):
    asked = {"unit": "min", "units": {"h": 60, "s": 0.016}, "answers": [{"value": 90}]}
    wait = {"id": "wait", "type": "numeric", "prompt": "How long?", **asked}
    gap = {"id": "gaps", "type": "fill-in", "prompt": "Fill in.", "text": "Wait [[it]].", "gaps": [{"id": "it", "type": "number", **asked}]}  # fmt: skip
    typed = {"90": "90 min", "90min ": "90min", "1,5 h": "1,5 h", " 1.5h": "1.5h", "5400 s": "5400 s"}
    pages = feedback(classes.a_test([wait, gap]), [{"quiz/wait": text, "quiz/gaps": {"it": text}} for text in typed])
    for page, shown in zip(map(words, pages), typed.values(), strict=True):
        assert re.findall(r"Your answer (?:Wait )?(.*?)(?: \.)? (?:Right|Not right)", page) == [shown, shown]


def test_a_page_holds_nothing_of_anybody_else(feedback):
    target = classes.a_test([classes.choice("q1"), classes.essay("letter")])
    pages = feedback(
        target, [{"quiz/q1": "a", "quiz/letter": "My own words."}, {"quiz/q1": "b", "quiz/letter": "Other words."}]
    )
    assert "Other words" not in pages[0] and "Person 2" not in pages[0] and "p2" not in pages[0]
    assert "My own words" in pages[0]


def test_the_right_answers_are_shown_only_where_the_assignment_says_so(feedback):
    (page,) = feedback(classes.a_test([classes.choice("q1", explanation="Because.")]), [{"quiz/q1": "b"}])
    assert "Option a of q1" not in page and "Because." not in page
    (page,) = feedback(
        classes.a_test([classes.choice("q1", explanation="Because.")], show="answers"), [{"quiz/q1": "b"}]
    )
    assert "Option a of q1" in page and "Because." in page


GAPPED = {
    "id": "g",
    "type": "fill-in",
    "prompt": "Complete it.",
    "text": "On that day [[how-many]] waited.\n\nIt was *our* [[what]], and [[who]] <b>said</b> so.",
    "gaps": [
        {"id": "how-many", "type": "number", "unit": "people", "answers": [{"value": 445, "tolerance": 5}]},
        {
            "id": "what",
            "type": "text",
            "answers": [{"text": "*fault"}, {"text": "*error", "feedback": "Yes."}, {"text": "slip", "credit": 0.5}],
        },
        {"id": "who", "type": "choice", "choices": [{"id": "we", "text": "we", "correct": True}, {"id": "they", "text": "they"}]},
    ],
}  # fmt: skip


def test_a_text_with_gaps_is_shown_filled_in_and_no_pattern_with_its_stars(feedback):
    """With what the learner gave, as typed; and with the answer."""
    given = {"how-many": "12", "what": "<i>big</i> *error"}
    (page,) = feedback(classes.a_test([GAPPED], show="answers"), [{"quiz/g": given}])
    said = words(page)
    assert "On that day 12 people waited. It was our <i>big</i> *error , and left empty <b>said</b> so." in said
    assert "On that day 445 people waited. It was our words that end in fault , and we <b>said</b> so." in said
    assert "<i>" not in page and "[[" not in page and "*fault" not in page and "Gap" not in said
    assert re.search(r'<span class="about">&lt;i&gt;big&lt;/i&gt; \*error</span><p>Yes.</p>', page), (
        "named by what it says"
    )
    (page,) = feedback(classes.a_test([GAPPED]), [{"quiz/g": given}])
    assert "On that day 12 people waited." in words(page) and "fault" not in page and "445" not in page


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("late *", "words that begin with `late`"),
        ("*wrong", "words that end in `wrong`"),
        ("*home*", "words with `home` in them"),
        ("no * right*", "words like `no … right`"),
        (r"5\* hotel", "`5* hotel`"),
    ],
)
def test_what_a_pattern_accepts_is_told_in_words(pattern, told):
    assert myst(in_words(pattern)) == told


def test_where_only_the_score_is_shown_nothing_tells_the_key(feedback):
    """Neither remarks nor the rubric: only the own answer, its points, and what the marker wrote to this learner."""
    mark = HandMark(answer_id("quiz/letter", 1, '"Sorry."'), "quiz/letter", 1, "Sorry.", (1.0, 0.0), "Say when.", "Ann")
    target = classes.a_test([classes.choice("q1", explanation="Because."), classes.essay("letter")], show="score")
    rows = [{"quiz/q1": "c", "quiz/letter": "Sorry."}]
    said = words(feedback(target, rows, HandMarks({(mark.answer, "Ann"): mark}))[0])
    assert (
        "Option c of q1" in said
        and "Not right: 0 of 1 point" in said
        and "1 of 3 points" in said
        and "Say when." in said
    )
    for telling in ("Said of c.", "Option a of q1", "Because.", "It says what happened."):
        assert telling not in said, telling


@pytest.mark.parametrize(
    ("rule", "criteria", "points"),
    [("mean", ("1.5 of 2", "0.25 of 1"), "1.75"), ("lowest", ("1 of 2", "0.5 of 1"), "1.5"), ("highest", ("2 of 2", "0 of 1"), "2")],
)  # fmt: skip
def test_marks_by_hand_come_with_criteria_and_comments_and_without_the_markers_names(feedback, rule, criteria, points):
    """The criteria add up to the points, whichever of the markers count."""
    name = answer_id("quiz/letter", 1, '"Sorry."')
    given = [
        HandMark(name, "quiz/letter", 1, "Sorry.", each, comment, marker)
        for each, comment, marker in (((2.0, 0.0), "Say when.", "Ann Marker"), ((1.0, 0.5), "", "Bo Marker"))
    ]
    marks = HandMarks({(mark.answer, mark.marker): mark for mark in given}, rule=rule)
    said = words(
        feedback(classes.a_test([classes.essay("letter")], show="answers"), [{"quiz/letter": "Sorry."}], marks)[0]
    )
    assert f"It says what happened. {criteria[0]}" in said and f"It says when. {criteria[1]}" in said
    assert "Say when." in said and f"Partly right: {points} of 3 points" in said and "Marker" not in said


@pytest.mark.parametrize(
    ("terms", "shown"),
    [
        ({"feedback": "with-marks"}, True),
        ({"feedback": "never"}, False),
        ({"feedback": "after-due", "due": "2026-12-08T10:30+01:00"}, True),
        ({"feedback": "after-due", "due": "2026-12-08T10:31+01:00"}, False),
        ({"feedback": "after-due"}, True),
    ],
)
def test_feedback_is_released_when_the_assignment_says(terms, shown):
    assignment = Assignment.model_validate({"id": "a", "title": "A", "exercises": ["quiz"], **terms})
    assert released(assignment, NOW) is shown


def test_file_names_are_safe_and_differ():
    people = [
        ("p1", "Ann Lee"),
        ("p2", "Ann Lee"),
        ("../../x", "../../x"),
        ("p3", "李"),
        ("p4", "a" * 500),
        ("CON", "CON"),
    ]
    names = [file_name({"learner": learner, "name": name}) for learner, name in people]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}\.html", name) for name in names), names
