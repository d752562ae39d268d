"""Addresses stay: every page and every label that was ever published is there, or leads on by docs/redirects.yaml."""

import pytest
from conftest import ROOT

from website.addresses import add, addresses, read_list
from website.redirects import read_redirects, split

LISTED = ROOT / "tests" / "addresses.txt"


@pytest.fixture(scope="module")
def found(site) -> set[str]:
    return addresses(site)


@pytest.fixture(scope="module")
def moved() -> dict[str, str]:
    entries, problems = read_redirects(ROOT / "docs" / "redirects.yaml")
    assert problems == []
    return entries


def test_no_address_has_gone_without_leading_on(found, moved):
    gone = sorted(read_list(LISTED) - found - set(moved))
    mend = "write where each leads now into docs/redirects.yaml, as `docs/old.html: docs/new.html`"
    assert not gone, f"{len(gone)} addresses are gone, such as {gone[:3]} — {mend}"


def test_old_addresses_lead_to_addresses_that_are_there(found, moved):
    pages = {split(address)[0] for address in found}
    for old, new in moved.items():
        assert new in found or new in pages, f"docs/redirects.yaml: {old} leads to {new}, which is not there"


def test_every_page_is_in_the_list(found):
    new = sorted({split(address)[0] for address in found} - {split(address)[0] for address in read_list(LISTED)})
    mend = "build the site, and run `python -m website.addresses build/html`"
    assert not new, f"tests/addresses.txt lacks {len(new)} pages, such as {new[:3]} — {mend}"


def test_the_list_only_grows(site, tmp_path, found):
    file = tmp_path / "addresses.txt"
    file.write_text("docs/long_gone.html\n", "utf-8")
    assert add(site, file) == len(found)
    assert read_list(file) == found | {"docs/long_gone.html"}
    assert add(site, file) == 0
