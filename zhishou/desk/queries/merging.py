"""What follows from merging one ticket into another, before anybody does it."""

from dataclasses import dataclass
from datetime import datetime

from jishi.refusals.door import NotThere
from zhishou.desk.models import Clock, Evidence, Ticket
from zhishou.desk.queries.clocks import clocks_of
from zhishou.desk.queries.history import own
from zhishou.desk.queries.tickets import get_ticket
from zhishou.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What moves, what ends, what stays late, and whose clocks go on."""

    older: Ticket
    is_older: bool  # and not the younger one, into which nothing is merged
    is_graver: bool  # the ticket is graver than the one it would go into
    intakes: int
    children: int
    words: int
    evidence: int
    ends: tuple[Clock, ...]
    late: tuple[Clock, ...]
    goes_on: tuple[Clock, ...]


def consequences_of_merging(viewer: Person, *, ticket: Ticket, into: int, at: datetime) -> Consequences | None:
    """Return what would follow; None where there is no such ticket, or it is the ticket itself."""
    try:
        older = get_ticket(viewer, engagement=ticket.engagement, number=into, at=at)
    except NotThere:
        return None
    if older.pk == ticket.pk:
        return None
    clocks = list(clocks_of(ticket))
    return Consequences(
        older=older,
        is_older=(older.reached_at, older.pk) <= (ticket.reached_at, ticket.pk),
        is_graver=ticket.level < older.level,
        intakes=ticket.intakes.count(),
        children=ticket.children.count(),
        words=ticket.notes.count(),
        evidence=Evidence.objects.filter(own(ticket)).count(),
        ends=tuple(clock for clock in clocks if clock.ended_at is None),
        late=tuple(clock for clock in clocks if clock.breached_at is not None),
        goes_on=tuple(clock for clock in clocks_of(older) if clock.ended_at is None),
    )
