"""Each family of nodes has a form in the book: one small page each, read back from the Typst code or the PDF."""

import re

import pytest


def clean(built):
    """The build, which had nothing to complain of."""
    assert built.log == []
    assert built.status == 0
    return built


def test_text_is_shown_exactly(page):
    signs = (
        r"#let x = $1$ _under_ *star* [b] (p) <l> @at ~ tilde = ' C:\path\to // no comment /* nor */ -- --- ... 100%"
    )
    built = clean(
        page("| " + signs.replace("\\", "\\\\").replace("_", r"\_").replace("*", r"\*") + '\n| "q" \\\\"\n', rst=True)
    )
    assert signs.replace("'", "‘").replace("--- ...", "— …").replace(" -- ", " – ") in built.text


def test_inline_forms(page):
    text = (
        ':sub:`down` :sup:`up` *soft* **hard** ``x = "\\n"`` :kbd:`Ctrl+C` :guilabel:`OK` :abbr:`UN (United Nations)`\n'
    )
    code = clean(page(text, rst=True)).code
    for form in (
        '#sub[#"down";]',
        '#super[#"up";]',
        '#emph[#"soft";]',
        '#strong[#"hard";]',
        '#strong[#"OK";]',
        '#"UN";',
    ):
        assert form in code
    assert r'#raw("x = \"\\n\"")' in code
    assert '#raw("Ctrl");#"+";#raw("C");' in code


def test_long_inline_code_may_break_at_its_punctuation(page):
    code = clean(page("`short/path` and `operations/control_room/log.yaml`")).code
    assert 'raw("short/path")' in code
    assert 'raw("operations/\u200bcontrol_\u200broom/\u200blog.\u200byaml")' in code


def test_paragraphs_and_white_space(page):
    code = clean(page("one\ntwo\n\nthree")).code
    assert '#par[#"one";#" ";#"two";]' in code
    assert '#par[#"three";]' in code


def test_lists(page):
    built = clean(page("- a\n  1. b\n  2. c\n- d\n\n  second paragraph\n"))
    assert "#list(tight: false, [" in built.code
    rst = "#. one\n#. two\n\nc) three\nd) four\n\n- * nested\n"
    code = clean(page(rst, rst=True)).code
    assert '#enum(tight: true, start: 1, numbering: "1.", [' in code
    assert '#enum(tight: true, start: 3, numbering: "a)", [' in code


def test_definitions_fields_and_options(page):
    rst = "term : kind\n   What it means.\n\n:field: value\n\n-o FILE  writes it\n"
    built = clean(page(rst, rst=True))
    assert "term kind What it means. field value -o FILE writes it" in built.text.replace("  ", " ")
    assert 'classifiers: ([#"kind";], )' in built.code


def test_glossary_terms_are_link_targets(page):
    built = clean(page("A {term}`belief` here.\n\n```{glossary}\ntrust\nbelief\n  Two terms, one meaning.\n```\n"))
    assert "trust, belief Two terms, one meaning." in built.text
    assert '#book.xref(label("chapter#term-belief"))' in built.code


def test_quotations(page):
    rst = "Text\n\n   A quoted line.\n\n   -- The speaker\n\n.. epigraph::\n\n   A motto.\n"
    built = clean(page(rst, rst=True))
    assert 'attribution: [#"The speaker";], display: false' in built.code
    assert "attribution: none, display: true" in built.code
    assert "— The speaker" in built.text
    assert "A said thing. — Who" in clean(page('{attribution="Who"}\n> A said thing.')).text


def test_line_blocks_and_transitions(page):
    built = clean(page("| one\n|   two\n\n----\n\nafter\n", rst=True))
    assert '#"one";#linebreak();' in built.code
    assert "#book.transition();" in built.code


def test_code_blocks(page):
    built = clean(
        page(
            '```{code-block} yaml\n:linenos:\n:lineno-start: 7\n:emphasize-lines: 2\n:caption: Cap\n\na: 1\nb: "\\\\"\n```\n'
        )
    )
    assert r'language: "yaml", start: 7, marked: (2, ), "a: 1\u{a}b: \"\\\\\""' in built.code
    assert "Listing 1 Cap" in built.text
    assert "7 a: 1 8 b:" in built.text


@pytest.mark.parametrize(
    "kind", ["note", "tip", "hint", "important", "warning", "caution", "attention", "danger", "error", "seealso"]
)
def test_admonitions_of_every_kind(build, kind):
    built = clean(build({"index.md": f"# T\n\n:::{{{kind}}}\nInside.\n:::\n"}))
    assert f'kind: "{kind}"' in built.code
    assert {"seealso": "See also"}.get(kind, kind.title()) + " Inside." in built.text


def test_boxes_with_titles_of_their_own(page):
    rst = ".. admonition:: My title\n   :class: warning\n\n   One.\n\n.. topic:: A topic\n\n   Two.\n\n.. sidebar:: Aside\n\n   Three.\n\n.. rubric:: Small\n"
    built = clean(page(rst, rst=True))
    assert "My title One. A topic Two. Aside Three. Small" in built.text
    assert 'title: [#"My title";], kind: "warning"' in built.code


