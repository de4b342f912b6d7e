"""A ticket is opened, changes hands, ends."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction

from jishi.database.door import gathered, insert_all, insert_once, key_ahead, new_row, settle
from jishi.live.door import announce
from jishi.outbox.door import publish_all
from jishi.refusals.door import Invalid
from zhishou.contracts.rules import Commitment, Level, ServiceCode
from zhishou.desk.actions.clocks import Started, start_clocks
from zhishou.desk.actions.evidence import record_evidence
from zhishou.desk.actions.intakes import Arrival, arrived, fact_of, known_by_reference, opened
from zhishou.desk.actions.numbers import next_number, sequence_of
from zhishou.desk.actions.outside import say_number
from zhishou.desk.channels.registry import is_spoken
from zhishou.desk.events import TicketBecameFatal, TicketOpened
from zhishou.desk.models import Clock, Intake, Ticket, TierHold
from zhishou.desk.rules.modules import as_module
from zhishou.desk.rules.words import REPORTS, EvidenceKind, IntakeState, TicketKind, TicketState
from zhishou.ledger.actions import Fact, record_all
from zhishou.people.models import Engagement, Person
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a ticket is about, as whoever opens it says."""

    kind: TicketKind
    level: Level
    service_code: ServiceCode
    title: str
    module: str = ""
    on_behalf_of: Person | None = None
    on_behalf_name: str = ""
    spoken_at: datetime | None = None


# A ticket is written in one statement with all that belongs to it, at most so many clocks.
_ROWS: Final = {Ticket: 1, Clock: len(Commitment)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A ticket, and its clocks where they have just been started and nothing has happened to them since."""

    ticket: Ticket
    started: tuple[Started, ...] = ()


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
    heading = Heading(
        kind=kind,
        level=level,
        service_code=service_code,
        title=checked_title(title),
        module=module,
        on_behalf_of=on_behalf_of,
        on_behalf_name=on_behalf_name,
        spoken_at=spoken_at,
    )
    with transaction.atomic(), gathered(_ROWS, numbers=[sequence_of(intake.engagement)]):
        return _open(intake, heading, facts=[], by=by, at=at).ticket


def report_ticket(
    *, engagement: Engagement, arrival: Arrival, heading: Heading, by: Person | None, at: datetime
) -> Reported:
    """Write down what reached us and open its ticket at once; the same reference is the same ticket."""
    intake = arrived(engagement, arrival, by=by, at=at)
    heading = replace(heading, title=checked_title(heading.title))
    received = fact_of(intake, "desk.intake_received", by=by, happened_at=intake.reached_at)
    numbers = [sequence_of(engagement)]
    # Nothing is refused from here on where the report is new: its own savepoint would save nothing.
    with transaction.atomic(savepoint=False), gathered(_ROWS, numbers=numbers):
        key = key_ahead(Ticket)
        if key is not None:
            # Written once, as what it is in the end: the database looks for its ticket at the commit.
            intake.state, intake.ticket_id = IntakeState.OPENED, key
        if insert_once(intake):
            return _open(intake, heading, facts=[received], by=by, at=at)
    known = known_by_reference(intake)
    if known.ticket is not None:
        return Reported(ticket=known.ticket)
    with transaction.atomic(), gathered(_ROWS, numbers=numbers):
        return _open(known, heading, facts=[], by=by, at=at)


def _open(intake: Intake, heading: Heading, *, facts: list[Fact], by: Person | None, at: datetime) -> Reported:
    """Write a ticket with all that belongs to it; the ledger takes these facts and its own in one statement."""
    caller, caller_name = _whose(intake, heading.on_behalf_of, heading.on_behalf_name)
    ticket = new_row(
        Ticket,
        beside={"engagement": intake.engagement, "caller": caller, "filer": by},
        number=next_number(intake.engagement),
        kind=heading.kind,
        level=heading.level,
        state=TicketState.OPEN,
        tier=Tier.FRONT_DESK,
        service_code=heading.service_code,
        module=as_module(heading.module) or intake.module,
        title=heading.title,
        words=intake.words,
        caller_name=caller_name,
        reached_at=intake.reached_at,
        opened_at=at,
    )
    insert_all([ticket])
    if intake.ticket_id == ticket.pk:
        intake.ticket = ticket
    else:
        opened(intake, ticket=ticket)
    say_number(intake, ticket, at=at)
    held = {"ticket": ticket, "by": by}
    insert_all([new_row(TierHold, beside=held, tier=Tier.FRONT_DESK, since=intake.reached_at)], keys=False)
    started = tuple(start_clocks(ticket, at=at))
    if is_spoken(intake.channel) and by is not None:
        record_all(facts, at=at)
        settle()
        facts, started = [], ()
        # Whoever calls is spoken to as it reaches us: the call itself is the answer by phone.
        record_evidence(
            ticket=ticket,
            kind=EvidenceKind.CALL,
            happened_at=max(heading.spoken_at or intake.reached_at, intake.reached_at),
            words=intake.words[:4000],
            source=intake.reference,
            by=by,
            at=at,
        )
    record_all([*facts, _fact_of(ticket, intake=intake, by=by, at=at)], at=at)
    _tell(ticket, at=at)
    return Reported(ticket=ticket, started=started)


def _whose(intake: Intake, person: Person | None, name: str) -> tuple[Person | None, str]:
    """Return whose ticket it is: of whoever was named, else of whoever reported it."""
    name = name.strip()[:60]
    if person is None and not name:
        return intake.caller, intake.caller_name
    return person, name or (person.name if person else "")


def _fact_of(ticket: Ticket, *, intake: Intake, by: Person | None, at: datetime) -> Fact:
    return Fact(
        what="desk.ticket_opened",
        about_kind="ticket",
        about_key=str(ticket.uuid),
        engagement=ticket.engagement,
        by=by,
        happened_at=at,
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


def _tell(ticket: Ticket, *, at: datetime) -> None:
    code, uuid = ticket.engagement.code, str(ticket.uuid)
    events: list[TicketOpened | TicketBecameFatal] = [
        TicketOpened(
            engagement_code=code,
            ticket_uuid=uuid,
            number=ticket.number,
            kind=ticket.kind,
            level=ticket.level,
            title=ticket.title,
            reached_at=ticket.reached_at,
        )
    ]
    if ticket.level == Level.FATAL:
        events.append(TicketBecameFatal(engagement_code=code, ticket_uuid=uuid))
    publish_all(events, at=at)
    announce(audience=f"engagement:{ticket.engagement.uuid}", news="desk")
