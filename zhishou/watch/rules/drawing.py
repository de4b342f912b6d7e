"""Where the boxes of a system map stand: whoever needs others stands above them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 176
HEIGHT: Final = 64
GAP_X: Final = 24
GAP_Y: Final = 56
MARGIN: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One component's place."""

    code: str
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """From a component down to one that it needs."""

    above: str
    below: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The whole map."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def depths(needs: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return how many components lie below each, at the longest; circles count once."""
    found: dict[str, int] = {}

    def depth(code: str, seen: frozenset[str]) -> int:
        if code in found:
            return found[code]
        below = [one for one in needs.get(code, ()) if one in needs and one not in seen]
        made = 1 + max(depth(one, seen | {one}) for one in below) if below else 0
        if len(seen) == 1:
            found[code] = made
        return made

    return {code: depth(code, frozenset({code})) for code in needs}


def draw(needs: Mapping[str, Sequence[str]]) -> Drawing:
    """Return the map of components; rows from the bottom by what they need, each row in the given order."""
    deep = depths(needs)
    rows: dict[int, list[str]] = {}
    for code in needs:
        rows.setdefault(deep[code], []).append(code)
    levels = sorted(rows, reverse=True)
    most = max((len(row) for row in rows.values()), default=0)
    width = most * (WIDTH + GAP_X) - GAP_X + 2 * MARGIN if most else 2 * MARGIN
    boxes = {}
    for place, level in enumerate(levels):
        row = rows[level]
        first = (width - (len(row) * (WIDTH + GAP_X) - GAP_X)) // 2
        for number, code in enumerate(row):
            boxes[code] = Box(code=code, x=first + number * (WIDTH + GAP_X), y=MARGIN + place * (HEIGHT + GAP_Y))
    lines = tuple(
        Line(above=code, below=one, path=_path(boxes[code], boxes[one]))
        for code, needed in needs.items()
        for one in needed
        if one in boxes and one != code
    )
    height = len(levels) * (HEIGHT + GAP_Y) - GAP_Y + 2 * MARGIN if levels else 2 * MARGIN
    return Drawing(width=width, height=height, boxes=tuple(boxes.values()), lines=lines)


def _path(above: Box, below: Box) -> str:
    x, y = above.x + WIDTH // 2, above.y + HEIGHT
    to_x, to_y = below.x + WIDTH // 2, below.y
    half = (y + to_y) // 2
    return f"M{x} {y}C{x} {half} {to_x} {half} {to_x} {to_y}"
