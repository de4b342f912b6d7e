"""Clocks as their events tell them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from jishi.calendars.door import Duration
from jishi.refusals.door import NotThere
from zhishou.contracts.queries import policy
from zhishou.contracts.rules import Commitment, Level
from zhishou.contracts.rules.policy import Policy
from zhishou.desk.models import Clock, ClockEvent, Ticket
from zhishou.desk.rules.clocks import ClockEvent as Event
from zhishou.desk.rules.clocks import EventKind, Reading, Terms, read


def clocks_of(ticket: Ticket) -> QuerySet[Clock]:
    """Return every clock of a ticket that the caller has been allowed to see."""
    return with_versions(Clock.objects.filter(ticket=ticket))


def with_versions(clocks: QuerySet[Clock]) -> QuerySet[Clock]:
    """Return clocks with what they are pinned to, and with their tickets."""
    # The long documents are left out: the policy is at hand.
    return clocks.select_related("policy_version", "calendar_version", "ticket__engagement").defer(
        "policy_version__document",
        "policy_version__source",
        "calendar_version__document",
        "calendar_version__overrides",
    )


def terms_of(clock: Clock) -> Terms:
    """Return what was promised, from the versions that the clock is pinned to."""
    agreed = policy(version=clock.policy_version, calendar=clock.calendar_version)
    return terms_by(agreed, level=Level(clock.level), commitment=Commitment(clock.commitment))


def terms_by(agreed: Policy, *, level: Level, commitment: Commitment) -> Terms:
    """Return what a policy promises, as a clock reads it."""
    target = agreed.target(level, commitment)
    return Terms(
        within=target.within,
        calendar=agreed.calendar,
        tolerance=target.tolerance,
        warn_before=target.warn_before,
    )


def history_of(clock: Clock) -> tuple[Event, ...]:
    """Return the clock's events as the rules read them."""
    return as_history(clock.events.all())


def as_history(rows: Iterable[ClockEvent]) -> tuple[Event, ...]:
    """Return rows as the rules read them."""
    return tuple(
        Event(
            kind=EventKind(row.kind),
            effective_at=row.effective_at,
            recorded_at=row.recorded_at,
            within=Duration.parse(row.within) if row.within else None,
        )
        for row in rows
    )


def reading_of(clock: Clock, *, at: datetime) -> Reading:
    """Return how the clock stands, folded from its events; the columns are not asked."""
    return read(terms_of(clock), history_of(clock), at=at)


def due_of(reading: Reading) -> datetime | None:
    """Return when a clock will be late, for its column: never while the client's answer to a claim is awaited."""
    return None if reading.claimed_at is not None else reading.due_at


def readings_of(ticket: Ticket, *, at: datetime) -> list[tuple[Clock, Reading]]:
    """Return every clock of a ticket with how it stands, in two statements."""
    return [(clock, reading_of(clock, at=at)) for clock in clocks_of(ticket).prefetch_related("events")]


def counts_on(clock: Clock) -> bool:
    """Say whether a later cycle goes on with the promise of a clock that has ended."""
    later = Clock.objects.filter(ticket=clock.ticket_id, commitment=clock.commitment, cycle__gt=clock.cycle)
    return later.exists()


def get_clock(ticket: Ticket, *, uuid: UUID) -> Clock:
    """Return one clock of a ticket that the caller has been allowed to see."""
    clock = clocks_of(ticket).filter(uuid=uuid).first()
    if clock is None:
        raise NotThere
    return clock
