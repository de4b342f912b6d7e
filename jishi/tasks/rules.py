"""When a tick's turn has come; pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A turn that failed is tried again within its own period, this often and after these pauses.
MOST_ATTEMPTS = 5
FIRST_PAUSE = timedelta(seconds=30)
# A latest turn that lies further ahead than this (or than one period) was made under a wrong clock.
CLOCK_TOLERANCE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTurn:
    """The latest turn of a tick, as read from the database."""

    slot_at: datetime
    attempts: int
    finished_at: datetime | None
    failed: bool
    holder_lives: bool


class Turn(StrEnum):
    """What to do about a tick now."""

    WAIT = "wait"
    NEW = "new"
    AGAIN = "again"
    CLOCK_WENT_BACK = "clock_went_back"


def slot_of(at: datetime, *, every: timedelta) -> datetime:
    """Return the begin of the period in which `at` lies."""
    return EPOCH + (at - EPOCH) // every * every


def pause_after(attempts: int) -> timedelta:
    """Return how long a failed turn rests: 30 s, doubled each time."""
    return FIRST_PAUSE * (1 << (attempts - 1))


def turn(last: LastTurn | None, *, every: timedelta, at: datetime) -> Turn:
    """Decide; a turn is never begun twice while it runs, and missed turns are made up for by one."""
    if last is None:
        return Turn.NEW
    if last.finished_at is None and last.holder_lives:
        return Turn.WAIT
    if slot_of(at, every=every) > last.slot_at:
        return Turn.NEW
    if last.slot_at - at > max(every, CLOCK_TOLERANCE):
        return Turn.CLOCK_WENT_BACK
    if last.attempts >= MOST_ATTEMPTS:
        return Turn.WAIT
    died = last.finished_at is None
    rested = last.finished_at is not None and last.failed and at >= last.finished_at + pause_after(last.attempts)
    return Turn.AGAIN if died or rested else Turn.WAIT
