"""A fault turns out graver, or lighter, than it was taken for."""

from datetime import datetime

from django.db import transaction

from jishi.outbox.door import publish
from jishi.refusals.door import Refusal
from zhishou.contracts.queries import policy
from zhishou.contracts.rules import Commitment, Level, StartEvent
from zhishou.desk.actions.changing import WrongState, changed, claim, still_open
from zhishou.desk.actions.clocks import add_event, checked_reason, running, show, start_missing, terms_for
from zhishou.desk.events import TicketBecameFatal
from zhishou.desk.models import Clock, ClockEvent, Ticket
from zhishou.desk.queries.clocks import as_history
from zhishou.desk.rules.changes import ChangeKind
from zhishou.desk.rules.clocks import EventKind, read
from zhishou.desk.rules.words import WORKS, TicketState
from zhishou.people.models import Person
from zhishou.people.queries import require_role


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

    What a cycle had rested is inherited, and its outcome stays; nobody is given time back. `by=None`: the watch.
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
        past = list(clock.events.exclude(kind=EventKind.BREACH))
        add_event(clock, EventKind.RETARGET, effective_at=at, reason=reason, by=by, at=at)
        _next_cycle(clock, level=level, past=past, at=at)
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


def _next_cycle(ended: Clock, *, level: Level, past: list[ClockEvent], at: datetime) -> None:
    agreed = policy(version=ended.policy_version, calendar=ended.calendar_version)
    target = agreed.target(level, Commitment(ended.commitment))
    if target.starts is not StartEvent.RECEIPT and ended.started_at == ended.ticket.reached_at:
        return  # at the new level it counts from the decision to go, and nobody has decided
    clock = Clock(
        ticket=ended.ticket,
        commitment=ended.commitment,
        cycle=ended.cycle + 1,
        level=level,
        policy_version=ended.policy_version,
        calendar_version=ended.calendar_version,
    )
    # What may never rest has not rested: at level 1 the new cycle counts every minute since the start.
    rests = {EventKind.PAUSE, EventKind.RESUME} if target.pauses else set()
    past = [event for event in past if event.kind in rests | {EventKind.START}]
    rows = [
        ClockEvent(kind=row.kind, effective_at=row.effective_at, recorded_at=at, reason=row.reason, by_id=row.by_id)
        for row in past
    ]
    show(clock, read(terms_for(target, calendar_of=clock), as_history(rows), at=at), at=at)
    clock.save(force_insert=True)
    for row in rows:
        row.clock = clock
    ClockEvent.objects.bulk_create(rows)
