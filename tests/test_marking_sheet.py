"""Marking sheets go out and come back: whatever program they went through, no mark is lost, and each bad row is told of."""

from __future__ import annotations

import csv
import io

import classes
import fastexcel
import polars as pl
import pytest
from rustpy_xlsxwriter import FastExcel

from quizgrader.bank.key import write_key
from quizgrader.intake.agreement import kappa, linear
from quizgrader.intake.hand_marks import KEPT, RULES, HandMark, HandMarks, answer_id, read_marks
from quizgrader.report.marking_sheet import steps, write_marking_sheet
from quizgrader.report.staging import CannotWrite

TARGET = classes.a_test([classes.choice("q1"), classes.essay("letter"), classes.essay("call")])
ROWS = [
    {"quiz/q1": "a", "quiz/letter": "We are sorry.\nThe next message comes at noon.", "quiz/call": "=1+1"},
    {"quiz/q1": "b", "quiz/letter": "We are sorry.\nThe next message comes at noon.", "quiz/call": "Hello?"},
    {"quiz/letter": "Due to weather, it was late."},
]
NOON = '"We are sorry.\\nThe next message comes at noon."'


@pytest.fixture
def sheet(tmp_path):
    """Writes the marking sheet of the class under a name; returns its path."""

    def write(name: str, **options):
        file = tmp_path / name
        assert write_marking_sheet(classes.marked(tmp_path, TARGET, ROWS), file, **options) == 4
        return file

    return write


def cells(file) -> list[dict[str, str]]:
    if file.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))
    table = fastexcel.read_excel(file).load_sheet(0, dtypes="string").to_polars()
    return [{name: cell or "" for name, cell in row.items()} for row in table.iter_rows(named=True)]


def filled(file, **changes) -> None:
    """Fill in the sheet as a marker does: full points for what is about noon, nothing for the rest; `changes` go to row 1."""
    rows = cells(file)
    for row in rows:
        good = "noon" in row["text"]
        row |= {"1": "2" if good else "0", "2": "1" if good else "0", "comment": "Well said." if good else ""}
    rows[0] |= changes
    if file.suffix == ".csv":
        out = io.StringIO(newline="")
        table = csv.DictWriter(out, rows[0])
        table.writeheader()
        table.writerows(rows)
        file.write_text(out.getvalue(), "utf-8-sig", newline="")
    else:
        FastExcel(str(file)).sheet("to mark", pl.DataFrame(rows)).save()


# -- out


@pytest.mark.parametrize("name", ["sheet.csv", "sheet.xlsx"])
def test_the_same_answer_stands_once_with_its_rubric(sheet, name):
    rows = cells(sheet(name))
    assert [(row["item"], row["learners"]) for row in rows] == [
        ("quiz/letter", "Person 3"), ("quiz/letter", "Person 1, Person 2"), ("quiz/call", "Person 1"), ("quiz/call", "Person 2"),
    ]  # fmt: skip
    assert rows[1]["text"].splitlines() == ["We are sorry.", "The next message comes at noon."]
    assert rows[1]["rubric"].splitlines() == ["1. (2) It says what happened.", "2. (1) It says when."]
    assert rows[1]["answer"] == answer_id("quiz/letter", 1, NOON)


def test_no_answer_is_a_formula_in_a_spreadsheet(sheet):
    assert cells(sheet("sheet.csv"))[2]["text"] == "'=1+1"
    assert cells(sheet("sheet.xlsx"))[2]["text"] == "=1+1"  # a spreadsheet's cell can say that it is text


@pytest.mark.parametrize("name", ["sheet.csv", "sheet.xlsx", "sheet.html"])
def test_names_can_be_left_out(sheet, name):
    assert b"Person" not in sheet(name, anonymous=True).read_bytes()
    if name != "sheet.html":
        assert [row["learners"] for row in cells(sheet(name, anonymous=True))][:2] == ["1 learner", "2 learners"]


def test_what_is_marked_is_left_out_unless_all_is_wanted(tmp_path):
    marks = HandMarks(
        {("a", "Ann"): HandMark(answer_id("quiz/letter", 1, NOON), "quiz/letter", 1, "", (2.0, 1.0), "", "Ann")}
    )
    marked = classes.marked(tmp_path, TARGET, ROWS, by_hand=marks.points())
    assert write_marking_sheet(marked, tmp_path / "sheet.csv") == 3
    assert write_marking_sheet(marked, tmp_path / "sheet.csv", everything=True) == 4


