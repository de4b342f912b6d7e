"""Tickets that belong together: parent and child, linked, merged."""

from datetime import datetime

from django.db import transaction

from jishi.refusals.door import Invalid, Refusal
from zhishou.contracts.rules import Commitment
from zhishou.desk.actions.changing import changed, checked_note, claim, move, still_open
from zhishou.desk.actions.clocks import add_event, end_by_void, running
from zhishou.desk.actions.evidence import denied_after
from zhishou.desk.models import Countersign, Evidence, Intake, Ticket, TicketLink
from zhishou.desk.queries.tickets import get_ticket
from zhishou.desk.rules.changes import ChangeKind
from zhishou.desk.rules.clocks import EventKind
from zhishou.desk.rules.countersigns import CountersignState
from zhishou.desk.rules.words import RECOVERIES, STOPPED_BY, WORKS, EvidenceKind, TicketState
from zhishou.people.models import Person
from zhishou.people.queries import require_role


class InItsOwnFamily(Invalid):
    """A ticket cannot stand above, beside or inside itself."""


class MergeIntoTheOlder(Refusal):
    """The clocks follow the older ticket. Merge number %(younger)s into number %(older)s instead."""


class GraverThanTheOlder(Refusal):
    """This ticket is graver than number %(older)s. Change the level of the older one first."""


class LinkedAlready(Refusal):
    """These tickets are linked already."""


class NotLinked(Refusal):
    """These tickets are not linked."""


@transaction.atomic
def put_under(
    *, ticket: Ticket, parent: int | None, revision: int | None = None, by: Person, at: datetime
) -> Ticket:
    """Put a ticket under another one, which then cannot end before it; `parent=None` takes it out again."""
    require_role(by, ticket.engagement, WORKS, at=at)
    above = get_ticket(by, engagement=ticket.engagement, number=parent, at=at) if parent is not None else None
    for one in sorted([ticket, above] if above else [ticket], key=lambda one: one.pk):
        claim(one, revision=revision if one is ticket else None)
    still_open(ticket)
    before = ticket.parent
    if above is not None:
        still_open(above)
        _not_below(ticket, above)
    ticket.parent = above
    changed(
        ticket,
        ChangeKind.PUT_UNDER if above else ChangeKind.TAKEN_OUT,
        by=by,
        at=at,
        subject=str((above or before or ticket).number),
        fields=["parent"],
    )
    return ticket


def _not_below(ticket: Ticket, above: Ticket) -> None:
    """Refuse a circle; the chain above is as long as families are deep."""
    one: Ticket | None = above
    while one is not None:
        if one.pk == ticket.pk:
            raise InItsOwnFamily
        one = one.parent


@transaction.atomic
def link(*, ticket: Ticket, to: int, by: Person, at: datetime) -> TicketLink:
    """Note that two tickets have to do with each other."""
    other = _other(ticket, to, by=by, at=at)
    first, second = sorted([ticket, other], key=lambda one: one.pk)
    made, is_new = TicketLink.objects.get_or_create(first=first, second=second)
    if not is_new:
        raise LinkedAlready
    changed(ticket, ChangeKind.LINKED, by=by, at=at, subject=str(other.number))
    changed(other, ChangeKind.LINKED, by=by, at=at, subject=str(ticket.number))
    return made


@transaction.atomic
def unlink(*, ticket: Ticket, to: int, by: Person, at: datetime) -> None:
    """Take a link back."""
    other = _other(ticket, to, by=by, at=at)
    first, second = sorted([ticket, other], key=lambda one: one.pk)
    if not TicketLink.objects.filter(first=first, second=second).delete()[0]:
        raise NotLinked
    changed(ticket, ChangeKind.UNLINKED, by=by, at=at, subject=str(other.number))
    changed(other, ChangeKind.UNLINKED, by=by, at=at, subject=str(ticket.number))


