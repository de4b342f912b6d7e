"""It works again, the client says so, and the ticket ends; or it begins anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from jishi.outbox.door import publish
from jishi.refusals.door import NotAllowed, Refusal, listed
from zhishou.contracts.queries import policy
from zhishou.contracts.rules import Commitment, Level, StartEvent
from zhishou.desk.actions.changing import (
    WrongState,
    changed,
    checked_note,
    claim,
    move,
    require_sight,
)
from zhishou.desk.actions.claims import claim_clocks, deny_claims, void_unconfirmed
from zhishou.desk.actions.clocks import end_by_void, start_again
from zhishou.desk.actions.countersigns import drop_all, none_waits
from zhishou.desk.actions.evidence import BeforeItBegan, record_evidence
from zhishou.desk.actions.intakes import not_ahead
from zhishou.desk.actions.outside import ask_outside, say_closed
from zhishou.desk.actions.talk import message_about, tell_holders
from zhishou.desk.events import TicketBecameFatal
from zhishou.desk.models import Clock, ClockEvent, Ticket
from zhishou.desk.queries.clocks import clocks_of
from zhishou.desk.queries.confirmations import waited_until
from zhishou.desk.rules.changes import ChangeKind
from zhishou.desk.rules.clocks import EventKind
from zhishou.desk.rules.replies import Verdict
from zhishou.desk.rules.visits import AHEAD
from zhishou.desk.rules.words import BEGINS_ANEW, ENDED, REPORTS, WORKS, EvidenceKind, TicketState
from zhishou.notify.actions import tell
from zhishou.notify.rules import Urgency
from zhishou.people.models import Person
from zhishou.people.queries import require_role
from zhishou.people.rules import CLIENT_ROLES, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who says so for the client: a person, or somebody without an account by the message that `source` names."""

    by: Person | None = None
    name: str = ""
    source: str = ""
    process: str = ""


class ChildrenOpen(Refusal):
    """This ticket still has open children: %(numbers)s. End them first."""


class StillWaiting(Refusal):
    """The client has not answered yet; without an answer a manager may close from %(moment)s on."""


@transaction.atomic
def mark_recovered(
    *,
    ticket: Ticket,
    words: str,
    works_since: datetime | None = None,
    revision: int | None = None,
    by: Person,
    at: datetime,
) -> Ticket:
    """Say that it works again, now or since a moment, and ask the caller to confirm.

    No clock stops by this: it is judged no further than that moment until the client has answered.
    """
    require_role(by, ticket.engagement, WORKS, at=at)
    words = checked_note(words)
    claim(ticket, revision=revision)
    since = not_ahead(works_since or at, at=at)
    if since < ticket.reached_at:
        raise BeforeItBegan
    move(ticket, TicketState.RECOVERED, at=at)
    ticket.recovered_at = since
    claim_clocks(ticket, since=since, by=by, at=at)
    changed(ticket, ChangeKind.RECOVERED, by=by, at=at, words=words, fields=["state", "recovered_at", "ended_at"])
    if ticket.caller is not None:
        asked = message_about(ticket, kind="desk.recovered", name=by.name, words=words, urgency=Urgency.PROMPT)
        tell(to=[ticket.caller], message=asked, at=at)
    else:
        ask_outside(ticket, words=words, at=at)
    return ticket


@transaction.atomic
def confirm_recovery(
    *,
    ticket: Ticket,
    words: str,
    works_since: datetime | None = None,
    revision: int | None = None,
    by: Person,
    at: datetime,
) -> Ticket:
    """Confirm for the client that it works, since we said so or since another moment; the ticket closes.

    What nobody needed any more from that moment on, e.g. a visit, is void; what was late by then stays late.
    """
    require_sight(by, ticket, CLIENT_ROLES, at=at)
    claim(ticket, revision=revision)
    _confirm(ticket, words=words, works_since=works_since, voice=Voice(by=by), at=at)
    return ticket


@transaction.atomic
def say_not_yet(*, ticket: Ticket, words: str, revision: int | None = None, by: Person, at: datetime) -> Ticket:
    """Say for the client that it does not work yet; the clocks are judged as if nobody had said that it does."""
    require_sight(by, ticket, CLIENT_ROLES, at=at)
    words = checked_note(words)
    claim(ticket, revision=revision)
    _deny(ticket, words=words, voice=Voice(by=by), at=at)
    return ticket


