"""The shelf: which fonts are at hand, which of them a face gets, who lends the glyphs that it lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

import typst
from django.conf import settings

from jishi.typesetting.door import BUILT, DEBIAN
from xieban.layout.queries.sfnt import Coverage, NotAFont, coverage
from xieban.layout.rules.faces import LENDERS, WISHES, Match, match_of
from xieban.layout.rules.words import Element, Face

# Written by nobody, drawn by nobody: breaks, spaces, marks that only join or direct.
_UNSEEN: Final = frozenset("\n\r\t \u00a0\u200b\u2060\ufeff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """One font file as typst names it."""

    family: str
    weight: int
    path: Path
    index: int

    def covers(self, char: str) -> bool:
        return char in _UNSEEN or char in covered(self.path, self.index)


@dataclass(frozen=True, slots=True, kw_only=True)
class FontUse:
    """What one element asked for and what it was set in."""

    element: Element
    asked: str
    used: str
    match: Match
    lent: tuple[tuple[str, str], ...] = ()  # single characters beside the family that lent them


@lru_cache(maxsize=64)
def covered(path: Path, index: int) -> Coverage:
    """Return the characters of a font, read once per process; a font that cannot be read covers nothing."""
    try:
        return coverage(path, index=index)
    except (NotAFont, OSError):
        return Coverage([])


class Shelf:
    """The fonts of some folders, the office's own first."""

    def __init__(self, *, folders: Iterable[Path]) -> None:
        """Read the names of all fonts in the folders that exist."""
        self.folders = tuple(folder for folder in folders if folder.is_dir())
        self.engine = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(one) for one in self.folders]
        )
        found = [
            Font(family=one.family, weight=one.weight, path=Path(one.path), index=one.index)
            for one in self.engine.fonts()
            if one.path and one.style == "normal"
        ]
        ranks = {folder: rank for rank, folder in enumerate(self.folders)}
        self.fonts = sorted(found, key=lambda font: (_rank(font, ranks), font.family, font.weight, str(font.path)))

    @cached_property
    def families(self) -> frozenset[str]:
        return frozenset(font.family for font in self.fonts)

    def best(self, face: Face) -> Font | None:
        """Return the font for a face: one that bears its name, else the nearest free one."""
        named = [font for font in self.fonts if match_of(face=face, name=font.family) is Match.ASKED]
        if named:
            return named[0]
        return next((font for wish in (WISHES[face].kin, WISHES[face].others) if (font := self._first(wish))), None)

    def line(self, face: Face) -> tuple[Font, ...]:
        """Return the fonts that a face is set in: the best, then those that lend glyphs."""
        best = self.best(face)
        wishes = (*WISHES[face].kin, *WISHES[face].others, *LENDERS)
        lenders = [font for one in wishes if (font := self._first((one,)))]
        seen, line = set(), []
        for font in ([best] if best else []) + lenders + self.fonts:
            if font.family not in seen:
                seen.add(font.family)
                line.append(font)
        return tuple(line)

    def missing(self, text: str) -> str:
        """Return the characters that no font here can draw, each once, in order."""
        line = self.line(Face.TEXT)
        return "".join(char for char in dict.fromkeys(text) if not any(font.covers(char) for font in line))

    def use(self, *, element: Element, face: Face, text: str) -> FontUse | None:
        """Say what an element's text is set in; None where there is no text or no font at all."""
        line = self.line(face)
        if not text or not line:
            return None
        best = line[0]
        lent = [
            (char, next((font.family for font in line[1:] if font.covers(char)), ""))
            for char in dict.fromkeys(text)
            if not best.covers(char)
        ]
        return FontUse(
            element=element,
            asked=WISHES[face].called,
            used=best.family,
            match=match_of(face=face, name=best.family),
            lent=tuple(lent),
        )

    def _first(self, wanted: Iterable[tuple[str, int]]) -> Font | None:
        for family, weight in wanted:
            same = [font for font in self.fonts if font.family == family]
            if same:
                return min(same, key=lambda font: abs(font.weight - weight))
        return None


def _rank(font: Font, ranks: dict[Path, int]) -> int:
    return min((rank for folder, rank in ranks.items() if folder in font.path.parents), default=len(ranks))


def shelf(*, office: Path | None = None) -> Shelf:
    """Return the shelf of this machine: the office's folder, the built fonts, Debian's; anew when one changes."""
    folders = ((office,) if office else ()) + (BUILT, *DEBIAN)
    return _shelf(tuple((folder, _stamp(folder)) for folder in folders))


def house_shelf() -> Shelf:
    """Return the shelf with the folder that the settings name as the office's."""
    return shelf(office=settings.FONTS_DIR)


def _stamp(folder: Path) -> tuple[int, ...]:
    if not folder.is_dir():
        return ()
    return tuple(sorted(path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()))


@lru_cache(maxsize=8)
def _shelf(folders: tuple[tuple[Path, tuple[int, ...]], ...]) -> Shelf:
    return Shelf(folders=[folder for folder, _ in folders])
