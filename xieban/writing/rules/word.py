"""A Word file becomes a text: its words, levels, lists and tables; what it loses is counted, never hidden.

It runs in a process of its own (`rules.apart`): a file from outside may be made to hurt whoever reads it.
"""

import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final

import docx
from docx.oxml.ns import qn

from xieban.writing.rules.word_numbers import Numbering, numbering_of, value
from xieban.writing.rules.word_tables import WordCell, table_html
from xieban.writing.rules.words import Loss

MOST_UNPACKED: Final = 200_000_000
_MOST_PARTS: Final = 5000
_HEADING: Final = re.compile(r"^(?:heading|标题)\s*([1-4])$", re.IGNORECASE)
_OFF: Final = frozenset({"0", "false", "off", "none"})
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHOICE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_ALTERNATE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_PASSED: Final = {
    qn(f"w:{name}") for name in ("hyperlink", "smartTag", "fldSimple", "customXml", "sdtContent", "dir")
}
_INSERTED: Final = {qn("w:ins"), qn("w:moveTo")}
_DELETED: Final = {qn("w:del"), qn("w:moveFrom")}
_DEEPEST: Final = 40


class NotWord(ValueError):
    """The file is no .docx that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was read: HTML for `canonical`, and how much of what was lost."""

    html: str
    losses: dict[str, int]


@dataclass(slots=True, kw_only=True)
class _Item:
    """One paragraph: its words, its level (0: text), whether it stands behind a point."""

    html: str
    level: int = 0
    is_point: bool = False
    depth: int = 0


@dataclass(slots=True)
class _Reader:
    numbering: Numbering
    styles: dict[str, Any]
    losses: Counter[str] = field(default_factory=Counter)
    boxes: list[str] = field(default_factory=list)

    def lose(self, what: Loss, count: int = 1) -> None:
        self.losses[what.value] += count

    # Blocks

    def blocks(self, parent: Any, depth: int = 0) -> Iterator[str]:
        points: list[_Item] = []
        for element in _children(parent, depth):
            if element.tag == qn("w:p"):
                item = self.paragraph(element)
                if item.is_point:
                    points.append(item)
                    continue
                yield from _listed(points)
                points = []
                tag = f"h{item.level}" if item.level else "p"
                if item.html.strip():
                    yield f"<{tag}>{item.html}</{tag}>"
                yield from (f"<p>{box}</p>" for box in self._taken_boxes())
            elif element.tag == qn("w:tbl"):
                yield from _listed(points)
                points = []
                yield self.table(element)
        yield from _listed(points)

    def _taken_boxes(self) -> list[str]:
        boxes, self.boxes = self.boxes, []
        return boxes

    def paragraph(self, element: Any) -> _Item:
        properties = element.find(qn("w:pPr"))
        style = self.styles.get(value(properties, "w:pStyle"))
        html = "".join(self.inline(element))
        level = self._level(properties, style)
        list_id, depth = _list_of((properties, *(one.find(qn("w:pPr")) for one in self.chain(style))))
        if not list_id or not html.strip():
            return _Item(html=html, level=level)
        numeral, is_point = self.numbering.numeral(list_id=list_id, depth=depth)
        return _Item(html=escape(numeral) + html, level=level, is_point=is_point and not level, depth=depth)

    def chain(self, style: Any) -> Iterator[Any]:
        """Yield a style and those it is based on."""
        for _step in range(_DEEPEST):
            if style is None:
                return
            yield style
            style = self.styles.get(value(style, "w:basedOn"))

    def _level(self, properties: Any, style: Any) -> int:
        own = value(properties, "w:outlineLvl")
        for one in self.chain(style):
            if own:
                break
            found = _HEADING.match(value(one, "w:name"))
            own = str(int(found[1]) - 1) if found else value(one.find(qn("w:pPr")), "w:outlineLvl")
        return int(own) + 1 if own in {"0", "1", "2", "3"} else 0

    def table(self, element: Any) -> str:
        rows: list[list[WordCell]] = []
        heads = 0
        for row in (one for one in _children(element, 0) if one.tag == qn("w:tr")):
            properties = row.find(qn("w:trPr"))
            is_head = properties is not None and properties.find(qn("w:tblHeader")) is not None
            heads += is_head and heads == len(rows)
            rows.append([self.cell(one) for one in _children(row, 0) if one.tag == qn("w:tc")])
        html, was_uneven = table_html(rows, heads=min(heads, max(0, len(rows) - 1)))
        if was_uneven:
            self.lose(Loss.UNEVEN_TABLE)
        return html

    def cell(self, element: Any) -> WordCell:
        properties = element.find(qn("w:tcPr"))
        span = value(properties, "w:gridSpan", "1")
        merge = properties.find(qn("w:vMerge")) if properties is not None else None
        return WordCell(
            html="<br>".join(line for line in self.lines(element) if line.strip()),
            columns=max(1, int(span)) if span.isdigit() else 1,
            continues=merge is not None and merge.get(qn("w:val"), "continue") == "continue",
        )

    def lines(self, parent: Any) -> Iterator[str]:
        """Yield the paragraphs of a cell; a table inside it gives a line for each of its rows."""
        for element in _children(parent, 0):
            if element.tag == qn("w:p"):
                item = self.paragraph(element)
                yield ("· " if item.is_point else "") + item.html
                yield from self._taken_boxes()
            elif element.tag == qn("w:tbl"):
                self.lose(Loss.INNER_TABLE)
                for row in element.iter(qn("w:tr")):
                    yield "　".join("".join(self.inline(one)) for one in row.iter(qn("w:p")))

    # Words

    def inline(self, parent: Any, depth: int = 0) -> Iterator[str]:
        if depth > _DEEPEST:
            raise NotWord
        for element in parent:
            tag = element.tag
            if tag == qn("w:r"):
                yield self.run(element)
            elif tag in _PASSED or tag == qn("w:sdt"):
                yield from self.inline(element, depth + 1)
            elif tag in _INSERTED:
                self.lose(Loss.INSERTED)
                yield from self.inline(element, depth + 1)
            elif tag in _DELETED:
                self.lose(Loss.DELETED)
            elif isinstance(tag, str) and tag.startswith(_MATH):
                self.lose(Loss.FORMULA)

    def run(self, element: Any) -> str:
        properties = element.find(qn("w:rPr"))
        if properties is not None and _is_on(properties, "w:vanish"):
            return ""
        html = "".join(self._piece(one) for one in element)
        if properties is None or not html.strip():
            return html
        for name, what in (("w:strike", Loss.STRUCK), ("w:dstrike", Loss.STRUCK), ("w:i", Loss.ITALIC)):
            if _is_on(properties, name):
                self.lose(what)
        raised = {"superscript": "sup", "subscript": "sub"}.get(value(properties, "w:vertAlign"))
        if raised:
            html = f"<{raised}>{html}</{raised}>"
        if properties.find(qn("w:u")) is not None and value(properties, "w:u", "single") not in _OFF:
            html = f"<u>{html}</u>"
        return f"<b>{html}</b>" if _is_on(properties, "w:b") else html

    def _piece(self, element: Any) -> str:
        name = str(element.tag).removeprefix(qn("w:t")[:-1])
        if name == "t":
            return self._words(element.text or "")
        if name in {"br", "cr"}:
            return "" if element.get(qn("w:type")) in {"page", "column"} else "<br>"
        if name in {"tab", "ptab"}:
            return " "
        if name == "noBreakHyphen":
            return "-"
        if name in {"drawing", "pict"} or element.tag == _ALTERNATE:
            self._picture(element)
        lost = {
            "sym": Loss.CHARACTER, "object": Loss.OBJECT, "footnoteReference": Loss.NOTE,
            "endnoteReference": Loss.NOTE, "commentReference": Loss.COMMENT,
        }.get(name)  # fmt: skip
        if lost:
            self.lose(lost)
        return ""

    def _words(self, text: str) -> str:
        kept = "".join(char for char in text if unicodedata.category(char) not in {"Cc", "Co", "Cs", "Cn"})
        if len(kept) < len(text):
            self.lose(Loss.CHARACTER, len(text) - len(kept))
        return escape(kept)

    def _picture(self, element: Any) -> None:
        """Count a picture or a drawing; the words of a text box come behind the paragraph."""
        shown = element.find(_CHOICE) if element.tag == _ALTERNATE else element
        boxes = list((shown if shown is not None else element).iter(qn("w:txbxContent")))
        is_picture = any(str(one.tag).rpartition("}")[2] in {"blip", "imagedata"} for one in element.iter())
        self.lose(Loss.DRAWING if boxes or not is_picture else Loss.PICTURE)
        for box in boxes:
            self.boxes += ["".join(self.inline(one)) for one in box.iter(qn("w:p"))]


