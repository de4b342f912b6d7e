"""What somebody may do with an instance, in one object: every page and interface renders from it; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from xieban.flows.rules.allowed import (
    handling_at,
    open_seats,
    owner,
    why_not_cancel,
    why_not_complete,
    why_not_declared,
    why_not_manage,
    why_not_press,
    why_not_remove_signer,
    why_not_return,
    why_not_withdraw,
)
from xieban.flows.rules.jumping import jump_places
from xieban.flows.rules.lineage import ways_back
from xieban.flows.rules.model import Field, Model
from xieban.flows.rules.state import Actor, Seat, State
from xieban.flows.rules.words import SCOPES, Decision, SeatState, Status, TokenState, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A node that may be chosen as a target: the stay to go back to, or the node to jump to."""

    node: str
    name: str
    token: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing that may be done now, with what must be chosen for it."""

    verb: Verb
    token: int = 0
    seat: int = 0
    decisions: tuple[Decision, ...] = ()
    fields: tuple[Field, ...] = ()
    edits: frozenset[str] = frozenset()
    places: tuple[Place, ...] = ()
    straight_back: bool = False
    acts_for: int | None = None
    lent: bool = False  # asked to prepare it: what is said goes back to who asked
    goes_back_to: str = ""  # the step that sent it back and gets it again at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """All that one person may do with one instance at one moment."""

    deeds: tuple[Deed, ...]

    def may(self, verb: Verb) -> bool:
        """Say whether a verb is among them."""
        return any(deed.verb is verb for deed in self.deeds)

    def of(self, verb: Verb) -> tuple[Deed, ...]:
        """Return the deeds of one verb."""
        return tuple(deed for deed in self.deeds if deed.verb is verb)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One open stay, and who could act on it now."""

    token: int
    node: str
    name: str
    since: datetime
    people: tuple[int, ...]
    seats: tuple[int, ...]
    is_parked: bool = False  # what was sent back from it is still out, and comes straight back


def control(model: Model, state: State, actor: Actor, *, at: datetime) -> Control:
    """Compute everything that somebody may do now."""
    deeds = [deed for seat in open_seats(state) for deed in _at_seat(model, state, seat, actor)]
    deeds += _of_others(model, state, actor)
    if why_not_press(model, state, actor, at=at) is None:
        deeds.append(Deed(verb=Verb.PRESS))
    if why_not_cancel(model, state, actor) is None:
        deeds.append(Deed(verb=Verb.CANCEL))
    for reading in state.readings.values():
        if reading.person == actor.person and reading.read_at is None:
            deeds.append(Deed(verb=Verb.READ, seat=reading.number))
    return Control(deeds=(*deeds, *_managing(model, state, actor)))


def who_could_act(model: Model, state: State) -> tuple[Waiting, ...]:
    """Return every open stay with the people who could act on it now.

    Nobody there is worth an alarm, unless the stay is parked or the instance suspended.
    """
    acting = state.status is Status.RUNNING
    found = []
    for token in state.open_tokens():
        if token.state is TokenState.AT_JOIN or _is_scope(model, token.node):
            continue  # nobody acts there: it waits for others, or for what goes on inside it
        seats = [seat for seat in open_seats(state) if seat.token == token.number and acting]
        people = [person for seat in seats for person in ((seat.person,) if seat.person else seat.candidates)]
        found.append(
            Waiting(
                token=token.number,
                node=token.node,
                name=_name(model, token.node),
                since=token.since,
                people=tuple(dict.fromkeys(person for person in people if person is not None)),
                seats=tuple(seat.number for seat in seats),
                is_parked=token.state is TokenState.PARKED,
            )
        )
    return tuple(found)


def _at_seat(model: Model, state: State, seat: Seat, actor: Actor) -> Iterator[Deed]:
    if why_not_complete(state, seat, actor) is not None:
        return
    token = state.tokens[seat.token]
    handling = handling_at(model, token)
    mine = owner(seat, actor)
    acts_for = None if mine == actor.person else mine
    parked = state.tokens.get(token.back_to)
    yield Deed(
        verb=Verb.COMPLETE,
        token=token.number,
        seat=seat.number,
        decisions=handling.decisions if handling else (),
        fields=handling.fields if handling else (),
        edits=handling.edits if handling else frozenset(),
        acts_for=acts_for,
        lent=seat.lent,
        goes_back_to=_name(model, parked.node) if parked and parked.state is TokenState.PARKED else "",
    )
    if len(seat.candidates) > 1:
        taken = seat.person is not None
        yield Deed(verb=Verb.RELEASE if taken else Verb.CLAIM, token=token.number, seat=seat.number)
    if why_not_return(model, state, seat, actor) is None:
        places = tuple(
            Place(node=back.node, name=_name(model, back.node), token=number)
            for number, back in ways_back(model, state, token).items()
        )
        straight = handling is not None and handling.straight_back
        yield Deed(verb=Verb.RETURN, token=token.number, seat=seat.number, places=places, straight_back=straight)
    for verb in (Verb.TRANSFER, Verb.DELEGATE, Verb.ADD_SIGNER, Verb.CIRCULATE):
        if why_not_declared(model, state, seat, actor, verb) is None:
            yield Deed(verb=verb, token=token.number, seat=seat.number)


def _of_others(model: Model, state: State, actor: Actor) -> Iterator[Deed]:
    for seat in state.seats.values():
        if seat.state is SeatState.DONE and why_not_withdraw(model, state, seat, actor) is None:
            yield Deed(verb=Verb.WITHDRAW, token=seat.token, seat=seat.number)
        elif why_not_remove_signer(model, state, seat, actor) is None:
            yield Deed(verb=Verb.REMOVE_SIGNER, token=seat.token, seat=seat.number)


def _managing(model: Model, state: State, actor: Actor) -> Iterator[Deed]:
    if why_not_manage(state, actor) is not None:
        return
    if state.status is Status.SUSPENDED:
        yield Deed(verb=Verb.RESUME)
        yield Deed(verb=Verb.END)
        return
    for verb in (Verb.SUSPEND, Verb.END, Verb.MIGRATE, Verb.ROLL_BACK):
        yield Deed(verb=verb)
    for token in state.open_tokens():
        if token.state is TokenState.RESTING:
            places = tuple(Place(node=node.id, name=node.shown) for node in jump_places(model, state, token))
            yield Deed(verb=Verb.JUMP, token=token.number, places=places)
            if handling_at(model, token) is not None:
                yield Deed(verb=Verb.ADD_SIGNER, token=token.number)
    for seat in open_seats(state):
        yield Deed(verb=Verb.TRANSFER, token=seat.token, seat=seat.number)


def _is_scope(model: Model, node: str) -> bool:
    return node in model.nodes and model.nodes[node].kind in SCOPES


def _name(model: Model, node: str) -> str:
    return model.nodes[node].shown if node in model.nodes else node
