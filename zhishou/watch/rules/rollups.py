"""Roll-ups: what one stretch of time held, in few bytes, so that a year is read as fast as an hour."""

import math
import struct
import zlib
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from zhishou.watch.rules.points import NOTHING, Point, WrongBlock, planes, unplaned
from zhishou.watch.rules.words import Verdict

FORMAT: Final = 1
HEAD: Final = struct.Struct("<BH")
MOST_COUNT: Final = 65_535
FIVE_MINUTES: Final = 300
HOUR: Final = 3600
DAY: Final = 86_400
SPAN_OF: Final = {FIVE_MINUTES: DAY, HOUR: 30 * DAY}
"""How much time one row of each width holds, in seconds."""
DIGITS_KEPT: Final = 0xFFFFE000
"""The bits of a single-precision number that a roll-up keeps: four digits that are right."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """What one stretch held; `start` in seconds since 1970; no figures where nothing could be measured."""

    start: int
    count: int
    unknown: int
    warning: int
    critical: int
    least: float | None
    most: float | None
    mean: float | None

    @property
    def worst(self) -> Verdict:
        """The gravest that was seen; unknown where nothing else was."""
        if self.critical:
            return Verdict.CRITICAL
        if self.warning:
            return Verdict.WARNING
        return Verdict.UNKNOWN if self.unknown == self.count else Verdict.NORMAL


def buckets(points: Iterable[Point], *, width: int) -> list[Bucket]:
    """Return what points make for stretches of so many seconds."""
    held: dict[int, list[Point]] = defaultdict(list)
    for point in points:
        held[point.at // 1000 // width * width].append(point)
    return [_bucket(start, held[start]) for start in sorted(held)]


def _bucket(start: int, points: Sequence[Point]) -> Bucket:
    values = [one.value for one in points if one.value is not None and math.isfinite(one.value)]
    verdicts = [one.verdict for one in points]
    return Bucket(
        start,
        min(len(points), MOST_COUNT),
        min(verdicts.count(Verdict.UNKNOWN), MOST_COUNT),
        min(verdicts.count(Verdict.WARNING), MOST_COUNT),
        min(verdicts.count(Verdict.CRITICAL), MOST_COUNT),
        min(values) if values else None,
        max(values) if values else None,
        math.fsum(value / len(values) for value in values) if values else None,
    )


def replaced(kept: Iterable[Bucket], fresh: Iterable[Bucket]) -> list[Bucket]:
    """Return what was kept, with the fresh ones in the place of those of the same stretch."""
    found = {one.start: one for one in kept} | {one.start: one for one in fresh}
    return [found[start] for start in sorted(found)]


def row_start(start: int, *, width: int) -> int:
    """Return where the row begins that holds a stretch."""
    return start // SPAN_OF[width] * SPAN_OF[width]


def pack(found: Sequence[Bucket], *, width: int) -> bytes:
    """Return the buckets of one row as bytes."""
    first = row_start(found[0].start, width=width) if found else 0
    counts = array("H", [(one.start - first) // width for one in found])
    for name in ("count", "unknown", "warning", "critical"):
        counts.extend(getattr(one, name) for one in found)
    figures = array("f")
    for name in ("least", "most", "mean"):
        figures.extend(NOTHING if (value := getattr(one, name)) is None else _single(value) for one in found)
    bits = array("I", figures.tobytes())
    short = array("I", [one & DIGITS_KEPT for one in bits])
    figures = array("f", short.tobytes())
    return HEAD.pack(FORMAT, len(found)) + zlib.compress(counts.tobytes() + planes(figures), 6)


def unpack(block: bytes, *, first: int, width: int) -> list[Bucket]:
    """Return the buckets of a row that begins at `first`."""
    count, counts, figures = _columns(block)
    known = [None if value != value else value for value in figures]  # noqa: PLR0124 - only what is no number differs from itself
    return [
        Bucket(
            first + counts[place] * width,
            *(counts[place + count * column] for column in range(1, 5)),
            *(known[place + count * column] for column in range(3)),
        )
        for place in range(count)
    ]


def unpack_coarser(block: bytes, *, first: int, width: int, into: int, since: int, until: int) -> list[Bucket]:
    """Return what the buckets of a row that begin in a stretch come to in wider ones, `into` seconds each.

    A year is read column by column: a bucket made for each of its hours would cost more than all the rest.
    """
    count, counts, figures = _columns(block)
    low, high = (bisect_left(counts, -(-(moment - first) // width), 0, count) for moment in (since, until))
    numbers = [counts[count * column + low : count * column + high] for column in range(1, 5)]
    least, most, mean = (figures[count * column + low : count * column + high] for column in range(3))
    weights = [whole - unknown or 1 for whole, unknown in zip(numbers[0], numbers[1], strict=True)]
    places: dict[int, list[int]] = {}
    for place, offset in enumerate(counts[low:high]):
        places.setdefault((first + offset * width) // into * into, []).append(place)
    made = []
    for start, mine in places.items():
        here = slice(mine[0], mine[-1] + 1)
        known = [place for place in mine if not math.isnan(mean[place])]
        weight = sum(weights[place] for place in known)
        made.append(
            Bucket(
                start,
                sum(numbers[0][here]),
                sum(numbers[1][here]),
                sum(numbers[2][here]),
                sum(numbers[3][here]),
                min((least[place] for place in known), default=None),
                max((most[place] for place in known), default=None),
                sum(mean[place] * weights[place] for place in known) / weight if known else None,
            )
        )
    return made


def _columns(block: bytes) -> "tuple[int, array[int], array[float]]":
    """Return how many buckets a row holds, their counts one kind after the other, and so their figures."""
    if len(block) < HEAD.size or block[0] != FORMAT:
        raise WrongBlock
    _format, count = HEAD.unpack_from(block)
    body = zlib.decompress(block[HEAD.size :])
    counts, figures = array("H"), array("f")
    counts.frombytes(body[: count * 10])
    figures.frombytes(unplaned(body[count * 10 :], width=4))
    return count, counts, figures


def _single(value: float) -> float:
    return max(-3.4e38, min(value, 3.4e38))
