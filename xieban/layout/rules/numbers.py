"""The numbers of GB/T 9704-2012. Lengths in millimetres, sizes of type in points."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from xieban.layout.rules.words import Form

POINTS_PER_MM: Final = 72 / 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """One form's page. What the standard leaves open is our choice, and marked so."""

    page_width: float = 210
    page_height: float = 297
    top: float = 37  # 天头
    left: float = 28  # 订口
    width: float = 156  # 版心
    height: float = 225
    lines: int = 22
    chars: int = 28
    text: float = 16  # 3号
    title: float = 22  # 2号
    small: float = 14  # 4号
    cell: float = 12  # 小四 in tables: ours
    mark_top: float = 37 + 35  # the upper edge of 发文机关标志, from the edge of the page
    mark_most: float = 62  # points, 22 mm high at most: ours
    mark_gap: float = 2  # lines between the mark and the number
    red_gap: float = 4  # millimetres between the number and the red line
    red_line: float = 0.5  # thickness: 0.35 to 0.5 is usual
    title_gap: float = 2  # lines between the red line and the title
    text_gap: float = 1  # lines between the title and 主送机关
    number_drop: float = 7  # 一字线 below the 版心
    number_inset: float = 1  # characters that the page number keeps from its edge
    number_swapped: bool = False  # only for tests: odd pages left
    thick: float = 0.35  # first and last rule of the 版记
    thin: float = 0.25
    letter_line: float = 170  # the double lines of a letter
    letter_gap: float = 4
    letter_bottom: float = 20  # the second double line, from the edge of the page

    @property
    def pitch(self) -> float:
        """Return the distance from line to line in millimetres."""
        return self.height / self.lines

    @property
    def advance(self) -> float:
        """Return the distance from character to character in millimetres."""
        return self.width / self.chars

    @property
    def right(self) -> float:
        return self.page_width - self.left - self.width

    @property
    def bottom(self) -> float:
        return self.page_height - self.top - self.height


_ORDINARY: Final = Numbers()
NUMBERS: Final[Mapping[Form, Numbers]] = {
    Form.ORDINARY: _ORDINARY,
    Form.LETTER: replace(_ORDINARY, mark_top=30, mark_most=48),
    Form.ORDER: replace(_ORDINARY, mark_top=37 + 20),
    Form.MINUTES: replace(_ORDINARY, mark_top=37 + 35),
}

# 7.3.5.4: what is left of a page may be too small for the signature; then lines are set closer or wider.
SQUEEZES: Final = ((22, 28), (23, 28), (21, 28), (22, 27), (23, 29), (21, 27), (20, 28), (24, 29), (20, 27))


def in_points(millimetres: float) -> float:
    """Return a length in points."""
    return millimetres * POINTS_PER_MM


def in_mm(points: float) -> float:
    """Return a length in millimetres."""
    return points / POINTS_PER_MM
