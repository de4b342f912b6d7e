"""Samples packed into blocks: one probe's results of one hour, a few bytes each, in whatever order they came."""

import struct
import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from zhishou.systems.rules.observing import Outcome
from zhishou.watch.rules.words import Verdict

FORMAT: Final = 1
HEAD: Final = struct.Struct("<BIq")
OUTCOMES: Final = (Outcome.MEASURED, Outcome.FAILED, Outcome.UNKNOWN)
VERDICTS: Final = (Verdict.NORMAL, Verdict.WARNING, Verdict.CRITICAL, Verdict.UNKNOWN)
OUTCOME_CODES: Final = {outcome: code for code, outcome in enumerate(OUTCOMES)}
VERDICT_CODES: Final = {verdict: code for code, verdict in enumerate(VERDICTS)}
LONGEST_MS: Final = 65_535
NOTHING: Final = float("nan")


class WrongBlock(ValueError):
    """The bytes are no block of samples, or one that a later version wrote."""


@dataclass(frozen=True, slots=True)
class Point:
    """One result; `at` in milliseconds since 1970."""

    at: int
    value: float | None
    outcome: Outcome
    verdict: Verdict
    took_ms: int = 0


def merged(points: Iterable[Point], more: Iterable[Point]) -> list[Point]:
    """Return both by time, each moment once; the first wins where both tell of the same moment."""
    found = {one.at: one for one in more} | {one.at: one for one in points}
    return [found[at] for at in sorted(found)]


def pack(points: Sequence[Point]) -> bytes:
    """Return points, which are in order of time, as bytes."""
    start = points[0].at if points else 0
    steps = array("I", [after.at - before.at for before, after in pairwise(points)])
    values = array("d", [NOTHING if one.value is None else one.value for one in points])
    took = array("H", [max(0, min(one.took_ms, LONGEST_MS)) for one in points])
    codes = bytes(OUTCOME_CODES[one.outcome] << 4 | VERDICT_CODES[one.verdict] for one in points)
    body = b"".join((steps.tobytes(), planes(values), took.tobytes(), codes))
    return HEAD.pack(FORMAT, len(points), start) + zlib.compress(body, 6)


def unpack(block: bytes) -> list[Point]:
    """Return the points of a block."""
    if len(block) < HEAD.size or block[0] != FORMAT:
        raise WrongBlock
    _format, count, start = HEAD.unpack_from(block)
    body = zlib.decompress(block[HEAD.size :])
    steps, took = array("I"), array("H")
    ends = [max(count - 1, 0) * 4]
    ends.append(ends[0] + count * 8)
    ends.append(ends[1] + count * 2)
    steps.frombytes(body[: ends[0]])
    values = array("d")
    values.frombytes(unplaned(body[ends[0] : ends[1]], width=8))
    took.frombytes(body[ends[1] : ends[2]])
    found, at = [], start
    for place, code in enumerate(body[ends[2] :]):
        at += steps[place - 1] if place else 0
        value = values[place]
        found.append(
            Point(at, None if value != value else value, OUTCOMES[code >> 4], VERDICTS[code & 15], took[place])  # noqa: PLR0124 - only what is no number differs from itself
        )
    return found


def planes(values: "array[float]") -> bytes:
    """Return numbers byte by byte: the first bytes of all, then the second ones; what is alike lies together."""
    body, width = values.tobytes(), values.itemsize
    return b"".join(body[place::width] for place in range(width))


def unplaned(body: bytes, *, width: int) -> bytes:
    """Undo `planes`."""
    count = len(body) // width
    found = bytearray(len(body))
    for place in range(width):
        found[place::width] = body[place * count : (place + 1) * count]
    return bytes(found)
