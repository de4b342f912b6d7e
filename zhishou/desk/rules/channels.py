"""What a channel lets us do: who may write first, how long and how often we may answer, how much fits."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the other side of a channel allows; where a figure comes from stands in the channel's own folder."""

    first_contact: bool
    """Whether we may write to somebody who has not written to us."""
    reply_within: timedelta | None = None
    """How long after somebody's last message we may answer; None: for ever."""
    replies: int | None = None
    """How many answers one message allows; None: as many as we like."""
    longest_bytes: int | None = None
    """How long one message may be, in UTF-8; None: longer than anybody writes."""


def may_write(limits: Limits, *, heard_at: datetime | None, answered: int, at: datetime) -> bool:
    """Say whether the channel takes a message of ours now; the end of its window is exclusive."""
    if heard_at is None:
        return limits.first_contact
    if limits.reply_within is not None and at >= heard_at + limits.reply_within:
        return limits.first_contact
    return limits.replies is None or answered < limits.replies
