"""When a probe is due, how many a prober takes, and when silence begins to mean something."""

import zlib
from datetime import datetime, timedelta
from typing import Final

DOUBT: Final = timedelta(seconds=5)
"""A result that says something else than the standing is looked at again this soon."""
QUICK: Final = timedelta(seconds=60)
"""Only probes this frequent are looked at out of turn to find a cause, and only they are waited for."""
SILENT_AFTER: Final = timedelta(seconds=30)


def first_due(*, key: int, every: timedelta, at: datetime) -> datetime:
    """Return when a new probe is due: within its interval, spread so that not all ask at once."""
    share = zlib.crc32(key.to_bytes(8, "big")) / 2**32
    return at + every * share


def next_due(*, due_at: float, every: float, now: float) -> float:
    """Return the next moment of a probe's own beat after now, in seconds; what was missed is not made up for."""
    if now < due_at:
        return due_at
    beats = int((now - due_at) / every) + 1
    return due_at + beats * every


def taken_over(*, due_at: datetime, every: timedelta, at: datetime) -> datetime:
    """Return when a probe taken over is due: a clock that went back must not put it off."""
    return min(due_at, at + every)


def fair_share(*, probes: int, probers: int) -> int:
    """Return how many probes one of so many probers takes."""
    return -(-probes // max(probers, 1))


def patience(*, every: timedelta, timeout: timedelta, retries: int) -> timedelta:
    """Return after how long without a result a probe is unknown."""
    return every * 3 + timeout * (retries + 1) + SILENT_AFTER


def surplus(*, held: int, probes: int, probers: int) -> int:
    """Return how many probes a prober gives back, so that one that came has its share; a few more are no matter."""
    fair = fair_share(probes=probes, probers=probers)
    return max(0, held - fair) if held > fair + max(1, fair // 20) else 0
