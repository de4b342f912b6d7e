"""What can be done about a ticket now: so that a page offers nothing that would be refused."""

from dataclasses import dataclass

from zhishou.contracts.queries import policy
from zhishou.contracts.rules import Commitment, Level, PauseReason, StartEvent
from zhishou.desk.models import Clock, Ticket
from zhishou.desk.queries.clocks import clocks_of
from zhishou.desk.rules.words import CARRIED_BY, ENDED, TicketKind, TicketState


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the ticket's state and its clocks allow; who may do it is another question."""

    is_open: bool
    pause_for: frozenset[PauseReason]
    may_resume: bool
    may_go: bool


def choices_about(ticket: Ticket) -> Choices:
    """Return what may be done about a ticket that the caller has been allowed to see."""
    clocks = list(clocks_of(ticket))
    running = [clock for clock in clocks if clock.ended_at is None]
    reasons: set[PauseReason] = set()
    for clock in running:
        if clock.paused_since is None:
            agreed = policy(version=clock.policy_version, calendar=clock.calendar_version)
            reasons |= agreed.target(Level(clock.level), Commitment(clock.commitment)).pauses
    is_open = TicketState(ticket.state) not in ENDED
    return Choices(
        is_open=is_open,
        pause_for=frozenset(reasons) if is_open else frozenset(),
        may_resume=any(clock.paused_since is not None for clock in running),
        may_go=is_open and _may_go(ticket, clocks=clocks),
    )


def _may_go(ticket: Ticket, *, clocks: list[Clock]) -> bool:
    if Commitment.ONSITE not in CARRIED_BY[TicketKind(ticket.kind)] or not clocks:
        return False
    if any(clock.commitment == Commitment.ONSITE and clock.ended_at is None for clock in clocks):
        return False
    agreed = policy(version=clocks[0].policy_version, calendar=clocks[0].calendar_version)
    return agreed.target(Level(ticket.level), Commitment.ONSITE).starts is StartEvent.DECISION_TO_GO
