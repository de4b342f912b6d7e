"""The Word file to the same numbers: its XML says them, whatever program opens it."""

import io
import re
import zipfile

import docx
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn

from xieban.layout.actions import render_word
from xieban.layout.rules import Document, body_of
from xieban.layout.tests.samples import ALL, ATTACHED, JOINT, LETTER, ORDINARY, SEALED, UPWARD, document


def opened(wanted: Document) -> Word:
    return docx.Document(io.BytesIO(render_word(document=wanted)))


def part(wanted: Document, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(render_word(document=wanted))) as package:
        return package.read(name).decode()


@pytest.mark.parametrize("name", ALL)
def test_every_form_opens_and_holds_its_words(name: str) -> None:
    said = "\n".join(paragraph.text for paragraph in opened(ALL[name]).paragraphs)

    assert "2026年" in said
    assert (ALL[name].title.replace("\n", "") or ALL[name].mark)[:6] in said.replace("\n", "")


def test_paper_margins_and_grid() -> None:
    section = opened(ORDINARY).sections[0]

    millimetres = [
        round(length.mm)
        for length in (
            section.page_width, section.page_height, section.top_margin, section.bottom_margin,
            section.left_margin, section.right_margin,
        ) if length
    ]  # fmt: skip
    assert millimetres == [210, 297, 37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid is not None
    assert int(grid.get(qn("w:linePitch"))) * 22 <= 225 / 25.4 * 1440


def test_text_lines_are_exact_and_28_characters_fit() -> None:
    body = next(one for one in opened(ORDINARY).paragraphs if one.text.startswith("为切实做好"))

    assert body.paragraph_format.line_spacing is not None
    assert body.paragraph_format.line_spacing.pt == pytest.approx(28.95)
    spacing = body.runs[0]._element.xpath("./w:rPr/w:spacing")[0]
    assert 28 * (16 + int(spacing.get(qn("w:val"))) / 20) <= 156 / 25.4 * 72
    assert body._p.xpath("./w:pPr/w:ind")[0].get(qn("w:firstLineChars")) == "200"


def test_every_run_names_its_chinese_font_and_no_theme() -> None:
    for name in ("word/document.xml", "word/footer1.xml", "word/footer2.xml"):
        xml = part(ATTACHED, name)
        assert "Theme" not in xml
        assert len(re.findall(r"<w:r>", xml)) == len(re.findall(r"<w:r><w:rPr>", xml)) or "drawing" in xml
    assert 'w:eastAsia="仿宋_GB2312"' in part(ORDINARY, "word/document.xml")
    assert 'w:eastAsia="方正小标宋简体"' in part(ORDINARY, "word/document.xml")
    assert "Theme" not in part(ORDINARY, "word/styles.xml").split('w:styleId="Normal"')[1].split("</w:style>")[0]


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones() -> None:
    word = opened(ORDINARY)
    section = word.sections[0]

    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]

    assert word.settings.odd_and_even_pages_header_footer
    assert (odd.alignment, even.alignment) == (2, 0)
    assert "PAGE" in odd._p.xml
    assert odd._p.xpath("./w:pPr/w:ind")[0].get(qn("w:rightChars")) == "100"
    assert even._p.xpath("./w:pPr/w:ind")[0].get(qn("w:leftChars")) == "100"


def test_the_number_has_the_red_line_below_it() -> None:
    number = next(one for one in opened(ORDINARY).paragraphs if one.text == "江红发〔2026〕5号")

    line = number._p.xpath("./w:pPr/w:pBdr/w:bottom")[0]
    assert (line.get(qn("w:color")), line.get(qn("w:sz"))) == ("E60012", "12")


def test_the_imprint_floats_to_the_foot_with_thick_and_thin_rules() -> None:
    xml = opened(ORDINARY).tables[-1]._tbl.xml

    assert re.search(r'<w:tblpPr [^>]*w:tblpYSpec="bottom"', xml)
    assert re.search(r'<w:top w:val="single" w:sz="8"', xml)
    assert re.search(r'<w:bottom w:val="single" w:sz="8"', xml)
    assert re.search(r'<w:insideH w:val="single" w:sz="6"', xml)
    assert "抄送：中国红十字会总会" in xml


def test_a_letters_imprint_has_no_rules_and_its_head_lies_in_the_header() -> None:
    word = opened(LETTER)

    assert 'w:val="single"' not in word.tables[-1]._tbl.tblPr.xml
    header = word.sections[0].first_page_header
    assert header.paragraphs[0].text == "江南省红十字会"
    assert "thickThinSmallGap" in header.paragraphs[1]._p.xml
    assert "thinThickSmallGap" in word.sections[0].first_page_footer.paragraphs[0]._p.xml


def test_the_signature_is_kept_with_the_text() -> None:
    paragraphs = opened(SEALED).paragraphs
    name = next(place for place, one in enumerate(paragraphs) if one.text == "江南省红十字会")

    assert all(one.paragraph_format.keep_with_next for one in paragraphs[name - 3 : name + 1])
    assert "<wp:anchor" in paragraphs[name]._p.xml
    assert 'behindDoc="0"' in paragraphs[name]._p.xml


def test_joint_seals_stand_side_by_side() -> None:
    (table, _imprint) = opened(JOINT).tables

    assert [cell.paragraphs[0].text for cell in table.rows[0].cells] == ["江南省红十字会", "江南省教育厅"]
    assert table._tbl.xml.count("<wp:anchor") == 2


def test_signers_of_a_document_that_goes_up_stand_right_of_its_number() -> None:
    lines = [one.text for one in opened(UPWARD).paragraphs]

    assert "\t签发人：王建国　李卫东" in lines
    assert any(line.startswith("　江红发〔2026〕5号\t赵明华") for line in lines)


def test_headings_show_in_the_navigation() -> None:
    heading = next(one for one in opened(ORDINARY).paragraphs if one.text == "一、总体要求")

    assert heading._p.xpath("./w:pPr/w:outlineLvl")[0].get(qn("w:val")) == "0"


def test_raised_lowered_and_bold_words_stay_so() -> None:
    word = opened(document(body=body_of("<p>m<sup>2</sup>、H<sub>2</sub>O、<b>重</b></p>")))

    runs = next(one for one in word.paragraphs if one.text.startswith("m2")).runs
    said = [run.text for run in runs if run.font.superscript or run.font.subscript or run.bold]
    assert said == ["2", "2", "重"]
    assert [run.font.superscript for run in runs if run.text == "2"] == [True, False]


def test_a_table_keeps_its_widths_and_whole_rows() -> None:
    table = opened(ATTACHED).tables[0]

    widths = [round(column.width.mm) for column in table.columns if column.width]
    assert widths[1] > widths[0]
    assert sum(widths) == pytest.approx(156, abs=2)
    assert table._tbl.xml.count("<w:cantSplit/>") == len(table.rows)
    assert table._tbl.xml.count("<w:tblHeader/>") == 1


def test_properties_lie_in_the_order_of_the_schema() -> None:
    order = "keepNext pageBreakBefore pBdr tabs autoSpaceDE autoSpaceDN snapToGrid spacing ind jc outlineLvl"

    for wanted in ALL.values():
        for one in opened(wanted).element.body.iter(qn("w:pPr")):
            names = [child.tag.split("}")[1] for child in one if child.tag.split("}")[1] in order.split()]
            assert names == sorted(names, key=order.split().index)


def test_equal_documents_are_equal_files() -> None:
    assert render_word(document=ATTACHED) == render_word(document=ATTACHED)
