"""What the people of a flow do: complete, take in hand, return, withdraw; pure."""

from collections.abc import Mapping
from dataclasses import replace

from xieban.flows.rules.allowed import (
    handling_at,
    owner,
    why_not_complete,
    why_not_return,
    why_not_withdraw,
)
from xieban.flows.rules.draft import CannotDo, Draft, Why
from xieban.flows.rules.entering import begin
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.filling import filled
from xieban.flows.rules.lineage import actors, again, undo, ways_back
from xieban.flows.rules.moving import run
from xieban.flows.rules.state import Actor, Seat, Token
from xieban.flows.rules.votes import settle
from xieban.flows.rules.words import Decision, Ending, FactKind, SeatState


def refuse(why: Why | None, **words: object) -> None:
    """Raise when there is a reason."""
    if why is not None:
        raise CannotDo(why, **words)


def seat_of(draft: Draft, number: int) -> Seat:
    """Return a seat of this instance."""
    if number not in draft.seats:
        raise CannotDo(Why.NOT_HERE)
    return draft.seats[number]


def taken(seat: Seat, actor: Actor) -> Seat:
    """Return the seat in the hands of who acts, and in whose place."""
    mine = owner(seat, actor)
    return replace(seat, person=actor.person, acted_for=mine if mine != actor.person else None)


def complete(draft: Draft, *, seat: int, actor: Actor, decision: Decision, values: Mapping[str, Value]) -> None:
    """Do the work of a seat; the flow goes on when that is enough at its node."""
    one = seat_of(draft, seat)
    refuse(why_not_complete(draft.before, one, actor))
    token = draft.tokens[one.token]
    handling = handling_at(draft.model, token)
    if handling is None or decision not in handling.decisions:
        raise CannotDo(Why.NOT_A_DECISION)
    draft.variables |= filled(handling.fields, values, required=not one.lent)
    done = draft.close_seat(
        replace(taken(one, actor), decision=decision),
        SeatState.DONE,
    )
    if done.lent:
        lender = draft.seats[done.origin]
        draft.put_seat(replace(lender, state=SeatState.OPEN))
        draft.note(FactKind.HANDED_BACK, token=token, seat=done, person=actor.person)
        return
    draft.note(
        FactKind.COMPLETED if handling.loop is None else FactKind.VOTED,
        token=token,
        seat=done,
        person=actor.person,
        details={"decision": decision.value},
    )
    settle(draft, token)
    run(draft)


def claim(draft: Draft, *, seat: int, actor: Actor) -> None:
    """Take a piece of work in hand that several could do."""
    one = seat_of(draft, seat)
    refuse(why_not_complete(draft.before, one, actor))
    if one.person is not None or len(one.candidates) < 2:  # noqa: PLR2004 - one candidate has it already
        raise CannotDo(Why.NOT_HERE)
    mine = draft.put_seat(replace(one, person=owner(one, actor)))
    draft.note(FactKind.CLAIMED, token=draft.tokens[one.token], seat=mine, person=actor.person)


def release(draft: Draft, *, seat: int, actor: Actor) -> None:
    """Give a piece of work back to everybody who could do it."""
    one = seat_of(draft, seat)
    refuse(why_not_complete(draft.before, one, actor))
    if one.person is None or len(one.candidates) < 2:  # noqa: PLR2004 - nobody else could take it
        raise CannotDo(Why.NOT_HERE)
    free = draft.put_seat(replace(one, person=None))
    draft.note(FactKind.RELEASED, token=draft.tokens[one.token], seat=free, person=actor.person)


def give_back(draft: Draft, *, seat: int, actor: Actor, to: int, straight: bool) -> None:
    """Return to an earlier stay. Straight: this one waits with what was said, and it comes right back here."""
    one = seat_of(draft, seat)
    refuse(why_not_return(draft.model, draft.before, one, actor))
    token = draft.tokens[one.token]
    target = ways_back(draft.model, draft.before, token).get(to)
    handling = handling_at(draft.model, token)
    if target is None or (straight and not (handling and handling.straight_back)):
        raise CannotDo(Why.NO_WAY_BACK)
    people = actors(draft.seats_of(target.number))
    draft.note(
        FactKind.RETURNED,
        token=token,
        seat=one,
        person=actor.person,
        details={"to": target.node, "straight": straight},
    )
    if straight:
        draft.put_seat(taken(one, actor) if owner(one, actor) == actor.person else one)
        draft.park(token)
    else:
        draft.close_seat(taken(one, actor), SeatState.RETURNED)
        undo(draft, target, Ending.RETURNED)
    fresh = again(draft, target, cause=token.number)
    fresh = replace(fresh, back_to=token.number) if straight else fresh
    begin(draft, fresh, people=people or None)


def withdraw(draft: Draft, *, seat: int, actor: Actor) -> None:
    """Take back what one did, as long as nobody has acted on it."""
    one = seat_of(draft, seat)
    refuse(why_not_withdraw(draft.model, draft.before, one, actor))
    token = draft.tokens[one.token]
    draft.note(FactKind.WITHDREW, token=token, seat=one, person=actor.person)
    if token.until is None:
        _speak_again(draft, token, one)
        return
    undo(draft, token, Ending.WITHDRAWN)
    fresh = draft.put(again(draft, token, cause=token.number))
    draft.note(FactKind.ENTERED, token=fresh, details={"path": []})
    copy_seats(draft, draft.before.seats_of(token.number), fresh, reopened=one.number)


def _speak_again(draft: Draft, token: Token, seat: Seat) -> None:
    draft.close_seat(seat, SeatState.RETRACTED)
    draft.put_seat(
        replace(
            seat,
            number=draft.number(),
            state=SeatState.OPEN,
            decision=None,
            since=draft.at,
            until=None,
            born=draft.step,
            died=0,
            origin=seat.number,
        )
    )
    for other in draft.seats_of(token.number):
        # In turn: whoever had the word waits again until this one has spoken.
        if other.state is SeatState.OPEN and other.turn > seat.turn:
            draft.put_seat(replace(other, state=SeatState.WAITING))


def copy_seats(
    draft: Draft, seats: tuple[Seat, ...] | list[Seat], token: Token, *, reopened: int = 0
) -> dict[int, int]:
    """Lay the seats of one stay out again at another, votes and all; one of them open again."""
    numbers: dict[int, int] = {}
    for seat in seats:
        numbers[seat.number] = draft.number()
        fresh = replace(
            seat,
            number=numbers[seat.number],
            token=token.number,
            origin=numbers.get(seat.origin, 0),
            born=draft.step,
            died=draft.step if seat.died else 0,
        )
        if seat.number == reopened:
            fresh = replace(fresh, state=SeatState.OPEN, decision=None, until=None, died=0, since=draft.at)
        draft.put_seat(fresh)
    return numbers