def test_no_answer_can_break_the_desk(tmp_path):
    evil = "</script><script>alert(1)</script>\u2028<!--"
    marked = classes.marked(tmp_path, TARGET, [{"quiz/letter": evil}])
    write_marking_sheet(marked, tmp_path / "sheet.html")
    page = (tmp_path / "sheet.html").read_text("utf-8")
    assert "alert(1)</script>" not in page and page.count("</script>") == 2 and "\u2028" not in page


def test_the_desk_offers_the_points_that_markers_give():
    assert steps(1) == [0, 0.5, 1] and steps(2) == [0, 0.5, 1, 1.5, 2] and steps(4) == [0, 1, 2, 3, 4]
    assert steps(2.5) == [0, 1.25, 2.5] and steps(40) == [0, 20, 40]


# -- and back


@pytest.mark.parametrize("name", ["sheet.csv", "sheet.xlsx"])
def test_marks_come_back(sheet, name, tmp_path):
    filled(sheet(name))
    marks = read_marks(TARGET, None, [tmp_path / name])
    assert marks.not_counted == [] and len(marks.marks) == 4
    assert marks.points().get(("quiz/letter", 1, NOON)) == 3
    assert marks.points().get(("quiz/letter", 1, '"Something else."')) is None
    assert [mark.comment for mark in marks.of("quiz/letter", 1, NOON)] == ["Well said."]
    marked = classes.marked(tmp_path, TARGET, ROWS, by_hand=marks.points())
    assert dict(marked.learners.select("learner", "points").iter_rows()) == {"p1": 4.0, "p2": 3.0, "p3": 0.0}
    assert marked.learners["to_mark"].sum() == 0


def test_a_semicolon_another_encoding_and_decimal_commas_are_read(sheet, tmp_path):
    file = sheet("sheet.csv")
    filled(file, **{"1": "1,5", "2": "0", "marker": "Änn"})
    text = file.read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    file.write_bytes(out.getvalue().encode("cp1252"))
    marks = read_marks(TARGET, None, [file])
    assert marks.not_counted == [] and {mark.points for mark in marks.marks.values() if mark.marker == "Änn"} == {
        (1.5, 0.0)
    }


def test_answers_without_points_wait_on(sheet, tmp_path):
    marks = read_marks(TARGET, None, [sheet("sheet.csv")])
    assert marks.marks == {} and [row.reason for row in marks.not_counted] == [
        "no marks were taken from it: there are no points in it"
    ]


