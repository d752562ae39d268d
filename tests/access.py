"""What axe-core finds against WCAG 2.2 AA and its best practice; on a desktop and on a phone, in light and in dark."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

SCREENS = [
    pytest.param({"width": width, "height": 900}, id=name) for name, width in (("desktop", 1280), ("phone", 390))
]
OF_COLOUR = ["color-contrast", "link-in-text-block"]  # all that the dark can break: nothing but colours differ there

# The theme's styles hang on these two switches standing before all else. Since they can be reached by keys, a best
# practice (no criterion of WCAG) would have them within a landmark; nothing else is let off.
BEFORE_THE_LANDMARKS = ("region", '<input type="checkbox" class="sidebar-toggle"')


def violations(page, part: str = "html") -> list[str]:
    """What axe-core finds in `part` of the page as it stands, in light and in dark."""
    found = []
    for scheme, options in (("light", {}), ("dark", {"runOnly": OF_COLOUR})):
        page.emulate_media(color_scheme=scheme)
        rules = Axe().run(page, context=part, options={"resultTypes": ["violations"], **options}).response["violations"]
        found += [
            f"{page.url}, {scheme}: {rule['id']}: {node['html'][:200]}"
            for rule in rules
            for node in rule["nodes"]
            if (rule["id"], node["html"].partition(" name=")[0]) != BEFORE_THE_LANDMARKS
        ]
    return found


def all_pages(site: Path) -> list[Path]:
    return sorted(path for path in site.rglob("*.html"))
