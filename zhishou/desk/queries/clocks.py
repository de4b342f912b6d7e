"""Clocks as their events tell them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from jishi.calendars.door import Duration
from zhishou.contracts.queries import policy
from zhishou.contracts.rules import Commitment, Level
from zhishou.desk.models import Clock, ClockEvent, Ticket
from zhishou.desk.rules.clocks import ClockEvent as Event
from zhishou.desk.rules.clocks import EventKind, Reading, Terms, read


def clocks_of(ticket: Ticket) -> QuerySet[Clock]:
    """Return every clock of a ticket that the caller has been allowed to see."""
    return Clock.objects.filter(ticket=ticket).select_related("policy_version", "calendar_version")


def terms_of(clock: Clock) -> Terms:
    """Return what was promised, from the versions that the clock is pinned to."""
    agreed = policy(version=clock.policy_version, calendar=clock.calendar_version)
    target = agreed.target(Level(clock.level), Commitment(clock.commitment))
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
