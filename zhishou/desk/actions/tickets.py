"""A ticket is opened, changes hands, ends."""

from datetime import datetime

from django.db import transaction

from jishi.live.door import announce
from jishi.outbox.door import publish
from jishi.refusals.door import Invalid
from zhishou.contracts.rules import Level, ServiceCode
from zhishou.desk.actions.clocks import start_clocks
from zhishou.desk.actions.evidence import record_evidence
from zhishou.desk.actions.intakes import opened
from zhishou.desk.actions.numbers import next_number
from zhishou.desk.channels.registry import is_spoken
from zhishou.desk.events import TicketBecameFatal, TicketOpened
from zhishou.desk.models import Intake, Ticket, TierHold
from zhishou.desk.rules.words import REPORTS, EvidenceKind, TicketKind, TicketState
from zhishou.ledger.actions import record
from zhishou.people.models import Person
from zhishou.people.queries import require_role
from zhishou.people.rules import Tier


class NeedsTitle(Invalid):
    """Give the ticket a title of at most 200 characters."""


def checked_title(title: str) -> str:
    """Return a title that can be kept."""
    title = " ".join(title.split())
    if not title or len(title) > 200 or "\x00" in title:  # noqa: PLR2004 - the column's size
        raise NeedsTitle
    return title


@transaction.atomic
def open_ticket(
    *,
    intake: Intake,
    kind: TicketKind,
    level: Level,
    service_code: ServiceCode,
    title: str,
    module: str = "",
    on_behalf_of: Person | None = None,
    on_behalf_name: str = "",
    spoken_at: datetime | None = None,
    by: Person | None,
    at: datetime,
) -> Ticket:
    """Open a ticket from an intake; its clocks count from the moment at which the intake reached us.

    Whoever calls may call for somebody else: then the ticket is that person's, and both may follow it.
    """
    if by is not None:
        require_role(by, intake.engagement, REPORTS, at=at)
    title = checked_title(title)
    caller, caller_name = _whose(intake, on_behalf_of, on_behalf_name)
    ticket = Ticket.objects.create(
        engagement=intake.engagement,
        number=next_number(intake.engagement),
        kind=kind,
        level=level,
        state=TicketState.OPEN,
        tier=Tier.FRONT_DESK,
        service_code=service_code,
        module=module.strip()[:60],
        title=title,
        words=intake.words,
        caller=caller,
        caller_name=caller_name,
        filer=by,
        reached_at=intake.reached_at,
        opened_at=at,
    )
    opened(intake, ticket=ticket)
    TierHold.objects.create(ticket=ticket, tier=Tier.FRONT_DESK, since=intake.reached_at, by=by)
    start_clocks(ticket, at=at)
    if is_spoken(intake.channel) and by is not None:
        # Whoever calls is spoken to as it reaches us: the call itself is the answer by phone.
        record_evidence(
            ticket=ticket,
            kind=EvidenceKind.CALL,
            happened_at=max(spoken_at or intake.reached_at, intake.reached_at),
            words=intake.words[:4000],
            source=intake.reference,
            by=by,
            at=at,
        )
    _tell(ticket, intake=intake, by=by, at=at)
    return ticket


def _whose(intake: Intake, person: Person | None, name: str) -> tuple[Person | None, str]:
    """Return whose ticket it is: of whoever was named, else of whoever reported it."""
    name = name.strip()[:60]
    if person is None and not name:
        return intake.caller, intake.caller_name
    return person, name or (person.name if person else "")


def _tell(ticket: Ticket, *, intake: Intake, by: Person | None, at: datetime) -> None:
    record(
        what="desk.ticket_opened",
        about_kind="ticket",
        about_key=str(ticket.uuid),
        engagement=ticket.engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={
            "number": ticket.number,
            "kind": ticket.kind,
            "level": ticket.level,
            "service_code": ticket.service_code,
            "title": ticket.title,
            "intake": str(intake.uuid),
            "reached_at": ticket.reached_at.isoformat(),
        },
        process="" if by else f"channel {intake.channel}",
    )
    publish(
        TicketOpened(
            engagement_code=ticket.engagement.code,
            ticket_uuid=str(ticket.uuid),
            number=ticket.number,
            kind=ticket.kind,
            level=ticket.level,
            title=ticket.title,
            reached_at=ticket.reached_at,
        ),
        at=at,
    )
    if ticket.level == Level.FATAL:
        publish(TicketBecameFatal(engagement_code=ticket.engagement.code, ticket_uuid=str(ticket.uuid)), at=at)
    announce(audience=f"engagement:{ticket.engagement.uuid}", news="desk")
