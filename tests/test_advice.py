"""What the report advises: a planted fault is found, a class without faults gives no alarm, and small classes keep silent."""

from __future__ import annotations

from datetime import timedelta

import classes
import numpy as np
import pytest

from quizgrader.analysis import likeness
from quizgrader.analysis.likeness import Alike, alike, clusters
from quizgrader.report import page
from quizgrader.report.summary import Summary


def summary(folder, target, rows) -> Summary:
    marked = classes.marked(folder, target, rows)
    return Summary(marked)


def alarms(found: Summary) -> dict[str, list[str]]:
    """The sentences of all alarms, by `question code`."""
    told: dict[str, list[str]] = {}
    for question in found.questions:
        for advice in question.advice:
            if advice.alarm:
                told.setdefault(f"{question.item.question.id} {advice.code}", []).append(advice.sentence)
    return told


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("learners", [12, 30, 500])
def test_a_class_without_faults_gives_no_alarm(tmp_path, learners, seed):
    found = summary(tmp_path, classes.of_choices(), classes.answers(learners, seed=seed))
    assert alarms(found) == {} and found.alike == [] and found.same_texts == []


@pytest.mark.parametrize("learners", [12, 30, 500])
def test_a_wrong_key_is_found(tmp_path, learners):
    questions = [classes.choice(f"q{n}", right="c" if n == 4 else "a") for n in range(1, 21)]
    rows = classes.answers(learners)
    found = alarms(summary(tmp_path, classes.a_test(questions), rows))
    assert list(found) == ["q4 wrong-key"]
    chose = {option: sum(row["quiz/q4"] == option for row in rows) for option in "ac"}
    (sentence,) = found["q4 wrong-key"]
    assert sentence.endswith("Is the key right?")
    assert f"{chose['a']} chose “Option a of q4”" in sentence and f"{chose['c'] or 'Nobody'} chose the key" in sentence


def test_a_wrong_key_of_a_number_is_found_however_it_was_typed(tmp_path):
    gaps = [{"id": "hours", "type": "number", "answers": [{"value": 90}]}]
    questions = [
        *[classes.choice(f"q{n}") for n in range(1, 11)],
        {"id": "typed", "type": "numeric", "prompt": "How many?", "answers": [{"value": 90}]},
        {"id": "gap", "type": "fill-in", "prompt": "Fill in.", "text": "After [[hours]] hours.", "gaps": gaps},
    ]
    rows = classes.answers(40, questions=10)
    for number, row in enumerate(rows):
        typed = "90" if number < 4 else ["45", " 45", "45.0"][number % 3]
        row |= {"quiz/typed": typed, "quiz/gap": {"hours": typed}}
    found = summary(tmp_path, classes.a_test(questions), rows)
    assert [name for name in alarms(found) if name.split()[0] in ("typed", "gap")] == [
        "typed wrong-key",
        "gap wrong-key",
    ]
    for question in found.questions[-2:]:
        (decision,) = question.decisions
        assert [(given.text, given.number) for given in decision.given] == [("45", 24), ("45.0", 12), ("90", 4)]


def test_answers_to_another_version_are_told_of(tmp_path):
    raised = [classes.choice("q1", version=2), classes.choice("q2")]
    folder = tmp_path / "inbox"
    folder.mkdir()
    for learner, row in classes.people([{"quiz/q1": "a", "quiz/q2": "a"}] * 3):
        content = classes.content(classes.of_choices(2), learner, row, classes.SAVED)
        (folder / f"{learner.id}.json").write_bytes(content)
    found = summary(tmp_path, classes.a_test(raised), [])
    ((sentence,),) = alarms(found).values()
    assert sentence.startswith("3 answers were given to another version") and found.questions[0].outdated == 3


def test_half_of_the_points_is_half_however_they_add_up(tmp_path):
    """Three times a third of 1, and two right: of 6, neither more nor less than 3."""
    questions = [classes.choice(f"q{n}") for n in range(1, 4)]
    thirds = [
        {"id": f"t{n}", "type": "matching", "prompt": "Match.", "options": [{"id": o, "text": f"To {o}"} for o in "abc"],
         "stems": [{"id": f"s{o}", "text": f"S{o}", "match": o} for o in "abc"]} for n in range(1, 4)
    ]  # fmt: skip
    row = {"quiz/q1": "a", "quiz/q2": "a", "quiz/q3": "b"}
    row |= {f"quiz/t{n}": {"sa": "a", "sb": "a", "sc": "a"} for n in range(1, 4)}  # a third each
    found = summary(tmp_path, classes.a_test(questions + thirds), [row])
    assert found.scores.tolist() == [50.0] and found.needs_help.is_empty()


def test_a_group_is_shown_with_its_most_striking_pair(tmp_path, monkeypatch):
    pairs = [Alike(2, 5, 12, 14, 1.0), Alike(1, 2, 5, 14, 1.0), Alike(7, 8, 4, 9, 1.0)]
    found = summary(tmp_path, classes.of_choices(), classes.answers(12))
    monkeypatch.setattr(type(found), "alike", pairs)
    assert [(len(names), pair) for names, pair in page._clusters(found)] == [(3, pairs[0]), (2, pairs[2])]


