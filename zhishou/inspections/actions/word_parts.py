"""The pieces of the Word report: faces, tables, badges, links, pictures."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TEXT, HEAD, LATIN = "宋体", "黑体", "Times New Roman"
INK, FAINT, LINK = "14304D", "5D6B7A", "1F5A8C"
TINT, RULE = "F2F5F9", "C9D2DC"
FRONT: Final = "Front Heading"
COLOURS: Final = {
    "critical": "8E1B1B",
    "high": "C2410C",
    "medium": "A16207",
    "low": "1D5F99",
    "hint": "5D6B7A",
    "unknown": "6D4AA8",
    "normal": "2F7D4F",
    "abnormal": "B3261E",
    "worse": "B3261E",
    "new": "B3261E",
    "better": "2F7D4F",
    "cured": "2F7D4F",
}
_THEMES: Final = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What stands in a cell or a line: the words, their colour, and where they lead."""

    text: str
    colour: str = ""
    is_head: bool = False
    url: str = ""
    size: float = 9
    is_badge: bool = False


def faces(fonts: BaseOxmlElement, *, face: str) -> None:
    """Name the fonts for Chinese and Latin, without what a theme would say."""
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), LATIN)
    fonts.set(qn("w:eastAsia"), face)
    for name in _THEMES:
        fonts.attrib.pop(qn(f"w:{name}"), None)


def dress(run: Run, *, size: float, colour: str = "", is_head: bool = False) -> Run:
    """Give a run its face, size and colour."""
    faces(run._element.get_or_add_rPr().get_or_add_rFonts(), face=HEAD if is_head else TEXT)  # noqa: SLF001
    run.font.size = Pt(size)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    return run


def prepare_styles(word: Word) -> None:
    """Let the styles speak Chinese: the text, and the headings that the navigation pane lists."""
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")
    for name, size, face in (("Normal", 10.5, TEXT), ("Heading 1", 14, HEAD), ("Heading 2", 11, HEAD)):
        style = word.styles[name]
        assert isinstance(style, ParagraphStyle)  # noqa: S101 - of the default template
        style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
        style.font.color.rgb = RGBColor.from_string(INK if face == HEAD else "1B2733")
        faces(style.element.get_or_add_rPr().get_or_add_rFonts(), face=face)
        form = style.paragraph_format
        form.space_before, form.space_after = Pt(14 if size > 12 else 8 if face == HEAD else 0), Pt(4)  # noqa: PLR2004 - headings of the first level
        form.keep_with_next = face == HEAD
    # What stands before the chapters looks as they do, and is in neither the contents nor the navigation.
    front = word.styles.add_style(FRONT, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(front, ParagraphStyle)  # noqa: S101 - made as one
    front.base_style = word.styles["Heading 1"]
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "9")
    front.element.get_or_add_pPr().append(level)


def line(
    word: Word, words: Words, *, align: WD_ALIGN_PARAGRAPH | None = None, before: float = 0, after: float = 4
) -> Paragraph:
    """Add a line."""
    added = word.add_paragraph()
    added.paragraph_format.space_before, added.paragraph_format.space_after = Pt(before), Pt(after)
    if align is not None:
        added.alignment = align
    say(added, words)
    return added


def say(added: Paragraph, words: Words) -> None:
    """Add words to a paragraph, as a link where they lead somewhere."""
    if words.is_badge:
        run = dress(added.add_run(f" {words.text} "), size=words.size - 1, colour=words.colour, is_head=True)
        run._element.get_or_add_rPr().extend(  # noqa: SLF001 - python-docx has no door to borders
            (
                _of("bdr", val="single", sz="4", space="0", color=words.colour),
                _of("shd", val="clear", color="auto", fill=lighter(words.colour)),
            )
        )
        return
    if not words.url:
        dress(added.add_run(words.text), size=words.size, colour=words.colour, is_head=words.is_head)
        return
    key = added.part.relate_to(words.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), key)
    run = dress(added.add_run(words.text), size=words.size, colour=words.colour or LINK, is_head=words.is_head)
    link.append(run._element)  # noqa: SLF001 - python-docx has no door to links
    added._p.append(link)  # noqa: SLF001 - likewise


def heading(word: Word, text: str, *, level: int = 1, note: str = "", is_front: bool = False) -> Paragraph:
    """Add a heading; the first level has a rule under it, and what stands before the chapters is in no contents."""
    added: Paragraph = word.add_paragraph(text, FRONT) if is_front else word.add_heading(text, level)
    if note:
        say(added, Words(text=f"　{note}", colour=FAINT))
    if level == 1:
        under(added, colour=LINK, eighths=8)
    return added


def under(added: Paragraph, *, colour: str, eighths: int) -> None:
    """Rule a line under a paragraph, so many eighths of a point thick."""
    rule = parse_xml(
        f"<w:pBdr {nsdecls('w')}>"
        f'<w:bottom w:val="single" w:sz="{eighths}" w:space="3" w:color="{colour}"/></w:pBdr>'
    )
    properties = added._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no door to borders
    properties.insert_element_before(
        rule, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
    )


