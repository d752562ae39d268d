"""The key of an assessed exercise is nowhere in what a learner gets, and nothing there lets it be inferred.

One exercise holds every type, with a canary in every field that a learner must not see; every byte of every output is
searched, decompressed. Then its keys are all changed: nothing in any output may change with them. The same holds of a
practice exercise that stands on no page of its own and is assigned.
"""

import io
import zipfile
import zlib
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import PROJECT, put_files, sphinx

CANARY = b"Zq7canary"
OUTPUTS = ("html", "epub", "typst", "gettext")


def exercise(key: int) -> str:
    """The exercise with one of two keys. What a learner may see is the same in both."""
    right, wrong = ("correct: true, ", "") if key else ("", "correct: true, ")
    items = ["ask", "board", "cancel"] if key else ["cancel", "board", "ask"]
    ordered = "\n".join(f"      - {{id: {item}, text: To {item}, feedback: Zq7canary}}" for item in items)
    hidden = "    explanation: Zq7canary\n    claims: [c-1]\n    objectives: [aim]\n"
    return f"""
id: small
title: The final
mode: assessed
questions:
  - id: single
    type: single-choice
    prompt: Which?
    choices:
      - {{id: a, text: This, {right}feedback: Zq7canary}}
      - {{id: b, text: That, {wrong}feedback: Zq7canary}}
{hidden}
  - id: several
    type: multiple-choice
    prompt: Which of them?
    shuffle: true
    choices:
      - {{id: a, text: One, {right}feedback: Zq7canary, feedback_left: Zq7canary}}
      - {{id: b, text: Two, {wrong}feedback: Zq7canary, feedback_left: Zq7canary}}
{hidden}
  - id: truth
    type: true-false
    prompt: It is so.
    answer: {"true" if key else "false"}
    feedback_true: Zq7canary
    feedback_false: Zq7canary
{hidden}
  - id: match
    type: matching
    prompt: Match.
    stems: [{{id: s, text: Stem, match: {"x" if key else "y"}, feedback: Zq7canary}}, {{id: t, text: Other, match: y}}]
    options: [{{id: x, text: Ex}}, {{id: y, text: Why}}]
{hidden}
  - id: order
    type: ordering
    prompt: Order.
    items:
{ordered}
{hidden}
  - id: number
    type: numeric
    prompt: How many?
    unit: flights
    answers: [{{value: {77123 if key else 88456}, feedback: Zq7canary}}]
    thousands: ","
    feedback_other: Zq7canary
{hidden}
  - id: words
    type: short-answer
    prompt: Say it.
    answers: [{{text: Zq7canary{key}, feedback: Zq7canary}}]
    feedback_other: Zq7canary
{hidden}
  - id: gaps
    type: fill-in
    prompt: Fill.
    text: A [[one]] and [[two]] and [[three]].
    gaps:
      - {{id: one, type: text, answers: [{{text: Zq7canary{key}}}], feedback_other: Zq7canary}}
      - {{id: two, type: number, answers: [{{value: {66789 if key else 55987}, feedback: Zq7canary}}], thousands: ","}}
      - {{id: three, type: choice, choices: [{{id: p, text: Pea, {right}feedback: Zq7canary}}, {{id: q, text: Queue, {wrong}feedback: Zq7canary}}]}}
{hidden}
  - id: essay
    type: open-response
    prompt: Write.
    rubric: [{{id: r, text: Zq7canary}}]
    model_answer: Zq7canary {key}
{hidden}
"""


OPEN = """
id: open
title: For practice
mode: practice
questions:
  - {id: truth, type: true-false, prompt: It is so., answer: true, feedback_false: No., claims: [c-1]}
"""


def everything(folder: Path) -> dict[str, bytes]:
    """Every file that a learner gets, decompressed: members of archives, streams of PDFs, the inventory."""
    found: dict[str, bytes] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(path.relative_to(folder))
        raw = path.read_bytes()
        if path.name == "objects.inv":
            head = raw.index(b"zlib.\n") + len(b"zlib.\n")
            found[name] = raw[:head] + zlib.decompress(raw[head:])
        elif path.suffix == ".epub":
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                found |= {f"{name}/{member}": archive.read(member) for member in archive.namelist()}
        elif path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                streams = [
                    thing.read_bytes()
                    for thing in pdf.objects
                    if isinstance(thing, pikepdf.Stream) and "/Filter" in thing
                ]
            text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path))
            found[name] = b"".join(streams) + text.encode()
        elif path.suffix != ".typ":  # an intermediate file of the book; only the PDF is handed out
            found[name] = raw
    return found


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    """All outputs for each of the two keys."""

    def build(key: int) -> dict[str, bytes]:
        top = tmp_path_factory.mktemp("outputs")
        folder = top / "project"
        conf = PROJECT["conf.py"].replace('"quizgrader.sphinxext"', '"quizgrader.sphinxext", "memory", "typstbook"')
        assigned = exercise(key).replace("id: small", "id: drill").replace("mode: assessed", "mode: practice")
        files = {
            **PROJECT,
            "conf.py": conf + "html_copy_source = True\nmemory_pages = ['*']\n",
            "index.md": PROJECT["index.md"] + "\n```{toctree}\ndocs/sources\nweek\nprogress\nreview\nopen\n```\n",
            "week.md": "```{assignment} week\n```\n",
            **{f"{name}.md": f"# Mine\n\n```{{{name}}}\n```\n" for name in ("progress", "review")},
            "open.md": "# Open\n\n```{exercise} open\n```\n\n## Notes\n\n```{notes}\n```\n",
            "exercises/open.yaml": OPEN,
            "exercises/small.yaml": exercise(key),
            "exercises/drill.yaml": assigned,
            "exercises/assignments/week.yaml": "id: week\ntitle: A week\nexercises: [small, drill]\n",
        }
        put_files(folder, files)
        for builder in OUTPUTS:
            done = sphinx(folder, top / "out" / builder, builder)
            assert done.returncode == 0, done.stderr
        return everything_but_doctrees(top / "out")

    return [build(0), build(1)]


def everything_but_doctrees(folder: Path) -> dict[str, bytes]:
    kept = everything(folder)
    return {name: raw for name, raw in kept.items() if "-doctrees" not in name}


def test_no_canary_is_in_any_byte_a_learner_gets(outputs):
    for files in outputs:
        assert any(name.endswith(".pdf") for name in files) and any(".epub/" in name for name in files)
        assert any("searchindex.js" in name for name in files) and any("_sources" in name for name in files)
        for name, raw in files.items():
            assert CANARY.lower() not in raw.lower(), name
            for number in (b"77123", b"88456", b"66789", b"55987"):
                assert number not in raw, (name, number)


def test_the_exercise_is_there_all_the_same(outputs):
    page = outputs[0]["html/index.html"].decode()
    assert page.count("<fieldset") == 9 and "marked by your trainer" in page
    assert outputs[0]["html/week.html"].decode().count('class="qg-question"') == 18


def test_what_comes_back_for_review_is_practice_only(outputs):
    """And practice only where it stands on a page of its own, not where it is assigned."""
    for files in outputs:
        assert [name for name in files if "/questions/" in name] == ["html/_static/questions/open.js"]
        data = files["html/_static/course-data.js"].decode()
        assert '"open/truth"' in data and '"small/' not in data and '"drill/' not in data


def test_nothing_changes_with_the_key(outputs):
    first, second = outputs
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
