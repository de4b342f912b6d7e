"""The boxes, how pressing a deadline is, and where a page of a list goes on; pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

SOON: Final = timedelta(hours=24)
PAGE: Final = 20


class Box(StrEnum):
    """The parts of the inbox."""

    OPEN = "open"
    READ = "read"
    UNDERWAY = "underway"
    DONE = "done"
    BEGUN = "begun"
    SUPERVISED = "supervised"


class Pressing(StrEnum):
    """How pressing a deadline is."""

    LATE = "late"
    SOON = "soon"
    CALM = "calm"
    NONE = "none"


def pressing(due_at: datetime | None, *, at: datetime) -> Pressing:
    """Say how pressing a deadline is; the deadline itself counts as kept."""
    if due_at is None:
        return Pressing.NONE
    if at > due_at:
        return Pressing.LATE
    return Pressing.SOON if due_at - at <= SOON else Pressing.CALM


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where a page of a list ended: the moment and the key of its last row."""

    moment: datetime
    key: int

    def __str__(self) -> str:
        """Return it as it stands in an address."""
        return f"{self.moment.isoformat()}_{self.key}"


def read_cursor(text: str) -> Cursor | None:
    """Return the cursor of an address; nothing for whatever else stands there."""
    moment, _sign, key = text.rpartition("_")
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return None
    if found.tzinfo is None or not key.isdecimal() or len(key) > len(str(2**62)):
        return None
    return Cursor(moment=found, key=int(key))
