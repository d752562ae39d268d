"""The packed site: unpacked anywhere, with no server and no network, it is the whole site and it works."""

import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT))
import make  # noqa: E402 - the tasks stand beside the sources, not among them


@pytest.fixture(scope="module")
def packed(site, tmp_path_factory) -> Path:
    """The zip file that `make pack` leaves, from the site of this test run."""
    root = tmp_path_factory.mktemp("pack")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(make, "ROOT", root)
        patch.setattr(make, "BUILD", root / "build")
        patch.setattr(make, "site", lambda: None)
        (root / "build").mkdir()
        (root / "build" / "html").symlink_to(site, target_is_directory=True)
        make.pack()
        path = root / "build" / "winning-back-trust-site.zip"
        first = path.read_bytes()
        make.pack()
        assert path.read_bytes() == first, "packed twice, the bytes differ"
    return path


@pytest.fixture(scope="module")
def folder(packed, tmp_path_factory) -> Path:
    """Where somebody unpacked it: a folder whose name has blanks and letters that addresses have to escape."""
    place = tmp_path_factory.mktemp("unpacked") / "Übung 50% #1 (copy)"
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(place)
    return place / "winning-back-trust"


def test_it_is_the_whole_site_in_one_folder(site, folder):
    def files(top: Path) -> dict[str, bytes]:
        return {
            path.relative_to(top).as_posix(): path.read_bytes()
            for path in top.rglob("*")
            if path.is_file() and path.name != ".buildinfo"
        }

    assert files(folder) == files(site)
    assert (folder / "index.html").exists()


def test_its_paths_can_be_unpacked_by_every_system(packed):
    names = zipfile.ZipFile(packed).namelist()
    assert all(name.isascii() and len(name) < 120 and not set(name) & set('<>:"|?*\\') for name in names)
    assert len({name.lower() for name in names}) == len(names)


@pytest.mark.browser
def test_every_page_opens_without_an_error_and_without_a_request(folder, chromium):
    context = chromium.new_context(offline=True)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on(
        "requestfailed", lambda request: wrong.append(request.url) if request.failure != "net::ERR_ABORTED" else None
    )
    page.on(
        "request", lambda request: wrong.append(request.url) if not request.url.startswith(("file:", "data:")) else None
    )
    page.on("console", lambda message: wrong.append(f"{page.url}: {message.text}") if message.type == "error" else None)
    for path in sorted(folder.rglob("*.html")):
        page.goto(path.as_uri())
    context.close()
    assert wrong == []


@pytest.mark.browser
def test_it_works_as_it_does_on_a_server(folder, chromium):
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    page.locator("article").get_by_role("link", name="Start here").click()
    assert page.locator("h1").inner_text().startswith("Something went wrong today")
    box = page.locator("[data-tick]").first
    box.check()
    page.reload()
    assert box.is_checked(), "the check list forgot"
    page.goto((folder / "search.html").as_uri())
    page.locator(".search-form input").fill("what do I say first")
    page.keyboard.press("Enter")
    page.locator("ul.search li p.search-summary").first.wait_for()
    page.locator("ul.search a").first.click()
    assert page.url.startswith(folder.as_uri())
    page.goto((folder / "docs/course/05_first_words.html").as_uri())
    form = page.locator("form.qg-exercise").first
    form.locator("input[type=radio]").first.check()
    form.get_by_role("button", name="Check", exact=True).first.click()
    assert form.locator("[role=status]").first.inner_text()
    context.close()
