"""Asks the site's search what people ask, in a real browser and from a folder; for the test of the hit rate and the benchmark."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import yaml

QUESTIONS = Path(__file__).with_name("search_questions.yaml")
FIRST = 3


def questions() -> dict[str, list[dict]]:
    """The lists of questions by name: what is asked, and the pages that should come first."""
    return yaml.safe_load(QUESTIONS.read_text("utf-8"))


def ask(page, site: Path, question: str) -> list[str]:
    """The pages found, the best first."""
    page.goto(f"{(site / 'search.html').as_uri()}?q={quote(question)}")
    page.wait_for_selector("#search-results :is([role=status], .search-summary):not(:empty)")
    links = "#search-results ul.search li a"
    found = page.evaluate(f"[...document.querySelectorAll({links!r})].map((link) => link.getAttribute('href'))")
    return list(dict.fromkeys(address.partition("#")[0].removesuffix(".html") for address in found))


def places(page, site: Path, asked: list[dict]) -> dict[str, int]:
    """At which place the first fitting page stood for each question; 0 where none was found."""
    result = {}
    for each in asked:
        found = ask(page, site, each["asks"])
        result[each["asks"]] = next((i for i, name in enumerate(found, 1) if name in each["pages"]), 0)
    return result


def hits(found: dict[str, int]) -> tuple[int, int]:
    """How many questions had a fitting page first, and among the first three."""
    return sum(place == 1 for place in found.values()), sum(1 <= place <= FIRST for place in found.values())


def with_sphinx_own_search(page, site: Path) -> None:
    """Make a page search as Sphinx does without our extension, to compare."""
    page.route("**/sitesearch.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    own = (site / "searchindex.js").read_text("utf-8")
    page.route("**/search-index.js", lambda route: route.fulfill(body=own, content_type="text/javascript"))
