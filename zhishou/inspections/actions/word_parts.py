"""The pieces of the Word report: faces, tables, badges, links, fields."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
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
TINT: Final = "F2F5F9"
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
    for name, size, face in (("Normal", 10.5, TEXT), ("Heading 1", 14, HEAD), ("Heading 2", 11, HEAD)):
        style = word.styles[name]
        assert isinstance(style, ParagraphStyle)  # noqa: S101 - of the default template
        style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
        style.font.color.rgb = RGBColor.from_string(INK if face == HEAD else "1B2733")
        faces(style.element.get_or_add_rPr().get_or_add_rFonts(), face=face)
        form = style.paragraph_format
        form.space_before, form.space_after = Pt(14 if size > 12 else 8 if face == HEAD else 0), Pt(4)  # noqa: PLR2004 - headings of the first level
        form.keep_with_next = face == HEAD


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
    if not words.url:
        dress(added.add_run(words.text), size=words.size, colour=words.colour, is_head=words.is_head)
        return
    key = added.part.relate_to(words.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), key)
    run = dress(added.add_run(words.text), size=words.size, colour=words.colour or LINK, is_head=words.is_head)
    link.append(run._element)  # noqa: SLF001 - python-docx has no door to links
    added._p.append(link)  # noqa: SLF001 - likewise


def heading(word: Word, text: str, *, level: int = 1) -> Paragraph:
    """Add a heading; the first level has a rule under it."""
    added: Paragraph = word.add_heading(text, level)
    if level == 1:
        rule = parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="8" w:space="3" w:color="{LINK}"/></w:pBdr>'
        )
        properties = added._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no door to borders
        properties.insert_element_before(
            rule, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
        )
    return added


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
) -> Table:
    """Add a table of these widths in millimetres; the header comes again on every page."""
    made: Table = word.add_table(rows=0, cols=len(widths))
    made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    _rule(made)
    if header:
        cells = more(made)
        for cell, text in zip(cells, header, strict=True):
            put(cell, Words(text=text, is_head=True, colour=INK))
            shade(cell, TINT)
        repeat = OxmlElement("w:tblHeader")
        made.rows[0]._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001 - python-docx has no door to it
    for row in rows:
        cells = more(made)
        whole = OxmlElement("w:cantSplit")
        made.rows[-1]._tr.get_or_add_trPr().append(whole)  # noqa: SLF001 - likewise
        for place, (cell, words) in enumerate(zip(cells, row, strict=True)):
            put(cell, words)
            if place in shaded:
                shade(cell, TINT)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)  # LibreOffice goes by the columns, Word by the cells
        for cell in column.cells:
            cell.width = Mm(width)
    line(word, Words(text="", size=4), after=2)
    return made


def more(table: Table) -> tuple[_Cell, ...]:
    """Add a row to a table, and return its cells."""
    return tuple(table.add_row().cells)  # type: ignore[no-untyped-call] # python-docx says no types here


def next_page(word: Word) -> None:
    """Go on on the next page."""
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def put(cell: _Cell, words: Words) -> None:
    """Put words into a cell."""
    added = cell.paragraphs[0]
    added.paragraph_format.space_before = added.paragraph_format.space_after = Pt(1.5)
    say(added, words)


def shade(cell: _Cell, colour: str) -> None:
    """Tint a cell."""
    tint = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    cell._tc.get_or_add_tcPr().append(tint)  # noqa: SLF001 - python-docx has no door to it


def _rule(table: Table) -> None:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C9D2DC"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>")
    # Word calls a file broken whose parts are out of order.
    table._tbl.tblPr.insert_element_before(  # noqa: SLF001 - python-docx has no door to it
        borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"
    )


def picture(where: Paragraph, content: bytes, *, width: float) -> None:
    """Add a picture so wide, in millimetres."""
    where.add_run().add_picture(io.BytesIO(content), width=Mm(width))


def field(added: Paragraph, instruction: str) -> None:
    """Add a field, e.g. the page's number."""
    for kind, text in (("begin", ""), ("", instruction), ("end", "")):
        run = dress(added.add_run(), size=8.5, colour=FAINT)
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = text
        run._element.append(part)  # noqa: SLF001 - python-docx has no door to fields
