"""Facts in pages: notes numbered by first use, exact quotations, timelines and charts drawn from the claims."""

import re

import pytest
from conftest import PROJECT, ROOT, sphinx

from casebook.library import read_library
from casebook.model import Claim
from casebook.sphinxext import moments_of, plain_date, plain_time

FACTS = PROJECT["case_studies/one/facts.yaml"]
MORE = FACTS + (
    "  - id: c-2\n    date: 2007-02-14\n    headline: It says sorry\n    actor: The airline\n    statement: It said sorry.\n"
    "    phase: response\n    sources: [paper]\n    support: disputed\n    note: Two papers differ.\n"
    "  - id: c-3\n    date: 2007-02-13\n    headline: Ice is forecast\n    actor: The weather office\n"
    "    statement: Ice was forecast.\n    phase: before\n    sources: [paper]\n    support: corroborated\n"
    "quotations:\n  - {id: q-1, speaker: Its head, text: We are sorry, date: 2007-02-15, source: paper}\n"
    "scores:\n  - {action: five-1, verdict: partly, for: ['Quick {claim}`c-2`.'], against: ['Late {claim}`c-1`.']}\n"
    "charts:\n  - {id: k, kind: bars, title: Flights, unit: flights, alt: One bar and a gap., series: [{name: Cancelled, "
    "points: [{x: Wed, claim: c-1, figure: cancelled}, {x: Thu, note: no count}]}]}\n"
    "decisions:\n  - {when: noon, role: Manager, known: Ice, chosen: Wait, happened_next: Anger, claims: [c-2]}\n"
)
INDEX = """# Home

It said so {claim}`c-2`. It flew not {claim}`c-1 c-2`. He said {quote}`q-1`, as {cite}`paper` reports.

```{timeline} one
```

```{score} one
```

```{chart} one k
```

```{decisions} one
```

## Notes

```{notes}
```
"""


@pytest.fixture
def page(project, tmp_path) -> str:
    out = tmp_path / "out"
    done = sphinx(project({"index.md": INDEX, "case_studies/one/facts.yaml": MORE, "exercises/small.yaml": ""}), out)
    assert "exercises/small.yaml:1:1" in done.stderr  # the only warning: this project has no exercise
    return (out / "index.html").read_text("utf-8")


def test_notes_are_numbered_by_first_use_and_lead_back(page):
    marks = re.findall(r'<sup class="note-mark">(.*?)</sup>', page)
    assert re.findall(r">(\d+)</a>", marks[0]) == ["1"]
    assert re.findall(r">(\d+)</a>", marks[1]) == ["2", "1"]
    assert page.count('id="note-c-2"') == 1
    note = page[page.index('id="note-c-2"') :][:600]
    assert "Sources disagree." in note and "Two papers differ." in note and "A Paper, 14 February 2007" in note
    assert 'href="#cited-c-2-1"' in note and 'id="cited-c-2-1"' in page


def test_a_note_stands_close_behind_its_word(page):
    assert 'It said so<sup class="note-mark">' in page


def test_a_quotation_is_exact_and_its_note_names_the_speaker(page):
    assert "“We are sorry”" in page
    assert "Its head, 15 February 2007" in page


def test_the_timeline_is_in_order_of_time(page):
    order = [page.index(words) for words in ("Ice is forecast", "Flights are cancelled", "It says sorry")]
    assert order == sorted(order)
    assert "14 February 2007, 3 p.m." in page


def test_the_score_shows_both_sides(page):
    score = page[page.index('<table class="score') :]
    assert "Partly met" in score and "Quick" in score and "Late" in score and "Action 1 of 5" in score


def test_a_chart_has_words_and_its_numbers_as_a_table(page):
    assert 'role="img" aria-label="One bar and a gap."' in page
    rows = re.findall(r"<td><p>(Wed|Thu)</p></td>\s*<td><p>(.*?)</p></td>", page, re.DOTALL)
    assert [(label, value.split("<")[0]) for label, value in rows] == [("Wed", "250"), ("Thu", "– (no count)")]
    drawing = page[page.index("<svg") : page.index("</svg>")]
    assert " style=" not in drawing and "#0" not in drawing, "colours come from classes"


def test_a_changed_fact_rebuilds_the_page_that_cites_it(project, tmp_path):
    folder, out = project(), tmp_path / "out"
    assert sphinx(folder, out).returncode == 0
    facts = folder / "case_studies/one/facts.yaml"
    facts.write_text(facts.read_text().replace("support: single", "support: single\n    note: Seen by one paper."))
    assert sphinx(folder, out).returncode == 0
    assert "Seen by one paper." in (out / "index.html").read_text()


def test_dates_and_times_in_words():
    assert plain_date("2007-02-14") == "14 February 2007"
    assert plain_date("2007-02") == "February 2007"
    assert plain_date("2007-02-14/2007-02-19") == "14 February 2007 to 19 February 2007"
    assert [plain_time(t) for t in ("00:00", "08:05", "12:00", "15:00")] == [
        "12 a.m.",
        "8:05 a.m.",
        "12 p.m.",
        "3 p.m.",
    ]


def test_a_claim_without_time_follows_the_one_before_it():
    def claim(name: str, time: str) -> Claim:
        return Claim(
            id=name,
            date="2007-02-14",
            **({"time": time} if time else {}),
            actor="a",
            statement="s",
            phase="onset",
            sources=["x"],
            support="single",
        )

    moments = moments_of([claim("a", ""), claim("b", "15:00"), claim("c", ""), claim("d", "09:00")])
    assert sorted(moments, key=moments.get) == ["a", "d", "b", "c"]


@pytest.mark.parametrize(
    ("written", "number"),
    [("more than 250", 250), ("6 h 13 min", 6), ("1,096", 1096), (5.5, 5.5), ("hundreds", None), ("-2 to -4", -2)],
)
def test_the_first_number_of_a_figure_counts(written, number):
    claim = Claim(
        id="c", actor="a", statement="s", phase="onset", sources=["x"], support="single", figures={"n": written}
    )
    assert claim.number("n") == number


def test_the_projects_own_library_has_no_loose_end():
    library = read_library(ROOT)
    assert library.problems == []
    assert library.claims and library.quotations and library.actions
