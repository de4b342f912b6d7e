"""What is due on tickets: a list of fifty asks for three hundred clocks and shows one of each."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from jishi.database.door import Compiled, Given, GivenKeys, columns_of, row_of
from zhishou.contracts.queries import policy_by
from zhishou.contracts.rules import Commitment, Level
from zhishou.desk.models import Clock, ClockEvent, Ticket
from zhishou.desk.queries.clocks import as_history, terms_by
from zhishou.desk.rules.clocks import Standing, read
from zhishou.desk.rules.words import ENDED, SEES_ALL, TicketState
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role

ENDED_STATES = [state.value for state in TicketState if state in ENDED]
"""In the order of the indexes' conditions, by which PostgreSQL knows them again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A running clock as a list shows it; its standing is folded from its events."""

    commitment: Commitment
    due_at: datetime
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Dues:
    """What is due on some tickets, by their keys."""

    next: dict[int, Due]  # the running clock that will be late first, or else the one that was
    late: Counter[int]  # how many commitments still wait though they are late


def dues_of(tickets: Iterable[Ticket], *, at: datetime) -> Dues:
    """Return what is due on tickets; of all that runs on one, but one clock is read whole."""
    rows = _RUNNING(tickets=[ticket.pk for ticket in tickets])
    first: dict[int, int] = {}
    for ticket, clock, _due_at in sorted(rows, key=lambda row: row[2] < at):
        first.setdefault(ticket, clock)
    read_ones = _read(first.values(), at=at)
    return Dues(
        next={ticket: read_ones[clock] for ticket, clock in first.items()},
        late=Counter(ticket for ticket, _clock, due_at in rows if due_at < at),
    )


def late_next(viewer: Person, *, engagement: Engagement, at: datetime, most: int = 8) -> list[tuple[Ticket, Due]]:
    """Return the tickets whose running clocks will be late first, those already late left out, to who sees all."""
    require_role(viewer, engagement, SEES_ALL, at=at)
    found = []
    for clock, *values in _LATE_NEXT(most, engagement=engagement.pk, at=at):
        columns = iter(values)
        ticket = row_of(Ticket, columns)
        ticket.assignee = row_of(Person, columns) if ticket.assignee_id else None
        found.append((clock, ticket))
    read_ones = _read([clock for clock, _ticket in found], at=at)
    return [(ticket, read_ones[clock]) for clock, ticket in found]


def _read(keys: Iterable[int], *, at: datetime) -> dict[int, Due]:
    """Return clocks by their keys."""
    chosen = list(keys)
    events = defaultdict(list)
    for clock, *values in _EVENTS(clocks=chosen):
        events[clock].append(row_of(ClockEvent, values))
    found = {}
    for key, commitment, level, due_at, version, calendar in _CLOCKS(clocks=chosen):
        agreed = policy_by(version=version, calendar=calendar)
        terms = terms_by(agreed, level=Level(level), commitment=Commitment(commitment))
        reading = read(terms, as_history(events[key]), at=at)
        found[key] = Due(commitment=Commitment(commitment), due_at=due_at, standing=Standing(reading.standing))
    return found


def _going() -> QuerySet[Clock]:
    running = Clock.objects.filter(ended_at__isnull=True, due_at__isnull=False)
    return running.order_by("due_at", "id")


def _running(*, tickets: Given) -> QuerySet[Clock, tuple[Any, ...]]:
    return _going().filter(ticket__in=GivenKeys(tickets.name)).values_list("ticket_id", "pk", "due_at")


def _clocks(*, clocks: Given) -> QuerySet[Clock, tuple[Any, ...]]:
    pinned = ("policy_version__uuid", "calendar_version__uuid")
    chosen = Clock.objects.filter(pk__in=GivenKeys(clocks.name)).order_by()
    return chosen.values_list("pk", "commitment", "level", "due_at", *pinned)


def _events(*, clocks: Given) -> QuerySet[ClockEvent, tuple[Any, ...]]:
    told = ClockEvent.objects.filter(clock__in=GivenKeys(clocks.name)).order_by("id")
    return told.values_list("clock_id", *columns_of(ClockEvent))


def _late_next(most: int, *, engagement: Given, at: Given) -> QuerySet[Clock, tuple[Any, ...]]:
    # Asked of each clock, the first first: SQLite would gather all that is going on for a list or a join.
    seen = Ticket.objects.filter(pk=OuterRef("ticket_id"), engagement_id=engagement).exclude(state__in=ENDED_STATES)
    clocks = _going().filter(Exists(seen), due_at__gte=at, breached_at__isnull=True)
    shown = (*columns_of(Ticket, under="ticket"), *columns_of(Person, under="ticket__assignee"))
    return clocks.values_list("pk", *shown)[:most]


_RUNNING, _CLOCKS = Compiled(_running), Compiled(_clocks)
_EVENTS, _LATE_NEXT = Compiled(_events), Compiled(_late_next)
