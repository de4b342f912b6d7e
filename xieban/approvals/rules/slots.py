"""The slots in which a car is booked: half hours, so that the database refuses to promise one twice; pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

SLOT: Final = timedelta(minutes=30)
LONGEST_TRIP: Final = timedelta(days=14)


def slots_of(leaves_at: datetime, back_at: datetime) -> Iterator[datetime]:
    """Yield the beginning of each half hour that a trip touches; the end is exclusive."""
    at = leaves_at - timedelta(
        minutes=leaves_at.minute % 30, seconds=leaves_at.second, microseconds=leaves_at.microsecond
    )
    while at < back_at:
        yield at
        at += SLOT
