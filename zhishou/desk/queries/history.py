"""What happened to a ticket, as one line of time; what was written on tickets merged into it belongs to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from zhishou.desk.models import (
    ClockEvent,
    Evidence,
    Note,
    Proposal,
    Rating,
    Ticket,
    TicketChange,
    VisitAct,
)
from zhishou.desk.queries.tickets import get_ticket, visible_tickets
from zhishou.desk.rules.agreements import ProposalState
from zhishou.desk.rules.changes import ChangeKind
from zhishou.desk.rules.clocks import EventKind
from zhishou.desk.rules.visits import ActKind
from zhishou.desk.rules.words import NoteAudience
from zhishou.ledger.queries import process_in_words
from zhishou.people.models import Person
from zhishou.people.queries import roles_in
from zhishou.people.rules import VENDOR_ROLES


class HappeningKind(StrEnum):
    """From which sort of record a line of the history comes."""

    INTAKE = "intake"
    CHANGE = "change"
    NOTE = "note"
    EVIDENCE = "evidence"
    CLOCK = "clock"
    PROPOSAL = "proposal"
    VISIT = "visit"
    RATING = "rating"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One line of a ticket's history; `what` is the record's own kind, e.g. `urged` or `call`."""

    kind: HappeningKind
    what: str
    at: datetime
    recorded_at: datetime
    by_name: str
    words: str = ""
    subject: str = ""
    is_internal: bool = False


TOLD = frozenset({EventKind.PAUSE, EventKind.RESUME, EventKind.EXTEND, EventKind.VOID, EventKind.BREACH})
"""What the history says of clocks; starts and stops show in what caused them."""


def own(ticket: Ticket) -> Q:
    """Return the condition on rows of a ticket and of those merged into it."""
    return Q(ticket=ticket) | Q(ticket__merged_into=ticket)


def reads_internal(viewer: Person, ticket: Ticket, *, at: datetime) -> bool:
    """Say whether the viewer reads what the vendor's people write for each other."""
    return bool(roles_in(viewer, ticket.engagement, at=at) & VENDOR_ROLES)


def notes_of(viewer: Person, ticket: Ticket, *, at: datetime) -> QuerySet[Note]:
    """Return the notes that the viewer may read, oldest first."""
    notes = Note.objects.filter(own(ticket)).select_related("ticket")
    return notes if reads_internal(viewer, ticket, at=at) else notes.filter(audience=NoteAudience.EVERYBODY)


def evidence_of(ticket: Ticket) -> QuerySet[Evidence]:
    """Return what keeps the promises of a ticket that the caller has been allowed to see."""
    return Evidence.objects.filter(own(ticket)).select_related("ticket")


def linked_tickets(viewer: Person, ticket: Ticket, *, at: datetime) -> QuerySet[Ticket]:
    """Return the linked tickets that the viewer may see."""
    linked = Q(links_back__first=ticket) | Q(links_onward__second=ticket)
    return visible_tickets(viewer, engagement=ticket.engagement, at=at).filter(linked).order_by("number")


def history(viewer: Person, *, ticket: Ticket, at: datetime) -> list[Happening]:
    """Return everything that happened and that the viewer may read, in the order in which it happened."""
    ticket = get_ticket(viewer, engagement=ticket.engagement, number=ticket.number, at=at)
    internal = reads_internal(viewer, ticket, at=at)
    lines = [
        *_intakes(ticket),
        *_changes(ticket, internal=internal),
        *_notes(viewer, ticket, at=at),
        *_evidence(ticket),
        *_clocks(ticket),
        *_proposals(ticket),
        *_visits(ticket),
        *_ratings(ticket),
    ]
    return sorted(lines, key=lambda line: (line.at, line.recorded_at))


def _ratings(ticket: Ticket) -> Iterator[Happening]:
    for row in Rating.objects.filter(own(ticket)):
        yield Happening(
            kind=HappeningKind.RATING,
            what=str(row.stars),
            at=row.at,
            recorded_at=row.at,
            by_name=row.by_name,
            words=row.words,
        )


def who(row: TicketChange | Evidence | Note) -> str:
    """Say who did it: the person, or in the reader's language the process or channel that acted by itself."""
    return row.by_name if row.by_id is not None else process_in_words(row.by_name)


