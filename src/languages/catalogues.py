"""Brings the catalogues up to date: `python -m languages.catalogues` writes the interface's words anew into
`locale/interface.pot`, and puts what is new into every language's catalogues, of interface and pages.

Pages are extracted before by Sphinx (`make gettext` does both). A page is begun in a language when its catalogue is there:
`python -m languages.catalogues --begin es/docs/playbook/first_hour` makes it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import resources
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_from_dir, extract_from_file
from babel.messages.pofile import read_po, write_po

from languages.pages import begun
from languages.words import DOMAIN

KEYWORDS = {"_": None, "later": None, "many": (1, 2), "forms": (2, 3), "plural": (2, 3), "gettext": None}
THEME = ("base.html", "page.html", "search.html")  # what our pages show of it
NEVER = datetime(2025, 12, 1, tzinfo=UTC)  # a date that would change with every run tells nobody anything
HEAD = "# {what} of Winning back trust.\n# Made by `make gettext`; translators write into locale/<language>/.\n#"


def interface(root: Path) -> Catalog:
    """Every sentence of the interface: those in our sources, and those of the theme's templates."""
    found = Catalog(project="Winning back trust", creation_date=NEVER, revision_date=NEVER, fuzzy=False)
    found.header_comment = HEAD.format(what="The interface")
    for place, message, comments in sorted(_messages(root), key=lambda each: (each[0], str(each[1]))):
        if message not in ("", ("", "")):
            found.add(message, locations=[(place, 0)], auto_comments=comments)
    return found


def _messages(root: Path) -> Iterator[tuple[str, str | tuple, list[str]]]:
    for folder, methods in ((root / "src", "**.py"), (root / "docs" / "_templates", "**.html")):
        method = "python" if methods.endswith("py") else "jinja2"
        for name, _line, message, comments, _context in extract_from_dir(
            folder, [(methods, method)], keywords=KEYWORDS, comment_tags=["Translators:"], strip_comment_tags=True
        ):
            yield f"{folder.relative_to(root).as_posix()}/{name}", message, comments
    for _line, message, comments, _context in extract_from_file("python", root / "conf.py", keywords=KEYWORDS):
        yield "conf.py", message, comments
    theme = resources.files("furo") / "theme" / "furo"
    for name in THEME:
        with (theme / name).open("rb") as template:
            for _line, message, comments, _context in extract("jinja2", template, keywords=KEYWORDS):
                yield f"furo/{name}", message, comments


def as_text(catalogue: Catalog) -> str:
    written = BytesIO()
    write_po(written, catalogue, width=0, include_lineno=False, ignore_obsolete=True)
    return written.getvalue().decode()


def read(file: Path, language: str | None = None) -> Catalog:
    with file.open("rb") as written:
        return read_po(written, locale=language)


def update(file: Path, language: str, template: Catalog) -> tuple[int, int]:
    """Put the template's messages into a catalogue; returns how many there are, and how many are still to translate.

    What has changed a little keeps its translation, marked as fuzzy: that counts as not translated.
    """
    catalogue = read(file, language) if file.exists() else Catalog(locale=language, creation_date=NEVER, fuzzy=False)
    catalogue.update(template, update_header_comment=not file.exists(), update_creation_date=False)
    for message in catalogue:
        message.auto_comments = [each for each in message.auto_comments if "uuid" not in each]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(as_text(catalogue), "utf-8")
    messages = [message for message in catalogue if message.id]
    return len(messages), sum(not whole(message) for message in messages)


def whole(message) -> bool:
    """Whether a message is translated, in all its plural forms, and nobody doubts it."""
    forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return all(forms) and not message.fuzzy


def main() -> None:
    parser = argparse.ArgumentParser(prog="languages.catalogues", description=__doc__)
    parser.add_argument("--pages", type=Path, default=Path("build/gettext"), help="where Sphinx has extracted pages to")
    parser.add_argument("--begin", metavar="LANGUAGE/PAGE", help="a page to begin, such as es/docs/playbook/first_hour")
    chosen = parser.parse_args()
    locale = Path("locale")
    words = interface(Path())
    (locale / f"{DOMAIN}.pot").write_text(as_text(words), "utf-8")
    pages = begun(locale)
    if chosen.begin:
        language, _slash, name = chosen.begin.partition("/")
        if not chosen.pages.joinpath(f"{name}.pot").exists():
            sys.exit(
                f"languages.catalogues: there is no page {name} — name it as in {chosen.begin.split('/')[0]}/docs/playbook/today"
            )
        pages.setdefault(language, []).append(name)
    for language, names in pages.items():
        folder = locale / language / "LC_MESSAGES"
        templates = {DOMAIN: words} | {name: read(chosen.pages / f"{name}.pot") for name in sorted(set(names))
                                       if chosen.pages.joinpath(f"{name}.pot").exists()}  # fmt: skip
        for name, template in templates.items():
            file = folder / f"{name}.po"
            number, open_ = update(file, language, template)
            print(f"{file}: {number} messages, {f'{open_} to translate' if open_ else 'all translated'}")


if __name__ == "__main__":
    main()
