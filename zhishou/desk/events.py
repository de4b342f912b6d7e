"""What other areas may hear of the desk."""

from dataclasses import dataclass
from datetime import datetime

from jishi.outbox.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketOpened(Event):
    """A ticket was opened; its clocks count from `reached_at`."""

    engagement_code: str
    ticket_uuid: str
    number: int
    kind: str
    level: int
    title: str
    reached_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketBecameFatal(Event):
    """A ticket was opened at level 1, raised to it or opened again, or does not work yet: the watch is called."""

    engagement_code: str
    ticket_uuid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketChanged(Event):
    """Something happened to a ticket; `what` is the kind of change, the rest is how it stands now."""

    engagement_code: str
    ticket_uuid: str
    number: int
    what: str
    state: str
    tier: str
    level: int
    revision: int
    happened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsAdded(Event):
    """A note was written on a ticket, or a further report joined to it; `audience` may read it."""

    engagement_code: str
    ticket_uuid: str
    audience: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRecorded(Event):
    """Evidence was recorded on a ticket; `happened_at` is the moment that counts."""

    engagement_code: str
    ticket_uuid: str
    evidence_uuid: str
    kind: str
    happened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRated(Event):
    """The client has said how satisfied he is with one cycle of a ticket, from 1 to 5 stars."""

    engagement_code: str
    ticket_uuid: str
    number: int
    cycle: int
    stars: int
    rated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockAtRisk(Event):
    """A commitment will be late unless something happens."""

    engagement_code: str
    ticket_uuid: str
    clock_uuid: str
    commitment: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentBreached(Event):
    """A commitment was not kept; `breached_at` is the true moment, whenever it was found."""

    engagement_code: str
    ticket_uuid: str
    clock_uuid: str
    commitment: str
    breached_at: datetime
    found_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitMoved(Event):
    """Something happened on a visit; `what` is the kind of act, `state` is how the visit stands now."""

    engagement_code: str
    ticket_uuid: str
    visit_uuid: str
    what: str
    state: str
    happened_at: datetime


ALL: tuple[type[Event], ...] = (
    TicketOpened,
    TicketBecameFatal,
    TicketChanged,
    WordsAdded,
    EvidenceRecorded,
    TicketRated,
    ClockAtRisk,
    CommitmentBreached,
    VisitMoved,
)
