"""Proposals about clocks: what waits for the client, and what was agreed."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from jishi.refusals.door import NotThere
from zhishou.desk.models import Proposal, Ticket
from zhishou.desk.rules.agreements import ProposalState
from zhishou.desk.rules.words import SEES_ALL, TicketState
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role

WITH = (
    "clock__ticket__engagement", "clock__policy_version", "clock__calendar_version", "proposed_by", "answered_by",
)  # fmt: skip


def pending_proposals(viewer: Person, *, engagement: Engagement, at: datetime) -> QuerySet[Proposal]:
    """Return what waits for the client's answer, oldest first, to whoever sees every ticket.

    What was proposed about a clock that has ended waits for nobody.
    """
    require_role(viewer, engagement, SEES_ALL, at=at)
    waiting = Proposal.objects.filter(
        clock__ticket__engagement=engagement, clock__ended_at__isnull=True, state=ProposalState.WAITING
    )
    return waiting.select_related(*WITH).order_by("id")


def proposals_of(ticket: Ticket) -> QuerySet[Proposal]:
    """Return every proposal about a ticket that the caller has been allowed to see."""
    return Proposal.objects.filter(clock__ticket=ticket).select_related(*WITH).order_by("id")


def get_proposal(viewer: Person, *, engagement: Engagement, uuid: UUID, at: datetime) -> Proposal:
    """Return one proposal of the contract, answered or not."""
    require_role(viewer, engagement, SEES_ALL, at=at)
    found = Proposal.objects.filter(clock__ticket__engagement=engagement, uuid=uuid).select_related(*WITH).first()
    if found is None:
        raise NotThere
    return found


def answered_proposals(viewer: Person, *, engagement: Engagement, at: datetime) -> QuerySet[Proposal]:
    """Return what was agreed or refused, the newest first."""
    require_role(viewer, engagement, SEES_ALL, at=at)
    answered = Proposal.objects.filter(clock__ticket__engagement=engagement).exclude(state=ProposalState.WAITING)
    return answered.select_related(*WITH).order_by("-answered_at", "-id")


def awaiting_confirmation(viewer: Person, *, engagement: Engagement, at: datetime) -> QuerySet[Ticket]:
    """Return the tickets of which it is said that they work again, and nobody has answered; the oldest first."""
    require_role(viewer, engagement, SEES_ALL, at=at)
    claimed = Ticket.objects.filter(engagement=engagement, state=TicketState.RECOVERED)
    return claimed.select_related("assignee").order_by("recovered_at", "id")


def waiting_for_client(viewer: Person, *, engagement: Engagement, at: datetime) -> int:
    """Count what only the client can answer: proposals and claims of recovery."""
    return (
        pending_proposals(viewer, engagement=engagement, at=at).count()
        + awaiting_confirmation(viewer, engagement=engagement, at=at).count()
    )
