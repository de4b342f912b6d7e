"""What was written down wrongly about a ticket is corrected, and the history keeps what it said before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from jishi.refusals.door import Refusal
from zhishou.contracts.rules import Commitment, ServiceCode
from zhishou.desk.actions.changing import changed, checked_note, claim, require_sight, still_open
from zhishou.desk.actions.clocks import add_event, running, start_missing
from zhishou.desk.actions.tickets import checked_title
from zhishou.desk.models import Ticket
from zhishou.desk.rules.changes import ChangeKind
from zhishou.desk.rules.clocks import EventKind
from zhishou.desk.rules.modules import as_module
from zhishou.desk.rules.words import CARRIED_BY, WORKS, TicketKind, TicketState
from zhishou.people.models import Person
from zhishou.people.rules import Role

HALF: Final = 55


class NothingCorrected(Refusal):
    """Nothing of this differs from what the ticket says now."""


class TakesPromisesAway(Refusal):
    """A ticket of this kind carries fewer promises. Only the client's administrator may correct it that way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a ticket says of itself."""

    kind: TicketKind
    service_code: ServiceCode
    title: str
    module: str = ""


FIELDS: Final[Mapping[str, ChangeKind]] = {
    "kind": ChangeKind.KIND_CHANGED,
    "service_code": ChangeKind.SERVICE_CHANGED,
    "title": ChangeKind.RETITLED,
    "module": ChangeKind.MODULE_CHANGED,
}


@transaction.atomic
def correct_ticket(
    *, ticket: Ticket, said: Said, reason: str, revision: int | None = None, by: Person, at: datetime
) -> Ticket:
    """Correct kind, service code, title, module: one line of history for each that changes.

    A kind that carries more promises starts them from receipt, as if it had been right at once. One that carries
    fewer takes promises from the client, so only he may say so; what was late by then stays late.
    """
    held = require_sight(by, ticket, WORKS | {Role.CLIENT_ADMIN}, at=at)
    reason = checked_note(reason)
    claim(ticket, revision=revision)
    ticket.refresh_from_db(fields=list(FIELDS))
    still_open(ticket)
    wish = {
        "kind": said.kind.value,
        "service_code": said.service_code.value,
        "title": checked_title(said.title),
        "module": as_module(said.module),
    }
    found = {name: (str(getattr(ticket, name)), value) for name, value in wish.items()}
    found = {name: pair for name, pair in found.items() if pair[0] != pair[1]}
    if not found:
        raise NothingCorrected
    lost = CARRIED_BY[TicketKind(ticket.kind)] - CARRIED_BY[said.kind]
    if lost and Role.CLIENT_ADMIN not in held:
        raise TakesPromisesAway
    for name, (before, after) in found.items():
        setattr(ticket, name, after)
        changed(
            ticket,
            FIELDS[name],
            by=by,
            at=at,
            words=reason,
            subject=f"{before[:HALF]} → {after[:HALF]}",
            fields=[name],
            payload={"before": before, "after": after},
        )
    if "kind" in found:
        _fit_clocks(ticket, lost=lost, by=by, at=at)
    return ticket


def _fit_clocks(ticket: Ticket, *, lost: frozenset[Commitment], by: Person, at: datetime) -> None:
    for clock in running(ticket):
        if Commitment(clock.commitment) in lost:
            effective = max(at, clock.started_at)
            add_event(clock, EventKind.VOID, effective_at=effective, reason="kind_changed", by=by, at=at)
    before = {clock.pk for clock in running(ticket)}
    start_missing(ticket, at=at)
    if ticket.state == TicketState.RECOVERED and ticket.recovered_at is not None:
        # What was said to be done waits for the client's answer: what is promised besides does so too.
        for clock in running(ticket):
            if clock.pk not in before:
                since = max(ticket.recovered_at, clock.started_at)
                add_event(clock, EventKind.CLAIM, effective_at=since, by=by, at=at)
