"""Brings the catalogues up to date: `python -m languages.catalogues` writes the interface's words anew into
`locale/interface.pot`, and puts what is new into every language's catalogues, of interface and pages.

Pages are extracted before by Sphinx (`make gettext` does both). A page is begun in a language when its catalogue is there:
`python -m languages.catalogues --begin es/docs/playbook/first_hour` makes it.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from importlib import resources
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from languages.pages import begun
from languages.words import DOMAIN, FOLDER, is_whole

SAID_BY = {"_": 1, "later": 1, "many": 2, "forms": 2, "plural": 2}  # functions, and how many texts they are given
THEME = ("base.html", "page.html", "search.html")  # what our pages show of it
UP = re.compile(r"^(?:\.\./)+")
NOBODY = re.compile(
    r'^"(?:POT-Creation|PO-Revision|Report-Msgid|Last-Trans|Language-Team|Generated-By|Project-Id).*\n', re.MULTILINE
)
HEAD = "# {what} of Winning back trust.\n# Made by `make gettext`; translators write into locale/<language>/.\n#"


def interface(root: Path) -> Catalog:
    """Every sentence of the interface: those in our sources, and those of the theme's templates."""
    found = Catalog(fuzzy=False)
    found.header_comment = HEAD.format(what="The interface")
    for place, message in sorted(_messages(root), key=lambda each: (each[0], str(each[1]))):
        found.add(message, locations=[(place, 0)])
    return found


def _messages(root: Path) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Where a sentence stands, and the sentence, with its plural where it has one."""
    for file in [root / "conf.py", *sorted((root / "src").rglob("*.py"))]:
        for message in said_in_python(file.read_text("utf-8")):
            yield file.relative_to(root).as_posix(), message
    theme = Path(str(resources.files("furo"))) / "theme" / "furo"
    places = {file: file.relative_to(root) for file in sorted((root / "docs" / "_templates").rglob("*.html"))}
    for file, place in (places | {theme / name: Path("furo", name) for name in THEME}).items():
        with file.open("rb") as template:
            for _line, message, *_rest in extract("jinja2", template, keywords={"_": None, "gettext": None}):
                yield place.as_posix(), message


def said_in_python(text: str) -> Iterator[str | tuple[str, ...]]:
    """The sentences that a module says. Babel would read tokens, and so not see into formatted texts before Python 3.12."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAID_BY:
            said = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            if len(said) == SAID_BY[node.func.id] and all(isinstance(each, str) for each in said[-2:]):
                yield said[0] if len(said) == 1 else tuple(said)


def as_text(catalogue: Catalog) -> str:
    """A catalogue as its file, which changes only when its messages do: without line numbers, dates and versions."""
    for message in catalogue:
        message.locations = [(UP.sub("", name), line) for name, line in message.locations]
    written = BytesIO()
    write_po(written, catalogue, width=0, include_lineno=False, ignore_obsolete=True)
    return NOBODY.sub("", written.getvalue().decode())


def read(file: Path, language: str | None = None) -> Catalog:
    with file.open("rb") as written:
        return read_po(written, locale=language)


def update(file: Path, language: str, template: Catalog) -> tuple[int, int]:
    """Put the template's messages into a catalogue; returns how many there are, and how many are still to translate.

    What has changed a little keeps its translation, marked as fuzzy: that counts as not translated.
    """
    catalogue = read(file, language) if file.exists() else Catalog(locale=language, fuzzy=False)
    catalogue.update(template, update_header_comment=not file.exists(), update_creation_date=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(as_text(catalogue), "utf-8")
    messages = [message for message in catalogue if message.id]
    return len(messages), sum(not is_whole(message) for message in messages)


def main() -> None:
    parser = argparse.ArgumentParser(prog="languages.catalogues", description=__doc__)
    parser.add_argument("--pages", type=Path, default=Path("build/gettext"), help="where Sphinx has extracted pages to")
    parser.add_argument("--begin", metavar="LANGUAGE/PAGE", help="a page to begin, such as es/docs/playbook/first_hour")
    chosen = parser.parse_args()
    locale = Path(FOLDER)
    words = interface(Path())
    (locale / f"{DOMAIN}.pot").write_text(as_text(words), "utf-8")
    pages = begun(locale)
    if chosen.begin:
        language, _slash, name = chosen.begin.partition("/")
        if not chosen.pages.joinpath(f"{name}.pot").exists():
            sys.exit(f"languages.catalogues: there is no page {name!r} — name it as in es/docs/playbook/today")
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
