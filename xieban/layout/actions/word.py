"""Sets a document as Word, to the same numbers as the PDF; which fonts show it is up to who opens it."""

import io
from datetime import UTC, datetime
from typing import Final

import docx
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from jishi.typesetting.door import settled
from xieban.layout.actions.admission import admit
from xieban.layout.actions.pictures import pictures_of
from xieban.layout.actions.word_body import add_attachment_note, add_attachments, add_blocks, add_title
from xieban.layout.actions.word_ends import add_head, add_imprint, add_page_numbers, add_signing
from xieban.layout.actions.word_parts import WORD_FONTS, dress, indent, paragraph, twips
from xieban.layout.rules.document import Document, mark_lines
from xieban.layout.rules.numbers import NUMBERS, Numbers
from xieban.layout.rules.titles import width_of
from xieban.layout.rules.words import Face, Form

_MOST_ADDRESSEE_LINES: Final = 8


def render_word(*, document: Document) -> bytes:
    """Return the document as .docx. The same document gives the same bytes."""
    admit(document)
    numbers = NUMBERS[document.form]
    pictures = pictures_of(document)
    word = docx.Document()
    _page(word, numbers)
    _about(word, document)
    add_head(word, document, numbers)
    moved = _too_long(document, numbers)
    if document.form is not Form.ORDER and document.title:
        for _ in range(int(numbers.title_gap)):
            paragraph(word, numbers=numbers)
        add_title(word, document.title, document, numbers)
        paragraph(word, numbers=numbers)
    elif document.form is Form.ORDER:
        for _ in range(int(numbers.title_gap)):
            paragraph(word, numbers=numbers)
    if document.addressees and not moved:
        paragraph(word, numbers=numbers, text="，".join(document.addressees) + "：")
    last = add_blocks(word, document.body, numbers)
    last = add_attachment_note(word, document, numbers) or last
    _attendance(word, document, numbers)
    add_signing(word, document, numbers, pictures, last)
    if document.note:
        indent(paragraph(word, numbers=numbers, text=f"（{document.note}）"), first=2, size=numbers.text)
    add_attachments(word, document, numbers)
    add_imprint(word, document, numbers, moved=moved)
    add_page_numbers(word, document, numbers)
    raw = io.BytesIO()
    word.save(raw)
    return settled(raw.getvalue())


def _too_long(document: Document, numbers: Numbers) -> bool:
    """Tell whether 主送 would leave the first page without text; Word lays out later, so it is counted here."""
    return width_of("，".join(document.addressees)) > _MOST_ADDRESSEE_LINES * numbers.chars


def _page(word: Word, numbers: Numbers) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(numbers.page_width), Mm(numbers.page_height)
    section.top_margin, section.bottom_margin = Mm(numbers.top), Mm(numbers.bottom)
    section.left_margin, section.right_margin = Mm(numbers.left), Mm(numbers.right)
    # The grid is said for lines only: programs differ in what a grid of characters means. 28 to the line come from
    # the spacing of the characters, 22 to the page from exact lines.
    grid = parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{twips(numbers.pitch)}"/>')
    properties = section._sectPr  # noqa: SLF001
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(grid)
    normal = word.styles["Normal"]
    normal.font.size = Pt(numbers.text)
    normal.paragraph_format.widow_control = False
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), WORD_FONTS[Face.TEXT])
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


def _about(word: Word, document: Document) -> None:
    about, moment = (
        word.core_properties,
        datetime(document.issued_on.year, document.issued_on.month, document.issued_on.day, tzinfo=UTC),
    )
    about.title = document.title.replace("\n", "") or "".join(mark_lines(document)[0])
    about.author = about.last_modified_by = "、".join(document.names)
    about.created = about.modified = moment.replace(tzinfo=None)
    about.comments = ""
    about.language = "zh-CN"


def _attendance(word: Word, document: Document, numbers: Numbers) -> None:
    if document.attendance:
        paragraph(word, numbers=numbers)
    for one in document.attendance:
        added = paragraph(word, numbers=numbers)
        hang = width_of(one.label) + 3
        indent(added, left=hang, size=numbers.text)
        added.paragraph_format.first_line_indent = Pt(-(hang - 2) * numbers.text)
        dress(added.add_run(one.label), face=Face.HEI)
        dress(added.add_run(f"：{one.names}"), face=Face.TEXT)
