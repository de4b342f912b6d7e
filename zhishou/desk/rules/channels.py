"""What a channel lets us do, and what goes in and out by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


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


class Nature(StrEnum):
    """Whose voice a message is; only a person's is answered."""

    PERSON = "person"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """A file that came with a message."""

    name: str
    content: bytes
    content_id: str = ""
    """By which the words of a mail show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What a channel has read out of one message; who sent it is a claim."""

    reference: str
    """The message's own id there: the same twice is one message."""
    reached_at: datetime
    words: str
    subject: str = ""
    sender_name: str = ""
    sender_address: str = ""
    thread: tuple[str, ...] = ()
    """The ids of earlier messages, ours or theirs, that this one follows."""
    nature: Nature = Nature.PERSON
    may_acknowledge: bool = True
    """Whether the sender's own programme bears an automatic answer."""
    trouble: str = ""
    """Why it could not be read; then the message itself is among the files."""
    recording: str = ""
    files: Sequence[IncomingFile] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message of ours, as a channel is to hand it over."""

    key: str
    """The same for each try, so that whoever receives it twice can tell."""
    address: str
    name: str
    subject: str
    words: str
    is_automatic: bool
    answers: str
    """The id of the message that it answers; empty for none."""
    thread: tuple[str, ...]
    """The ids of the whole conversation so far, the oldest first."""


ACKNOWLEDGED_WITHIN = timedelta(hours=1)
MOST_ACKNOWLEDGED = 5


def may_acknowledge(incoming: Incoming, *, acknowledged: int) -> bool:
    """Say whether a machine may answer: a person's message, and not one of a flood from one address."""
    return (
        incoming.nature is Nature.PERSON
        and incoming.may_acknowledge
        and bool(incoming.sender_address)
        and acknowledged < MOST_ACKNOWLEDGED
    )
