"""The learner's book, as its PDF really is: whole, tagged, linked, printable, and without any key."""

import pikepdf
import pypdfium2
import pytest
from conftest import ROOT, sphinx
from printed import things

from quizgrader.bank.shelf import read_shelf

SHELF = read_shelf([ROOT / "exercises"])


@pytest.fixture(scope="module")
def pages(book) -> list[str]:
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(book)]


def test_it_is_the_same_to_the_byte_when_set_twice(book, tmp_path):
    assert sphinx(ROOT, tmp_path / "pdf", "typst").returncode == 0
    assert (tmp_path / "pdf" / book.name).read_bytes() == book.read_bytes()


def test_it_is_tagged_in_a_language_and_claims_pdf_ua(book):
    with pikepdf.open(book) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == "Winning back trust"


def test_every_chapter_is_in_the_outline_and_every_link_leads_somewhere(book):
    with pikepdf.open(book) as pdf, pdf.open_outline() as outline:
        titles = [item.title for part in outline.root for item in (part, *part.children)]
        assert any(title.startswith("JetBlue") for title in titles) and "The five actions" in titles
        named = pikepdf.NameTree(pdf.Root.Names.Dests) if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names else {}
        links = [note for page in pdf.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
        inner = [link for link in links if "/Dest" in link or ("/A" in link and link.A.S == "/GoTo")]
        for link in inner:
            target = link.Dest if "/Dest" in link else link.A.D
            assert not isinstance(target, pikepdf.String) or str(target) in named
        assert len(inner) > 200


def test_every_picture_has_words(book):
    with pikepdf.open(book) as pdf:
        figures = things(pdf, "/S", "/Figure")
        assert figures and all(len(str(figure.get("/Alt", ""))) > 20 for figure in figures)


def test_every_font_is_embedded(book):
    with pikepdf.open(book) as pdf:
        fonts = things(pdf, "/Type", "/FontDescriptor")
        assert fonts
        for font in fonts:
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()), font.FontName


def test_pages_have_numbers_and_running_heads(pages):
    jetblue = [text for text in pages if text.startswith("Winning back trust JetBlue:")]
    assert len(jetblue) > 10
    number = pages.index(jetblue[0]) + 1
    assert jetblue[0].endswith(str(number))


def test_every_question_is_printed_with_its_options(pages):
    whole = "".join(c for c in "".join(pages) if c.isalnum())
    for file in SHELF.files.values():
        for question in file.exercise.drawn():
            control = question.control()
            for option in (*getattr(control, "stems", ()), *getattr(control, "options", ())):
                words = "".join(c for c in option.text.split(" ")[0] if c.isalnum())
                assert words in whole, option.text


def test_no_feedback_is_printed(pages):
    whole = "".join("".join(pages).split())
    for file in SHELF.files.values():
        for question in file.exercise.questions:
            for remark in question.remarks().values():
                if remark.isascii() and len(remark) > 40 and not set("`{*'\"") & set(remark):
                    assert "".join(remark.split())[:40] not in whole


def test_a_question_is_not_broken_over_pages(pages):
    for file in SHELF.files.values():
        for question in file.exercise.drawn():
            control = question.control()
            texts = ["".join(option.text.split())[:18] for option in getattr(control, "options", ())]
            texts = [text for text in texts if text.isascii() and not set("`{*'\"") & set(text)]
            on = {
                i
                for i, page in enumerate(pages)
                for text in texts
                if texts and all(t in "".join(page.split()) for t in texts)
            }
            assert not texts or len(on) >= 1, question.id
