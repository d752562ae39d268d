"""Facts in pages: notes, quotations, timelines, charts, decisions and comparisons, all drawn from the claims."""

import re

import pytest
from conftest import PROJECT, ROOT, sphinx

from casebook import chart, clock
from casebook.library import read_library
from casebook.model import Case, Chart, Claim
from casebook.sphinxext.charts import caption
from casebook.sphinxext.timeline import moments_of
from casebook.sphinxext.wording import plain_date, plain_time

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
    "  - {title: Say sorry now?, when: one, role: Head, known: Anger, chosen: Yes, happened_next: Calm, claims: [c-2]}\n"
    "clock:\n  - {event: first-warning, at: 2007-02-13, claim: c-3, note: A forecast.}\n"
    "  - {event: first-word, at: '2007-02-14 15:00', claim: c-1}\n"
    "  - {event: first-apology, at: 2007-02-14, claim: c-2, note: 'Later disputed {claim}`c-1`.'}\n"
    "  - {event: amends, note: None was offered.}\n"
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

```{heat-map}
one: The airline
```

```{common-clock}
:alt: The word came first.
one: The airline
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


def test_a_decision_shows_its_question_first(page):
    assert "<strong>1. Manager</strong> · noon" in page
    assert page.index("<strong>2. Say sorry now?</strong>") < page.index("Head · one")


def test_the_heat_map_says_the_verdict_and_leads_to_its_evidence(page):
    table = page[page.index('<table class="heat-map') :].split("</table>")[0]
    assert re.search(r'<th[^>]*scope="row"|<th class="stub"', table)
    (address, words) = re.search(
        r'verdict-partly"><a class="reference internal" href="([^"]*)">(.*?)</a>', table
    ).groups()
    assert re.sub("<.*?>", "", words) == "Partly met"
    assert address.endswith("#score-one-five-1") and page.count('id="score-one-five-1"') == 1


def test_the_clock_gives_each_moment_with_its_note(page):
    drawing = page[page.index('aria-label="The word came first."') :].split("</svg>")[0]
    assert "15 to 39 hours" in drawing and "no date: see the table" in drawing
    tables = page[page.index('<table class="clock') :]
    assert "14 February 2007, 3 p.m." in tables and "Later disputed" in tables
    assert "No date" in tables and "None was offered." in tables


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        ("2007-02-14 08:00", "2007-02-14", "within 16 hours"),  # the day is known, and so is the hour of the warning
        ("2007-02-14 08:00", "2007-02-14 10:00", "2 hours"),
        ("2007-02-13", "2007-02-14 15:00", "15 to 39 hours"),
        ("2016-02-03", "2016-02-07", "3 to 5 days"),  # two days known: from the end of one to the end of the other
    ],
)
def test_the_clock_spans_all_that_the_dates_allow(first, then, words):
    def moment(event: str, at: str) -> dict:
        return {"event": event, "at": at, "claim": "c"}

    case = Case(
        case="a", title="a", organisation="a", sector="a", summary="a", claims=[],
        clock=[moment("first-warning", first), moment("amends", then)],
    )  # fmt: skip
    assert clock.in_words(clock.spans(case)["amends"]) == words


@pytest.mark.parametrize("kind", ["bars", "lines"])
def test_a_gap_is_told_in_its_own_words(kind):
    points = [{"x": "Mon", "claim": "c", "figure": "n"}, {"x": "Tue", "note": "nobody counted"}]
    wanted = Chart(
        id="k", kind=kind, title="Homes", unit="homes", alt="One value.", gap="never counted",
        series=[{"name": "Dark", "points": points}],
    )  # fmt: skip
    drawing = chart.draw(wanted, {"Dark": {"Mon": 12.0, "Tue": None}})
    assert ("never counted" in drawing) == (kind == "bars")
    assert ("never counted" in caption(wanted)) == (kind == "lines")


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


def test_a_month_or_a_year_alone_comes_after_its_days():
    dates = ["2007", "2007-02", "2007-02-28", "2007-03-01", "2006-12-31", "2007-02-14/2007-02-19", "2007-02-14"]
    claims = [
        Claim(id=f"c-{i}", date=d, actor="a", statement="s", phase="onset", sources=["x"], support="single")
        for i, d in enumerate(dates)
    ]
    moments = moments_of(claims)
    assert [claim.date for claim in sorted(claims, key=lambda claim: moments[claim.id])] == [
        "2006-12-31",
        "2007-02-14",
        "2007-02-14/2007-02-19",
        "2007-02-28",
        "2007-02",
        "2007-03-01",
        "2007",
    ]


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


FRAMEWORKS = {
    "docs/frameworks/research.yaml": (
        "findings:\n  - id: r-late\n    topic: Late rides\n    studied: A field experiment with 900 riders.\n"
        "    statement: Words alone did little.\n    limits: One city.\n    supports: [five-1]\n"
        "    bearing: Add something.\n    sources: [paper]\n"
    ),
    "docs/frameworks/standards.yaml": (
        "standards:\n  - id: st-tell\n    name: The rule\n    body: A state\n    where: There\n    kind: law\n"
        "    date: 2016\n    statement: It asks for a report.\n    asks: [{who: The holder, what: Tell., by: within 72 hours}]\n"
        "    caution: Read in a summary.\n    supports: [five-1]\n    sources: [paper]\n"
    ),
    "docs/frameworks/crosswalk.yaml": (
        "themes:\n  - {id: speed, name: Be fast, phases: [onset, response], actions: [five-1], facts: [r-late, st-tell],\n"
        "     note: All ask for it., playbook: [action-page]}\n"
        "wants:\n  - {want: be quick, go: [five-1, r-late]}\n"
    ),
    "case_studies/one/facts.yaml": MORE,
    "case_studies/one/index.md": "---\norphan: true\n---\n# One\n",
    "exercises/small.yaml": PROJECT["exercises/small.yaml"],
    "index.md": """# Home

Words did little among 900 riders {claim}`r-late`, and there is a rule {claim}`st-tell`.

(action-page)=
## The action

(five-1)=
### Swift response

```{evidence} five-1
```

(r-late)=
## Late

```{finding} r-late
```

(st-tell)=
## Rule

```{standard} st-tell
```

```{crosswalk-map}
```

```{crosswalk-table}
```

```{wants}
```

```{exercise} small
```

## Notes

```{notes}
```
""",
}


@pytest.fixture
def frameworks(project, tmp_path):
    def build(changes: dict[str, str] | None = None):
        done = sphinx(project({**FRAMEWORKS, **(changes or {})}), tmp_path / "out")
        page = tmp_path / "out" / "index.html"
        return done, page.read_text("utf-8") if page.exists() else ""

    return build


def test_a_finding_and_a_standard_are_facts_with_notes_of_their_own(frameworks):
    done, page = frameworks()
    assert done.returncode == 0, done.stderr
    notes = page[page.index('id="note-r-late"') :]
    assert "Research: " in notes and "One city." in notes and 'href="#r-late"' in notes
    assert "Law: " in notes and "Read in a summary." in notes
    card = page[page.index('<div class="finding-card') :].split("</div>")[0]
    assert all(words in card for words in ("900 riders", "Words alone did little", "One city", "Action 1 of 5"))
    assert "within 72 hours" in page


def test_the_crosswalk_leads_from_themes_and_wants_to_actions_findings_and_pages(frameworks):
    done, page = frameworks()
    assert done.returncode == 0, done.stderr
    picture = page[page.index('<table class="crosswalk-map') :].split("</table>")[0]
    assert 'href="#five-1"' in picture and 'href="#theme-speed"' in picture and "The failure → The response" in picture
    theme = page[page.index('id="theme-speed"') :].split("</dl>")[0]
    assert all(address in theme for address in ('href="#five-1"', 'href="#r-late"', 'href="#action-page"'))
    assert "be quick" in page[page.index('<table class="wants') :]


def test_the_evidence_for_an_action_stands_case_by_case(frameworks):
    _, page = frameworks()
    table = page[page.index('<table class="score') :].split("</table>")[0]
    assert "Partly met" in table and "Quick" in table and 'href="case_studies/one/index.html"' in table


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("research", "[five-1]", "[five-9]", "there is no action `five-9`"),
        ("research", "    supports: [five-1]\n", "", "`r-late` bears on no action"),
        ("standards", "[paper]", "[papers]", "there is no source `papers`"),
        ("crosswalk", "r-late, st-tell", "r-lat", "there is no claim `r-lat`"),
        ("crosswalk", "actions: [five-1]", "actions: [five-2]", "there is no action `five-2`"),
    ],
)
def test_what_a_framework_file_names_and_is_not_there_is_told_with_its_place(frameworks, file, old, new, told):
    name = f"docs/frameworks/{file}.yaml"
    done, _ = frameworks({name: FRAMEWORKS[name].replace(old, new)})
    assert done.returncode != 0
    assert re.search(rf"{file}\.yaml:\d+:\d+: .*{re.escape(told)}", done.stderr)
