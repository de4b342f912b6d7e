"""Who has a ticket in hand, and which tier."""

from datetime import datetime

from django.db import transaction

from jishi.refusals.door import Invalid, Refusal
from zhishou.desk.actions.changing import changed, checked_note, claim, move, still_open
from zhishou.desk.actions.talk import tell_holders
from zhishou.desk.models import Ticket, TierHold
from zhishou.desk.rules.changes import ChangeKind
from zhishou.desk.rules.words import WORKS, NoteAudience, TicketState
from zhishou.people.models import Person
from zhishou.people.queries import persons_with_role, require_role
from zhishou.people.rules import Tier


class NotOfTheTeam(Invalid):
    """Only somebody of the service team of this contract can have a ticket in hand."""


class InTheseHands(Refusal):
    """This ticket is in these hands already."""


class SameTier(Refusal):
    """This tier has the ticket already."""


@transaction.atomic
def assign(*, ticket: Ticket, to: Person | None, revision: int | None = None, by: Person, at: datetime) -> Ticket:
    """Put a ticket into somebody's hands, or with `to=None` into nobody's; whoever takes one assigns himself."""
    require_role(by, ticket.engagement, WORKS, at=at)
    claim(ticket, revision=revision)
    still_open(ticket)
    if to is not None and not persons_with_role(ticket.engagement, WORKS, at=at).filter(pk=to.pk).exists():
        raise NotOfTheTeam
    if ticket.assignee_id == (to.pk if to else None):
        raise InTheseHands
    ticket.assignee = to
    if to is not None and ticket.state == TicketState.OPEN:
        move(ticket, TicketState.IN_PROGRESS, at=at)
    changed(
        ticket,
        ChangeKind.ASSIGNED if to else ChangeKind.RELEASED,
        by=by,
        at=at,
        subject=to.name if to else "",
        fields=["assignee", "state"],
        payload={"assignee": str(to.uuid) if to else None},
    )
    if to is not None and to.pk != by.pk:
        tell_holders(ticket, kind="desk.assigned", name=by.name, words="", at=at)
    return ticket


@transaction.atomic
def hand_over(
    *, ticket: Ticket, tier: Tier, note: str, revision: int | None = None, by: Person, at: datetime
) -> TierHold:
    """Hand a ticket to another tier, with the words that it needs; coming back to a tier is counted."""
    require_role(by, ticket.engagement, WORKS, at=at)
    note = checked_note(note)
    claim(ticket, revision=revision)
    still_open(ticket)
    if ticket.tier == tier:
        raise SameTier
    bounced = ticket.tier_holds.filter(tier=tier).exists()
    ticket.tier_holds.filter(until__isnull=True).update(until=at)
    hold = TierHold.objects.create(ticket=ticket, tier=tier, since=at, note=note, by=by, bounced=bounced)
    before, ticket.tier, ticket.assignee = ticket.tier, tier, None
    changed(
        ticket,
        ChangeKind.HANDED_OVER,
        by=by,
        at=at,
        words=note,
        subject=f"{before} → {tier.value}",
        audience=NoteAudience.VENDOR,
        fields=["tier", "assignee"],
        payload={"before": before, "after": tier.value, "bounced": bounced},
    )
    tell_holders(ticket, kind="desk.handed_over", name=by.name, words=note, at=at)
    return hold
