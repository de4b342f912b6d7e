"""A signature as strokes of points: what can be one, and how it is drawn."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

WIDTH: Final = 1000
"""The pad's width; points are thousandths of it, whatever the screen."""
HEIGHT: Final = 400
MOST_STROKES: Final = 200
MOST_POINTS: Final = 5000
LEAST_LENGTH: Final = 100
"""A dot, or a slip of the finger, is no signature."""

Strokes = Sequence[Sequence[Sequence[int]]]


def is_signature(strokes: Strokes) -> bool:
    """Say whether this can be somebody's hand: bounded, within the pad, and more than a dot."""
    points = [point for stroke in strokes for point in stroke]
    if not 1 <= len(strokes) <= MOST_STROKES or not 2 <= len(points) <= MOST_POINTS:  # noqa: PLR2004 - a line has two ends
        return False
    if not all(len(point) == 2 and 0 <= point[0] <= WIDTH and 0 <= point[1] <= HEIGHT for point in points):  # noqa: PLR2004 - x and y
        return False
    return sum(_length(stroke) for stroke in strokes) >= LEAST_LENGTH


def drawn(strokes: Strokes) -> str:
    """Return the strokes as the path of a picture; nothing but letters M and L and whole numbers."""
    lines = [" L".join(f"{int(x)} {int(y)}" for x, y in stroke) for stroke in strokes if stroke]
    return " ".join(f"M{line}" for line in lines)


def _length(stroke: Sequence[Sequence[int]]) -> int:
    return sum(abs(one[0] - other[0]) + abs(one[1] - other[1]) for one, other in pairwise(stroke))
