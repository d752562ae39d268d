"""The built site: the same bytes twice, nothing from another host, links that lead somewhere, and light to carry."""

import filecmp
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from conftest import ROOT, whole_site


class Page(HTMLParser):
    """The ids, the links and the loaded files of a page."""

    def __init__(self, text: str):
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        named = {name: value or "" for name, value in attrs}
        if "id" in named:
            self.ids.append(named["id"])
        if tag == "a" and "href" in named:
            self.links.append(named["href"])
        if tag in ("script", "img", "iframe", "source", "video", "audio") and "src" in named:
            self.loads.append(named["src"])
        if tag == "link" and named.get("rel") in ("stylesheet", "icon", "preload", "modulepreload"):
            self.loads.append(named["href"])


@pytest.fixture(scope="module")
def pages(site) -> dict[Path, Page]:
    return {path: Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}


def test_two_builds_are_the_same_to_the_byte(site, tmp_path):
    again = whole_site(tmp_path / "html", "-j", "2")
    names = {str(path.relative_to(folder)) for folder in (site, again) for path in folder.rglob("*") if path.is_file()}
    same, different, missing = filecmp.cmpfiles(site, again, sorted(names), shallow=False)
    assert (different, missing) == ([], [])
    assert len(same) > 20


def test_no_page_loads_anything_from_another_host(pages):
    for path, page in pages.items():
        for address in page.loads:
            assert not urlsplit(address).scheme and not address.startswith("//"), f"{path} loads {address}"


def test_no_style_or_script_names_another_host(site):
    for path in (*site.rglob("*.css"), *site.rglob("*.js")):
        text = path.read_text("utf-8")
        assert not re.search(r"""(?:@import|url\(|import\()\s*["']?\s*(?:https?:)?//""", text), path


def test_every_link_within_the_site_leads_somewhere(pages):
    broken = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or link.startswith("//"):
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target.suffix != ".html":
                if not target.exists():
                    broken.append(f"{path.name}: {link}")
            elif target not in pages or (parts.fragment and unquote(parts.fragment) not in pages[target].ids):
                broken.append(f"{path.name}: {link}")
    assert broken == []


def test_no_page_has_an_id_twice(pages):
    for path, page in pages.items():
        twice = {name for name in page.ids if page.ids.count(name) > 1}
        assert not twice, f"{path}: {twice}"


def test_only_pages_with_an_exercise_load_its_script(pages):
    for path, page in pages.items():
        kinds = {kind: any(name.startswith(f"{kind}-") for name in page.ids) for kind in ("exercise", "assignment")}
        for kind, shows in kinds.items():
            assert shows == any(f"{kind}.js" in address for address in page.loads), path
        styled = any("memory.css" in address for address in page.loads)  # what is remembered looks like an exercise
        shown = any(kinds.values()) or styled
        assert shown == any("exercise.css" in address for address in page.loads), path


def test_nothing_of_this_machine_is_in_the_site(site):
    for path in site.rglob("*"):
        if path.suffix in (".html", ".js", ".css", ".txt", ".inv"):
            text = path.read_bytes()
            assert str(ROOT).encode() not in text, path


def test_every_check_list_is_two_clicks_from_today(site, spanish, pages):
    def reached(path: Path) -> set[Path]:
        links = (urlsplit(link) for link in pages[path].links)
        found = {(path.parent / unquote(parts.path)).resolve() for parts in links if parts.path and not parts.scheme}
        return {page for page in found if page in pages}

    today = site / "docs" / "playbook" / "today.html"
    article = today.read_text("utf-8").split("<article")[1].split("</article>")[0]
    first = {(today.parent / name).resolve() for name in re.findall(r'href="([^"#]+)', article) if ":" not in name}
    near = {today} | first | {page for path in first & set(pages) for page in reached(path)}
    english = {path for path in pages if not path.is_relative_to(spanish)}
    lists = {path for path in english if re.search(r'<ol class="[^"]*checklist', path.read_text("utf-8"))}
    assert len(lists) > 10 and lists <= near
