"""The vendor claims that it works again; the client's answer decides what that claim was worth: docs/why/0014."""

from datetime import datetime

from jishi.refusals.door import Refusal
from zhishou.desk.actions.clocks import add_event, running
from zhishou.desk.actions.evidence import ContradictsHistory
from zhishou.desk.models import Clock, Ticket
from zhishou.desk.queries.clocks import history_of
from zhishou.desk.rules.clocks import EventKind, WrongHistory, claim_of
from zhishou.people.models import Person


class ClocksStillRun(Refusal):
    """Promises still run on this ticket. Record the evidence, or agree with the client that they are void."""


def claim_clocks(ticket: Ticket, *, since: datetime, by: Person, at: datetime) -> None:
    """Let every running clock be judged no further than the moment since which it is said to work."""
    for clock in running(ticket):
        effective = max(since, clock.started_at)
        try:
            if clock.paused_since is not None:
                add_event(clock, EventKind.RESUME, effective_at=effective, by=by, at=at)
            add_event(clock, EventKind.CLAIM, effective_at=effective, by=by, at=at)
        except WrongHistory as error:
            raise ContradictsHistory from error


def deny_claims(ticket: Ticket, *, reason: str = "", by: Person | None, at: datetime) -> None:
    """Judge on as if nobody had claimed anything: what is late by now was late at its true moment."""
    for clock in running(ticket):
        if claim_of(history_of(clock)) is not None:
            add_event(clock, EventKind.DENY, effective_at=at, reason=reason, by=by, at=at)


def void_unconfirmed(
    ticket: Ticket, *, reason: str = "unconfirmed", by: Person | None, at: datetime, all_claimed: bool = True
) -> None:
    """End unanswered claims without a verdict, at their own moment: silence proves nothing for either party."""
    claimed: list[tuple[Clock, datetime]] = []
    for clock in running(ticket):
        since = claim_of(history_of(clock))
        if since is not None:
            claimed.append((clock, since))
        elif all_claimed:
            raise ClocksStillRun
    for clock, since in claimed:
        add_event(clock, EventKind.VOID, effective_at=since, reason=reason, by=by, at=at)
