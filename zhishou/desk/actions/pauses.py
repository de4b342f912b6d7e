"""Clocks rest where the contract lets them, and run again."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from jishi.refusals.door import Refusal
from zhishou.contracts.queries import policy
from zhishou.contracts.rules import Commitment, Level, PauseReason
from zhishou.desk.actions.clocks import add_event, checked_reason, file, running
from zhishou.desk.models import Clock, Ticket
from zhishou.desk.rules.clocks import EventKind
from zhishou.desk.rules.words import WORKS, TicketState
from zhishou.people.models import Person
from zhishou.people.queries import require_role


class NothingPauses(Refusal):
    """No running clock of this ticket may rest for this reason. At level 1 no clock ever rests."""


class NothingRests(Refusal):
    """No clock of this ticket is paused."""


@transaction.atomic
def pause_clocks(*, ticket: Ticket, reason: PauseReason, note: str, by: Person, at: datetime) -> list[Clock]:
    """Let those clocks rest that the contract lets rest for this reason."""
    require_role(by, ticket.engagement, WORKS, at=at)
    note, paused = checked_reason(note), []
    if ticket.state == TicketState.RECOVERED:
        raise NothingPauses  # what waits for the client's answer is judged no further anyhow
    for clock in running(ticket):
        agreed = policy(version=clock.policy_version, calendar=clock.calendar_version)
        allowed = agreed.target(Level(clock.level), Commitment(clock.commitment)).pauses
        if clock.paused_since is None and reason in allowed:
            add_event(clock, EventKind.PAUSE, effective_at=at, reason=f"{reason.value}: {note}", by=by, at=at)
            paused.append(clock)
    if not paused:
        raise NothingPauses
    file(ticket, "desk.clocks_paused", by=by, at=at, payload=_named(paused) | {"reason": reason, "note": note})
    return paused


@transaction.atomic
def resume_clocks(*, ticket: Ticket, by: Person, at: datetime) -> list[Clock]:
    """Let every resting clock run again."""
    require_role(by, ticket.engagement, WORKS, at=at)
    resting = [clock for clock in running(ticket) if clock.paused_since is not None]
    if not resting:
        raise NothingRests
    for clock in resting:
        add_event(clock, EventKind.RESUME, effective_at=at, by=by, at=at)
    file(ticket, "desk.clocks_resumed", by=by, at=at, payload=_named(resting))
    return resting


def _named(clocks: Iterable[Clock]) -> dict[str, object]:
    return {"clocks": [f"{clock.commitment} {clock.cycle}" for clock in clocks]}
