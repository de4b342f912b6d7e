"""A wrong clock is marked, never refused: evidence with a doubtful time is still evidence."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

TOLERANCE: Final = timedelta(seconds=60)


class Doubt(StrEnum):
    """Why the times of an entry should not be believed unseen."""

    HAPPENED_LATER = "happened_later"  # it says it happened after it was recorded
    RECORDED_LATER = "recorded_later"  # it says it was recorded after it was sealed


def doubts(*, happened_at: datetime, recorded_at: datetime, sealed_at: datetime | None) -> tuple[Doubt, ...]:
    """Return what is odd about an entry's times; the tolerance itself is still believed."""
    found = []
    if happened_at - recorded_at > TOLERANCE:
        found.append(Doubt.HAPPENED_LATER)
    if sealed_at is not None and recorded_at - sealed_at > TOLERANCE:
        found.append(Doubt.RECORDED_LATER)
    return tuple(found)