def lighter(colour: str) -> str:
    """Return a tint of a colour, to stand behind words of it."""
    parts = (int(colour[place : place + 2], 16) for place in (0, 2, 4))
    return "".join(f"{round(255 - (255 - part) * 0.12):02X}" for part in parts)


def _of(name: str, **values: str) -> BaseOxmlElement:
    made = OxmlElement(f"w:{name}")
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def nothing(word: Word, text: str) -> None:
    """Say that there is nothing here."""
    line(word, Words(text=text, colour=FAINT, size=9.5))


def grid(
    word: Word,
    rows: Sequence[Sequence[Words]],
    *,
    widths: Sequence[float],
    header: Sequence[str] = (),
    shaded: Sequence[int] = (),
    centred: Sequence[int] = (),
) -> Table:
    """Add a table of these widths in millimetres; the header comes again on every page, no row stands on two.

    A row of one cell among several columns goes over all of them.
    """
    made = bare(word, columns=len(widths))
    if header:
        cells = more(made)
        for place, (cell, text) in enumerate(zip(cells, header, strict=True)):
            put(cell, Words(text=text, is_head=True, colour=INK), is_centred=place in centred)
            shade(cell, TINT)
        made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - no door to it
        hold(made, rows=range(1))
    for row in rows:
        if len(row) == 1 < len(widths):
            cells = more(made)
            put(cells[0].merge(cells[-1]), row[0])
            continue
        for place, (cell, words) in enumerate(zip(more(made), row, strict=True)):
            put(cell, words, is_centred=place in centred)
            if place in shaded:
                shade(cell, TINT)
    finish(made, widths=widths)
    line(word, Words(text="", size=4), after=2)
    return made


def bare(word: Word, *, columns: int, borders: str = RULE) -> Table:
    """Add a table without rows, in the middle, with thin rules or none."""
    made: Table = word.add_table(rows=0, cols=columns)
    made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    _rule(made, borders)
    return made


def finish(made: Table, *, widths: Sequence[float]) -> None:
    """Give the columns of a table their widths in millimetres."""
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)  # LibreOffice goes by the columns, Word by the cells
    for row in made.rows:
        place = 0
        for cell in row._tr.tc_lst:  # noqa: SLF001 - cells that were joined are there once
            cell.width = Mm(sum(widths[place : place + cell.grid_span]))
            place += cell.grid_span


def hold(made: Table, *, rows: Iterable[int]) -> None:
    """Keep rows of a table on one page with the row that follows."""
    for number in rows:
        for cell in made.rows[number]._tr.tc_lst:  # noqa: SLF001 - likewise
            for one in cell.p_lst:
                Paragraph(one, made).paragraph_format.keep_with_next = True


def more(table: Table) -> tuple[_Cell, ...]:
    """Add a row to a table, which stands on one page, and return its cells."""
    row = table.add_row()  # type: ignore[no-untyped-call] # python-docx says no types here
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - python-docx has no door to it
    return tuple(row.cells)


def put(cell: _Cell, words: Words, *, is_centred: bool = False) -> Paragraph:
    """Put words into a cell, as its first paragraph or as one more."""
    last = cell.paragraphs[-1]
    added: Paragraph = cell.add_paragraph() if last.runs or last.hyperlinks else last
    added.paragraph_format.space_before = added.paragraph_format.space_after = Pt(1.5)
    if is_centred:
        added.alignment = WD_ALIGN_PARAGRAPH.CENTER
    say(added, words)
    return added


def shade(cell: _Cell, colour: str) -> None:
    """Tint a cell."""
    tint = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    cell._tc.get_or_add_tcPr().append(tint)  # noqa: SLF001 - python-docx has no door to it


def edge(cell: _Cell, *, colour: str, eighths: int = 24, sides: Sequence[str] = ("left",)) -> None:
    """Rule edges of a cell, so many eighths of a point thick."""
    rules = "".join(f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{colour}"/>' for side in sides)
    edges = parse_xml(f"<w:tcBorders {nsdecls('w')}>{rules}</w:tcBorders>")
    cell._tc.get_or_add_tcPr().insert_element_before(  # noqa: SLF001 - likewise
        edges, "w:shd", "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark"
    )


def _rule(table: Table, colour: str) -> None:
    kind = f'w:val="single" w:sz="4" w:space="0" w:color="{colour}"' if colour else 'w:val="nil"'
    sides = "".join(f"<w:{side} {kind}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>")
    # Word calls a file broken whose parts are out of order.
    table._tbl.tblPr.insert_element_before(  # noqa: SLF001 - python-docx has no door to it
        borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"
    )


def picture(where: Paragraph, content: bytes, *, width: float, words: str) -> None:
    """Add a picture so wide, in millimetres, with words for whoever cannot see it."""
    shape = where.add_run().add_picture(io.BytesIO(content), width=Mm(width))
    shape._inline.docPr.set("descr", words)  # noqa: SLF001 - python-docx has no door to it