@transaction.atomic
def take_verdict(*, ticket: Ticket, verdict: Verdict, words: str, voice: Voice, at: datetime) -> Ticket:
    """Let the client's own message decide, where somebody without an account was asked and answered by it."""
    claim(ticket, revision=None)
    if verdict is Verdict.WORKS:
        _confirm(ticket, words=words, works_since=None, voice=voice, at=at)
    else:
        _deny(ticket, words=words, voice=voice, at=at)
    return ticket


def _confirm(ticket: Ticket, *, words: str, works_since: datetime | None, voice: Voice, at: datetime) -> None:
    """End a ticket that the caller has locked, by the client's word."""
    if ticket.state != TicketState.RECOVERED:
        raise WrongState
    _no_open_children(ticket)
    works_since = works_since or _worked_since(ticket)
    record_evidence(
        ticket=ticket,
        kind=EvidenceKind.CONFIRMATION,
        happened_at=works_since,
        words=words,
        source=voice.source,
        by=voice.by,
        by_name=voice.name,
        process=voice.process,
        at=at,
    )
    end_by_void(ticket, reason="confirmed", by=voice.by, at=at, needless_since=min(works_since, at))
    drop_all(ticket, at=at)
    needless = _on_the_way(ticket)
    move(ticket, TicketState.CLOSED, at=at)
    changed(
        ticket,
        ChangeKind.CONFIRMED,
        by=voice.by,
        by_name=voice.name,
        process=voice.process,
        at=at,
        words=words.strip(),
        fields=["state", "ended_at"],
    )
    _tell_ended(ticket, to=needless, name=voice.by.name if voice.by else voice.name, words=words.strip(), at=at)


def _deny(ticket: Ticket, *, words: str, voice: Voice, at: datetime) -> None:
    """Let the work on a ticket that the caller has locked go on, by the client's word."""
    if ticket.state != TicketState.RECOVERED:
        raise WrongState
    move(ticket, TicketState.IN_PROGRESS, at=at)
    deny_claims(ticket, by=voice.by, at=at)
    changed(
        ticket,
        ChangeKind.NOT_YET,
        by=voice.by,
        by_name=voice.name,
        process=voice.process,
        at=at,
        words=words,
        fields=["state", "recovered_at", "ended_at"],
    )
    tell_holders(ticket, kind="desk.not_yet", name=voice.by.name if voice.by else voice.name, words=words, at=at)
    _call_again(ticket, at=at)


@transaction.atomic
def close_ticket(*, ticket: Ticket, reason: str, revision: int | None = None, by: Person, at: datetime) -> Ticket:
    """Close without the client's word, after waiting for it: what he would have decided is judged for nobody."""
    require_role(by, ticket.engagement, {Role.MANAGER}, at=at)
    reason = checked_note(reason)
    claim(ticket, revision=revision)
    if ticket.state != TicketState.RECOVERED or ticket.recovered_at is None:
        raise WrongState
    until = waited_until(ticket, at=at)
    if until is not None and at < until:
        raise StillWaiting(moment=f"{timezone.localtime(until):%Y-%m-%d %H:%M}")
    _no_open_children(ticket)
    none_waits(ticket)
    void_unconfirmed(ticket, by=by, at=at)
    move(ticket, TicketState.CLOSED, at=at)
    changed(ticket, ChangeKind.CLOSED, by=by, at=at, words=reason, fields=["state", "ended_at"])
    if ticket.caller is not None:
        told = message_about(ticket, kind="desk.closed", name=by.name, words=reason, urgency=Urgency.ROUTINE)
        tell(to=[ticket.caller], message=told, at=at)
    else:
        say_closed(ticket, words=reason, at=at)
    return ticket


