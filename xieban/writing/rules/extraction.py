"""The words of a file, for searching; what a file is its content says. It runs in a process of its own."""

import codecs
import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Final
from xml.etree.ElementTree import ParseError

import pypdfium2
from lxml import etree

from xieban.writing.rules.word import NotWord, require_modest

MOST: Final = 1_000_000
"""Characters kept of one file."""
_SIDE: Final = 1200  # pixels of the longer side of a first page
_MOST_CELLS: Final = 2_000_000
_ENDS: Final = frozenset({"p", "tr", "TextObject"})
_WORDS: Final = frozenset({"t", "TextCode"})
_DOCUMENTS: Final = re.compile(r"word/document\.xml|ppt/slides/slide\d+\.xml|(?:.*/)?Pages/Page_\d+/Content\.xml")


class NoWords(ValueError):
    """The file is of a kind that holds no words, or none that we read."""


class Broken(ValueError):
    """The file is of a kind that we read, but it cannot be opened."""


def words_of(content: bytes) -> tuple[str, bool]:
    """Return the words of a file, and whether they were cut; raises `NoWords` or `Broken`."""
    if content.startswith(b"%PDF"):
        return _cut(_pdf(content))
    if content.startswith(b"PK\x03\x04"):
        return _cut(_packed(content))
    return _cut(iter([_plain(content)]))


def first_page_of(content: bytes) -> bytes:
    """Return the first page of a PDF as a picture (PNG); empty for other files and where it cannot be drawn."""
    if not content.startswith(b"%PDF"):
        return b""
    try:
        page = pypdfium2.PdfDocument(content)[0]
        scale = _SIDE / max(page.get_size())
        drawn = page.render(scale=scale).to_pil()
    except (pypdfium2.PdfiumError, IndexError, ZeroDivisionError, ValueError):
        return b""
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()


def _cut(pieces: Iterator[str]) -> tuple[str, bool]:
    """Gather pieces until there are enough; line ends and spaces are kept single."""
    found, size = [], 0
    for piece in pieces:
        said = re.sub(
            r"[ \t\u3000]+", " ", re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", piece)
        )
        found.append(said)
        size += len(said)
        if size > MOST:
            return re.sub(r"\s*\n\s*", "\n", "".join(found)[:MOST]).strip(), True
    return re.sub(r"\s*\n\s*", "\n", "".join(found)).strip(), False


def _pdf(content: bytes) -> Iterator[str]:
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Broken from error
    for page in pdf:
        text = page.get_textpage()
        yield text.get_text_range() + "\n"
        text.close()
        page.close()


def _packed(content: bytes) -> Iterator[str]:
    try:
        require_modest(content)
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            if "xl/workbook.xml" in names:
                yield from _sheets(content)
                return
            found = sorted((name for name in names if _DOCUMENTS.fullmatch(name)), key=_natural)
            if not found:
                raise NoWords
            for name in found:
                with packed.open(name) as part:
                    yield from _xml(part)
                    yield "\n"
    except (NotWord, zipfile.BadZipFile, etree.XMLSyntaxError, ParseError, KeyError, OSError, ValueError) as error:
        if isinstance(error, NoWords):
            raise
        raise Broken from error


def _natural(name: str) -> list[int]:
    return [int(figures) for figures in re.findall(r"\d+", name)]


def _xml(part: IO[bytes]) -> Iterator[str]:
    """Yield the words of Word's, PowerPoint's and OFD's pages; a paragraph, a row, an object ends a line."""
    reader = etree.iterparse(part, events=("end",), resolve_entities=False, no_network=True, huge_tree=False)
    for _event, element in reader:
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name in _WORDS:
            yield element.text or ""
        elif name in {"tab", "tc"}:
            yield " "
        elif name in _ENDS:
            yield "\n"
            element.clear()


def _sheets(content: bytes) -> Iterator[str]:
    import openpyxl  # noqa: PLC0415 - a tenth of what a process costs to start, and most never need it

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    seen = 0
    for sheet in book.worksheets:
        yield f"{sheet.title}\n"
        for row in sheet.iter_rows(values_only=True):
            seen += len(row)
            if seen > _MOST_CELLS:
                return
            said = " ".join(str(cell) for cell in row if cell is not None)
            if said:
                yield f"{said}\n"


def _plain(content: bytes) -> str:
    """Decode a text as it says itself, then as UTF-8, then as GB 18030; anything else holds no words."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content[: 4 * MOST].decode(encoding, errors="replace")
    if b"\x00" in content[:4096]:
        raise NoWords
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)[: MOST + 1]
        except UnicodeDecodeError:
            continue
    raise NoWords