def test_who_only_was_late_needs_no_help(tmp_path):
    terms = {"due": classes.SAVED - timedelta(days=12), "late": "deduct", "deduct": 10, "pass_mark": 50}
    found = summary(
        tmp_path, classes.of_choices(4, **terms), [{f"quiz/q{n}": "a" for n in range(1, 5)}, {"quiz/q1": "a"}]
    )
    assert found.scores.tolist() == [0.0, 0.0] and found.earned.tolist() == [100.0, 25.0]
    assert found.needs_help.select("called", "score").rows() == [("Person 2", 25.0)]


def test_a_wrong_option_that_misleads_nobody_is_found(tmp_path):
    rows = classes.answers(500)
    for row in rows:
        row["quiz/q15"] = "b" if row["quiz/q15"] == "d" else row["quiz/q15"]
    found = alarms(summary(tmp_path, classes.of_choices(), rows))
    assert list(found) == ["q15 dead-distractor"] and "Nobody of the" in found["q15 dead-distractor"][0]


def test_a_question_that_the_strong_get_wrong_is_found(tmp_path):
    rows = classes.answers(500)
    luck = np.random.default_rng(5)
    for strength, row in enumerate(rows):  # the weakest come first
        row["quiz/q9"] = "a" if luck.random() < 0.8 - 0.5 * strength / len(rows) else str(luck.choice(list("bcd")))
    found = alarms(summary(tmp_path, classes.of_choices(), rows))
    assert set(found) <= {"q9 strong-get-it-wrong", "q9 wrong-key"} and found


def test_a_question_that_tells_nothing_is_found(tmp_path):
    rows = classes.answers(500)
    luck = np.random.default_rng(5)
    for row in rows:
        row["quiz/q9"] = str(luck.choice(list("aaabcd")))
    assert list(alarms(summary(tmp_path, classes.of_choices(), rows))) == ["q9 tells-nothing"]


def test_hard_and_easy_questions_are_named_without_alarm(tmp_path):
    rows = classes.answers(100)
    for number, row in enumerate(rows):
        place = 37 * number % 100  # in no order of strength
        row["quiz/q1"], row["quiz/q2"] = "a", "abcd"[place % 4] if place < 60 else "bcd"[place % 3]
    found = summary(tmp_path, classes.of_choices(), rows)
    told = {(q.item.question.id, advice.code) for q in found.questions for advice in q.advice}
    assert {("q1", "too-easy"), ("q2", "too-hard")} <= told


# -- answers that are alike


def test_copied_answers_are_found_and_only_they(tmp_path):
    rows = classes.answers(30)
    rows[7] = dict(rows[3])  # both among the weaker: there is something to copy
    found = summary(tmp_path, classes.of_choices(), rows)
    (pair,) = found.alike
    assert {found.taken["learner"][pair.first], found.taken["learner"][pair.second]} == {"p4", "p8"}
    assert pair.same == pair.of and pair.expected < pair.same / 2


def test_the_same_right_answers_say_nothing():
    assert alike(np.zeros((30, 20), dtype=int)) == []


def test_people_who_copied_from_one_another_are_named_together():
    luck = np.random.default_rng(3)
    wrong = luck.integers(0, 4, (40, 30))
    wrong[1] = wrong[2] = wrong[0]
    wrong[9] = wrong[8]
    assert clusters(alike(wrong)) in ([[0, 1, 2], [8, 9]], [[8, 9], [0, 1, 2]])


def test_nobody_is_named_in_classes_without_copying():
    """Also where some wrong answers are popular, and abilities lie far apart."""
    named = 0
    for seed in range(60):
        luck = np.random.default_rng(seed)
        ability, difficulty = luck.normal(0, 1.5, 60), luck.normal(0, 1, 20)
        right = luck.random((60, 20)) < 1 / (1 + np.exp(difficulty - ability[:, None]))
        popular = luck.choice([1, 1, 1, 2, 3], (60, 20))
        named += bool(alike(np.where(right, 0, popular)))
    assert named <= 1


def test_in_a_large_class_the_same_wrong_answers_are_still_found():
    luck = np.random.default_rng(4)
    wrong = luck.integers(0, 4, (3000, 30))
    wrong[2500] = wrong[17]
    assert [(pair.first, pair.second) for pair in alike(wrong)] == [(17, 2500)]


@pytest.mark.parametrize("bound", ["MOST_STRIKING", "MOST_SAME"])
def test_of_too_many_pairs_the_most_striking_are_told(monkeypatch, bound):
    wrong = np.random.default_rng(4).integers(1, 4, (3000, 30))
    wrong[2500, :12] = wrong[17, :12] = 0
    wrong[2500], wrong[2600] = wrong[17], wrong[1]
    assert [(pair.first, pair.second) for pair in alike(wrong)] == [(1, 2600), (17, 2500)]
    monkeypatch.setattr(likeness, bound, 1)
    assert [(pair.first, pair.second) for pair in alike(wrong)] == [(1, 2600)]


def test_an_open_answer_word_for_word_is_found(tmp_path):
    text = "We are sorry. The next message comes at noon, even without news."
    rows = [
        {"quiz/letter": text},
        {"quiz/letter": f"  {text.upper()}\n"},
        {"quiz/letter": "Sorry."},
        {"quiz/letter": "Sorry."},
    ]
    (same,) = summary(tmp_path, classes.a_test([classes.essay("letter")]), rows).same_texts
    assert same.learners == ["Person 1", "Person 2"]
