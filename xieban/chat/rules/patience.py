"""When something that the chat server refused is tried again."""

from datetime import datetime, timedelta
from typing import Final

FIRST_WAIT: Final = timedelta(seconds=2)
LONGEST_WAIT: Final = timedelta(minutes=10)
STALE: Final = timedelta(days=3)
"""A message that could not be said for so long says nothing new any more."""


def next_try(attempts: int, *, at: datetime) -> datetime:
    """Return when to try again: later each time, never given up."""
    doubled: int = 2 ** min(attempts, 20)
    return at + min(FIRST_WAIT * doubled, LONGEST_WAIT)