def test_local_contents(page):
    built = clean(page(".. contents::\n   :local:\n\nOne\n---\n\nText.\n\nTwo\n---\n\nText.\n", rst=True))
    box = built.code.partition("#book.admonition(")[2].partition("#book.section(")[0]
    assert '#book.xref(label("chapter#one"))' in box
    assert '#book.xref(label("chapter#two"))' in box


def test_footnotes_stand_at_the_foot_and_may_be_marked_twice(page):
    built = clean(page("One[^a] two[^b] again[^a].\n\n[^a]: First *note*.\n[^b]: Second.\n"))
    assert built.code.count("First ") == 1
    assert '#footnote(label("chapter#note-' in built.code
    assert built.pages[-1] == "Chapter One1 two2 again1. 1First note. 2Second. 3"
    assert "#book.transition" not in built.code


def test_citations(page):
    built = clean(page("As said [Bliss2007]_.\n\n.. [Bliss2007] The article.\n", rst=True))
    assert '#book.xref(label("chapter#bliss2007"))' in built.code
    assert "Bliss2007 The article." in built.text


def test_links(build):
    built = clean(
        build(
            {
                "index.md": "# T\n\n```{toctree}\none\ntwo\n```\n",
                "one.md": "(here)=\n# One\n\n{ref}`there` and {doc}`two` and [out](https://example.org/a?b=c&d#e).\n",
                "two.md": "# Two\n\n(there)=\n## Deep & wide\n\nBack to {ref}`here` (or {ref}`here`); this is {ref}`there`.\n",
            }
        )
    )
    assert '#link("https://example.org/a?b=c&d#e")[' in built.code
    assert "Deep & wide (p. 4) and Two (p. 4) and out." in built.text
    assert "Back to One (p. 3) (or One, p. 3); this is Deep & wide." in built.text


def test_link_to_a_page_that_is_not_in_the_book_warns(build):
    built = build({"index.md": "# T\n\n{doc}`lone`\n", "lone.md": "---\norphan: true\n---\n# Lone\n"})
    assert len(built.log) == 1
    assert built.log[0].startswith("index.md:3: WARNING: the book does not hold what this links to: lone")


def test_figures_take_their_number_from_sphinx(page):
    built = clean(
        page(
            "{numref}`f`\n\n```{figure} x.svg\n:name: f\n:alt: A square.\n:width: 50%\n\nA *caption*.\n\nThe legend.\n```\n"
        )
    )
    assert 'number: "Fig. 1"' in built.code
    assert 'image(alt: "A square.", width: 50%, "images/x.svg")' in built.code
    assert "Fig. 1 A caption. The legend." in built.text


def test_a_figure_without_alternative_text_uses_its_caption(page):
    built = clean(page("```{figure} x.svg\nWhat one sees.\n```\n"))
    assert 'alt: "What one sees."' in built.code


def test_an_image_without_alternative_text_warns(page):
    built = page("Text.\n\n![](x.svg)\n")
    assert built.log == ["chapter.md:5: WARNING: image without alternative text: x.svg [typst.alt]"]


def test_images_within_a_line_and_alone(page):
    code = clean(page("In ![a](x.svg) line.\n\n```{image} x.svg\n:alt: b\n:height: 96px\n:align: right\n```\n")).code
    assert '#box(image(alt: "a", "images/x.svg"));' in code
    assert 'height: 72pt, "images/x.svg"' in code
    assert "align: right" in code


def test_an_image_that_is_not_there_is_told_once_more_and_does_not_stop(page):
    built = page("![words](gone.png)")
    assert built.status == 0
    assert "words" in built.text
    assert all(line.startswith("chapter.md:3") for line in built.log)


def test_tables(page):
    text = "```{list-table} Cap\n:header-rows: 1\n:stub-columns: 1\n:widths: 1 3\n\n* - H1\n  - H2\n* - a\n  - b\n```\n\n| x | y |\n|---|--:|\n| 1 | 2 |\n"
    built = clean(page(text))
    assert "columns: (21.0fr, 63.0fr, )" in built.code
    assert "columns: (auto, auto, )" in built.code
    assert "book.row-header([" in built.code
    assert "align: right, [" in built.code
    assert "Table 1 Cap H1 H2 a b x y 1 2" in built.text


def test_tables_with_spans(page):
    rst = "+---+---+---+\n| A | B | C |\n+===+===+===+\n| a     | t |\n+---+---+   |\n| d | e |   |\n+---+---+---+\n"
    code = clean(page(rst, rst=True)).code
    assert "table.cell(colspan: 2, [" in code
    assert "table.cell(rowspan: 2, [" in code


def test_an_empty_header_row_is_left_out(page):
    assert "head: ()" in clean(page("|   |   |\n|---|---|\n| 1 | 2 |\n")).code


def test_index_entries_are_collected(page):
    built = clean(page(".. index:: single: apology\n   pair: bill; rights\n\nThe :index:`gate`.\n", rst=True))
    assert "A apology, 3 B bill rights, 3 G gate, 3 R rights bill, 3" in built.pages[-1]
    assert "index-of-terms" not in clean(page("Nothing.")).code


