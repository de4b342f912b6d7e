"""Saved filters and batches, as their people see them."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from jishi.refusals.door import NotThere
from zhishou.desk.models import Batch, SavedFilter, Ticket
from zhishou.desk.queries.tickets import visible_tickets
from zhishou.desk.rules.words import SEES_ALL, WORKS
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role


def saved_filters(viewer: Person, *, engagement: Engagement, at: datetime) -> QuerySet[SavedFilter]:
    """Return one's own filters and, to the service team, those that it shares."""
    held = require_role(viewer, engagement, SEES_ALL, at=at)
    seen = Q(owner=viewer) | Q(is_shared=True) if held & WORKS else Q(owner=viewer)
    found = SavedFilter.objects.filter(seen, engagement=engagement)
    return found.select_related("owner", "engagement").order_by("is_shared", "name", "id")


def get_filter(viewer: Person, *, engagement: Engagement, uuid: UUID, at: datetime) -> SavedFilter:
    """Return one filter that the viewer sees."""
    found = saved_filters(viewer, engagement=engagement, at=at).filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    return found


def get_batch(viewer: Person, *, engagement: Engagement, uuid: UUID, at: datetime) -> Batch:
    """Return a batch to whoever began it."""
    require_role(viewer, engagement, WORKS, at=at)
    found = Batch.objects.filter(engagement=engagement, uuid=uuid, by=viewer).select_related(
        "engagement", "to", "by"
    )
    batch = found.first()
    if batch is None:
        raise NotThere
    return batch


def batch_of_work(*, uuid: str) -> Batch:
    """Return the batch that a long work carries."""
    return Batch.objects.select_related("engagement", "to", "by").get(uuid=uuid)


def tickets_numbered(
    viewer: Person, *, engagement: Engagement, numbers: list[int], at: datetime
) -> dict[int, Ticket]:
    """Return the visible ones of some tickets by their numbers."""
    seen = visible_tickets(viewer, engagement=engagement, at=at).filter(number__in=numbers)
    return {ticket.number: ticket for ticket in seen.select_related("assignee")}
