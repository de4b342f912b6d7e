"""On which page of the Word report each chapter begins: counted, since no program has set the pages yet.

Every line has an exact height, so that the count does not hang on the fonts of whoever opens the file.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row, CT_Tbl, CT_Tc
from docx.oxml.text.paragraph import CT_P
from docx.shared import Length, Pt
from docx.styles.style import ParagraphStyle
from docx.text.parfmt import ParagraphFormat

CHAPTER: Final = "Heading 1"
STYLES: Final = ("Normal", CHAPTER, "Heading 2", "Front Heading", "toc 1")
LINE: Final = 1.4
"""The height of a line for each point of its largest words."""
CELL: Final = 10.8
"""What Word leaves free beside the words of a cell, in points."""
RULE: Final = 0.5
NARROW: Final = {"i": 0.28, "l": 0.28, "j": 0.28, "t": 0.28, "r": 0.33, "f": 0.33, "m": 0.78, "w": 0.72}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """What stands on one page as a whole: a paragraph, or a row of a table."""

    height: float
    is_held: bool  # with what follows, on one page
    breaks: bool = False
    is_chapter: bool = False
    again: float = 0.0  # the header's height, if the table goes on on another page


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """What a style says of the paragraphs that bear it, in points."""

    size: float
    before: float
    after: float
    is_held: bool


class _Sheet:
    """The styles of a file, each read once: python-docx looks a style up anew for every question."""

    def __init__(self, word: Word) -> None:
        found = {one.style_id: one for one in word.styles if isinstance(one, ParagraphStyle)}
        self._styles = {key: _read(one) for key, one in found.items() if one.name in STYLES}
        self.chapter = next(key for key, one in found.items() if one.name == CHAPTER)
        self._normal = self._styles[next(key for key, one in found.items() if one.name == "Normal")]

    def style(self, one: CT_P) -> _Style:
        return self._styles.get(one.style or "", self._normal)

    def size(self, one: CT_P) -> float:
        """Return the size of the largest words of a paragraph, in points."""
        sizes = [int(size.get(qn("w:val"))) / 2 for size in one.iter(qn("w:sz"))]
        return max(sizes, default=self.style(one).size)

    def line(self, one: CT_P) -> float:
        """Return the height of a line of a paragraph."""
        return round(self.size(one) * LINE * 2) / 2


def _read(style: ParagraphStyle) -> _Style:
    chain = [style, *([style.base_style] if isinstance(style.base_style, ParagraphStyle) else [])]
    forms = [one.paragraph_format for one in chain]
    sizes = [one.font.size for one in chain if one.font.size is not None]
    return _Style(
        size=sizes[0].pt if sizes else 10.5,
        before=_points(next((one.space_before for one in forms if one.space_before is not None), None)),
        after=_points(next((one.space_after for one in forms if one.space_after is not None), None)),
        is_held=bool(next((one.keep_with_next for one in forms if one.keep_with_next is not None), False)),
    )


def set_exactly(word: Word) -> None:
    """Give every line of the body its exact height; those that hold a picture grow with it."""
    sheet = _Sheet(word)
    for one in word.element.body.iter(qn("w:p")):
        form = ParagraphFormat(one)
        has_picture = next(one.iter(qn("w:drawing")), None) is not None
        form.line_spacing = 1.0 if has_picture else Pt(sheet.line(one))


def pages_of(word: Word) -> tuple[list[int], int]:
    """Return the page of each chapter, in order, and how many pages there are."""
    section, sheet = word.sections[0], _Sheet(word)
    height = _points(section.page_height) - _points(section.top_margin) - _points(section.bottom_margin)
    width = _points(section.page_width) - _points(section.left_margin) - _points(section.right_margin)
    page, used, found = 1, 0.0, list[int]()
    for group in _groups(_blocks(word, sheet, width)):
        tall = sum(one.height for one in group)
        if group[0].breaks or (used and used + tall > height):
            page, used = page + 1, 0.0 if group[0].breaks else group[0].again
        for one in group:
            if used and used + one.height > height:  # held together in vain: more than a page
                page, used = page + 1, one.again
            used += one.height
            if one.is_chapter:
                found.append(page)
    return found, page


def _groups(blocks: Iterable[_Block]) -> Iterator[list[_Block]]:
    group: list[_Block] = []
    for one in blocks:
        group.append(one)
        if not one.is_held:
            yield group
            group = []
    if group:
        yield group


def _blocks(word: Word, sheet: _Sheet, width: float) -> Iterator[_Block]:
    for element in word.element.body.iterchildren():
        if isinstance(element, CT_P):
            form = ParagraphFormat(element)
            held = form.keep_with_next
            yield _Block(
                height=_tall(element, sheet, width),
                is_held=sheet.style(element).is_held if held is None else held,
                breaks=bool(form.page_break_before),
                is_chapter=element.style == sheet.chapter,
            )
        elif isinstance(element, CT_Tbl):
            yield from _rows(element, sheet)


def _rows(table: CT_Tbl, sheet: _Sheet) -> Iterator[_Block]:
    again = 0.0
    for row in table.tr_lst:
        tall = _row(row, sheet)
        held = any(ParagraphFormat(one).keep_with_next for one in row.iter(qn("w:p")))
        yield _Block(height=tall, is_held=held, again=again)
        if next(row.iter(qn("w:tblHeader")), None) is not None:
            again = tall


def _row(row: CT_Row, sheet: _Sheet) -> float:
    cells = [_cell(one, sheet) for one in row.tc_lst if one.vMerge is None]
    return max([_points(row.trHeight_val), *cells]) + RULE


def _cell(cell: CT_Tc, sheet: _Sheet) -> float:
    width = _points(cell.width) - CELL
    return sum(_tall(one, sheet, width) for one in cell.p_lst)


def _tall(one: CT_P, sheet: _Sheet, width: float) -> float:
    form, style = ParagraphFormat(one), sheet.style(one)
    before, after = form.space_before, form.space_after
    around: float = style.before if before is None else _points(before)
    around += style.after if after is None else _points(after)
    pictures: list[float] = [Length(int(size.get("cy"))).pt for size in one.iter(qn("wp:extent"))]
    if pictures:
        return around + max(pictures) + RULE * 4
    inner = width - _points(form.left_indent) - _points(form.right_indent)
    return around + _lines(one, sheet.size(one), inner) * sheet.line(one)


def _lines(one: CT_P, size: float, width: float) -> int:
    used, count = _points(ParagraphFormat(one).first_line_indent), 1
    for word in _words("".join(text.text or "" for text in one.iter(qn("w:t")))):
        wide = sum(_wide(letter) for letter in word) * size
        if used and used + wide > width:
            count, used = count + 1, 0.0
        used += wide
    return count


def _words(text: str) -> Iterator[str]:
    """Yield what no line ends within: each character of Chinese, each word of Latin."""
    held = ""
    for letter in text:
        if _is_full(letter) or letter in " /":
            if held:
                yield held
            yield letter
            held = ""
        else:
            held += letter
    if held:
        yield held


def _wide(letter: str) -> float:
    if _is_full(letter):
        return 1.0
    if letter in NARROW:
        return NARROW[letter]
    if letter in " .,;:'|!-":
        return 0.28
    return 0.68 if letter.isupper() or letter in "%@" else 0.5


def _is_full(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WFA"


def _points(length: object) -> float:
    return length.pt if isinstance(length, Length) else 0.0
