"""What happens when a token comes to rest: seats are laid out, timers set, services called; pure."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from xieban.flows.rules.deadlines import is_working, marks, moment_of
from xieban.flows.rules.draft import Arrival, CannotDo, Draft, Why
from xieban.flows.rules.model import Handling, Node, Wait
from xieban.flows.rules.state import Reading, Seat, Timer, Token
from xieban.flows.rules.words import (
    FactKind,
    NodeKind,
    SeatState,
    TimerKind,
    TokenState,
)

if TYPE_CHECKING:
    from datetime import datetime


def enter(draft: Draft, node: Node, arrival: Arrival) -> Token:
    """Begin a stay at a node."""
    return begin(draft, arrived(draft, node, arrival, state=TokenState.RESTING))


def arrived(draft: Draft, node: Node, arrival: Arrival, *, state: TokenState) -> Token:
    """Return a new token for what arrives at a node."""
    return Token(
        number=draft.number(),
        node=node.id,
        state=state,
        since=draft.at,
        born=draft.step,
        within=arrival.within,
        via=arrival.flow,
        parents=arrival.parents,
        path=arrival.path,
    )


def begin(draft: Draft, token: Token, *, people: Sequence[int] | None = None) -> Token:
    """Put a new token down with everything that belongs to its stay; `people` in place of what the flow says."""
    draft.put(token)
    node = draft.node(token)
    draft.note(FactKind.ENTERED, token=token, details={"path": list(token.path)})
    if node.handling is not None:
        lay_out(draft, token, node.handling, people=people)
        _set_marks(draft, token, node.handling)
    elif node.kind is NodeKind.SERVICE:
        draft.note(FactKind.SERVICE_CALLED, token=token, details={"service": node.service})
    elif node.kind is NodeKind.TIMER and node.wait is not None:
        _set(draft, token, node, node.wait, TimerKind.CATCH)
    for name in draft.model.boundaries.get(node.id, ()):
        boundary = draft.model.nodes[name]
        if boundary.wait is not None:
            _set(draft, token, boundary, boundary.wait, TimerKind.BOUNDARY)
    return token


def lay_out(draft: Draft, token: Token, handling: Handling, *, people: Sequence[int] | None = None) -> None:
    """Lay out the seats of a stay: one for everybody together, or one each at once or in turn."""
    if people is None:
        people = draft.context.people(handling.who, draft.frozen())
    everybody = tuple(dict.fromkeys(people))
    if not everybody:
        # Nobody is no consent: the stay waits until somebody who manages flows puts a person there.
        draft.note(FactKind.NOBODY_FOUND, token=token, details={"who": [str(who) for who in handling.who]})
        return
    loop = handling.loop
    if loop is None:
        shares = [everybody]
    elif loop.cardinality is not None:
        shares = [everybody] * loop.cardinality
    else:
        shares = [(person,) for person in everybody]
    for place, share in enumerate(shares, start=1):
        add_seat(draft, token, share, turn=place if loop is not None and loop.sequential else 1)
    open_turn(draft, token.number)


def add_seat(
    draft: Draft, token: Token, candidates: tuple[int, ...], *, turn: int, origin: int = 0, lent: bool = False
) -> Seat:
    """Add one seat, which waits for its turn."""
    return draft.put_seat(
        Seat(
            number=draft.number(),
            token=token.number,
            turn=turn,
            state=SeatState.WAITING,
            since=draft.at,
            born=draft.step,
            person=candidates[0] if len(candidates) == 1 else None,
            candidates=candidates,
            origin=origin,
            lent=lent,
        )
    )


def open_turn(draft: Draft, token: int) -> None:
    """Open the seats whose turn it is: the lowest that is not over."""
    live = [
        seat
        for seat in draft.seats_of(token)
        if seat.state in {SeatState.WAITING, SeatState.OPEN, SeatState.DELEGATED}
    ]
    turn = min((seat.turn for seat in live), default=0)
    for seat in live:
        if seat.state is SeatState.WAITING and seat.turn == turn:
            draft.put_seat(replace(seat, state=SeatState.OPEN, since=draft.at))


def hand_out(draft: Draft, people: Sequence[int], *, token: int, node: str) -> None:
    """Give a copy to read to everybody who has none unread."""
    unread = {reading.person for reading in draft.readings.values() if reading.read_at is None}
    fresh = [person for person in dict.fromkeys(people) if person not in unread]
    for person in fresh:
        number = draft.number()
        draft.readings[number] = Reading(number=number, person=person, token=token, since=draft.at)
    draft.note(FactKind.CIRCULATED, node=node, details={"people": fresh})


def _set(draft: Draft, token: Token, element: Node, wait: Wait, kind: TimerKind) -> None:
    due_at: datetime | None = wait.moment
    if wait.length is not None:
        due_at = draft.at + wait.length
    elif wait.variable:
        due_at = moment_of(draft.variables.get(wait.variable), zone=draft.context.calendar.zone)
    if due_at is None:
        raise CannotDo(Why.NO_MOMENT, name=wait.variable or element.shown)
    draft.put_timer(Timer(number=draft.number(), token=token.number, kind=kind, element=element.id, due_at=due_at))


def _set_marks(draft: Draft, token: Token, handling: Handling) -> None:
    calendar = draft.context.calendar
    working = handling.deadline is not None and is_working(handling.deadline)
    due_at = moment_of(draft.variables.get(handling.deadline_from), zone=calendar.zone)
    if due_at is not None:
        working = False
    elif handling.deadline is not None:
        due_at = handling.deadline.due(calendar, start=draft.at)
    if due_at is None:
        return
    for percent, moment in marks(start=draft.at, due_at=due_at, working=working, calendar=calendar).items():
        draft.put_timer(
            Timer(
                number=draft.number(),
                token=token.number,
                kind=TimerKind.MARK,
                element=token.node,
                due_at=moment,
                percent=percent,
                working=working,
            )
        )
