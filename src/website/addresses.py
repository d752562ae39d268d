"""The addresses that a built site has promised: its pages, and the places on them that have a label.

`python -m website.addresses build/html` adds those of a built site to tests/addresses.txt, and takes none away: whoever
kept a link keeps it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sphinx.util.inventory import InventoryFile

LIST = Path("tests/addresses.txt")
KINDS = ("std:doc", "std:label", "std:term")


def addresses(site: Path) -> set[str]:
    """What the site's own inventory lists, as `docs/page.html` or `docs/page.html#label`."""
    inventory = InventoryFile.loads((site / "objects.inv").read_bytes(), uri="")
    return {item.uri for kind in KINDS for item in inventory.data.get(kind, {}).values() if item.uri.split("#")[0]}


def read_list(file: Path = LIST) -> set[str]:
    return set(file.read_text("utf-8").split()) if file.exists() else set()


def add(site: Path, file: Path = LIST) -> int:
    """Add the site's addresses to the list; returns how many are new."""
    listed, found = read_list(file), addresses(site)
    file.write_text("".join(f"{address}\n" for address in sorted(listed | found)), "utf-8")
    return len(found - listed)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1], "objects.inv").exists():
        sys.exit("website.addresses: name the folder of a built site, as `python -m website.addresses build/html`")
    print(f"{LIST}: {add(Path(sys.argv[1]))} new addresses")
