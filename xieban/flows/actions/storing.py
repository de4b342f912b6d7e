"""Writes what a step changed, and nothing else: a few statements, however large the instance is."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TypeVar

from jishi.database.door import gathered, insert_all, update_all, update_one
from xieban.flows import models
from xieban.flows.models import Candidate, Hand, Instance, Reading, Seat, Timer, Token, Vote
from xieban.flows.queries.states import Loaded
from xieban.flows.rules import state as rules
from xieban.flows.rules.engine import Step
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.model import Model
from xieban.flows.rules.words import HANDLED, OVER, SeatState, TimerKind, TimerState, TokenState

INSTANCE = (
    "version_id",
    "status",
    "variables",
    "step",
    "last_number",
    "facts_count",
    "moved_at",
    "suspended_at",
    "pressed_at",
    "ended_at",
)
TOKEN = ("state", "until", "ending", "died", "undone", "attempts", "trouble")
SEAT = ("token_id", "turn", "state", "person_id", "acted_for_id", "decision", "since", "until", "died")
TIMER = ("token_id", "element", "due_at", "state", "rested_at")
_Row = TypeVar("_Row", rules.Token, rules.Seat, rules.Timer, rules.Reading)


def store(instance: Instance, loaded: Loaded, taken: Step, *, model: Model, at: datetime) -> bool:
    """Write a step; say whether it could be written: not where another transaction was first."""
    before, after = loaded.state, taken.state
    if not _store_instance(instance, before, taken, at=at):
        return False
    tokens = _store_tokens(instance, loaded, after, model)
    seats = _store_seats(instance, loaded, after, tokens)
    _store_candidates(instance, loaded, after, seats, at=at)
    _store_urging(loaded, after, at=at)
    _store_hands(instance, before, after)
    _store_votes(instance, before, after, model=model, tokens=tokens, seats=seats)
    _store_timers(instance, loaded, after, tokens)
    _store_readings(instance, before, after)
    _store_facts(instance, taken, at=at)
    return True


def written_at_once(loaded: Loaded, taken: Step) -> AbstractContextManager[None]:
    """Let the new rows of a step, and what is told of it, go to the database as one statement."""
    before, after = loaded.state, taken.state
    new = {Token: len(after.tokens) - len(before.tokens), Seat: len(after.seats) - len(before.seats)}
    return gathered({model: count for model, count in new.items() if count})


def plain(values: Mapping[str, Value]) -> dict[str, object]:
    """Return variables as JSON takes them."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _store_instance(instance: Instance, before: rules.State, taken: Step, *, at: datetime) -> bool:
    after = taken.state
    instance.status = after.status.value
    instance.variables = plain(after.variables)
    instance.step = after.step
    instance.last_number = after.last
    instance.facts_count += len(taken.facts)
    instance.moved_at = at
    instance.suspended_at = after.suspended_at
    instance.pressed_at = after.pressed_at
    if after.status in OVER and instance.ended_at is None:
        instance.ended_at = at
    return update_one(instance, INSTANCE, step=before.step)


def _changed(before: Mapping[int, _Row], after: Mapping[int, _Row]) -> tuple[list[_Row], list[_Row]]:
    """Return what was changed, and what is new."""
    changed = [row for number, row in after.items() if number in before and before[number] != row]
    return changed, [row for number, row in after.items() if number not in before]


def _store_tokens(instance: Instance, loaded: Loaded, after: rules.State, model: Model) -> dict[int, int]:
    changed, new = _changed(loaded.state.tokens, after.tokens)
    for token in changed:
        row = Token(pk=loaded.tokens[token.number])
        _fill_token(row, token)
        update_one(row, TOKEN)
    rows = []
    for token in new:
        row = Token(
            instance_id=instance.pk, number=token.number, node=token.node, within=token.within, via=token.via
        )
        row.node_name = model.nodes[token.node].shown[:200]
        row.parents, row.path = list(token.parents), list(token.path)
        row.cause, row.back_to, row.since, row.born = token.cause, token.back_to, token.since, token.born
        _fill_token(row, token)
        rows.append(row)
    insert_all(rows)
    return {**loaded.tokens, **{row.number: row.pk for row in rows}}