def test_program_descriptions(page):
    rst = ".. py:function:: grade(question: Q, response: R) -> Mark\n\n   Marks it.\n\n   :param question: what was asked\n\n.. versionadded:: 1.2\n"
    built = clean(page(rst, rst=True))
    assert "grade(question: Q, response: R) -> Mark" in built.text
    assert "Marks it." in built.text
    assert "Added in version 1.2." in built.text


def test_only_raw_and_comments(page):
    rst = ".. only:: typst\n\n   for the book\n\n.. only:: html\n\n   for the site\n\n.. raw:: html\n\n   <b>no</b>\n\n.. raw:: typst\n\n   #text(weight: 700)[raw *markup*]\n\n.. a comment\n"
    built = clean(page(rst, rst=True))
    assert "for the book raw markup" in built.text
    assert "for the site" not in built.text
    assert "<b>" not in built.text


def test_cards_and_grids(page):
    text = (
        "::::{grid} 1 2 2 2\n:::{grid-item-card} One\n:link: https://example.org/x\nText one.\n:::\n"
        ":::{grid-item}\nPlain.\n:::\n::::\n\n::::{card} Alone\n:::{card-header}\nHead\n:::\nBody\n"
        ":::{card-footer}\nFoot\n:::\n::::\n"
    )
    built = clean(page(text))
    assert "#book.cards(columns: 2, book.card-cell(" in built.code
    assert "book.plain-cell([" in built.code
    assert "One Text one. → example.org/x" in built.text
    assert "Head Alone Body Foot" in built.text


def test_dropdowns_tabs_badges_buttons_and_icons(page):
    text = (
        ":::{dropdown} Open me\nHidden words.\n:::\n\n::::{tab-set}\n:::{tab-item} First\nOne.\n:::\n"
        ":::{tab-item} Second\nTwo.\n:::\n::::\n\n{bdg-success}`met` {bdg-danger-line}`missed` {octicon}`report` end\n\n"
        "```{button-link} https://example.org\nGo\n```\n"
    )
    built = clean(page(text))
    assert "Open me Hidden words. First One. Second Two." in built.text
    assert '#book.badge(colour: "success", filled: true)[#"met";]' in built.code
    assert '#book.badge(colour: "danger", filled: false)[#"missed";]' in built.code
    assert '#book.button("https://example.org")[' in built.code


def test_a_heading_may_hold_notes_links_code_and_index_marks(page):
    heading = (
        "## `Code` in {ref}`here`[^n] and {index}`gate`\n\nText.\n\n[^n]: The note.\n\n(here)=\n### Here\n\nMore.\n"
    )
    built = clean(page(heading))
    assert [n for n, text in enumerate(built.pages, 1) if "The note." in text] == [3], built.pages
    assert built.pages[-1].endswith("G gate, 3 4")
    assert "Code in Here and gate" in built.pages[1]


def test_a_column_of_sentences_gets_more_room_than_one_of_numbers(page):
    long = "a sentence that goes on for quite some time, and then for some more"
    built = page(f"| No. | What |\n|---|---|\n| 1 | {long} and {long} |\n| 2 | {long} |\n")
    narrow, wide = map(float, re.search(r"columns: \(([\d.]+)fr, ([\d.]+)fr", built.code).groups())
    assert built.log == [] and wide > 5 * narrow


def test_a_small_table_is_as_wide_as_it_is(page):
    assert "columns: (auto, auto" in page("| A | B |\n|---|---|\n| 1 | 2 |\n").code


def test_a_class_is_set_by_the_function_that_the_configuration_names(page):
    text = "{.aside}\nA whole paragraph.\n\nA word [within]{.small} a line.\n"
    conf = 'typst_styles = {"paragraph.aside": "book.aside-line", "inline.small": "book.aside"}\n'
    code = clean(page(text, conf=conf)).code
    assert '#book.aside-line[\n// source: chapter.md:4\n#par[#"A whole paragraph.";];];' in code
    assert '#"A word ";#book.aside[#"within";];#" a line.";' in code


def test_only_what_is_linked_gets_a_label(page):
    code = clean(page("(one)=\nFirst.\n\n(two)=\nSecond, see [one](#one).\n")).code
    assert '#book.anchor("chapter#one");' in code and "chapter#two" not in code


def test_a_crowded_table_is_set_smaller_and_no_column_is_narrower_than_its_longest_word(page):
    heads = ["Accountability", "Compensation", "Communication", "Responsibility", "Consideration"]
    table = (
        "| " + " | ".join(heads) + " |\n" + "|---" * 5 + "|\n" + "| a b c d e f g h i j k l m n o p q r s " * 5 + "|\n"
    )
    assert "crowded: true" in clean(page(table)).code
    narrow = ":::{list-table}\n:widths: 1 30\n\n* - responsible\n  - text\n:::\n"
    assert "columns: (16.2fr, 67.8fr, )" in clean(page(narrow)).code
