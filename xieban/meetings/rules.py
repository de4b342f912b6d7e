"""States of a meeting, answers to an invitation, the slots of a room; pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

FLOW: Final = "meeting"
BODY: Final = "meetings.minutes"
SLOT: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(hours=24)
SIGN_IN_FROM: Final = timedelta(minutes=30)
SIGN_IN_UNTIL: Final = timedelta(minutes=30)


class State(StrEnum):
    """Where a meeting stands."""

    ASKED = "asked"
    AGREED = "agreed"
    CALLED_OFF = "called_off"


class Answer(StrEnum):
    """What somebody invited has answered."""

    NONE = "none"
    COMING = "coming"
    LEAVE = "leave"


def slots_of(begins_at: datetime, ends_at: datetime) -> Iterator[datetime]:
    """Yield the beginning of each quarter of an hour that a meeting touches; the end is exclusive."""
    at = begins_at.replace(minute=begins_at.minute - begins_at.minute % 15, second=0, microsecond=0)
    while at < ends_at:
        yield at
        at += SLOT


def may_sign_in(begins_at: datetime, ends_at: datetime, *, at: datetime) -> bool:
    """Say whether somebody may sign in: from half an hour before the beginning until half an hour after the end."""
    return begins_at - SIGN_IN_FROM <= at < ends_at + SIGN_IN_UNTIL


def may_answer(ends_at: datetime, *, at: datetime) -> bool:
    """Say whether an invitation may be answered still."""
    return at < ends_at