def _fill_token(row: Token, token: rules.Token) -> None:
    row.state = token.state.value
    row.until, row.died, row.undone = token.until, token.died, token.undone
    row.ending = token.ending.value if token.ending else ""
    row.attempts, row.trouble = token.attempts, token.trouble


def _store_seats(
    instance: Instance, loaded: Loaded, after: rules.State, tokens: Mapping[int, int]
) -> dict[int, int]:
    changed, new = _changed(loaded.state.seats, after.seats)
    for seat in changed:
        row = Seat(pk=loaded.seats[seat.number])
        _fill_seat(row, seat, tokens)
        update_one(row, SEAT)
    rows = []
    for seat in new:
        row = Seat(instance_id=instance.pk, number=seat.number, origin=seat.origin, lent=seat.lent, born=seat.born)
        _fill_seat(row, seat, tokens)
        rows.append(row)
    insert_all(rows)
    return {**loaded.seats, **{row.number: row.pk for row in rows}}


def _fill_seat(row: Seat, seat: rules.Seat, tokens: Mapping[int, int]) -> None:
    row.token_id = tokens[seat.token]
    row.turn, row.state = seat.turn, seat.state.value
    row.person_id, row.acted_for_id = seat.person, seat.acted_for
    row.decision = seat.decision.value if seat.decision else ""
    row.since, row.until, row.died = seat.since, seat.until, seat.died


def open_to(state: rules.State, seat: rules.Seat) -> frozenset[int]:
    """Return who could take a seat now."""
    token = state.tokens[seat.token]
    # A suspended instance keeps its work in the inbox: whoever looks finds it, and why it rests.
    if seat.state is not SeatState.OPEN or token.state is not TokenState.RESTING or state.status in OVER:
        return frozenset()
    return frozenset({seat.person}) if seat.person is not None else frozenset(seat.candidates)


def _store_candidates(
    instance: Instance, loaded: Loaded, after: rules.State, seats: Mapping[int, int], *, at: datetime
) -> None:
    """Say of everybody who may take a seat whether he could do so now."""
    rows, before, marked = [], loaded.state, _marked(after)
    opened: list[int] = []
    closed: list[int] = []
    for number, seat in after.seats.items():
        earlier = before.seats.get(number)
        now = open_to(after, seat)
        if earlier is None:
            people = dict.fromkeys((*seat.candidates, *now))
            rows += [
                Candidate(
                    seat_id=seats[number],
                    instance_id=instance.pk,
                    person_id=person,
                    is_open=person in now,
                    since=seat.since,
                    urged_at=at if seat.token in marked else None,
                )
                for person in people
            ]
        elif now != (then := open_to(before, earlier)):
            opened += _known(loaded, number, now - then)
            closed += _known(loaded, number, then - now)
    insert_all(rows, keys=False)
    update_all(Candidate, opened, is_open=True)
    update_all(Candidate, closed, is_open=False)


def _marked(state: rules.State) -> frozenset[int]:
    """Return the stays of which a mark of the deadline was reached."""
    timers = state.timers.values()
    return frozenset(one.token for one in timers if one.kind is TimerKind.MARK and one.state is TimerState.FIRED)


def _store_urging(loaded: Loaded, after: rules.State, *, at: datetime) -> None:
    """Note who is told to hurry: everybody at work where it was asked for, those of a stay at a mark of theirs."""
    fresh = _marked(after) - _marked(loaded.state)
    is_pressed = after.pressed_at is not None and after.pressed_at != loaded.state.pressed_at
    if not fresh and not is_pressed:
        return
    live = [number for number, seat in after.seats.items() if seat.until is None]
    told = {number for number in live if is_pressed or after.seats[number].token in fresh}
    update_all(Candidate, [key for (seat, _), key in loaded.candidates.items() if seat in told], urged_at=at)


def _store_hands(instance: Instance, before: rules.State, after: rules.State) -> None:
    """Note who has a hand in what is under way; what is over is known by the seats alone."""
    had, have = _hands(before), _hands(after)
    insert_all([Hand(person_id=one, instance_id=instance.pk) for one in sorted(have - had)], keys=False)
    if gone := had - have:
        Hand.objects.filter(instance=instance, person__in=sorted(gone)).delete()


