"""How good and how heavy the site's search is, beside that of Sphinx alone."""

from __future__ import annotations

import gzip
import os
import shutil
import statistics
from collections.abc import Callable
from pathlib import Path

from searching import ask, hits, places, questions, with_sphinx_own_search


def searches(site: Path, say: Callable[..., None]) -> None:
    """Prints the hit rates of the tested lists, the sizes, and the time from loading to results, for the built `site`."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("BROWSER_PATH") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        own, plain = browser.new_page(), browser.new_page()
        with_sphinx_own_search(plain, site)
        for name, asked in questions().items():
            first, among = hits(places(own, site, asked))
            plain_first, plain_among = hits(places(plain, site, asked))
            figure = f"{first}, {among} of {len(asked)}"
            say(f"search, {name}: first, in three", figure, f"Sphinx' own search: {plain_first}, {plain_among}")
        times = []
        for each in questions()["thirty"][:10]:
            ask(own, site, each["asks"])
            times.append(own.evaluate("performance.getEntriesByName('search')[0].duration"))
        browser.close()
    say("search, index ready and results shown", f"{statistics.median(times):.0f} ms", "median of 10, scripts loaded")
    for name in ("_static/search-index.js", "_static/sitesearch.js", "searchindex.js"):
        raw = (site / name).read_bytes()
        about = (
            "summaries included"
            if "search-index" in name
            else "Sphinx' own index, not loaded"
            if "index" in name
            else ""
        )
        say(f"search, {Path(name).name}, gzip", f"{len(gzip.compress(raw, 9, mtime=0)):,} bytes", about)
