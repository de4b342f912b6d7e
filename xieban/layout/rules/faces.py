"""Which fonts the standard's faces are asked of, and what stands in where they are not at hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from xieban.layout.rules.words import Element, Face


class Match(StrEnum):
    """How near a font is to the face that was asked for."""

    ASKED = "asked"
    KIN = "kin"
    SUBSTITUTE = "substitute"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A face as the standard names it, the names by which its fonts are known, and free fonts, best first."""

    called: str
    names: tuple[str, ...]
    kin: tuple[tuple[str, int], ...]
    others: tuple[tuple[str, int], ...]


_SERIF: Final = "Noto Serif SC"
_SANS: Final = "Noto Sans SC"
WISHES: Final[Mapping[Face, Wish]] = {
    Face.TITLE: Wish(
        called="小标宋",
        names=("小标宋", "xiaobiaosong", "fzxbs"),
        kin=(),
        others=((_SERIF, 700), ("FandolSong", 700)),
    ),
    Face.TEXT: Wish(
        called="仿宋",
        names=("仿宋", "fangsong", "simfang", "fzfs"),
        kin=(("FandolFang R", 400),),
        others=((_SERIF, 400), ("FandolSong", 400)),
    ),
    Face.KAI: Wish(
        called="楷体",
        names=("楷体", "kaiti", "simkai", "fzkt", "fzkai"),
        kin=(("FandolKai", 400), ("LXGW WenKai", 400)),
        others=((_SERIF, 400),),
    ),
    Face.HEI: Wish(
        called="黑体",
        names=("黑体", "simhei", "heiti", "fzht"),
        kin=(("FandolHei", 400), (_SANS, 500)),
        others=((_SERIF, 700),),
    ),
    Face.SONG: Wish(
        called="宋体",
        names=("宋体", "simsun", "songti", "fzss"),
        kin=(("FandolSong", 400), (_SERIF, 400)),
        others=((_SANS, 400),),
    ),
}
# Wide fonts that lend single glyphs, the nearest to 仿宋 first.
LENDERS: Final = ((_SERIF, 400), ("LXGW WenKai", 400), (_SANS, 500), ("FandolSong", 400))

FACE_OF: Final[Mapping[Element, Face]] = {
    Element.COPY_NUMBER: Face.TEXT,
    Element.URGENCY: Face.HEI,
    Element.MARK: Face.TITLE,
    Element.NUMBER: Face.TEXT,
    Element.SIGNERS: Face.KAI,
    Element.TITLE: Face.TITLE,
    Element.ADDRESSEES: Face.TEXT,
    Element.BODY: Face.TEXT,
    Element.ATTACHMENT_NOTE: Face.TEXT,
    Element.SIGNATURE: Face.TEXT,
    Element.DATE: Face.TEXT,
    Element.NOTE: Face.TEXT,
    Element.ATTENDANCE: Face.TEXT,
    Element.ATTACHMENT: Face.HEI,
    Element.COPIES: Face.TEXT,
    Element.PRINTING: Face.TEXT,
    Element.PAGE_NUMBER: Face.SONG,
}


def plain(name: str) -> str:
    """Return a font's name without what programs write differently."""
    return "".join(char for char in name.lower() if char not in " _-")


def match_of(*, face: Face, name: str) -> Match:
    """Say how near a font of this name is to the face."""
    wish, known = WISHES[face], plain(name)
    free = {plain(family) for family, _ in wish.kin}
    if any(one in known for one in wish.names) and not known.startswith("fandol"):
        return Match.ASKED
    if known in free or any(known.startswith(one) for one in free):
        return Match.KIN
    return Match.SUBSTITUTE
