"""A fault turns out graver, or lighter, than it was taken for."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max, Min

from jishi.outbox.door import publish
from jishi.refusals.door import Refusal
from zhishou.contracts.queries import policy
from zhishou.contracts.rules import Commitment, Level, StartEvent
from zhishou.contracts.rules.policy import Target
from zhishou.desk.actions.changing import WrongState, changed, claim, still_open
from zhishou.desk.actions.clocks import (
    add_event,
    checked_reason,
    counts_since,
    running,
    show,
    start_missing,
    terms_for,
)
from zhishou.desk.events import TicketBecameFatal
from zhishou.desk.models import Clock, ClockEvent, Ticket
from zhishou.desk.queries.clocks import as_history, with_versions
from zhishou.desk.rules.changes import ChangeKind
from zhishou.desk.rules.clocks import EventKind, read
from zhishou.desk.rules.visits import AHEAD
from zhishou.desk.rules.words import WORKS, TicketState
from zhishou.people.models import Person
from zhishou.people.queries import require_role

RESTS: Final = frozenset({EventKind.PAUSE, EventKind.RESUME})


class SameLevel(Refusal):
    """This is the level that the ticket has already."""


@transaction.atomic
def change_level(
    *,
    ticket: Ticket,
    level: Level,
    reason: str,
    revision: int | None = None,
    by: Person | None,
    process: str = "",
    at: datetime,
) -> Ticket:
    """Change how grave a fault is: running cycles close as retargeted, and new ones count from the same start.

    What had rested is inherited, and outcomes stay; nobody is given time back. `by=None`: the watch.
    """
    if by is not None:
        require_role(by, ticket.engagement, WORKS, at=at)
    reason = checked_reason(reason)
    claim(ticket, revision=revision)
    still_open(ticket)
    if ticket.state == TicketState.RECOVERED:
        raise WrongState  # what the client has not answered is judged by the promise under which it was said
    before = Level(ticket.level)
    if before is level:
        raise SameLevel
    for clock in running(ticket):
        add_event(clock, EventKind.RETARGET, effective_at=at, reason=reason, by=by, at=at)
        _next_cycle(clock, level=level, at=at)
    ticket.level = level
    start_missing(ticket, at=at)
    if level is Level.FATAL:
        publish(TicketBecameFatal(engagement_code=ticket.engagement.code, ticket_uuid=str(ticket.uuid)), at=at)
    changed(
        ticket,
        ChangeKind.LEVEL_CHANGED,
        by=by,
        at=at,
        words=reason,
        subject=f"{before.value} → {level.value}",
        fields=["level"],
        payload={"before": before, "after": int(level)},
        process=process,
    )
    return ticket


def _next_cycle(ended: Clock, *, level: Level, at: datetime) -> None:
    agreed = policy(version=ended.policy_version, calendar=ended.calendar_version)
    target = agreed.target(level, Commitment(ended.commitment))
    started_at = _counts_from(ended, starts=target.starts)
    if started_at is None:
        return  # at the new level it counts from the decision to go, and nobody has decided
    clock = Clock(
        ticket=ended.ticket,
        commitment=ended.commitment,
        cycle=ended.cycle + 1,
        level=level,
        policy_version=ended.policy_version,
        calendar_version=ended.calendar_version,
    )
    start = ClockEvent(kind=EventKind.START, effective_at=started_at, recorded_at=at)
    rows = [start]
    if started_at == ended.started_at:
        rows += _inherited(ended, level=level, rests=bool(target.pauses), at=at)
    show(clock, read(terms_for(target, calendar_of=clock), as_history(rows), at=at), at=at)
    clock.save(force_insert=True)
    for row in rows:
        row.clock = clock
    ClockEvent.objects.bulk_create(rows)


def _counts_from(ended: Clock, *, starts: StartEvent) -> datetime | None:
    """Return since when a promise counts at another level; None where nothing has begun it there."""
    if ended.commitment != Commitment.ONSITE:
        return ended.started_at
    received_at, decided_at = counts_since(ended.ticket), _decided_to_go(ended)
    return received_at if starts is StartEvent.RECEIPT else decided_at


def _decided_to_go(ended: Clock) -> datetime | None:
    """Return when it was decided to go to the client, by saying so or by sending somebody who has not arrived."""
    ticket = ended.ticket
    if ended.started_at not in {ticket.reached_at, counts_since(ticket)}:
        return ended.started_at
    found = ticket.changes.filter(what=ChangeKind.GOING_DECIDED, at__gte=ended.started_at).aggregate(last=Max("at"))
    ahead = ticket.visits.filter(state__in=AHEAD).aggregate(first=Min("ordered_at"))
    moments = [moment for moment in (found["last"], ahead["first"]) if moment is not None]
    return min(moments, default=None)


def _inherited(ended: Clock, *, level: Level, rests: bool, at: datetime) -> list[ClockEvent]:
    """Return what earlier cycles leave to one that counts from the same start.

    What had rested has rested, also where a level that never rests came between; there every minute counts. What
    was agreed about the promise of this level holds again.
    """
    same = with_versions(Clock.objects.filter(ticket=ended.ticket, commitment=ended.commitment))
    rested: list[ClockEvent] = []
    agreed: list[ClockEvent] = []
    began_at = ended.started_at
    for clock in same.filter(started_at=ended.started_at).order_by("cycle").prefetch_related("events"):
        events = list(clock.events.all())
        known = {(row.kind, row.effective_at) for row in rested}
        rested += [one for one in events if one.kind in RESTS and (one.kind, one.effective_at) not in known]
        if rested and rested[-1].kind == EventKind.PAUSE and not _target(clock).pauses:
            rested.append(ClockEvent(kind=EventKind.RESUME, effective_at=began_at))
        if clock.level == level:
            agreed = [one for one in events if one.kind == EventKind.EXTEND]
        began_at = clock.ended_at or at
    return [_again(one, at=at) for one in (rested if rests else []) + agreed]


def _target(clock: Clock) -> Target:
    agreed = policy(version=clock.policy_version, calendar=clock.calendar_version)
    return agreed.target(Level(clock.level), Commitment(clock.commitment))


def _again(row: ClockEvent, *, at: datetime) -> ClockEvent:
    return ClockEvent(
        kind=row.kind,
        effective_at=row.effective_at,
        recorded_at=at,
        reason=row.reason,
        within=row.within,
        by_id=row.by_id,
    )