def _hands(state: rules.State) -> frozenset[int]:
    if state.status in OVER:
        return frozenset()
    # What was sent back to come straight back, or lent, has left his work for a while: he finds it here.
    parked = {number for number, token in state.tokens.items() if token.state is TokenState.PARKED}
    held = (
        seat
        for seat in state.seats.values()
        if seat.state in HANDLED
        or seat.state is SeatState.DELEGATED
        or (seat.until is None and seat.token in parked)
    )
    return frozenset(seat.person for seat in held if seat.person is not None)


def _known(loaded: Loaded, seat: int, people: Iterable[int]) -> list[int]:
    return [loaded.candidates[seat, person] for person in people if (seat, person) in loaded.candidates]


def _store_votes(
    instance: Instance,
    before: rules.State,
    after: rules.State,
    *,
    model: Model,
    tokens: Mapping[int, int],
    seats: Mapping[int, int],
) -> None:
    rows = []
    for number, seat in after.seats.items():
        earlier = before.seats.get(number)
        if earlier == seat or seat.lent:
            continue
        if seat.state is SeatState.RETRACTED and earlier is not None and earlier.state is SeatState.DONE:
            Vote.objects.filter(seat_id=seats[number], retracted_at=None).update(retracted_at=seat.until)
        handling = model.nodes[after.tokens[seat.token].node].handling
        said = seat.state is SeatState.DONE and (earlier is None or earlier.state is not SeatState.DONE)
        voted = handling is not None and handling.loop is not None
        if said and voted and seat.decision and seat.person and seat.until:
            rows.append(
                Vote(
                    instance_id=instance.pk,
                    token_id=tokens[seat.token],
                    seat_id=seats[number],
                    person_id=seat.acted_for or seat.person,
                    decision=seat.decision.value,
                    at=seat.until,
                )
            )
    insert_all(rows, keys=False)


def _store_timers(instance: Instance, loaded: Loaded, after: rules.State, tokens: Mapping[int, int]) -> None:
    changed, new = _changed(loaded.state.timers, after.timers)
    cancelled = [loaded.timers[timer.number] for timer in changed if timer.state is TimerState.CANCELLED]
    update_all(Timer, cancelled, state=TimerState.CANCELLED.value)
    for timer in changed:
        if timer.state is not TimerState.CANCELLED:
            row = Timer(pk=loaded.timers[timer.number])
            _fill_timer(row, timer, tokens)
            update_one(row, TIMER)
    rows = []
    for timer in new:
        row = Timer(
            instance_id=instance.pk,
            number=timer.number,
            kind=timer.kind.value,
            percent=timer.percent,
            working=timer.working,
        )
        _fill_timer(row, timer, tokens)
        rows.append(row)
    insert_all(rows, keys=False)


def _fill_timer(row: Timer, timer: rules.Timer, tokens: Mapping[int, int]) -> None:
    row.token_id, row.element = tokens[timer.token], timer.element
    row.due_at, row.state, row.rested_at = timer.due_at, timer.state.value, timer.rested_at


def _store_readings(instance: Instance, before: rules.State, after: rules.State) -> None:
    changed, new = _changed(before.readings, after.readings)
    for reading in changed:
        Reading.objects.filter(instance=instance, number=reading.number).update(read_at=reading.read_at)
    insert_all(
        [
            Reading(
                instance_id=instance.pk,
                number=reading.number,
                token_number=reading.token,
                person_id=reading.person,
                since=reading.since,
            )
            for reading in new
        ],
        keys=False,
    )


def _store_facts(instance: Instance, taken: Step, *, at: datetime) -> None:
    first = instance.facts_count - len(taken.facts) + 1
    insert_all(
        [
            models.Fact(
                instance_id=instance.pk,
                number=first + place,
                step=taken.state.step,
                kind=fact.kind.value,
                node=fact.node,
                token_number=fact.token,
                seat_number=fact.seat,
                person_id=fact.person,
                details=_plain_details(fact.details),
                at=at,
            )
            for place, fact in enumerate(taken.facts)
        ],
        keys=False,
    )


def _plain_details(details: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in details.items() if value is not None}
