"""What a call centre tells us of a call, and how a call stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CallEventKind(StrEnum):
    """What happened to a call."""

    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"


class CallStanding(StrEnum):
    """How a call stands that nobody has written down yet."""

    RINGING = "ringing"
    TALKING = "talking"
    ENDED = "ended"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNews:
    """One thing that happened to one call, as the call centre says it."""

    call_id: str
    event: CallEventKind
    moment: datetime
    caller: str = ""
    agent: str = ""
    recording: str = ""


def standing_of(*, answered_at: datetime | None, ended_at: datetime | None) -> CallStanding:
    """Say how a call stands; one that ended before anybody took it was missed."""
    if ended_at is None:
        return CallStanding.TALKING if answered_at else CallStanding.RINGING
    return CallStanding.ENDED if answered_at else CallStanding.MISSED
