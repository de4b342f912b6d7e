"""How satisfied people are: with one ticket, and with all of a contract."""

from datetime import datetime

from django.db.models import Count, QuerySet

from zhishou.desk.models import Evidence, Rating, Ticket, TicketChange
from zhishou.desk.queries.tickets import visible_tickets
from zhishou.desk.rules.changes import ChangeKind
from zhishou.desk.rules.ratings import Satisfaction, satisfaction
from zhishou.desk.rules.words import SEES_ALL, EvidenceKind, TicketState
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role, roles_in
from zhishou.people.rules import CLIENT_ROLES


def ratings_of(viewer: Person, ticket: Ticket, *, at: datetime) -> QuerySet[Rating]:
    """Return the ratings of a ticket that the viewer may see, one for each cycle at most."""
    seen = visible_tickets(viewer, engagement=ticket.engagement, at=at).filter(pk=ticket.pk)
    return Rating.objects.filter(ticket__in=seen)


def cycle_of(ticket: Ticket) -> int:
    """Return which cycle of a ticket is the last: one more than it was reopened."""
    return 1 + TicketChange.objects.filter(ticket=ticket, what=ChangeKind.REOPENED).count()


def speaks_for(person: Person, ticket: Ticket) -> bool:
    """Say whether somebody called in or filed a ticket, or has confirmed for the client that it works."""
    if person.pk in {ticket.caller_id, ticket.filer_id}:
        return True
    return Evidence.objects.filter(ticket=ticket, kind=EvidenceKind.CONFIRMATION, by=person).exists()


def may_rate(person: Person, ticket: Ticket, *, at: datetime) -> bool:
    """Say whether somebody may rate a ticket now: closed, his own, and this cycle not rated yet."""
    if ticket.state != TicketState.CLOSED or not roles_in(person, ticket.engagement, at=at) & CLIENT_ROLES:
        return False
    rated = Rating.objects.filter(ticket=ticket, cycle=cycle_of(ticket)).exists()
    return speaks_for(person, ticket) and not rated


def satisfaction_of(
    viewer: Person, *, engagement: Engagement, since: datetime | None = None, at: datetime
) -> Satisfaction:
    """Count the ratings of a contract, for those who see all of its tickets."""
    require_role(viewer, engagement, SEES_ALL, at=at)
    given = Rating.objects.filter(ticket__engagement=engagement)
    if since is not None:
        given = given.filter(at__gte=since)
    return satisfaction(given.order_by().values("stars").annotate(times=Count("id")).values_list("stars", "times"))
