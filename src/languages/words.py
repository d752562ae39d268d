"""The words of the interface: English as they stand in the source, or from the catalogue of the language that is built.

Every package takes `_` and `many` from here, also those that run without Sphinx. A catalogue is `interface.po` in
`locale/<language>/LC_MESSAGES/`; it is read as it is, so nothing has to be compiled before.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

DOMAIN, SOURCE = "interface", "en"
FOLDER = "locale"  # of the catalogues, in the project's
MARGIN = 200  # every language's plural forms show themselves among as many numbers

_catalogue = gettext.NullTranslations()
_language = SOURCE


def speaks() -> str:
    """The language that is built."""
    return _language


def tag(language: str) -> str:
    """A language as pages and browsers name it: `pt-BR` for `pt_BR`."""
    return language.replace("_", "-")


def dates(language: str) -> str:
    """The language of days and times: English ones are written with the day first, and by 24 hours."""
    return "en_GB" if language == SOURCE else language


def use(language: str, folder: Path) -> None:
    """Say everything in `language` from now on; where `folder` has no catalogue for it, in English."""
    global _catalogue, _language
    _language = language
    _catalogue = catalogue(language, folder, DOMAIN)


def catalogue(language: str, folder: Path, domain: str) -> gettext.NullTranslations:
    """What is translated into `language` of a domain; what is empty or in doubt (fuzzy) is not."""
    messages = read(language, folder, domain)
    if messages is None:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo

    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def read(language: str, folder: Path, domain: str) -> Catalog | None:
    """The catalogue as it is written."""
    file = Path(folder, language, "LC_MESSAGES", f"{domain}.po")
    if language == SOURCE or not file.exists():
        return None
    from babel.messages.pofile import read_po

    with file.open("rb") as written:
        return read_po(written, locale=language, domain=domain)


def translated(language: str, folder: Path, domain: str) -> set[str]:
    """The messages of a domain that are translated into `language`."""
    return {each.id for each in read(language, folder, domain) or () if each.id and is_whole(each)}


def is_whole(message: Message) -> bool:
    """Whether a message is translated, in all its plural forms, and nobody doubts it."""
    forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return all(forms) and not message.fuzzy


def _(message: str) -> str:
    return _catalogue.gettext(message)


def later(message: str) -> str:
    """Marks a sentence that is translated where it is said, by `_`: one in a constant, which is made only once."""
    return message


def many(one: str, more: str, number: float) -> str:
    """The form of a sentence for a number; its blank `%(n)s` is filled. Part of one takes the form of large numbers."""
    form = int(number) if float(number).is_integer() else MARGIN
    return _catalogue.ngettext(one, more, form) % {"n": plain(number)}


def plain(number: float) -> str:
    """A number as the language writes it, with all its digits, up to the fifteen that are sure: 0.5, or 0,5.

    A vast or a tiny one is written as a power of ten, in the form in which it can be typed: 1e+20.
    """
    short = Decimal(f"{number + 0.0:.15g}")  # + 0.0: nought has no sign
    written = f"{short:f}" if -7 <= short.adjusted() < 15 else str(short).lower()
    if _language == SOURCE:
        return written
    from babel.numbers import get_decimal_symbol

    return written.replace(".", get_decimal_symbol(_language))


def counted(number: int, one: str, more: str = "") -> str:
    """`number` with its noun, 1 question or 2 questions, for what is said in English alone: by commands, and to trainers."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def forms(language: str, one: str, more: str) -> dict[str, str]:
    """All forms of a sentence, by the names that a browser has for them (those of Unicode's CLDR)."""
    from babel import Locale

    category: Callable[[int], str] = Locale.parse(language, sep="_").plural_form
    said = _catalogue.ngettext
    return {"other": said(one, more, 2)} | {category(n): said(one, more, n) for n in range(MARGIN)}


def translations() -> gettext.NullTranslations:
    """The catalogue in use, for templates."""
    return _catalogue
