"""Measures a PDF: every glyph, rule and picture where the pages really have them. Knows nothing of documents."""

import ctypes
import math
from dataclasses import dataclass
from typing import Final

import pypdfium2 as pdfium
from pypdfium2 import raw

from xieban.layout.rules.facts import Glyph, Leaf, Picture, Rule
from xieban.layout.rules.numbers import in_mm

MOST_PAGES: Final = 500
_MOST_DEPTH: Final = 4
_THINNEST, _THICKEST = 0.0, 2.0  # millimetres: what counts as a rule and not as a field of colour
_SHORTEST: Final = 20.0
_SAME: Final = 0.15


class NotAPdf(ValueError):
    """The file cannot be opened as a PDF."""


def leaves_of(pdf: bytes) -> tuple[Leaf, ...]:
    """Return what every page shows, in millimetres from its upper left corner."""
    try:
        document = pdfium.PdfDocument(pdf)
    except pdfium.PdfiumError as error:
        raise NotAPdf from error
    try:
        return tuple(_leaf(document[place]) for place in range(min(len(document), MOST_PAGES)))
    finally:
        document.close()


def _leaf(page: pdfium.PdfPage) -> Leaf:
    width, height = page.get_size()
    rules: list[Rule] = []
    pictures: list[Picture] = []
    for thing in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE), max_depth=_MOST_DEPTH):
        left, bottom, right, top = thing.get_bounds()
        box = (in_mm(left), in_mm(right), in_mm(height - top), in_mm(height - bottom))
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(Picture(left=box[0], right=box[1], top=box[2], bottom=box[3]))
        elif rule := _rule(thing, box):
            rules.append(rule)
    text = page.get_textpage()
    try:
        glyphs = _glyphs(text, height)
    finally:
        text.close()
    page.close()
    return Leaf(
        width=in_mm(width), height=in_mm(height), glyphs=glyphs, rules=_joined(rules), pictures=tuple(pictures)
    )


def _rule(thing: pdfium.PdfObject, box: tuple[float, float, float, float]) -> Rule | None:
    """Return a path as a horizontal rule: a thin filled field, or a stroked line as thick as its stroke."""
    left, right, top, bottom = box
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing, fill, stroke)
    thick = bottom - top
    if not fill.value and stroke.value:
        wide = ctypes.c_float()
        raw.FPDFPageObj_GetStrokeWidth(thing, wide)
        # The bounds of a stroked path take in half a stroke on each side.
        middle, thick = (top + bottom) / 2, in_mm(wide.value)
        if bottom - top > thick + _THICKEST:
            return None
        top, bottom = middle - thick / 2, middle + thick / 2
    if right - left < _SHORTEST or not _THINNEST < thick < _THICKEST:
        return None
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    read = raw.FPDFPageObj_GetFillColor if fill.value else raw.FPDFPageObj_GetStrokeColor
    read(thing, red, green, blue, alpha)
    return Rule(left=left, right=right, top=top, bottom=bottom, colour=(red.value, green.value, blue.value))


def _joined(rules: list[Rule]) -> tuple[Rule, ...]:
    """Return rules from the top; what was drawn in pieces or twice, as some programs do, is one."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda one: (one.top, one.left)):
        last = joined[-1] if joined else None
        if last and last.colour == rule.colour and abs(last.top - rule.top) < _SAME and rule.left < last.right + 1:
            joined[-1] = Rule(
                left=min(last.left, rule.left), right=max(last.right, rule.right), top=min(last.top, rule.top),
                bottom=max(last.bottom, rule.bottom), colour=rule.colour,
            )  # fmt: skip
        else:
            joined.append(rule)
    return tuple(joined)


@dataclass(slots=True)
class _Reader:
    """The cells that pdfium writes its answers into; made once, for there are thousands of glyphs."""

    text: object
    box: tuple[ctypes.c_double, ctypes.c_double, ctypes.c_double, ctypes.c_double]
    origin: tuple[ctypes.c_double, ctypes.c_double]
    matrix: raw.FS_MATRIX
    colour: tuple[ctypes.c_uint, ctypes.c_uint, ctypes.c_uint, ctypes.c_uint]
    name: ctypes.Array[ctypes.c_char]
    flags: ctypes.c_int


def _glyphs(text: pdfium.PdfTextPage, height: float) -> tuple[Glyph, ...]:
    reader = _Reader(
        text=text.raw,
        box=(ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double()),
        origin=(ctypes.c_double(), ctypes.c_double()),
        matrix=raw.FS_MATRIX(),
        colour=(ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()),
        name=ctypes.create_string_buffer(256),
        flags=ctypes.c_int(),
    )
    found = (_glyph(reader, place, height) for place in range(text.count_chars()))
    return tuple(glyph for glyph in found if glyph)


def _glyph(reader: _Reader, place: int, height: float) -> Glyph | None:
    code = raw.FPDFText_GetUnicode(reader.text, place)
    if code <= 0x20 or code == 0x3000 or raw.FPDFText_IsGenerated(reader.text, place):  # noqa: PLR2004 - blanks and controls
        return None
    left, right, bottom, top = reader.box
    if not raw.FPDFText_GetCharBox(reader.text, place, left, right, bottom, top):
        return None
    raw.FPDFText_GetCharOrigin(reader.text, place, *reader.origin)
    raw.FPDFText_GetMatrix(reader.text, place, reader.matrix)
    raw.FPDFText_GetFillColor(reader.text, place, *reader.colour)
    raw.FPDFText_GetFontInfo(reader.text, place, reader.name, 256, reader.flags)
    scale = math.hypot(reader.matrix.c, reader.matrix.d)
    wide = math.hypot(reader.matrix.a, reader.matrix.b)
    return Glyph(
        char=chr(code),
        left=in_mm(left.value),
        right=in_mm(right.value),
        top=in_mm(height - top.value),
        bottom=in_mm(height - bottom.value),
        origin=in_mm(reader.origin[0].value),
        baseline=in_mm(height - reader.origin[1].value),
        size=raw.FPDFText_GetFontSize(reader.text, place) * scale,
        narrow=wide / scale if scale else 1,
        font=reader.name.value.decode("utf-8", "replace"),
        colour=(reader.colour[0].value, reader.colour[1].value, reader.colour[2].value),
    )
