"""How long the client's answer to “it works again” is waited for, and who is to be asked again."""

from datetime import datetime

from django.db.models import QuerySet

from zhishou.contracts.queries import policy, policy_in_force
from zhishou.contracts.rules.policy import Confirmation
from zhishou.desk.models import Clock, Ticket
from zhishou.desk.rules.words import TicketState


def confirmation_of(ticket: Ticket, *, at: datetime) -> Confirmation:
    """Return what the contract says about waiting, as it was when the ticket's first clock began."""
    pinned = Clock.objects.filter(ticket=ticket).select_related("policy_version", "calendar_version")
    clock = pinned.order_by("id").first()
    if clock is None:
        return policy_in_force(engagement=ticket.engagement, at=at).confirmation
    return policy(version=clock.policy_version, calendar=clock.calendar_version).confirmation


def waited_until(ticket: Ticket, *, at: datetime) -> datetime | None:
    """Return from when on a manager may close without an answer; None where nobody was asked."""
    asked = ticket.asked_at or ticket.recovered_at
    if ticket.state != TicketState.RECOVERED or asked is None:
        return None
    return asked + confirmation_of(ticket, at=at).within


def to_be_asked_again(*, at: datetime, most: int = 100) -> QuerySet[Ticket]:
    """Return the tickets whose client is to be asked once more; for background work."""
    return (
        Ticket.objects.filter(remind_at__lte=at).select_related("engagement", "caller").order_by("remind_at")[:most]
    )
