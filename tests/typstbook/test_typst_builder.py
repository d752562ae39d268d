"""The builder: what other extensions bring, settings, translation, and how mistakes are told."""

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

from languages import words

EXTENSION = """
from docutils import nodes
from docutils.parsers.rst import Directive

class question(nodes.Element):
    pass

class Question(Directive):
    has_content = True

    def run(self):
        node = question(number=3, ids=["q-3"])
        node.source, node.line = self.state_machine.get_source_and_line(self.lineno)
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]

def visit(self, node):
    self.block("question", node, number=node["number"], choices=["a", None, True])
    self.text("Text: ")

def depart(self, node):
    self.end()

def setup(app):
    app.add_node(question%s)
    app.add_directive("question", Question)
"""
QUESTION = "# Chapter\n\n```{question}\nWhat?\n```\n"


def extension(typst: bool) -> dict[str, str]:
    return {"asks.py": EXTENSION % (", typst=(visit, depart)" if typst else "")}


CONF = 'import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\nextensions.append("asks")\n'


@pytest.fixture(autouse=True)
def forget_extension(monkeypatch):
    import sys

    yield
    sys.modules.pop("asks", None)
    sys.path[:] = [path for path in sys.path if not path.endswith("/source")]


def test_another_extension_brings_its_node_and_its_typst(build):
    files = {
        "index.md": QUESTION,
        "design/ask.typ": "#let question(number: 0, choices: (), body) = [Q#number: #body]\n",
    }
    built = build(files | extension(typst=True), CONF + 'typst_preamble_files = ["design/ask.typ"]\n')
    assert built.log == []
    assert '#question(number: 3, choices: ("a", none, true, ))[#"Text: ";' in built.code
    assert "Q3: Text: What?" in built.text


def test_an_unknown_node_stops_the_build_in_one_line(build):
    built = build({"index.md": QUESTION} | extension(typst=False), CONF)
    assert built.status == 1
    assert built.log == [
        "index.md:3: ERROR: the book has no form for the node <question>; "
        "give it one by app.add_node(question, typst=(visit, depart))"
    ]
    assert not (built.out / "sample.pdf").exists()


def test_what_typst_refuses_is_told_by_source_line(build):
    files = {"index.md": "# T\n\nText.\n\n## S\n\n" + QUESTION.partition("\n")[2]}
    built = build(files | extension(typst=True), CONF)
    assert built.status == 1
    assert built.log == ["index.md:8: ERROR: unknown variable: question"]


def test_a_mistake_inside_a_function_of_the_design_is_told_by_source_line(build):
    files = {"index.md": QUESTION, "ask.typ": '#let question(number: 0, choices: (), body) = image("none.png")\n'}
    built = build(files | extension(typst=True), CONF + 'typst_preamble_files = ["ask.typ"]\n')
    assert built.log == ["index.md:3: ERROR: file not found"]


def test_warnings_of_typst_are_warnings_of_sphinx(build):
    built = build({"index.rst": 'T\n=\n\nText.\n\n.. raw:: typst\n\n   #text(font: "Nowhere")[x]\n'})
    assert built.log == ["index.rst:6: WARNING: unknown font family: nowhere [typst.typst]"]


def test_a_failed_build_leaves_no_old_pdf(build):
    assert (build({"index.md": "# T\n\nText.\n"}).out / "sample.pdf").exists()
    built = build({"index.md": QUESTION} | extension(typst=False), CONF)
    assert not (built.out / "sample.pdf").exists()


@pytest.mark.parametrize(
    ("conf", "message"),
    [
        ("typst_paper = 'b7'", "conf.py: typst_paper: ERROR: 'b7' is not one of a4, a5, us-letter"),
        ("typst_font_size = 'big'", "typst_font_size: ERROR: 'big' is not a size in points, such as \"11pt\""),
        ("typst_documents = [{'start': 'index', 'name': 'x'}]", "book 1: ERROR: the field 'title' is missing"),
        ("typst_documents = [{'begin': 'index'}]", "book 1: ERROR: unknown field 'begin'; the fields are start, name"),
        ("typst_documents = ['index']", "book 1: ERROR: write a dictionary with start, name, title"),
        ("typst_documents = [('index', 'a/b', 'T')]", "book 1: ERROR: 'a/b' cannot name a file"),
        ("typst_documents = [('index', 'a', 'T')] * 2", "typst_documents: ERROR: two books have the same name"),
        ("typst_documents = [('gone', 'a', 'T')]", "typst_documents: ERROR: there is no document 'gone'"),
        ("typst_preamble_files = ['gone.typ']", "typst_preamble_files: ERROR: there is no file "),
    ],
)
def test_wrong_settings_are_told_in_one_line(build, conf, message):
    built = build({"index.md": "# T\n\nText.\n"}, conf)
    assert built.status == 1
    assert len(built.log) == 1
    assert message in built.log[0]


def test_without_a_plan_the_whole_project_is_one_book(build):
    conf = "typst_documents = []\nproject = 'My Project'\nlocale_dirs = []\n"
    built = build({"index.md": "# T\n\nText.\n"}, conf)
    assert built.log == []
    assert (built.out / "my-project.pdf").exists()


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("us-letter", (612, 792))])
def test_paper_and_large_print(build, paper, size):
    built = build({"index.md": "# T\n\nText.\n"}, f"typst_paper = {paper!r}\ntypst_font_size = '16pt'\n")
    assert built.log == []
    assert tuple(round(float(edge)) for edge in built.pdf.pages[0].MediaBox[2:]) == size


def test_several_books_of_one_project(build):
    conf = "typst_documents = [('index', 'sample', 'All'), ('one', 'handout', 'One')]\n"
    built = build({"index.md": "# T\n\n```{toctree}\none\n```\n", "one.md": "# One\n\nOnly this.\n"}, conf)
    assert built.log == []
    assert {path.name for path in built.out.glob("*.pdf")} == {"sample.pdf", "handout.pdf"}


def test_the_book_speaks_the_language_of_the_project(build, tmp_path):
    catalogues = {
        "index": {"Customers were not told.": "Die Kundschaft erfuhr nichts."},
        "interface": {"Contents": "Inhalt", "Index": "Stichwortverzeichnis"},
    }
    folder = tmp_path / "source/locale/de/LC_MESSAGES"
    folder.mkdir(parents=True)
    for name, translations in catalogues.items():
        catalogue = Catalog(locale="de")
        for message, translation in translations.items():
            catalogue.add(message, translation)
        with (folder / f"{name}.po").open("wb") as po, (folder / f"{name}.mo").open("wb") as mo:
            write_po(po, catalogue)
            write_mo(mo, catalogue)
    text = "# T\n\nCustomers were not told.\n\n:::{note}\nx {index}`y`\n:::\n"
    words.use("de", tmp_path / "source/locale")
    try:
        built = build({"index.md": text}, 'language = "de"\nlocale_dirs = ["locale"]\n')
    finally:
        words.use(words.SOURCE, tmp_path)
    assert built.log == []
    assert str(built.pdf.Root.Lang) == "de"
    for word in ("Die Kundschaft erfuhr nichts.", "Inhalt", "Stichwortverzeichnis"):
        assert word in built.text
