"""Countersigns: what waits for a colleague's word."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from jishi.refusals.door import NotThere
from zhishou.desk.models import Countersign, Ticket
from zhishou.desk.rules.countersigns import CountersignState
from zhishou.desk.rules.words import WORKS
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role


def countersigns_waiting(viewer: Person, *, engagement: Engagement, at: datetime) -> QuerySet[Countersign]:
    """Return what the viewer himself was asked and has not answered, the oldest first."""
    require_role(viewer, engagement, WORKS, at=at)
    waiting = Countersign.objects.filter(
        asked=viewer, state=CountersignState.WAITING, ticket__engagement=engagement
    )
    return waiting.select_related("ticket", "by").order_by("id")


def countersigns_of(ticket: Ticket) -> QuerySet[Countersign]:
    """Return every countersign of a ticket, for the vendor's people who may see it."""
    return Countersign.objects.filter(ticket=ticket).select_related("asked", "by").order_by("id")


def get_countersign(viewer: Person, *, ticket: Ticket, uuid: UUID, at: datetime) -> Countersign:
    """Return one countersign of a ticket that the caller has been allowed to see."""
    require_role(viewer, ticket.engagement, WORKS, at=at)
    found = countersigns_of(ticket).filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    found.ticket = ticket
    return found
