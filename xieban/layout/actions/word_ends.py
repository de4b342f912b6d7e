"""Head, signature, 版记 and page numbers in Word."""

import io
from typing import cast

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import _Footer
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from xieban.layout.actions.setting import degrees_of, imprint_of, mark_of, signer_rows
from xieban.layout.actions.word_parts import (
    border,
    dress,
    field,
    float_picture,
    indent,
    lay,
    look_of,
    paragraph,
    tab,
    twips,
)
from xieban.layout.rules.document import Document, written
from xieban.layout.rules.numbers import Numbers, in_mm, in_points
from xieban.layout.rules.titles import width_of
from xieban.layout.rules.words import Face, Form, SignOff

_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
_TABLE_ORDER = ("tblStyle", "tblpPr", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook")
_SUNK = 2.5  # millimetres: Word draws text at the foot of an exact line, so blank lines above look taller
_FOOTER = 25.5  # millimetres from the foot of the page: the dash then lies 7 mm below the 版心


def add_head(word: Word, document: Document, numbers: Numbers) -> None:
    """Add everything above the title's blank lines."""
    if document.form is Form.LETTER:
        _letter_head(word, document, numbers)
        return
    degrees = degrees_of(document)
    lines = max((one["row"] for one in degrees), default=-1) + 1
    for row in range(lines):
        said = next((one for one in degrees if one["row"] == row), None)
        face = Face(said["face"]) if said else Face.TEXT
        paragraph(word, numbers=numbers, text=said["text"] if said else "", face=face)
    upper = in_points(numbers.mark_top - numbers.top - lines * numbers.pitch)
    _mark([word.add_paragraph() for _ in mark_of(document, numbers)["lines"]], document, numbers, upper=upper)
    for _ in range(int(numbers.mark_gap)):
        lay(word.add_paragraph(), pitch=in_points(numbers.pitch - _SUNK))
    number = _number(word, document, numbers)
    if document.form is not Form.ORDER:
        border(number, side="bottom", eighths=12, space=in_points(numbers.red_gap) - 3)


def _mark(places: list[Paragraph], document: Document, numbers: Numbers, *, upper: float) -> None:
    """Write the red head into paragraphs, its ink so many points below where they begin."""
    mark = mark_of(document, numbers)
    size = mark["size"]
    for place, (added, line) in enumerate(zip(places, mark["lines"], strict=True)):
        lay(added, pitch=size * 1.4 if len(places) > 1 else size * 1.1)
        if place == 0:
            # Word draws the ink of an exact line a little below its head, and more so in a wider line.
            sunk = 0.04 * size + (size * 0.26 if len(places) > 1 else 0)
            added.paragraph_format.space_before = Pt(max(0, upper - sunk))
        added.alignment = _CENTRE
        middle = place == len(places) // 2
        text = line + (f" {mark['suffix']}" if mark["suffix"] and middle else "")
        run = dress(added.add_run(text), face=Face.TITLE, size=int(size * 2) / 2, red=True)
        if mark["narrow"] < 1:
            scale = parse_xml(f'<w:w {nsdecls("w")} w:val="{int(mark["narrow"] * 100)}"/>')
            look_of(run).insert_element_before(scale, "w:kern", "w:position", "w:sz", "w:szCs")


def _number(word: Word, document: Document, numbers: Numbers) -> Paragraph:
    text = str(document.number) if document.number else ""
    if not document.upward:
        return paragraph(word, numbers=numbers, text=text, align=_CENTRE)
    rows = signer_rows(document.signers)
    added = paragraph(word, numbers=numbers)
    for place, names in enumerate(rows):
        added = added if place == 0 else paragraph(word, numbers=numbers)
        tab(added, at=numbers.width - numbers.advance)
        last = place == len(rows) - 1
        # Spaces, not indents, which would shorten the red line below.
        dress(
            added.add_run((f"　{text}" if last else "") + "\t" + ("签发人：" if place == 0 else "")), face=Face.TEXT
        )
        names_said = "　".join(names)
        if len(names) == 1 and place > 0:
            names_said += "　" * (1 + len(rows[0][-1]))
        dress(added.add_run(names_said), face=Face.KAI)
    return added


def _letter_head(word: Word, document: Document, numbers: Numbers) -> None:
    """Add a letter's head: it begins above the 版心, so its mark and line lie in the first page's header."""
    section = word.sections[0]
    section.different_first_page_header_footer = True
    size = mark_of(document, numbers)["size"]
    section.header_distance = Mm(numbers.mark_top - in_mm(0.04 * size))
    header = section.first_page_header
    header.is_linked_to_previous = False
    _mark([header.paragraphs[0]], document, numbers, upper=0)
    _double(
        header.add_paragraph(), numbers, kind="thickThinSmallGap", pitch=in_points(numbers.letter_gap - _SUNK + 0.4)
    )
    degrees = degrees_of(document)
    for place in range(max(1, len(degrees))):
        added = paragraph(word, numbers=numbers)
        tab(added, at=numbers.width)
        if place < len(degrees):
            dress(added.add_run(degrees[place]["text"]), face=Face(degrees[place]["face"]))
        if place == 0:
            dress(added.add_run(f"\t{document.number or ''}"), face=Face.TEXT)


def add_signing(
    word: Word, document: Document, numbers: Numbers, pictures: dict[str, bytes], last: Paragraph | None
) -> None:
    """Add 署名 and date, kept with the last paragraph of the text."""
    if document.sign_off is SignOff.NONE:
        return
    before = len(word.paragraphs)
    if document.sign_off is SignOff.STAMP:
        _stamped(word, document, numbers, pictures)
    elif document.sign_off is SignOff.SEAL and len(document.issuers) > 1:
        _many_seals(word, document, numbers, pictures)
    else:
        _signed(word, document, numbers, pictures)
    kept = ([last] if last else []) + word.paragraphs[before:-1]
    for one in kept:
        one.paragraph_format.keep_with_next = True


def _signed(word: Word, document: Document, numbers: Numbers, pictures: dict[str, bytes]) -> None:
    date = written(document.issued_on)
    wide = width_of(date)
    names = [issuer.signs_as for issuer in document.issuers]
    for _ in range(2):
        paragraph(word, numbers=numbers)
    if document.sign_off is SignOff.SEAL and (seal := document.issuers[0].seal):
        long = width_of(names[0])
        middle = max(4 + wide / 2, long / 2, seal.width / numbers.advance / 2)
        name = paragraph(word, numbers=numbers, text=names[0], align=_RIGHT)
        indent(name, right=middle - long / 2, size=numbers.text)
        float_picture(
            name.add_run(), file=cast("str", io.BytesIO(pictures["seal-0"])), width=seal.width,
            right_of_column=numbers.width - middle * numbers.advance - seal.width / 2, below=-1.5 * numbers.pitch,
        )  # fmt: skip
        inset = middle - wide / 2
    else:
        shift = max(0.0, wide + 2 - width_of(names[-1]))
        for one in names:
            indent(paragraph(word, numbers=numbers, text=one, align=_RIGHT), right=2 + shift, size=numbers.text)
        inset = 2 if shift else max(0.0, width_of(names[-1]) - wide)
    indent(paragraph(word, numbers=numbers, text=date, align=_RIGHT), right=inset, size=numbers.text)


def _many_seals(word: Word, document: Document, numbers: Numbers, pictures: dict[str, bytes]) -> None:
    """Set names in rows of three, each under its seal; the date under the last."""
    columns = min(3, len(document.issuers))
    table = word.add_table(rows=-(-len(document.issuers) // columns), cols=columns)
    _properties(table)
    wide = numbers.width / columns
    for place, issuer in enumerate(document.issuers):
        cell: _Cell = table.cell(place // columns, place % columns)
        cell.width = Mm(wide)
        name = cell.paragraphs[0]
        last = place == len(document.issuers) - 1
        lay(name, pitch=in_points(numbers.pitch))
        name.paragraph_format.space_before = Pt(in_points(numbers.pitch) * 1.5)
        name.paragraph_format.space_after = Pt(0 if last else in_points(numbers.pitch) * 1.5)
        name.alignment = _CENTRE
        dress(name.add_run(issuer.signs_as), face=Face.TEXT)
        if issuer.seal:
            float_picture(
                name.add_run(), file=cast("str", io.BytesIO(pictures[f"seal-{place}"])), width=issuer.seal.width,
                right_of_column=(wide - issuer.seal.width) / 2, below=(numbers.pitch - issuer.seal.width) / 2 - 2,
            )  # fmt: skip
        if last:
            date = cell.add_paragraph()
            lay(date, pitch=in_points(numbers.pitch))
            date.alignment = _CENTRE
            dress(date.add_run(written(document.issued_on)), face=Face.TEXT)


def _stamped(word: Word, document: Document, numbers: Numbers, pictures: dict[str, bytes]) -> None:
    stamp = document.stamp
    if stamp is None:
        return
    for _ in range(2):
        paragraph(word, numbers=numbers)
    line = word.add_paragraph()
    line.alignment = _RIGHT
    indent(line, right=4, size=numbers.text)
    dress(line.add_run(f"{stamp.post}　　"), face=Face.TEXT)
    line.add_run().add_picture(io.BytesIO(pictures["stamp"]), width=Mm(stamp.picture.width))
    paragraph(word, numbers=numbers)
    indent(
        paragraph(word, numbers=numbers, text=written(document.issued_on), align=_RIGHT), right=4, size=numbers.text
    )


def add_imprint(word: Word, document: Document, numbers: Numbers, *, moved: bool) -> None:
    """Add 版记 as a table that Word floats to the foot of the last page's 版心."""
    imprint = imprint_of(document, moved=moved)
    rows = bool(imprint["to"]) + bool(imprint["printer"])
    if not rows:
        return
    table = word.add_table(rows=rows, cols=1)
    _float(table, numbers, ruled=document.form is not Form.LETTER)
    for row in range(rows):
        table.cell(row, 0).width = Mm(numbers.width)
    for place, one in enumerate(imprint["to"]):
        # No rule between 主送 and 抄送: they share a cell.
        cell = table.cell(0, 0)
        line = _imprint_line(cell.paragraphs[0] if place == 0 else cell.add_paragraph(), numbers)
        indent(line, left=4, right=1, size=numbers.small)
        line.paragraph_format.first_line_indent = Pt(-3 * numbers.small)
        dress(line.add_run(f"{one['label']}：{one['names']}"), face=Face.TEXT, size=numbers.small)
    if imprint["printer"]:
        line = _imprint_line(table.cell(rows - 1, 0).paragraphs[0], numbers)
        indent(line, left=1, size=numbers.small)
        tab(line, at=numbers.width - in_mm(numbers.small))
        said = f"{imprint['printer']}\t{imprint['printed']}"
        dress(line.add_run(said), face=Face.TEXT, size=numbers.small)
    closing = word.add_paragraph()  # a table cannot be the last thing in a document
    lay(closing, pitch=1)


def _imprint_line(line: Paragraph, numbers: Numbers) -> Paragraph:
    lay(line, pitch=numbers.small * 1.6)
    return line


def _float(table: Table, numbers: Numbers, *, ruled: bool) -> None:
    """Give a table its place at the foot, its rules and no margins inside its cells."""
    kind = "single" if ruled else "nil"
    edges = "".join(
        f'<w:{side} w:val="{kind}" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in (("top", 8), ("bottom", 8), ("insideH", 6))
    )
    named = nsdecls("w")
    _properties(
        table,
        f'<w:tblpPr {named} w:horzAnchor="margin" w:vertAnchor="margin" w:tblpXSpec="center" '
        'w:tblpYSpec="bottom"/>',
        f'<w:tblW {named} w:w="{twips(numbers.width)}" w:type="dxa"/>',
        f"<w:tblBorders {named}>{edges}</w:tblBorders>",
    )


def _properties(table: Table, *added: str) -> None:
    """Set properties of a table in the order that the schema asks for; no margins inside its cells."""
    properties = table._tbl.tblPr  # noqa: SLF001
    sides = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    for one in (*added, f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>"):
        properties.append(parse_xml(one))
    kept = {child.tag.split("}")[1]: child for child in properties}  # the last of a kind is ours
    for child in list(properties):
        properties.remove(child)
    for name in _TABLE_ORDER:
        if name in kept:
            properties.append(kept[name])


def add_page_numbers(word: Word, document: Document, numbers: Numbers) -> None:
    """Set odd numbers right, even ones left, a character from the edge; a letter's first page bears a line."""
    section = word.sections[0]
    section.footer_distance = Mm(numbers.letter_bottom)
    word.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer, numbers, right=True)
    _page_number(section.even_page_footer, numbers, right=False)
    if document.form is Form.LETTER:
        section.different_first_page_header_footer = True
        line = section.first_page_footer.paragraphs[0]
        _double(line, numbers, kind="thinThickSmallGap", pitch=2)


def _double(line: Paragraph, numbers: Numbers, *, kind: str, pitch: float) -> None:
    """Draw a letter's double line below a paragraph, in the middle of the page."""
    side = (numbers.letter_line - numbers.width) / 2
    off = (numbers.left - numbers.right) / 2
    lay(line, pitch=pitch)
    line.paragraph_format.left_indent = Mm(-side - off)
    line.paragraph_format.right_indent = Mm(-side + off)
    border(line, side="bottom", kind=kind, eighths=24, space=0)


def _page_number(footer: _Footer, numbers: Numbers, *, right: bool) -> None:
    footer.is_linked_to_previous = False
    line = footer.paragraphs[0]
    lay(line, pitch=numbers.small)
    line.alignment = _RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    indent(line, **{"right" if right else "left": numbers.number_inset}, size=numbers.small)
    dress(line.add_run("— "), face=Face.SONG, size=numbers.small)
    field(line, "PAGE", face=Face.SONG, size=numbers.small)
    dress(line.add_run(" —"), face=Face.SONG, size=numbers.small)
    # The footer ends as low as a letter's line; the number stands above that by what is missing.
    lay(footer.add_paragraph(), pitch=in_points(_FOOTER - numbers.letter_bottom))
