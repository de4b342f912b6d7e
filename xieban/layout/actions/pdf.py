"""Sets a document as PDF/A with typst."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import typst

from jishi.refusals.door import Invalid, Refusal
from xieban.layout.actions.admission import admit, words_of
from xieban.layout.actions.pictures import pictures_of
from xieban.layout.actions.setting import Bound, data_of
from xieban.layout.queries.fonts import FontUse, Shelf
from xieban.layout.queries.uses import uses_of
from xieban.layout.rules.document import Document
from xieban.layout.rules.faces import Match
from xieban.layout.rules.numbers import NUMBERS, SQUEEZES, Numbers

_TEMPLATES: Final = Path(__file__).resolve().parent.parent / "templates" / "layout"
_STANDARD: Final = "a-2b"


class NoFonts(Refusal):
    """There is no Chinese font to set this with. Build the pages, or put fonts into the office's folder."""


class NoGlyph(Invalid):
    """No font here has the characters %(characters)s. Put a font that has them into the office's folder."""


class ImprintTooLong(Invalid):
    """主送 and 抄送 together do not fit on one page. Name the bodies by groups."""


class FontSubstituted(Refusal):
    """Strict setting asks for the fonts that the standard names; these are not there: %(faces)s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """What came out, and what had to be done for it."""

    pdf: bytes
    pages: int
    fonts: tuple[FontUse, ...]
    numbers: Numbers
    squeezed: bool  # lines or characters a page were changed so that the signature has text beside it
    addressees_moved: bool
    text_moved: bool  # the last line or 附件说明 went over to the signature's page
    signature_alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    numbers: Numbers
    bound: Bound = Bound.NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class _Try:
    pdf: bytes
    spots: tuple[tuple[str, int], ...]  # what stands where, in the order of the page

    @property
    def text_start(self) -> int:
        return next(page for name, page in self.spots if name == "text")

    @property
    def pages(self) -> int:
        return max(page for _, page in self.spots)

    @property
    def signature_alone(self) -> bool:
        before = 0
        for name, page in self.spots:
            if name == "signing":
                return page > before
            before = page
        return False

    @property
    def imprint_alone(self) -> bool:
        other = max(page for name, page in self.spots if name != "imprint")
        return any(page > other for name, page in self.spots if name == "imprint")


def render_pdf(
    *, document: Document, shelf: Shelf, strict: bool = False, numbers: Numbers | None = None
) -> Rendering:
    """Return the document as PDF. The same document and fonts give the same bytes.

    `strict` refuses fonts that only stand in; `numbers` is for who wants another page than the standard's.
    """
    admit(document)
    fonts = _fonts(document, shelf, strict=strict)
    pictures = pictures_of(document)
    wanted = numbers or NUMBERS[document.form]
    with tempfile.TemporaryDirectory(prefix="xieban-layout-") as place:
        folder = Path(place)
        for template in _TEMPLATES.glob("*.typ"):
            shutil.copy(template, folder)
        for name, content in pictures.items():
            (folder / f"{name}.png").write_bytes(content)
        names = {name: f"{name}.png" for name in pictures}
        tries: list[tuple[tuple[bool, bool, bool, int], _Try, _Way, bool]] = []
        for way in _ways(wanted):
            tried, moved = _set(folder, document, way, shelf, names)
            bare = way.bound is not Bound.NOTHING and tried.text_start > 1
            tries.append(((tried.signature_alone, tried.imprint_alone, bare, len(tries)), tried, way, moved))
            if not tried.signature_alone and not tried.imprint_alone and not bare:
                break
    _, tried, chosen, moved = min(tries, key=lambda one: one[0])
    return Rendering(
        pdf=tried.pdf,
        pages=tried.pages,
        fonts=fonts,
        numbers=chosen.numbers,
        squeezed=chosen.numbers != wanted,
        addressees_moved=moved,
        text_moved=chosen.bound is not Bound.NOTHING,
        signature_alone=tried.signature_alone,
    )


def _ways(numbers: Numbers) -> Iterator[_Way]:
    """Yield the page as asked, then closer and wider; where none helps, the last line goes over."""
    yield _Way(numbers=numbers)
    for lines, chars in SQUEEZES:
        more, wider = lines - SQUEEZES[0][0], chars - SQUEEZES[0][1]
        if more or wider:
            yield _Way(numbers=replace(numbers, lines=numbers.lines + more, chars=numbers.chars + wider))
    yield _Way(numbers=numbers, bound=Bound.LINE)
    yield _Way(numbers=numbers, bound=Bound.NOTE)


def _fonts(document: Document, shelf: Shelf, *, strict: bool) -> tuple[FontUse, ...]:
    if not shelf.fonts:
        raise NoFonts
    missing = shelf.missing("".join(words_of(document)))
    if missing:
        raise NoGlyph(characters=" ".join(f"{char} (U+{ord(char):04X})" for char in missing))
    fonts = uses_of(document=document, shelf=shelf)
    other = {use.asked: use.used for use in fonts if use.match is not Match.ASKED}
    if strict and other:
        raise FontSubstituted(faces="，".join(f"{asked} → {used}" for asked, used in other.items()))
    return fonts


def _set(folder: Path, document: Document, way: _Way, shelf: Shelf, names: dict[str, str]) -> tuple[_Try, bool]:
    """Set once; and once more with 主送 in 版记 when it left no room for text on the first page."""
    for moved in (False, True):
        data = data_of(document, numbers=way.numbers, shelf=shelf, moved=moved, bound=way.bound, pictures=names)
        tried = _compile(folder, data, document, shelf)
        if tried.text_start == 1 or not document.addressees:
            break
    return tried, moved


def _compile(folder: Path, data: dict[str, object], document: Document, shelf: Shelf) -> _Try:
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    compiler = typst.Compiler(
        folder / "official.typ", root=folder, font_paths=shelf.engine, ignore_system_fonts=True
    )
    moment = datetime(document.issued_on.year, document.issued_on.month, document.issued_on.day, tzinfo=UTC)
    pdf = compiler.compile(format="pdf", pdf_standards=[_STANDARD], timestamp=moment)
    assert isinstance(pdf, bytes)  # noqa: S101 - one file, as asked
    spots = json.loads(compiler.query("<spot>", field="value"))
    if any(spot["name"] == "imprint-too-long" for spot in spots):
        raise ImprintTooLong
    return _Try(pdf=pdf, spots=tuple((spot["name"], spot["page"]) for spot in spots))
