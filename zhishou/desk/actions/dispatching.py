"""A dispatcher sends a ticket to another tier, to somebody of it, or both at once."""

from datetime import datetime

from django.db import transaction

from jishi.refusals.door import Invalid
from zhishou.desk.actions.hands import assign, hand_over
from zhishou.desk.models import Ticket
from zhishou.people.models import Person
from zhishou.people.rules import Tier


class NothingMoves(Invalid):
    """This ticket lies there already. Choose another tier or another person."""


@transaction.atomic
def dispatch(
    *,
    ticket: Ticket,
    tier: Tier,
    to: Person | None,
    note: str = "",
    revision: int | None = None,
    by: Person,
    at: datetime,
) -> Ticket:
    """Let a tier and somebody, or nobody yet, have a ticket; a new tier needs the words of a hand-over."""
    if tier == ticket.tier and ticket.assignee_id == (to.pk if to else None):
        raise NothingMoves
    if tier != ticket.tier:
        hand_over(ticket=ticket, tier=tier, note=note, revision=revision, by=by, at=at)
        revision = None  # claimed just now, in this transaction
    if ticket.assignee_id != (to.pk if to else None):
        assign(ticket=ticket, to=to, revision=revision, by=by, at=at)
    return ticket
