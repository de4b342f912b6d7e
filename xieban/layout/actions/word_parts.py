"""The pieces of WordprocessingML that python-docx has no name for: faces, exact lines, frames, borders, anchors."""

import copy
from collections.abc import Sequence
from typing import Final

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.text.font import CT_RPr
from docx.oxml.text.parfmt import CT_PPr
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun

from xieban.layout.rules.body import Run
from xieban.layout.rules.numbers import Numbers, in_points
from xieban.layout.rules.words import Face

# By the names that the fonts bear on an office's Windows: the reader's machine must have them.
WORD_FONTS: Final = {
    Face.TITLE: "方正小标宋简体",
    Face.TEXT: "仿宋_GB2312",
    Face.KAI: "楷体_GB2312",
    Face.HEI: "黑体",
    Face.SONG: "宋体",
}
RED: Final = RGBColor(0xE6, 0x00, 0x12)
TWIPS: Final = 20
CLOSER: Final = -5  # twentieths of a point: 28 × 15.75 pt = 441 pt of 442.2
_ORDER: Final = (
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct",
    "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing",
    "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl",
    "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
)  # fmt: skip
_EMU: Final = 36_000  # a millimetre


def twips(millimetres: float) -> int:
    return int(in_points(millimetres) * TWIPS)


def properties_of(added: Paragraph) -> CT_PPr:
    """Return the properties of a paragraph, to which python-docx has no door."""
    return added._p.get_or_add_pPr()  # noqa: SLF001 - as said


def look_of(run: WordRun) -> CT_RPr:
    """Return the properties of a run, likewise."""
    return run._element.get_or_add_rPr()  # noqa: SLF001 - as said


def put(added: Paragraph, child: BaseOxmlElement) -> None:
    """Put a property where the schema wants it: Word calls a file broken whose parts are out of order."""
    name = child.tag.split("}")[1]
    after = _ORDER[_ORDER.index(name) + 1 :]
    properties_of(added).insert_element_before(child, *(f"w:{one}" for one in after))


def dress(run: WordRun, *, face: Face, size: float | None = None, red: bool = False) -> WordRun:
    """Give a run its face for Chinese and for Latin alike, without what a theme would say."""
    fonts = look_of(run).get_or_add_rFonts()
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), WORD_FONTS[face])
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    if size:
        run.font.size = Pt(size)
    else:
        _closer(run)
    if red:
        run.font.color.rgb = RED
    return run


def _closer(run: WordRun) -> None:
    """Set characters of 3号 closer by a quarter of a point: 28 of them then fit the line."""
    closer = OxmlElement("w:spacing")
    closer.set(qn("w:val"), str(CLOSER))
    look_of(run).insert_element_before(
        closer, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:u", "w:vertAlign"
    )


def paragraph(
    word: Word, *, numbers: Numbers, text: str = "", face: Face = Face.TEXT, size: float | None = None,
    align: WD_ALIGN_PARAGRAPH | None = None, red: bool = False,
) -> Paragraph:  # fmt: skip
    """Add a line of the page's pitch, without space before or after."""
    added = word.add_paragraph()
    lay(added, pitch=in_points(numbers.pitch))
    if align is not None:
        added.alignment = align
    if text:
        dress(added.add_run(text), face=face, size=size, red=red)
    return added


def lay(added: Paragraph, *, pitch: float) -> None:
    """Set the lines of a paragraph to an exact pitch in points."""
    form = added.paragraph_format
    form.space_before = form.space_after = Pt(0)
    # In whole twentieths below the pitch: a hair above it, and the page has one line less.
    form.line_spacing = Pt(int(pitch * TWIPS) / TWIPS)
    # No grid, and no air between Chinese and figures: both would move what 28 to the line rests on.
    for name in ("autoSpaceDE", "autoSpaceDN", "snapToGrid"):
        off = OxmlElement(f"w:{name}")
        off.set(qn("w:val"), "0")
        put(added, off)


def indent(added: Paragraph, *, left: float = 0, right: float = 0, first: float = 0, size: float) -> None:
    """Indent by characters, as Word counts them, and by length for who does not."""
    properties = properties_of(added)
    place = properties.get_or_add_ind()
    for name, chars in (("left", left), ("right", right), ("firstLine", first)):
        if chars:
            place.set(qn(f"w:{name}Chars"), str(int(chars * 100)))
            place.set(qn(f"w:{name}"), str(int(chars * size * TWIPS)))


def border(
    added: Paragraph, *, side: str, kind: str = "single", eighths: int, space: float, colour: str = "E60012"
) -> None:
    """Draw a rule above or below a paragraph; `space` in points, thickness in eighths of a point."""
    put(
        added,
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:{side} w:val="{kind}" w:sz="{eighths}" w:space="{space:.0f}" '
            f'w:color="{colour}"/></w:pBdr>'
        ),
    )


def tab(added: Paragraph, *, at: float) -> None:
    """Set a right tab stop, millimetres from the left edge of the 版心."""
    stop = parse_xml(f'<w:tabs {nsdecls("w")}><w:tab w:val="right" w:pos="{twips(at)}"/></w:tabs>')
    put(added, stop)


def outline(added: Paragraph, *, level: int) -> None:
    """Let the navigation pane show a heading."""
    mark = OxmlElement("w:outlineLvl")
    mark.set(qn("w:val"), str(level - 1))
    put(added, mark)


def add_runs(added: Paragraph, runs: Sequence[Run], *, face: Face, size: float | None = None) -> None:
    """Add runs of the tree in a face; bold stays bold, a break a break."""
    for run in runs:
        made = dress(added.add_run(run.text), face=face, size=size)
        made.bold = run.bold or None
        made.underline = run.underline or None
        if run.raised:
            made.font.superscript = True
        elif run.lowered:
            made.font.subscript = True


def field(added: Paragraph, instruction: str, *, face: Face, size: float) -> None:
    """Add a field, e.g. the page's number."""
    for kind, text in (("begin", ""), ("", instruction), ("end", "")):
        run = dress(added.add_run(), face=face, size=size)
        if kind:
            char = OxmlElement("w:fldChar")
            char.set(qn("w:fldCharType"), kind)
        else:
            char = OxmlElement("w:instrText")
            char.set(qn("xml:space"), "preserve")
            char.text = text
        run._element.append(char)  # noqa: SLF001


def float_picture(run: WordRun, *, file: str, width: float, right_of_column: float, below: float) -> None:
    """Lay a picture over the text: so far right of the column's left edge, so far below the paragraph's top."""
    inline = run.add_picture(file, width=Mm(width))._inline  # noqa: SLF001
    extent, properties, graphic = inline.extent, inline.docPr, inline.graphic
    anchor = parse_xml(
        f'<wp:anchor {nsdecls("wp", "a", "pic", "r")} distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        'relativeHeight="251659264" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{int(right_of_column * _EMU)}</wp:posOffset>'
        "</wp:positionH>"
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{int(below * _EMU)}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{extent.cx}" cy="{extent.cy}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        "</wp:anchor>"
    )
    for part in (properties, OxmlElement("wp:cNvGraphicFramePr"), graphic):
        anchor.append(copy.deepcopy(part))
    inline.getparent().replace(inline, anchor)
