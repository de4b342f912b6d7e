"""Clocks start, rest, end and are told about; every change is an event, and the columns follow the fold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from jishi.database.door import insert_all, new_row
from jishi.outbox.door import publish_all
from jishi.outbox.events import Event
from jishi.refusals.door import Invalid, Refusal
from zhishou.contracts.models import CalendarVersion, PolicyVersion
from zhishou.contracts.queries import calendar_version, policy, policy_version, versions_at
from zhishou.contracts.rules import Commitment, Level, StartEvent
from zhishou.contracts.rules.policy import Target
from zhishou.desk.actions.changing import changed, claim, still_open
from zhishou.desk.events import CommitmentBreached
from zhishou.desk.models import Clock, ClockEvent, Evidence, Ticket
from zhishou.desk.queries.clocks import due_of, history_of, reading_of, terms_of, with_versions
from zhishou.desk.rules.changes import ChangeKind
from zhishou.desk.rules.clocks import (
    AFTER_THE_END,
    ENDS,
    EventKind,
    Reading,
    Standing,
    Terms,
    next_look,
    read,
    unclaimed,
)
from zhishou.desk.rules.clocks import ClockEvent as HistoryEvent
from zhishou.desk.rules.words import CARRIED_BY, WORKS, TicketKind
from zhishou.ledger.actions import Fact, record, record_all
from zhishou.people.models import Person
from zhishou.people.queries import require_role


class NeedsReason(Invalid):
    """Say why, in at most 500 characters."""


class AlreadyGoing(Refusal):
    """The visit was decided on before; its clock runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A clock that has just been started, and how it stands."""

    clock: Clock
    reading: Reading


def checked_reason(reason: str) -> str:
    """Return a reason that can be kept."""
    reason = " ".join(reason.split())
    if not reason or len(reason) > 500 or "\x00" in reason:  # noqa: PLR2004 - the column's size
        raise NeedsReason
    return reason


def terms_for(target: Target, *, calendar_of: Clock) -> Terms:
    """Return a target as the terms of a clock, by the calendar that the clock is pinned to."""
    agreed = policy(version=calendar_of.policy_version, calendar=calendar_of.calendar_version)
    return Terms(
        within=target.within,
        calendar=agreed.calendar,
        tolerance=target.tolerance,
        warn_before=target.warn_before,
    )


def start_clocks(ticket: Ticket, *, at: datetime) -> list[Started]:
    """Start every clock that counts from receipt, at the moment the ticket reached us."""
    return _start(ticket, starts=StartEvent.RECEIPT, effective_at=ticket.reached_at, at=at)


def counts_since(ticket: Ticket) -> datetime:
    """Return since when the work on a ticket counts: its receipt, or the moment at which it began anew."""
    anew = ticket.changes.filter(what=ChangeKind.REOPENED).aggregate(last=Max("at"))["last"]
    return anew or ticket.reached_at


def start_missing(ticket: Ticket, *, at: datetime) -> None:
    """Start what counts from receipt and has never run, as no lighter level or other kind asks for it.

    What ended only because the kind was corrected runs anew from receipt where the kind is corrected back.
    """
    version = policy_version(engagement=ticket.engagement, at=ticket.reached_at)
    calendar = calendar_version(engagement=ticket.engagement, at=ticket.reached_at)
    agreed, cycles = policy(version=version, calendar=calendar), _last_cycles(ticket)
    taken = _taken_by_kind(ticket, cycles=cycles)
    found = [
        one
        for one in Commitment
        if one in CARRIED_BY[TicketKind(ticket.kind)]
        and (one.value not in cycles or one.value in taken)
        and agreed.target(Level(ticket.level), one).starts is StartEvent.RECEIPT
    ]
    since = counts_since(ticket) if found else ticket.reached_at
    _make(ticket, found, cycles=cycles, version=version, calendar=calendar, effective_at=since, at=at)


@transaction.atomic
def decide_to_go(*, ticket: Ticket, by: Person, at: datetime) -> Clock:
    """Decide that somebody goes to the client; where the contract says so, the on-site clock counts from now."""
    require_role(by, ticket.engagement, WORKS, at=at)
    claim(ticket, revision=None)
    still_open(ticket)
    if Clock.objects.filter(ticket=ticket, commitment=Commitment.ONSITE, ended_at__isnull=True).exists():
        raise AlreadyGoing
    started = _start(ticket, starts=StartEvent.DECISION_TO_GO, effective_at=at, at=at)
    if not started:
        raise AlreadyGoing
    changed(ticket, ChangeKind.GOING_DECIDED, by=by, at=at)
    return started[0].clock


def _start(ticket: Ticket, *, starts: StartEvent, effective_at: datetime, at: datetime) -> list[Started]:
    version, calendar = versions_at(engagement=ticket.engagement, at=ticket.reached_at)
    agreed, level = policy(version=version, calendar=calendar), Level(ticket.level)
    carried = CARRIED_BY[TicketKind(ticket.kind)]
    found = [one for one in Commitment if one in carried and agreed.target(level, one).starts is starts]
    cycles = _last_cycles(ticket) if starts is not StartEvent.RECEIPT else {}
    return _make(ticket, found, cycles=cycles, version=version, calendar=calendar, effective_at=effective_at, at=at)


def _make(
    ticket: Ticket,
    commitments: list[Commitment],
    *,
    cycles: Mapping[str, int],
    version: PolicyVersion,
    calendar: CalendarVersion,
    effective_at: datetime,
    at: datetime,
) -> list[Started]:
    agreed, level = policy(version=version, calendar=calendar), Level(ticket.level)
    started = []
    for commitment in commitments:
        target = agreed.target(level, commitment)
        clock = new_row(
            Clock,
            beside={"ticket": ticket, "policy_version": version, "calendar_version": calendar},
            commitment=commitment,
            level=level,
            cycle=cycles.get(commitment.value, 0) + 1,
        )
        start = HistoryEvent(kind=EventKind.START, effective_at=effective_at, recorded_at=at)
        reading = read(terms_for(target, calendar_of=clock), [start], at=at)
        show(clock, reading, at=at)
        started.append(Started(clock=clock, reading=reading))
    insert_all([one.clock for one in started])
    starts = [
        new_row(ClockEvent, clock_id=one.clock.pk, kind=EventKind.START, effective_at=effective_at, recorded_at=at)
        for one in started
    ]
    insert_all(starts, keys=False)
    return started


def _last_cycles(ticket: Ticket) -> dict[str, int]:
    rows = Clock.objects.filter(ticket=ticket).order_by().values("commitment").annotate(last=Max("cycle"))
    return {row["commitment"]: row["last"] for row in rows}


def _taken_by_kind(ticket: Ticket, *, cycles: Mapping[str, int]) -> frozenset[str]:
    ends = ClockEvent.objects.filter(clock__ticket=ticket, kind=EventKind.VOID, reason="kind_changed")
    found = ends.values_list("clock__commitment", "clock__cycle")
    return frozenset(commitment for commitment, cycle in found if cycles[commitment] == cycle)


def show(clock: Clock, reading: Reading, *, at: datetime) -> None:
    """Let the columns say what the fold says."""
    clock.started_at, clock.originally_due_at, clock.due_at = (
        reading.started_at, reading.originally_due_at, due_of(reading),
    )  # fmt: skip
    clock.standing, clock.breached_at, clock.paused_since = (
        reading.standing, reading.breached_at, reading.paused_since,
    )  # fmt: skip
    clock.ended_at, clock.ended_by = reading.ended_at, reading.ended_by or ""
    clock.next_look_at = next_look(reading, at=at)
    if reading.breached_at is not None and clock.told != Standing.BREACHED and reading.ended_at is None:
        clock.next_look_at = at  # the next tick finds it and tells


SHOWN = [
    "started_at", "originally_due_at", "due_at", "standing", "breached_at", "paused_since", "ended_at", "ended_by",
    "next_look_at",
]  # fmt: skip


def add_event(
    clock: Clock,
    kind: EventKind,
    *,
    effective_at: datetime,
    at: datetime,
    by: Person | None,
    reason: str = "",
    within: str = "",
    evidence: Evidence | None = None,
) -> None:
    """Add one event to a clock that the caller has locked, and let the columns follow."""
    # Judged at the moment of effect: a call in time that is written down a minute later was in time.
    past = history_of(clock)
    if kind in ENDS | {EventKind.DENY}:
        past = unclaimed(past)  # a claim that is answered protects no longer: what counts is the answer
    reading = read(terms_of(clock), past, at=effective_at)
    if clock.told != Standing.BREACHED and reading.breached_at is not None:
        clock.breached_at = reading.breached_at
        breach([clock], at=at)
    ClockEvent.objects.create(
        clock=clock,
        kind=kind,
        effective_at=effective_at,
        recorded_at=at,
        reason=reason,
        within=within,
        evidence=evidence,
        by=by,
    )
    show(clock, reading_of(clock, at=at), at=at)
    clock.save(update_fields=SHOWN)


def breach(clocks: list[Clock], *, at: datetime) -> None:
    """Write breaches as found: dated at the true moment, told once, never taken back."""
    events = []
    for clock in clocks:
        moment = clock.breached_at or clock.due_at
        assert moment is not None  # noqa: S101 - what has no deadline is never late
        clock.breached_at, clock.standing, clock.told = moment, Standing.BREACHED, Standing.BREACHED
        clock.next_look_at = None
        events.append(ClockEvent(clock=clock, kind=EventKind.BREACH, effective_at=moment, recorded_at=at))
    ClockEvent.objects.bulk_create(events)
    # The deadline of a clock that nobody touched is the moment of its breach: one statement for all of them.
    plain = [clock for clock in clocks if clock.breached_at == clock.due_at and clock.ended_at is None]
    Clock.objects.filter(pk__in=[clock.pk for clock in plain]).update(
        breached_at=F("due_at"), standing=Standing.BREACHED, told=Standing.BREACHED, next_look_at=None
    )
    Clock.objects.bulk_update([clock for clock in clocks if clock not in plain], [*SHOWN, "told"])
    record_all([_evidence_of(clock) for clock in clocks], at=at)
    publish_all([_breached(clock, at=at) for clock in clocks], at=at)


def _evidence_of(clock: Clock) -> Fact:
    assert clock.breached_at is not None  # noqa: S101 - the caller has found it
    return Fact(
        what="desk.commitment_breached",
        about_kind="ticket",
        about_key=str(clock.ticket.uuid),
        engagement=clock.ticket.engagement,
        by=None,
        happened_at=clock.breached_at,
        payload={"clock": str(clock.uuid), "commitment": clock.commitment, "level": clock.level},
        process="tick",
    )


def _breached(clock: Clock, *, at: datetime) -> Event:
    assert clock.breached_at is not None  # noqa: S101 - the caller has found it
    return CommitmentBreached(
        engagement_code=clock.ticket.engagement.code,
        ticket_uuid=str(clock.ticket.uuid),
        clock_uuid=str(clock.uuid),
        commitment=clock.commitment,
        breached_at=clock.breached_at,
        found_at=at,
    )


def end_by_void(
    ticket: Ticket, *, reason: str, by: Person | None, at: datetime, needless_since: datetime | None = None
) -> None:
    """End what still runs, because it is needless now or since an earlier moment; what was late stays late."""
    for clock in running(ticket):
        past = [event.effective_at for event in history_of(clock) if event.kind not in AFTER_THE_END]
        effective = max(needless_since or at, clock.started_at, *past)
        add_event(clock, EventKind.VOID, effective_at=effective, reason=reason, by=by, at=at)


def start_again(ticket: Ticket, *, commitments: frozenset[Commitment], at: datetime) -> list[Clock]:
    """Start new cycles of some commitments now, by what is agreed now; older cycles keep their outcome."""
    version = policy_version(engagement=ticket.engagement, at=at)
    calendar = calendar_version(engagement=ticket.engagement, at=at)
    carried = CARRIED_BY[TicketKind(ticket.kind)] & commitments
    found = [commitment for commitment in Commitment if commitment in carried]
    cycles = _last_cycles(ticket)
    made = _make(ticket, found, cycles=cycles, version=version, calendar=calendar, effective_at=at, at=at)
    return [one.clock for one in made]


def running(ticket: Ticket) -> list[Clock]:
    rows = Clock.objects.select_for_update(of=("self",)).filter(ticket=ticket, ended_at__isnull=True)
    return list(with_versions(rows))


def file(
    ticket: Ticket,
    what: str,
    *,
    by: Person | None,
    at: datetime,
    payload: dict[str, object],
    happened_at: datetime | None = None,
) -> None:
    record(
        what=what,
        about_kind="ticket",
        about_key=str(ticket.uuid),
        engagement=ticket.engagement,
        by=by,
        happened_at=happened_at or at,
        at=at,
        payload=payload,
        process="" if by else "tick",
    )
