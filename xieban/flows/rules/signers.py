"""Giving work to somebody else: transfer and delegate are two things, and signers come and go; pure."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from xieban.flows.rules.acts import refuse, seat_of
from xieban.flows.rules.allowed import (
    owner,
    why_not_declared,
    why_not_manage,
    why_not_now,
    why_not_remove_signer,
)
from xieban.flows.rules.draft import CannotDo, Draft, Why
from xieban.flows.rules.entering import add_seat, open_turn
from xieban.flows.rules.moving import run
from xieban.flows.rules.state import Actor, Seat, Token
from xieban.flows.rules.votes import settle
from xieban.flows.rules.words import LIVE, FactKind, SeatState, TokenState, Verb


class Place(StrEnum):
    """Where a signer is put beside the one who adds him."""

    BEFORE = "before"
    BESIDE = "beside"
    AFTER = "after"


def transfer(draft: Draft, *, seat: int, actor: Actor, to: int) -> None:
    """Give a piece of work away for good: the other does it, and it goes on from there."""
    one = seat_of(draft, seat)
    why = why_not_declared(draft.model, draft.before, one, actor, Verb.TRANSFER)
    if why in {Why.NOT_YOURS, Why.NOT_HERE, Why.SPOKE_ALREADY} and actor.manages:
        why = why_not_now(draft.before) if one.state is SeatState.OPEN else Why.ALREADY_DONE
    refuse(why)
    token = draft.tokens[one.token]
    # One of several takes it to himself so; who has it alone would give it to nobody.
    is_his_alone = one.person == to or tuple(one.candidates) == (to,)
    _refuse_double(draft, token, to, besides=None if is_his_alone else one)
    draft.close_seat(one, SeatState.TRANSFERRED)
    fresh = add_seat(draft, token, (to,), turn=one.turn, origin=one.number)
    open_turn(draft, token.number)
    draft.note(FactKind.TRANSFERRED, token=token, seat=fresh, person=actor.person, details={"to": to})


def delegate(draft: Draft, *, seat: int, actor: Actor, to: int) -> None:
    """Ask somebody to prepare a piece of work: it comes back to who asked, with his words."""
    one = seat_of(draft, seat)
    refuse(why_not_declared(draft.model, draft.before, one, actor, Verb.DELEGATE))
    token = draft.tokens[one.token]
    _refuse_double(draft, token, to)
    lender = replace(one, person=owner(one, actor), state=SeatState.DELEGATED)
    draft.put_seat(lender)
    fresh = add_seat(draft, token, (to,), turn=one.turn, origin=one.number, lent=True)
    open_turn(draft, token.number)
    draft.note(FactKind.DELEGATED, token=token, seat=fresh, person=actor.person, details={"to": to})


def add_signers(
    draft: Draft, *, token: int, actor: Actor, people: Sequence[int], seat: int = 0, place: Place = Place.BESIDE
) -> None:
    """Let further people sign at a stay: before, beside or after who adds them."""
    stay = draft.tokens.get(token)
    if stay is None or stay.state is not TokenState.RESTING or draft.node(stay).handling is None:
        raise CannotDo(Why.NOT_HERE)
    one = _from_where(draft, stay, seat, actor)
    if not people:
        raise CannotDo(Why.NO_SUCH_PERSON)
    for person in people:
        _refuse_double(draft, stay, person)
    turn = one.turn if one else 1
    if one is not None and place is not Place.BESIDE:
        turn = _make_room(draft, stay, one, place)
    for person in dict.fromkeys(people):
        fresh = add_seat(draft, stay, (person,), turn=turn)
        draft.note(
            FactKind.SIGNER_ADDED,
            token=stay,
            seat=fresh,
            person=actor.person,
            details={"signer": person, "place": place.value},
        )
    open_turn(draft, stay.number)


def _from_where(draft: Draft, stay: Token, seat: int, actor: Actor) -> Seat | None:
    if not seat:
        refuse(why_not_manage(draft.before, actor) or why_not_now(draft.before))
        return None
    one = seat_of(draft, seat)
    if one.token != stay.number:
        raise CannotDo(Why.NOT_HERE)
    refuse(why_not_declared(draft.model, draft.before, one, actor, Verb.ADD_SIGNER))
    return one


def _make_room(draft: Draft, stay: Token, one: Seat, place: Place) -> int:
    """Free a turn right before or after a seat, and return it."""
    free = one.turn if place is Place.BEFORE else one.turn + 1
    for other in draft.seats_of(stay.number):
        if other.state in LIVE and other.turn >= free:
            waits = SeatState.WAITING if other.state is SeatState.OPEN else other.state
            draft.put_seat(replace(other, turn=other.turn + 1, state=waits))
    return free


def remove_signer(draft: Draft, *, seat: int, actor: Actor) -> None:
    """Take a signer away who has not acted; the stay may be over by that."""
    one = seat_of(draft, seat)
    refuse(why_not_remove_signer(draft.model, draft.before, one, actor))
    token = draft.tokens[one.token]
    gone = draft.close_seat(one, SeatState.REMOVED)
    draft.note(FactKind.SIGNER_REMOVED, token=token, seat=gone, person=actor.person, details={"signer": one.person})
    settle(draft, token)
    run(draft)


def _refuse_double(draft: Draft, token: Token, person: int, *, besides: Seat | None = None) -> None:
    """Refuse a second live seat, or a second voice, of one person at one stay."""
    for seat in draft.seats_of(token.number):
        held = seat.person == person or person in seat.candidates
        if seat is not besides and held and (seat.state in LIVE or seat.state is SeatState.DONE):
            raise CannotDo(Why.SIGNS_ALREADY)