def read_word(content: bytes) -> Taken:
    """Read a .docx; raises `NotWord`."""
    require_modest(content)
    try:
        document = docx.Document(io.BytesIO(content))
        part = next(
            (one for one in document.part.package.iter_parts() if one.partname == "/word/numbering.xml"), None
        )
        reader = _Reader(
            numbering=numbering_of(part.element if part is not None else None),
            styles={str(one.get(qn("w:styleId"))): one for one in document.styles.element.findall(qn("w:style"))},
        )
        html = "".join(reader.blocks(document.element.body))
    except (KeyError, ValueError, AttributeError, zipfile.BadZipFile, SyntaxError) as error:
        raise NotWord from error
    said = (part for section in document.sections for part in (section.header, section.footer))
    if any(paragraph.text.strip() for part in said for paragraph in part.paragraphs):
        reader.lose(Loss.HEADER)
    return Taken(html=html, losses=dict(reader.losses))


def require_modest(content: bytes) -> None:
    """Raise `NotWord` where the file would unpack into more than any document is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise NotWord from error
    if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
        raise NotWord


def _children(parent: Any, depth: int) -> Iterator[Any]:
    """Yield block elements, those inside content controls too."""
    if depth > _DEEPEST:
        raise NotWord
    for element in parent:
        if element.tag in _PASSED | _INSERTED | {qn("w:sdt")}:
            yield from _children(element, depth + 1)
        else:
            yield element


def _is_on(properties: Any, name: str) -> bool:
    found = properties.find(qn(name))
    return found is not None and found.get(qn("w:val"), "1") not in _OFF


def _list_of(said: tuple[Any, ...]) -> tuple[str, int]:
    """Return which list a paragraph belongs to, and how deep: its own word first, then its styles'."""
    for one in said:
        numbers = one.find(qn("w:numPr")) if one is not None else None
        if numbers is not None:
            depth = value(numbers, "w:ilvl", "0")
            list_id = value(numbers, "w:numId", "0")
            return ("" if list_id == "0" else list_id), int(depth) if depth.isdigit() else 0
    return "", 0


def _listed(points: list[_Item]) -> Iterator[str]:
    """Yield the paragraphs that stand behind points as one list; deeper ones lie in the one before."""
    if not points:
        return
    html, depth = "<ul>", 0
    for place, item in enumerate(points):
        wanted = min(item.depth, depth + 1, 3) if place else 0
        html += "".join("<ul>" if place else "" for _ in range(wanted - depth))
        html += "".join("</li></ul>" for _ in range(depth - wanted))
        if place and wanted <= depth:
            html += "</li>"
        html += f"<li>{item.html}"
        depth = wanted
    yield html + "</li></ul>" * (depth + 1)
