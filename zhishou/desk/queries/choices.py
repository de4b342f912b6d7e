"""What can be done about a ticket now: so that a page offers nothing that would be refused."""

from dataclasses import dataclass
from datetime import datetime

from zhishou.contracts.queries import policy
from zhishou.contracts.rules import Commitment, Level, PauseReason, StartEvent
from zhishou.contracts.rules.policy import Target
from zhishou.desk.models import Clock, Countersign, Proposal, Ticket, TicketChange
from zhishou.desk.queries.clocks import clocks_of, history_of
from zhishou.desk.queries.confirmations import waited_until
from zhishou.desk.rules.agreements import ProposalState, may_extend
from zhishou.desk.rules.changes import URGE_EVERY, ChangeKind
from zhishou.desk.rules.clocks import claim_of
from zhishou.desk.rules.countersigns import CountersignState
from zhishou.desk.rules.words import CARRIED_BY, ENDED, WORKS, TicketKind, TicketState
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import persons_with_role


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the ticket's state and its clocks allow; who may do it is another question."""

    state: TicketState
    is_open: bool
    pause_for: frozenset[PauseReason]
    may_resume: bool
    may_go: bool
    may_urge: bool
    may_close: bool
    has_open_children: bool
    running: frozenset[Commitment]
    negotiable: tuple[Clock, ...]  # running, and nothing about them waits for the client
    extendable: tuple[Clock, ...]
    waiting: tuple[Countersign, ...]
    linked: tuple[int, ...]
    kinds: frozenset[TicketKind]  # as which the ticket may be corrected without taking promises away


def choices_about(ticket: Ticket, *, viewer: Person, at: datetime) -> Choices:
    """Return what may be done about a ticket that the viewer has been allowed to see."""
    clocks = list(clocks_of(ticket).prefetch_related("events"))
    running = [clock for clock in clocks if clock.ended_at is None]
    state = TicketState(ticket.state)
    is_open = state not in ENDED
    waiting = tuple(_waiting(ticket))
    asked = Proposal.objects.filter(clock__ticket=ticket, state=ProposalState.WAITING).values("clock")
    in_talks = set(asked.values_list("clock", flat=True))
    negotiable = tuple(clock for clock in running if clock.pk not in in_talks)
    has_children = ticket.children.exclude(state__in=ENDED).exists()
    carried = CARRIED_BY[TicketKind(ticket.kind)]
    return Choices(
        state=state,
        is_open=is_open,
        pause_for=_reasons(running) if is_open and state is not TicketState.RECOVERED else frozenset(),
        may_resume=any(clock.paused_since is not None for clock in running),
        may_go=is_open and _may_go(ticket, clocks=clocks),
        may_urge=is_open and not _urged(ticket, by=viewer, at=at),
        may_close=_may_close(ticket, running=running, at=at) and not waiting and not has_children,
        has_open_children=has_children,
        running=frozenset(Commitment(clock.commitment) for clock in running),
        negotiable=negotiable,
        extendable=tuple(clock for clock in negotiable if may_extend(_target(clock))),
        waiting=waiting,
        linked=tuple(_linked(ticket)),
        kinds=frozenset(kind for kind in TicketKind if carried <= CARRIED_BY[kind]),
    )


def team_of(engagement: Engagement, *, at: datetime) -> list[Person]:
    """Return who can have a ticket in hand, or be asked about one."""
    return list(persons_with_role(engagement, WORKS, at=at).order_by("name", "pk"))


def may_decide_to_go(ticket: Ticket) -> bool:
    """Say whether a decision to go starts the on-site clock of a ticket that has not ended."""
    return TicketState(ticket.state) not in ENDED and _may_go(ticket, clocks=list(clocks_of(ticket)))


def _waiting(ticket: Ticket) -> list[Countersign]:
    rows = Countersign.objects.filter(ticket=ticket, state=CountersignState.WAITING)
    return list(rows.select_related("asked", "by"))


def _linked(ticket: Ticket) -> list[int]:
    onward = ticket.links_onward.values_list("second__number", flat=True)
    return sorted([*onward, *ticket.links_back.values_list("first__number", flat=True)])


def _reasons(running: list[Clock]) -> frozenset[PauseReason]:
    reasons: set[PauseReason] = set()
    for clock in running:
        if clock.paused_since is None:
            reasons |= _target(clock).pauses
    return frozenset(reasons)


def _target(clock: Clock) -> Target:
    agreed = policy(version=clock.policy_version, calendar=clock.calendar_version)
    return agreed.target(Level(clock.level), Commitment(clock.commitment))


def _urged(ticket: Ticket, *, by: Person, at: datetime) -> bool:
    recent = TicketChange.objects.filter(ticket=ticket, what=ChangeKind.URGED, by=by, at__gt=at - URGE_EVERY)
    return recent.exists()


def _may_close(ticket: Ticket, *, running: list[Clock], at: datetime) -> bool:
    until = waited_until(ticket, at=at)
    return until is not None and at >= until and all(claim_of(history_of(clock)) is not None for clock in running)


def _may_go(ticket: Ticket, *, clocks: list[Clock]) -> bool:
    if Commitment.ONSITE not in CARRIED_BY[TicketKind(ticket.kind)] or not clocks:
        return False
    if ticket.state == TicketState.RECOVERED:
        return False
    if any(clock.commitment == Commitment.ONSITE and clock.ended_at is None for clock in clocks):
        return False
    agreed = policy(version=clocks[0].policy_version, calendar=clocks[0].calendar_version)
    return agreed.target(Level(ticket.level), Commitment.ONSITE).starts is StartEvent.DECISION_TO_GO