@transaction.atomic
def withdraw(*, ticket: Ticket, reason: str, revision: int | None = None, by: Person, at: datetime) -> Ticket:
    """Take a ticket back, as its caller or for the client; what runs is void, what was late stays late."""
    held = require_sight(by, ticket, CLIENT_ROLES, at=at)
    if by.pk not in {ticket.caller_id, ticket.filer_id} and Role.CLIENT_ADMIN not in held:
        raise NotAllowed
    reason = checked_note(reason)
    claim(ticket, revision=revision)
    _no_open_children(ticket)
    needless = {one.pk: one for one in [*_on_the_way(ticket), ticket.assignee] if one is not None}
    move(ticket, TicketState.WITHDRAWN, at=at)
    end_by_void(ticket, reason="withdrawn", by=by, at=at)
    drop_all(ticket, at=at)
    changed(
        ticket,
        ChangeKind.WITHDRAWN,
        by=by,
        at=at,
        words=reason,
        fields=["state", "recovered_at", "ended_at"],
    )
    _tell_ended(ticket, to=needless.values(), name=by.name, words=reason, at=at)
    return ticket


@transaction.atomic
def reopen(*, ticket: Ticket, reason: str, revision: int | None = None, by: Person, at: datetime) -> Ticket:
    """Take a closed or withdrawn ticket up again: recovery and its cap count anew, old outcomes stay."""
    require_sight(by, ticket, REPORTS, at=at)
    reason = checked_note(reason)
    claim(ticket, revision=revision)
    if TicketState(ticket.state) not in ENDED:
        raise WrongState
    move(ticket, TicketState.IN_PROGRESS, at=at)
    started = start_again(ticket, commitments=BEGINS_ANEW | _taken_back(ticket), at=at)
    changed(
        ticket,
        ChangeKind.REOPENED,
        by=by,
        at=at,
        words=reason,
        fields=["state", "recovered_at", "ended_at"],
        payload={"clocks": [f"{clock.commitment} {clock.cycle}" for clock in started]},
    )
    tell_holders(ticket, kind="desk.not_yet", name=by.name, words=reason, at=at)
    _call_again(ticket, at=at)
    return ticket


def _call_again(ticket: Ticket, *, at: datetime) -> None:
    """Let the watch be called once more where what is fatal does not work after all."""
    if ticket.level == Level.FATAL:
        publish(TicketBecameFatal(engagement_code=ticket.engagement.code, ticket_uuid=str(ticket.uuid)), at=at)


def _taken_back(ticket: Ticket) -> frozenset[Commitment]:
    """Return what counts from receipt and was still awaited when the ticket was withdrawn: nobody has kept it."""
    last: dict[str, Clock] = {clock.commitment: clock for clock in clocks_of(ticket).order_by("cycle")}
    withdrawn = ClockEvent.objects.filter(clock__in=last.values(), kind=EventKind.VOID, reason="withdrawn")
    keys = set(withdrawn.values_list("clock", flat=True))
    level = Level(ticket.level)
    return frozenset(
        Commitment(clock.commitment)
        for clock in last.values()
        if clock.pk in keys
        and policy(version=clock.policy_version, calendar=clock.calendar_version)
        .target(level, Commitment(clock.commitment))
        .starts
        is StartEvent.RECEIPT
    )


def _on_the_way(ticket: Ticket) -> list[Person]:
    """Return who is sent to the client and has not arrived."""
    ahead = ticket.visits.filter(state__in=AHEAD).select_related("engineer")
    return [visit.engineer for visit in ahead]


def _tell_ended(ticket: Ticket, *, to: Iterable[Person], name: str, words: str, at: datetime) -> None:
    """Tell those who would go on working that the client has ended the ticket."""
    message = message_about(ticket, kind="desk.ended", name=name, words=words, urgency=Urgency.PROMPT)
    tell(to=to, message=message, at=at)


def _worked_since(ticket: Ticket) -> datetime:
    """Return when we said that it works, or when a clock was last let rest or run, whichever came later."""
    rested = ClockEvent.objects.filter(
        clock__ticket=ticket, clock__ended_at__isnull=True, kind__in=[EventKind.PAUSE, EventKind.RESUME]
    ).aggregate(last=Max("effective_at"))["last"]
    return max(moment for moment in (ticket.recovered_at, rested, ticket.reached_at) if moment is not None)


def _no_open_children(ticket: Ticket) -> None:
    numbers = ticket.children.exclude(state__in=ENDED).order_by("number").values_list("number", flat=True)
    found = [str(number) for number in numbers]
    if found:
        raise ChildrenOpen(numbers=listed(found))
