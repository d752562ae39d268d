"""The editions: catalogues that are up to date and whole, pages that are published as a whole, and links between them."""

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, put_files, sphinx

from languages import catalogues, pages, words
from quizgrader.bank.assignments import Assignment
from quizgrader.questions.numeric import Number, NumericAnswer
from quizgrader.sphinxext.assignment import late

LOCALE = ROOT / "locale"
BEGUN = pages.begun(LOCALE)
LANGUAGES = sorted(path.parent.name for path in LOCALE.glob("*/LC_MESSAGES"))
EVERY_CATALOGUE = pytest.mark.parametrize("file", sorted(LOCALE.rglob("*.po")), ids=lambda file: file.stem)
BLANK = re.compile(r"\{\w+\}(?!`)|%\(\w+\)[sd0-9]+|%[sd%]")
ROLE = re.compile(r"\{(\w[\w-]*)\}`(?:[^`<]*<)?([^`>]*)>?`")


@pytest.fixture
def in_english():
    yield
    words.use(words.SOURCE, LOCALE)


def messages(file: Path) -> list:
    return [message for message in catalogues.read(file, file.relative_to(LOCALE).parts[0]) if message.id]


def test_the_list_of_the_interfaces_words_is_up_to_date():
    written, found = (LOCALE / "interface.pot").read_text("utf-8"), catalogues.as_text(catalogues.interface(ROOT))
    assert written == found, (
        "sentences were added, changed or taken out — run `make gettext`, and translate what is new"
    )


