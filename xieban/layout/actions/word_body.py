"""Body, attachments and tables in Word."""

from docx.document import Document as Word
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from xieban.layout.actions.setting import column_widths, titles_of
from xieban.layout.actions.word_parts import add_runs, dress, indent, outline, paragraph
from xieban.layout.rules.body import Block, Heading, Listing, Run, Table, lines_of
from xieban.layout.rules.body import Paragraph as TreeParagraph
from xieban.layout.rules.document import Document
from xieban.layout.rules.numbers import Numbers
from xieban.layout.rules.words import Face

_HEADS = {1: Face.HEI, 2: Face.KAI}
_LAST = 3  # paragraphs of the body that stay with the signature


def add_title(word: Word, title: str, document: Document, numbers: Numbers) -> None:
    """Add a title in the lines that the layout found for it."""
    for line in titles_of(title, document, numbers):
        paragraph(
            word, numbers=numbers, text=line, face=Face.TITLE, size=numbers.title, align=WD_ALIGN_PARAGRAPH.CENTER
        )


def add_blocks(word: Word, blocks: tuple[Block, ...], numbers: Numbers) -> Paragraph | None:
    """Add a tree; return its last paragraph, which the signature is kept with."""
    last = None
    for block in blocks:
        if isinstance(block, Table):
            _table(word, block, numbers)
            last = None
        elif isinstance(block, Listing):
            for numeral, runs in lines_of(block):
                last = _text(word, (Run(text=numeral), *runs), numbers)
        elif isinstance(block, Heading):
            last = _heading(word, block, numbers)
        elif isinstance(block, TreeParagraph):
            last = _text(word, block.runs, numbers)
    return last


def _text(word: Word, runs: tuple[Run, ...], numbers: Numbers) -> Paragraph:
    added = paragraph(word, numbers=numbers, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    indent(added, first=2, size=numbers.text)
    add_runs(added, runs, face=Face.TEXT)
    return added


def _heading(word: Word, block: Heading, numbers: Numbers) -> Paragraph:
    added = paragraph(word, numbers=numbers, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    indent(added, first=2, size=numbers.text)
    add_runs(added, block.runs, face=_HEADS.get(block.level, Face.TEXT))
    add_runs(added, block.rest, face=Face.TEXT)
    outline(added, level=block.level)
    added.paragraph_format.keep_with_next = not block.rest
    return added


def _table(word: Word, block: Table, numbers: Numbers) -> None:
    shares = column_widths(block)
    table = word.add_table(rows=len(block.rows), cols=block.width)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for row, column, cell in block.placed():
        made = table.cell(row, column)
        if cell.rows > 1 or cell.columns > 1:
            made = made.merge(table.cell(row + cell.rows - 1, column + cell.columns - 1))
        made.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        text = made.paragraphs[0]
        text.alignment = WD_ALIGN_PARAGRAPH.CENTER
        text.paragraph_format.line_spacing = Pt(numbers.cell * 1.5)
        add_runs(text, cell.runs, face=Face.HEI if row < block.heads else Face.TEXT, size=numbers.cell)
    for row in range(len(block.rows)):
        _mark_row(table, row, "cantSplit")
    for row in range(block.heads):
        _mark_row(table, row, "tblHeader")
    for column, share in enumerate(shares):
        table.columns[column].width = Mm(numbers.width * share / sum(shares))
        for made in table.columns[column].cells:
            made.width = Mm(numbers.width * share / sum(shares))


def _mark_row(table: WordTable, row: int, kind: str) -> None:
    """Let a row stay on one page (`cantSplit`), or stand at the head of every page of the table (`tblHeader`)."""
    table.rows[row]._tr.get_or_add_trPr().append(OxmlElement(f"w:{kind}"))  # noqa: SLF001 - no door to it


def add_attachment_note(word: Word, document: Document, numbers: Numbers) -> Paragraph | None:
    """Add 附件说明: one blank line below the text, titles under each other, no mark at their end."""
    if not document.attachments:
        return None
    paragraph(word, numbers=numbers)
    added = None
    several = len(document.attachments) > 1
    for place, one in enumerate(document.attachments, start=1):
        added = paragraph(word, numbers=numbers)
        numeral = f"{place}. " if several else ""
        dress(
            added.add_run(("附件：" if place == 1 else "　　　") + numeral + one.title.replace("\n", "")),
            face=Face.TEXT,
        )
        hang = 6.5 if several else 5
        indent(added, left=hang, size=numbers.text)
        added.paragraph_format.first_line_indent = Pt(-(hang - 2) * numbers.text)
    return added


def add_attachments(word: Word, document: Document, numbers: Numbers) -> None:
    """Add every attachment that is set with the text on a page of its own."""
    several = len(document.attachments) > 1
    for place, one in enumerate(document.attachments, start=1):
        if not one.body:
            continue
        label = paragraph(word, numbers=numbers, text=f"附件{place}" if several else "附件", face=Face.HEI)
        label.paragraph_format.page_break_before = True
        paragraph(word, numbers=numbers)
        add_title(word, one.title, document, numbers)
        paragraph(word, numbers=numbers)
        add_blocks(word, one.body, numbers)
