"""What goes into the search's index: places to be led to, with words and summaries; the same however it is built; no key."""

import json
import re
from pathlib import Path

import pytest
from conftest import PROJECT, put_files, sphinx
from test_key_stays_home import CANARY, exercise

from sitesearch.index import kind_of, summary, written

SETTINGS = """
extensions += ["sitesearch"]
sitesearch_kinds = [("", "Page", 1), ("docs/", "Document", 0.5)]
sitesearch_parts = {"quiz_exercise": "Exercise"}
sitesearch_skip = ("quiz_answer", "quiz_hint", "note_list", "notes")
sitesearch_synonyms = "synonyms.yaml"
"""
PAGE = """---
myst:
  html_meta:
    keywords: first words, sorry
---
# Home

It cancelled flights {claim}`c-1`. See {doc}`docs/sources`. This sentence is cut, because the ones before it take room that a
summary has, and there is no more of it, whatever one would like to say.

| A table | is searched |
|---|---|
| zebra | and not shown |

## A part

```{glossary}
recall
  To take a product back.
```

```{exercise} small
```

## Notes

```{notes}
```

```{toctree}
docs/sources
docs/silent
```
"""


def build(top: Path, *options: str, **changes: str) -> dict:
    files = {
        **PROJECT,
        "conf.py": PROJECT["conf.py"] + SETTINGS,
        "index.md": PAGE,
        "docs/silent.md": "---\nnosearch: true\n---\n# Silent\n\nNobody finds this quokka.\n",
        "synonyms.yaml": "- [refund, money back]\n",
        **changes,
    }
    put_files(top / "project", files)
    done = sphinx(top / "project", top / "html", "html", *options)
    assert done.returncode == 0, done.stderr
    text = (top / "html" / "_static" / "search-index.js").read_text("utf-8")
    return json.loads(re.fullmatch(r"Search\.setIndex\((.*)\);\n", text, re.DOTALL)[1])


@pytest.fixture(scope="module")
def index(tmp_path_factory) -> dict:
    return build(tmp_path_factory.mktemp("search"))


def places(index: dict, word: str) -> list[str]:
    """The headings of the sections that hold a word."""
    number, found = 0, []
    for step in index["terms"].get(word, "").split(","):
        if step:
            number += int(step.rstrip("'\""), 36)
            found.append(index["sections"][number][2] or index["pages"][index["sections"][number][0]][1])
    return found


def test_a_page_is_cut_where_one_would_want_to_be_led_to(index):
    of_home = [section for section in index["sections"] if index["pages"][section[0]][0] == "index"]
    assert [section[2] for section in of_home] == ["", "A part", "recall", "A small exercise", "Notes"][: len(of_home)]
    assert of_home[2][1] == "term-recall" and of_home[3][1] == "exercise-small" and of_home[3][4] == "Exercise"


def test_pages_have_their_kind_their_weight_and_their_authors_keywords(index):
    assert ["index", "Home", "Page", 1, "first words, sorry"] in index["pages"]
    assert [page[2:4] for page in index["pages"] if page[0] == "docs/sources"] == [["Document", 0.5]]


def test_a_summary_has_the_first_sentences_with_titles_of_links_and_without_tables(index):
    (home,) = (section for section in index["sections"] if index["pages"][section[0]][0] == "index" and not section[1])
    assert home[3].startswith("It cancelled flights. See Sources. This sentence") and home[3].endswith("…")
    assert len(home[3]) <= 150 and "zebra" not in home[3]


def test_a_table_is_searched_and_the_words_of_a_link_are_not(index):
    assert places(index, "zebra") == ["Home"]
    assert "Home" not in places(index, "sourc")


def test_a_page_that_asks_for_it_is_left_out(index):
    assert "quokka" not in index["terms"] and not [page for page in index["pages"] if page[0] == "docs/silent"]


def test_synonyms_are_stems(index):
    assert index["synonyms"] == [["refund", "money back"]]


def test_it_is_the_same_however_it_is_built(index, tmp_path):
    assert build(tmp_path, "-j", "2") == index
    build(tmp_path, **{"docs/sources.md": "# Changed\n\nA wombat.\n\n```{bibliography}\n```\n"})
    again = build(tmp_path, **{"docs/sources.md": PROJECT["docs/sources.md"]})
    assert again == index


def test_no_key_is_in_it(tmp_path):
    found = [build(tmp_path / str(key), **{"exercises/small.yaml": exercise(key)}) for key in (0, 1)]
    assert found[0] == found[1]
    assert CANARY.decode().lower() not in json.dumps(found[0]).lower()


def test_a_summary_is_cut_at_a_sentence_or_else_at_a_word():
    assert summary("One. Two.") == "One. Two."
    assert summary(f"A short one. {'long ' * 60}.") == f"A short one. {'long ' * 27}"[:149].rsplit(" ", 1)[0] + "…"
    assert summary("x" * 400).endswith("…") and len(summary("word " * 100)) <= 150
    assert summary("It came at 3 p.m. on Friday. " * 20).endswith("Friday.")


def test_places_are_written_as_steps():
    assert written([(0, 1), (2, 3), (40, 2)]) == "0,2\",12'"


def test_the_last_kind_that_fits_counts():
    kinds = [("", "Page", 1), ("a/", "A", 2), ("a/b", "B", 3)]
    assert kind_of("a/c", kinds) == ("A", 2) and kind_of("a/b/c", kinds) == ("B", 3) and kind_of("z", []) == ("", 1)
