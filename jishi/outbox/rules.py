"""When a failed delivery is tried again; pure."""

from datetime import datetime, timedelta
from typing import Final

# The pauses after the first, second, … failure; no jitter, so that a person can say when the next try comes.
PAUSES: Final = (
    timedelta(seconds=1),
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)


def next_try(*, attempts: int, at: datetime) -> datetime | None:
    """Return when to try again after so many failures; None means given up."""
    return at + PAUSES[attempts - 1] if attempts <= len(PAUSES) else None