@transaction.atomic
def merge(
    *, ticket: Ticket, into: int, reason: str, revision: int | None = None, by: Person, at: datetime
) -> Ticket:
    """Merge a ticket into the older one about the same; nothing is lost, and the clocks follow the older.

    Intakes and children move. Notes, evidence and history stay where they were written and are read with the
    older ticket; evidence keeps the older ticket's promises too. Return the older ticket.
    """
    reason = checked_note(reason)
    older = _other(ticket, into, by=by, at=at, revision=revision)
    still_open(older)
    if (older.reached_at, older.pk) > (ticket.reached_at, ticket.pk):
        raise MergeIntoTheOlder(younger=older.number, older=ticket.number)
    if ticket.level < older.level:
        raise GraverThanTheOlder(older=older.number)
    _not_below(ticket, older)
    move(ticket, TicketState.MERGED, at=at)
    ticket.merged_into = older
    if ticket.parent_id == older.pk:
        ticket.parent = None
    end_by_void(ticket, reason=f"merged: {older.number}", by=by, at=at)
    Intake.objects.filter(ticket=ticket).update(ticket=older)
    Ticket.objects.filter(parent=ticket).update(parent=older)
    Ticket.objects.filter(merged_into=ticket).update(merged_into=older)
    _move_countersigns(ticket, older)
    _keep_promises(older, by_evidence_of=ticket, by=by, at=at)
    moved = ["state", "merged_into", "parent", "recovered_at", "ended_at"]
    changed(ticket, ChangeKind.MERGED, by=by, at=at, words=reason, subject=str(older.number), fields=moved)
    changed(older, ChangeKind.TOOK_IN, by=by, at=at, words=reason, subject=str(ticket.number))
    return older


def _other(ticket: Ticket, number: int, *, by: Person, at: datetime, revision: int | None = None) -> Ticket:
    """Return another ticket of the same contract, with both claimed in one order."""
    require_role(by, ticket.engagement, WORKS, at=at)
    other = get_ticket(by, engagement=ticket.engagement, number=number, at=at)
    if other.pk == ticket.pk:
        raise InItsOwnFamily
    for one in sorted([ticket, other], key=lambda one: one.pk):
        claim(one, revision=revision if one is ticket else None)
    return other


def _move_countersigns(ticket: Ticket, older: Ticket) -> None:
    """Let what colleagues were asked wait on the older ticket; whoever was asked there already is asked once."""
    waiting = Countersign.objects.filter(ticket=ticket, state=CountersignState.WAITING)
    asked_there = Countersign.objects.filter(ticket=older, state=CountersignState.WAITING).values("asked")
    waiting.exclude(asked__in=list(asked_there.values_list("asked", flat=True))).update(ticket=older)


def _keep_promises(older: Ticket, *, by_evidence_of: Ticket, by: Person, at: datetime) -> None:
    """Let what was done for the younger ticket count for the older: it was the same matter.

    What was taken back since, by a reopening or by the client's denial, is no proof that it works.
    """
    rows = list(Evidence.objects.filter(ticket=by_evidence_of).order_by("happened_at", "id"))
    rows = [evidence for evidence in rows if _still_holds(evidence)]
    for clock in running(older):
        kept = STOPPED_BY[Commitment(clock.commitment)]
        for evidence in rows:
            kind, moment = EvidenceKind(evidence.kind), evidence.happened_at
            if kind not in kept or moment < clock.started_at:
                continue
            if kind in RECOVERIES and denied_after(clock, moment):
                continue
            add_event(clock, EventKind.STOP, effective_at=moment, evidence=evidence, by=by, at=at)
            break


def _still_holds(evidence: Evidence) -> bool:
    """Say whether what was shown to work has not been taken back since, by a reopening or by the client's word."""
    kind = EvidenceKind(evidence.kind)
    takes_back = {ChangeKind.REOPENED} if kind in RECOVERIES | {EvidenceKind.EMERGENCY_MEASURE} else set()
    takes_back |= {ChangeKind.NOT_YET} if kind in RECOVERIES else set()
    return not evidence.ticket.changes.filter(what__in=takes_back, at__gte=evidence.recorded_at).exists()
