"""What was measured on a page: millimetres from its upper left corner, sizes in points."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from xieban.layout.rules.numbers import POINTS_PER_MM

ABOVE: Final = 0.88  # how much of its size a character stands above its baseline
SAME_LINE: Final = 1.2  # millimetres between baselines
FEWEST: Final = 3  # distances from which a middle is worth a word
_ODD_PITCH: Final = 1.5
_RED: Final = (120, 110)  # at least so much red, at most so much of the others


def is_red(colour: tuple[int, int, int]) -> bool:
    red, green, blue = colour
    return red >= _RED[0] and green <= _RED[1] and blue <= _RED[1] and red > 1.5 * max(green, blue)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """One glyph: the box of its ink, the point it was set at."""

    char: str
    left: float
    right: float
    top: float
    bottom: float
    origin: float
    baseline: float
    size: float
    narrow: float
    font: str
    colour: tuple[int, int, int]

    @property
    def red(self) -> bool:
        return is_red(self.colour)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One horizontal rule."""

    left: float
    right: float
    top: float
    bottom: float
    colour: tuple[int, int, int]

    @property
    def red(self) -> bool:
        return is_red(self.colour)

    @property
    def thickness(self) -> float:
        return self.bottom - self.top

    @property
    def length(self) -> float:
        return self.right - self.left


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture's box."""

    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Glyphs on one baseline, from left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.char for glyph in self.glyphs)

    @property
    def baseline(self) -> float:
        return self.glyphs[0].baseline

    @property
    def left(self) -> float:
        return min(glyph.left for glyph in self.glyphs)

    @property
    def right(self) -> float:
        return max(glyph.right for glyph in self.glyphs)

    @property
    def top(self) -> float:
        return min(glyph.top for glyph in self.glyphs)

    @property
    def bottom(self) -> float:
        return max(glyph.bottom for glyph in self.glyphs)

    @property
    def origin(self) -> float:
        return self.glyphs[0].origin

    @property
    def size(self) -> float:
        return middle([glyph.size for glyph in self.glyphs])

    @property
    def end(self) -> float:
        """Return where the last character's cell ends, which its ink may not reach."""
        last = self.glyphs[-1]
        return last.origin + last.size * last.narrow / POINTS_PER_MM if last in self.wide else last.right

    @property
    def em_top(self) -> float:
        """Return where the characters begin, ink or not."""
        return self.baseline - self.size / POINTS_PER_MM * ABOVE

    @property
    def em_foot(self) -> float:
        return self.em_top + self.size / POINTS_PER_MM

    @property
    def closed(self) -> bool:
        """Tell whether no gap wider than two characters lies in it."""
        reach = 2.2 * self.size / POINTS_PER_MM
        return all(two.origin - one.origin < reach for one, two in pairwise(self.glyphs))

    @property
    def wide(self) -> tuple[Glyph, ...]:
        """Return the glyphs of the full width: those by which a grid can be measured."""
        return tuple(glyph for glyph in self.glyphs if "\u4e00" <= glyph.char <= "\u9fff")


def middle(values: Iterable[float]) -> float:
    """Return the median; 0 of nothing."""
    ordered = sorted(values)
    if not ordered:
        return 0
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def lines_of(glyphs: Iterable[Glyph], *, only: Callable[[Glyph], bool] = lambda _: True) -> tuple[Line, ...]:
    """Return glyphs as lines, from the top."""
    lines: list[list[Glyph]] = []
    for glyph in sorted((one for one in glyphs if only(one)), key=lambda one: (one.baseline, one.origin)):
        if lines and glyph.baseline - lines[-1][0].baseline <= SAME_LINE:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return tuple(Line(glyphs=tuple(sorted(line, key=lambda one: one.origin))) for line in lines)


def line_pitch(lines: Iterable[tuple[int, Line]]) -> float:
    """Return the distance from line to line over lines with their pages, blank lines left out; 0 of too few."""
    steps = [two.baseline - one.baseline for (here, one), (there, two) in pairwise(lines) if here == there]
    steps = [step for step in steps if step > 1]
    if len(steps) < FEWEST:
        return 0
    # Short texts have nearly as many blank lines as others: the lower quarter is sure to be from line to line.
    usual = sorted(steps)[len(steps) // 4]
    return middle([step for step in steps if step < usual * _ODD_PITCH])