@pytest.mark.parametrize("name", ["interface", "index"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_every_page_shows_and_the_first_page_are_translated_as_a_whole(language, name):
    file = LOCALE / language / "LC_MESSAGES" / f"{name}.po"
    open_ = [message.id for message in messages(file) if not words.is_whole(message)]
    assert not open_, f"{file.relative_to(ROOT)}: translate these, and take out `#, fuzzy` where it stands: {open_}"


@EVERY_CATALOGUE
def test_a_translation_has_the_blanks_and_the_references_of_the_source(file):
    for message in messages(file):
        one, *more = message.id if isinstance(message.id, tuple) else (message.id,)
        for said in message.string if isinstance(message.string, tuple) else (message.string,):
            wanted = [set(BLANK.findall(form)) for form in (one, *more)]  # "one page" may say no number
            assert set(BLANK.findall(said)) in wanted, f"{file.name}: the blanks differ in “{said}”"
            assert sorted(ROLE.findall(said)) == sorted(ROLE.findall(one)), f"{file.name}: the roles differ in “{said}”"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_interface_has_all_its_sentences_and_a_first_page(language):
    there = {str(message.id) for message in messages(LOCALE / language / "LC_MESSAGES" / "interface.po")}
    wanted = {str(message.id) for message in catalogues.interface(ROOT) if message.id}
    assert not wanted - there, f"{language}: run `make gettext`, and translate {sorted(wanted - there)}"
    assert "index" in BEGUN[language], f"begin the first page: make gettext BEGIN={language}/index"


def test_all_take_their_words_from_one_place():
    """Sphinx's own catalogue has none of our sentences."""
    other = re.compile(r"from sphinx\.locale import [^\n]*\b_\b(?!_)|get_translation")
    assert [path for path in (ROOT / "src").rglob("*.py") if other.search(path.read_text("utf-8"))] == []


def test_sentences_are_found_in_formatted_texts_and_with_their_plural():
    text = 'f"<p>{_(\'One\')}</p>"; many("%(n)s day", "%(n)s days", n); forms(language, "{n} a", "{n} b"); _(name); _("Two" "!")'
    assert set(catalogues.said_in_python(text)) == {"One", ("%(n)s day", "%(n)s days"), ("{n} a", "{n} b"), "Two!"}


NUMBERS = [0, -0.0, 5, 10.5, 1234567, -0.05, 0.1 + 0.2, 33.333, 0.00005, 1e14, 1e20, 1.5e-9]


def test_a_number_is_written_with_its_own_digits_and_the_mark_of_the_language(in_english):
    written = "0 0 5 10.5 1234567 -0.05 0.3 33.333 0.00005 100000000000000 1e+20 1.5e-9"
    assert " ".join(map(words.plain, NUMBERS)) == written
    words.use("es", LOCALE)
    assert " ".join(map(words.plain, NUMBERS)) == written.replace(".", ",")
    accepted = NumericAnswer(value=10.5, tolerance=0.25)
    assert Number(answers=[accepted, NumericAnswer(min=10.5, max=11, credit=0.5)]).key_lines() == [
        ("10,5", " (se acepta: de 10,25 a 10,75)"), ("de 10,5 a 11", ", por 0,5 de la nota"),
    ]  # fmt: skip
    assert "12,5" in late(Assignment(id="a", title="A", exercises=["e"], late="deduct", deduct=12.5))


def test_a_number_takes_the_form_of_its_language(in_english, tmp_path):
    assert [words.many("%(n)s point", "%(n)s points", n) for n in (0, 0.5, 1, 2)] == [
        "0 points", "0.5 points", "1 point", "2 points",
    ]  # fmt: skip
    words.use("es", LOCALE)
    assert [words.many("%(n)s point", "%(n)s points", n) for n in (0.5, 1, 2)] == ["0,5 puntos", "1 punto", "2 puntos"]
    folder = tmp_path / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    folder.joinpath("interface.po").write_text(
        'msgid ""\nmsgstr "Language: pl\\n"\n'
        '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"\n\n'
        'msgid "{n} page"\nmsgid_plural "{n} pages"\nmsgstr[0] "{n} strona"\nmsgstr[1] "{n} strony"\nmsgstr[2] "{n} stron"\n',
        "utf-8",
    )
    words.use("pl", tmp_path)
    found = words.forms("pl", "{n} page", "{n} pages")
    assert (found["one"], found["few"], found["many"]) == ("{n} strona", "{n} strony", "{n} stron")


# -- which pages are published

CONF = """
project = "A site"
copyright = "its authors"
extensions = ["myst_parser", "sphinx_design", "languages", "website"]
html_theme = "furo"
locale_dirs = ["locale"]
gettext_compact = False
exclude_patterns = ["locale"]
languages_without = ["note"]
language = "es" if tags.has("es") else "en"
"""
WHOLE, HALF, DATA = "# Whole\n\nA text.\n", "# Half\n\nA text.\n\nAnother.\n", "# Data\n\n```{note}\nA text.\n```\n"
KNOWN = {
    "A text.": "Un texto.",
    "Whole": "Entera",
    "Half": "Media",
    "Data": "Datos",
    "Home": "Inicio",
    "Start": "Comienzo",
}
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def editions(tmp_path):
    """Builds a small site in English, and then in Spanish; gives its folder and what the English build said."""

    def build(**more: str) -> tuple[Path, str]:
        known = "".join(f'msgid "{one}"\nmsgstr "{other}"\n\n' for one, other in KNOWN.items())
        files = {"conf.py": CONF, "index.md": "# Home\n\nA text.\n\n```{toctree}\nwhole\nhalf\ndata\n```\n"}
        files |= {"whole.md": WHOLE, "half.md": HALF, "data.md": DATA}
        files |= {"locale/index.md": "# Start\n\nA text. {doc}`whole` {doc}`half`\n\n```{toctree}\n:glob:\n\n*\n```\n"}
        files |= {f"locale/es/LC_MESSAGES/{name}.po": HEAD + known for name in ("whole", "half", "data", "index")}
        files["locale/es/LC_MESSAGES/index.po"] += (
            'msgid "A text. {doc}`whole` {doc}`half`"\nmsgstr "{doc}`whole` {doc}`half`"\n'
        )
        put_files(tmp_path / "source", {**files, **more})
        out = tmp_path / "out"
        english = sphinx(tmp_path / "source", out)
        other = sphinx(tmp_path / "source", out / "es", "html", "-t", "es")
        assert (english.returncode, other.returncode) == (0, 0), english.stderr + other.stderr
        return out, english.stderr

    return build


def test_a_page_is_published_when_every_message_of_it_is_translated(editions):
    out, said = editions()
    assert json.loads((out / "languages.json").read_text()) == {"es": ["index", "whole"]}
    assert "half.po: 1 message is not translated, the first is “Another.” — run `make gettext`" in said
    assert "data.po: 1 message is not translated, the first is “a part whose words no catalogue has: note”" in said
    assert {path.name for path in (out / "es").glob("*.html")} == {
        "index.html",
        "whole.html",
        "search.html",
        "genindex.html",
    }
    first = BeautifulSoup((out / "es" / "index.html").read_text("utf-8"), "html.parser")
    links = {link["href"]: link for link in first.article.find_all("a") if "headerlink" not in link.get("class", ())}
    assert links["whole.html"].text == "Entera" and not links["whole.html"].has_attr("hreflang")
    assert links["../half.html"]["hreflang"] == "en" and links["../half.html"].find(lang="en").text == "Half"
    assert "in-language" in str(links["../half.html"])


def test_a_page_that_has_changed_in_english_is_left_out_until_it_is_translated(editions):
    out, said = editions(**{"whole.md": WHOLE + "\nNew words.\n"})
    assert json.loads((out / "languages.json").read_text()) == {"es": ["index"]}
    assert "“New words.”" in said
    assert 'hreflang="es"' not in (out / "whole.html").read_text("utf-8")


def test_an_edition_asks_for_the_english_site(tmp_path):
    done = sphinx(ROOT, tmp_path / "alone" / "es", "html", "-t", "es")
    assert done.returncode and "build the site in English there first" in done.stderr + done.stdout


# -- the Spanish edition of this site


@pytest.fixture(scope="module")
def parsed(spanish) -> dict[str, BeautifulSoup]:
    found = {path.relative_to(spanish).as_posix(): path for path in spanish.rglob("*.html")}
    return {name: BeautifulSoup(path.read_text("utf-8"), "html.parser") for name, path in found.items()}


def test_no_english_sentence_of_the_interface_is_left(parsed):
    english = {
        text
        for message in messages(LOCALE / "es" / "LC_MESSAGES" / "interface.po")
        if isinstance(message.id, str) and message.id.strip() != message.string.strip()
        for text in [" ".join(message.id.split())]
    }
    for name, page in parsed.items():
        told = [
            *page.stripped_strings,
            *(each[key] for key in ("aria-label", "title", "alt") for each in page.find_all(**{key: True})),
        ]
        spoken = {" ".join(text.split()) for text in told}
        assert not spoken & english, f"{name}: {spoken & english}"


def test_a_page_is_spanish_and_has_its_english_twin_and_back(site, spanish, parsed):
    for name in ("index.html", "docs/playbook/today.html", "docs/course/01_trust.html", "search.html"):
        here, up = parsed[name], "../" * (name.count("/") + 1)
        assert here.html["lang"] == "es"
        assert here.find("nav", class_="twins").a["href"].lstrip("./") == name
        assert here.find("nav", class_="twins").a["href"].startswith(f"{up}" if up != "../" else "./../")
        there = BeautifulSoup((site / name).read_text("utf-8"), "html.parser")
        back = there.find("nav", class_="twins").a
        assert (back["lang"], back["hreflang"], back.text) == ("es", "es", "Español")
        assert back["href"].endswith(f"es/{name}")
        assert {link["hreflang"] for link in there.find_all("link", rel="alternate", hreflang=True)} == {"en", "es"}
    assert (
        BeautifulSoup((site / "docs/about.html").read_text("utf-8"), "html.parser").find("nav", class_="twins") is None
    )


def test_every_link_leads_to_a_page_here_or_to_an_english_one_that_says_so(site, spanish, parsed):
    for name, page in parsed.items():
        for link in page.find_all("a", href=True):
            address = link["href"].partition("#")[0]
            if not address or "://" in address:
                continue
            path = (spanish / name).parent.joinpath(address).resolve()
            if path.is_relative_to(spanish.resolve()):
                assert path.exists(), f"{name}: {address}"
            else:
                assert link["hreflang"] == "en", f"{name}: {address}"
                assert (site / path.relative_to(spanish.parent.resolve())).exists(), f"{name}: {address}"


def test_an_exercise_is_the_same_but_for_its_words(site, parsed):
    """The same ids, versions, keys and controls: so the same mark, in the page and by `quizgrader grade`."""
    name = "docs/course/01_trust.html"
    there = BeautifulSoup((site / name).read_text("utf-8"), "html.parser")

    def bones(page) -> list:
        form = page.find("form", class_="qg-exercise")
        controls = form.find_all(["fieldset", "input", "select", "option", "li"])
        kept = [{key: value for key, value in each.attrs.items() if key != "aria-label"} for each in controls]
        return [json.loads(form.script.string), *kept]

    assert len(bones(there)) > 100
    assert bones(there) == bones(parsed[name])


def test_nothing_of_the_catalogues_is_published(site, spanish):
    for folder in (site, spanish):
        assert [
            path for path in folder.rglob("*") if path.suffix in (".po", ".pot", ".mo") or path.name == "locale"
        ] == []