@pytest.mark.parametrize(
    ("changes", "reason", "mend"),
    [
        ({"1": "3"}, "criterion 1 cannot be `3`", "write a number from 0 to 2"),
        ({"1": "good"}, "criterion 1 cannot be `good`", "write a number"),
        ({"1": "-1"}, "criterion 1 cannot be `-1`", "write a number"),
        ({"2": ""}, "criterion 2 has no points", "write 0"),
        ({"1": "", "2": "", "comment": "Well said."}, "there is a comment, and no points", "give points, or 0"),
        ({"item": "quiz/gone"}, "`quiz/gone` is no open question", "was it taken out?"),
        ({"item": "quiz/q1"}, "`quiz/q1` is no open question", "was it taken out?"),
        ({"answer": "1.2E+12"}, "`answer` or `version` was changed", "copy them from a new sheet"),
    ],
)
def test_each_bad_row_is_one_line_and_stops_no_other(sheet, changes, reason, mend):
    file = sheet("sheet.csv")
    filled(file, **changes)
    marks = read_marks(TARGET, None, [file])
    (told,) = marks.not_counted
    assert told.file == f"{file}:2" and told.reason.startswith(reason) and told.mend.startswith(mend)
    assert len(marks.marks) == 3


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PK\x03\x04broken", b'"answer\n'])
@pytest.mark.parametrize("name", ["sheet.csv", "sheet.xlsx", "sheet.ods"])
def test_what_is_no_sheet_is_one_line(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    marks = read_marks(TARGET, None, [tmp_path / name])
    (told,) = marks.not_counted
    assert marks.marks == {} and told.code in ("unreadable", "other-format")
    assert told.file.startswith(str(tmp_path / name)) and told.mend and (told.reason + told.mend).isprintable()


def test_marks_are_kept_and_the_same_marker_replaces_only_the_own(sheet, tmp_path):
    file = sheet("sheet.csv")
    filled(file, marker="Ann")
    read_marks(TARGET, None, [file]).write(tmp_path)
    filled(file, marker="Ann", **{"1": "1"})
    kept = read_marks(TARGET, tmp_path, [file])
    assert sum(mark.marker == "Ann" for mark in kept.marks.values()) == 1
    filled(file, marker="Bo", **{"1": "2"})
    both = read_marks(TARGET, tmp_path, [file])
    both.write(tmp_path)
    assert read_marks(TARGET, tmp_path).marks == both.marks and (tmp_path / KEPT).read_bytes().startswith(
        b"\xef\xbb\xbf"
    )
    first = next(mark for mark in both.marks.values() if mark.marker == "Bo")
    given = {rule: read_marks(TARGET, tmp_path, [], rule).points()[first.answer] for rule in RULES}
    assert given["lowest"] < given["mean"] < given["highest"]
    write_key(TARGET, "lowest", tmp_path)
    assert read_marks(TARGET, tmp_path).points()[first.answer] == given["lowest"], "as last time"


def test_two_who_gave_the_same_points_agree_however_they_add_up(tmp_path):
    criteria = [{"id": name, "text": name, "points": points} for name, points in (("a", 0.1), ("b", 0.2), ("c", 0.3))]
    target = classes.a_test([classes.essay("letter", rubric=criteria)])
    marks = HandMarks()
    for marker, points in (("Ann", (0.1, 0.2, 0)), ("Bo", (0, 0, 0.3))):
        for n in range(4):
            given = points if n else (0.0, 0.0, 0.0)
            marks.marks[f"a{n}", marker] = HandMark(f"a{n}", "quiz/letter", 1, "", given, "", marker)
    (found,) = marks.agreement()
    assert (found.number, found.same, found.kappa, target.points) == (4, 4, 1.0, 0.6)


def test_kept_marks_that_fit_nothing_now_stay_kept(sheet, tmp_path):
    file = sheet("sheet.csv")
    filled(file, marker="Ann")
    read_marks(TARGET, None, [file]).write(tmp_path)
    fewer = classes.a_test([classes.choice("q1"), classes.essay("letter")])
    again = read_marks(fewer, tmp_path)
    assert len(again.marks) == 2 and [row.reason[:12] for row in again.not_counted] == ["`quiz/call` "] * 2
    again.write(tmp_path)
    assert len(read_marks(TARGET, tmp_path).marks) == 4


@pytest.mark.parametrize("content", [b'"answer\n', b"a,b\n1,2\n"])
def test_kept_marks_that_cannot_be_read_are_told_and_never_written_over(sheet, tmp_path, content):
    file = sheet("sheet.csv")
    filled(file)
    (tmp_path / KEPT).write_bytes(content)
    marks = read_marks(TARGET, tmp_path, [file])
    (told,) = marks.not_counted
    assert told.mend == "mend or remove marks.csv; until then no further marks are kept"
    assert len(marks.marks) == 4
    marks.write(tmp_path)
    assert (tmp_path / KEPT).read_bytes() == content


def test_two_sheets_without_a_name_that_differ_are_told(sheet, tmp_path):
    first, second = sheet("sheet.csv"), sheet("other.csv")
    filled(first)
    filled(second, **{"1": "1"})
    marks = read_marks(TARGET, None, [first, second])
    (told,) = marks.not_counted
    assert told.reason == "a marker without a name gave this answer other points before" and told.file == f"{second}:2"


def test_a_sheet_that_cannot_be_written_is_one_clear_line(tmp_path):
    marked = classes.marked(tmp_path, TARGET, ROWS)
    for name in ("sheet.csv", "sheet.xlsx", "sheet.html"):
        with pytest.raises(CannotWrite, match=f"{name}: it cannot be written"):
            write_marking_sheet(marked, tmp_path / "none" / name)


# -- agreement


def test_kappa_of_cohens_table():
    """Two markers, 50 answers: 20 both yes, 5 yes/no, 10 no/yes, 15 both no; worked by hand: (0.7 − 0.5) ÷ 0.5."""
    pairs = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa(pairs, linear) == pytest.approx(0.4), "with two values, weights change nothing"


def test_the_weighted_kappa_counts_one_point_apart_as_less_grave():
    near, far = [(0, 0), (1, 1), (2, 2), (3, 2)], [(0, 0), (1, 1), (2, 2), (3, 0)]
    assert kappa(near, linear) > kappa(far, linear)
    assert kappa([(2, 2)] * 9) is None, "both gave always the same: nothing is to be expected"


def test_agreement_is_told_by_question_for_every_two_markers():
    def mark(answer, points, marker):
        return HandMark(answer, "quiz/letter", 1, "", (points,), "", marker)

    given = [
        mark("a", 2, "Ann"),
        mark("b", 0, "Ann"),
        mark("a", 2, "Bo"),
        mark("b", 1, "Bo"),
        mark("c", 1, "Bo"),
        mark("d", 1, "Cy"),
    ]
    (found,) = HandMarks({(each.answer, each.marker): each for each in given}).agreement()
    assert (found.item, found.first, found.second, found.number, found.same) == ("quiz/letter", "Ann", "Bo", 2, 1)