def missed(viewer: Person, *, ticket: Ticket, since_revision: int, at: datetime) -> list[Happening]:
    """Return what was written down since somebody looked: since the first change that he has not seen."""
    rows = TicketChange.objects.filter(ticket=ticket).order_by("id")[since_revision - 1 : since_revision]
    first = next(iter(rows), None)
    if first is None:
        return []
    return [one for one in history(viewer, ticket=ticket, at=at) if one.recorded_at >= first.at]


def _intakes(ticket: Ticket) -> Iterator[Happening]:
    # What became a note of the ticket is told as that.
    for row in ticket.intakes.filter(received__note__isnull=True):
        yield Happening(
            kind=HappeningKind.INTAKE,
            what=row.channel,
            at=row.reached_at,
            recorded_at=row.recorded_at,
            by_name=row.caller_name,
            words=row.words,
        )


def _changes(ticket: Ticket, *, internal: bool) -> Iterator[Happening]:
    rows = TicketChange.objects.filter(own(ticket))
    # That another was merged into this one is told as what this one took in.
    for row in rows.exclude(ticket__merged_into=ticket, what=ChangeKind.MERGED):
        hidden = row.audience == NoteAudience.VENDOR
        yield Happening(
            kind=HappeningKind.CHANGE,
            what=row.what,
            at=row.at,
            recorded_at=row.at,
            by_name=who(row),
            # That a ticket went to another tier everybody may know; with which words, only the vendor.
            words="" if hidden and not internal else row.words,
            subject=row.subject,
            is_internal=hidden,
        )


def _notes(viewer: Person, ticket: Ticket, *, at: datetime) -> Iterator[Happening]:
    for row in notes_of(viewer, ticket, at=at):
        yield Happening(
            kind=HappeningKind.NOTE,
            what=row.audience,
            at=row.at,
            recorded_at=row.at,
            by_name=who(row),
            words=row.words,
            is_internal=row.audience == NoteAudience.VENDOR,
        )


def _evidence(ticket: Ticket) -> Iterator[Happening]:
    for row in evidence_of(ticket):
        yield Happening(
            kind=HappeningKind.EVIDENCE,
            what=row.kind,
            at=row.happened_at,
            recorded_at=row.recorded_at,
            by_name=who(row),
            words=row.words if not row.plan else f"{row.words}\n\n{row.plan}",
            subject=row.source,
        )


def _clocks(ticket: Ticket) -> Iterator[Happening]:
    rows = ClockEvent.objects.filter(clock__ticket=ticket, kind__in=TOLD).select_related("clock", "by")
    for row in rows:
        yield Happening(
            kind=HappeningKind.CLOCK,
            what=row.kind,
            at=row.effective_at,
            recorded_at=row.recorded_at,
            by_name=row.by.name if row.by else "",
            words=row.reason,
            subject=f"{row.clock.commitment} {row.clock.cycle}",
        )


def _visits(ticket: Ticket) -> Iterator[Happening]:
    rows = VisitAct.objects.filter(Q(visit__ticket=ticket) | Q(visit__ticket__merged_into=ticket))
    # The evidence tells of the check-in already.
    for row in rows.exclude(kind=ActKind.CHECK_IN).select_related("visit__engineer"):
        yield Happening(
            kind=HappeningKind.VISIT,
            what=row.kind,
            at=row.happened_at,
            recorded_at=row.received_at,
            by_name=row.by_name,
            words=row.words,
            subject=row.visit.engineer.name if row.kind in {ActKind.ORDER, ActKind.CANCEL} else "",
        )


def _proposals(ticket: Ticket) -> Iterator[Happening]:
    rows = Proposal.objects.filter(clock__ticket=ticket).select_related("clock", "proposed_by", "answered_by")
    for row in rows:
        about = f"{row.clock.commitment} {row.within}".strip()
        yield Happening(
            kind=HappeningKind.PROPOSAL,
            what=f"{row.kind}_{ProposalState.WAITING.value}",
            at=row.proposed_at,
            recorded_at=row.proposed_at,
            by_name=row.proposed_by.name,
            words=row.reason,
            subject=about,
        )
        if row.answered_at is not None and row.answered_by is not None:
            yield Happening(
                kind=HappeningKind.PROPOSAL,
                what=f"{row.kind}_{row.state}",
                at=row.answered_at,
                recorded_at=row.answered_at,
                by_name=row.answered_by.name,
                words=row.answer,
                subject=about,
            )
