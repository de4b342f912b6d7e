"""Reads which characters a font file has glyphs for: the `cmap` table of TrueType and OpenType, nothing else."""

import struct
from array import array
from bisect import bisect_right
from pathlib import Path
from typing import Final

_COLLECTION: Final = b"ttcf"
_WIDE, _NARROW = 12, 4


class NotAFont(ValueError):
    """The file is no TrueType or OpenType font that can be read."""


def coverage(path: Path, *, index: int = 0) -> "Coverage":
    """Return the characters of one font of a file."""
    content = path.read_bytes()
    try:
        table = _cmap(content, index)
        if struct.unpack_from(">H", table)[0] == _WIDE:
            return _wide(table)
        return _narrow(table)
    except (struct.error, IndexError, KeyError) as error:
        raise NotAFont(path.name) from error


class Coverage:
    """The characters of a font as ranges."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        """Take ranges with both ends inside, in order."""
        self._starts = array("L", (start for start, _ in ranges))
        self._ends = array("L", (end for _, end in ranges))

    def __contains__(self, char: str) -> bool:
        """Tell whether the font has a glyph for the character."""
        code = ord(char)
        place = bisect_right(self._starts, code) - 1
        return place >= 0 and code <= self._ends[place]


def _cmap(content: bytes, index: int) -> bytes:
    """Return the best character map: the wide one (format 12), else the one of the basic plane (format 4)."""
    start = struct.unpack_from(">I", content, 12 + 4 * index)[0] if content[:4] == _COLLECTION else 0
    count = struct.unpack_from(">H", content, start + 4)[0]
    tables = {}
    for place in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", content, start + 12 + 16 * place)
        tables[tag] = (offset, length)
    offset, length = tables[b"cmap"]
    table = content[offset : offset + length]
    found = {}
    for place in range(struct.unpack_from(">H", table, 2)[0]):
        platform, _, begin = struct.unpack_from(">HHI", table, 4 + 8 * place)
        if platform in {0, 3}:
            found[struct.unpack_from(">H", table, begin)[0]] = begin
    return table[found[_WIDE] if _WIDE in found else found[_NARROW] :]


def _wide(table: bytes) -> Coverage:
    count = struct.unpack_from(">I", table, 12)[0]
    groups = struct.iter_unpack(">III", table[16 : 16 + 12 * count])
    return Coverage([(start, end) for start, end, glyph in groups if glyph or end > start])


def _narrow(table: bytes) -> Coverage:
    segments = struct.unpack_from(">H", table, 6)[0] // 2
    read = [struct.unpack_from(f">{segments}H", table, 14 + place) for place in (0, 2 + 2 * segments)]
    deltas = struct.unpack_from(f">{segments}H", table, 16 + 4 * segments)
    where = 16 + 6 * segments
    offsets = struct.unpack_from(f">{segments}H", table, where)
    ranges = []
    for place, (end, start) in enumerate(zip(read[0], read[1], strict=True)):
        if start == end == 0xFFFF:  # noqa: PLR2004 - the closing segment
            continue
        if not offsets[place]:
            ranges.append((start, end))
            continue
        for code in range(start, end + 1):
            glyph = struct.unpack_from(">H", table, where + 2 * place + offsets[place] + 2 * (code - start))[0]
            if glyph and (glyph + deltas[place]) % 65536:
                ranges.append((code, code))
    return Coverage(sorted(ranges))
