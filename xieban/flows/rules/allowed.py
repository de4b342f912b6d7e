"""Whether one act is possible now, and why not: every act and every page asks here; pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from xieban.flows.rules.draft import Why
from xieban.flows.rules.lineage import actors, descendants, ways_back
from xieban.flows.rules.model import Handling, Model
from xieban.flows.rules.state import Actor, Seat, State, Token
from xieban.flows.rules.words import (
    ACTED,
    LIVE,
    OVER,
    Ending,
    NodeKind,
    SeatState,
    Status,
    TokenState,
    Verb,
)

PRESS_AGAIN_AFTER: Final = timedelta(hours=4)


def why_not_now(state: State) -> Why | None:
    """Say why nothing at all can be done."""
    if state.status in OVER:
        return Why.OVER
    return Why.SUSPENDED if state.status is Status.SUSPENDED else None


def handling_at(model: Model, token: Token) -> Handling | None:
    """Return how the node of a stay is handled; nothing where it is no human node of this version."""
    node = model.nodes.get(token.node)
    return node.handling if node else None


def why_not_complete(state: State, seat: Seat, actor: Actor) -> Why | None:
    """Say why somebody may not do the work of a seat."""
    token = state.tokens[seat.token]
    if seat.state not in LIVE:
        return Why.ALREADY_DONE
    now = why_not_now(state)
    if now is not None:
        return now
    if seat.state is not SeatState.OPEN or token.state is not TokenState.RESTING:
        return Why.NOT_HERE
    if not owner(seat, actor):
        return Why.NOT_YOURS
    if not seat.lent and spoke_already(state, seat, actor):
        return Why.SPOKE_ALREADY
    return None


def owner(seat: Seat, actor: Actor) -> int | None:
    """Return in whose name somebody would do the work of a seat; himself first."""
    if seat.person is not None:
        return seat.person if seat.person in actor.selves else None
    mine = [person for person in seat.candidates if person in actor.selves]
    return actor.person if actor.person in mine else next(iter(mine), None)


def spoke_already(state: State, seat: Seat, actor: Actor) -> bool:
    """Say whether the same person has another seat at this stay: one person, one voice."""
    others = [one for one in state.seats_of(seat.token) if one.number != seat.number and not one.lent]
    mine = owner(seat, actor)
    return mine in actors(others) or any(one.person == mine and one.state in LIVE for one in others)


def why_not_declared(model: Model, state: State, seat: Seat, actor: Actor, verb: Verb) -> Why | None:
    """Say why somebody at a seat may not do what the node must allow."""
    why = why_not_complete(state, seat, actor)
    if why is not None:
        return why
    handling = handling_at(model, state.tokens[seat.token])
    if handling is None or verb not in handling.may:
        return Why.NOT_HERE
    if seat.lent and verb is not Verb.CIRCULATE:
        return Why.NOT_HERE  # whoever only helps answers, and decides nothing else
    return None


def why_not_return(model: Model, state: State, seat: Seat, actor: Actor) -> Why | None:
    """Say why somebody may not return what lies in front of him."""
    why = why_not_declared(model, state, seat, actor, Verb.RETURN)
    if why is None and not ways_back(model, state, state.tokens[seat.token]):
        return Why.NO_WAY_BACK
    return why


def why_not_withdraw(model: Model, state: State, seat: Seat, actor: Actor) -> Why | None:
    """Say why somebody may not take back what he did.

    The three tests: the node allows it, nobody has acted since, nothing but automatic steps lies between.
    """
    now = why_not_now(state)
    if now is not None:
        return now
    if seat.state is not SeatState.DONE or seat.lent or seat.person != actor.person:
        return Why.NOT_YOURS
    token = state.tokens[seat.token]
    handling = handling_at(model, token)
    if handling is None or Verb.WITHDRAW not in handling.may:
        return Why.NOT_HERE
    if token.state is TokenState.RESTING:
        return None  # his own word among several, and the others are still speaking
    return _what_came_after(model, state, token, seat)


def _voted(state: State, token: Token) -> list[Seat]:
    return [one for one in state.seats_of(token.number) if one.state is SeatState.DONE]


def _what_came_after(model: Model, state: State, token: Token, seat: Seat) -> Why | None:
    if token.undone or token.ending is not Ending.PASSED or token.back_to:
        return Why.BEYOND
    acted = any(one.died > seat.died for one in _voted(state, token))
    after = [state.tokens[number] for number in descendants(state.tokens, token.number)]
    if any(_cannot_be_taken_back(model, one) for one in after):
        return Why.BEYOND
    acted = acted or any(seat.state in ACTED for one in after for seat in state.seats_of(one.number))
    return Why.SOMEBODY_ACTED if acted else None


def _cannot_be_taken_back(model: Model, token: Token) -> bool:
    node = model.nodes.get(token.node)
    if node is None or any(_threw(model, name) for name in token.path):
        return True
    if node.kind is NodeKind.SERVICE:
        return not node.repeatable
    return node.kind is NodeKind.CATCH and token.state is TokenState.ENDED


def _threw(model: Model, name: str) -> bool:
    node = model.nodes.get(name)
    return node is not None and node.kind is NodeKind.THROW and bool(node.message)


def why_not_press(model: Model, state: State, actor: Actor, *, at: datetime) -> Why | None:
    """Say why somebody may not press: the node allows it, he has a part in it, not only his own work is open."""
    if why_not_now(state) is not None:
        return why_not_now(state)
    involved = state.starter == actor.person or any(
        seat.person == actor.person and seat.state is SeatState.DONE for seat in state.seats.values()
    )
    if not (involved or actor.manages):
        return Why.NOT_YOURS
    seats = [seat for seat in open_seats(state) if _may(model, state, seat, Verb.PRESS)]
    if not seats:
        return Why.NOT_HERE
    if all(owner(seat, actor) for seat in seats):
        return Why.ONLY_YOUR_OWN
    if state.pressed_at is not None and at < state.pressed_at + PRESS_AGAIN_AFTER:
        return Why.PRESSED_LATELY
    return None


def open_seats(state: State) -> list[Seat]:
    """Return the seats on which somebody can act now."""
    return [
        seat
        for seat in state.seats.values()
        if seat.state is SeatState.OPEN and state.tokens[seat.token].state is TokenState.RESTING
    ]


def _may(model: Model, state: State, seat: Seat, verb: Verb) -> bool:
    handling = handling_at(model, state.tokens[seat.token])
    return handling is not None and verb in handling.may


def why_not_cancel(model: Model, state: State, actor: Actor) -> Why | None:
    """Say why the starter may not call the whole thing off: every open node must allow it."""
    if why_not_now(state) is not None:
        return why_not_now(state)
    if state.starter != actor.person:
        return Why.NOT_YOURS
    human = [one for one in state.open_tokens() if one.state is not TokenState.AT_JOIN]
    handlings = [handling_at(model, one) for one in human]
    if not handlings or any(one is not None and Verb.CANCEL not in one.may for one in handlings):
        return Why.NOT_HERE
    return None if any(one is not None for one in handlings) else Why.NOT_HERE


def why_not_remove_signer(model: Model, state: State, seat: Seat, actor: Actor) -> Why | None:
    """Say why a seat may not be taken away: only before its person acted, and never the last."""
    if why_not_now(state) is not None:
        return why_not_now(state)
    token = state.tokens[seat.token]
    if seat.state not in {SeatState.WAITING, SeatState.OPEN} or seat.lent:
        return Why.ALREADY_DONE
    beside = [one for one in state.seats_of(seat.token) if one.number != seat.number]
    at_it = any(one.state is SeatState.OPEN and owner(one, actor) for one in beside)
    declared = _may(model, state, seat, Verb.REMOVE_SIGNER) and (at_it or state.starter == actor.person)
    if not (actor.manages or declared):
        return Why.NOT_YOURS
    if token.state is not TokenState.RESTING:
        return Why.NOT_HERE
    return None if _counted(beside) else Why.LAST_SIGNER


def _counted(seats: Iterable[Seat]) -> bool:
    return any(not seat.lent and (seat.state in LIVE or seat.state is SeatState.DONE) for seat in seats)


def why_not_manage(state: State, actor: Actor) -> Why | None:
    """Say why somebody may not intervene."""
    if not actor.manages:
        return Why.NOT_YOURS
    return Why.OVER if state.status in OVER else None
