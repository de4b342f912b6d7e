"""An instance as the engine sees it, and what it needs to know of the world."""

import uuid as uuids
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final, TypeVar

from jishi.calendars.door import Calendar, china, weekdays
from jishi.database.door import Compiled, columns_of, row_of
from jishi.parameters.door import value_of
from xieban.flows.models import Candidate, Instance, Reading, Seat, Timer, Token
from xieban.flows.queries.parameters import OFFICE_HOURS, windows_of
from xieban.flows.queries.people import Meant
from xieban.flows.rules import state as rules
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.words import (
    Decision,
    Ending,
    SeatState,
    Status,
    TimerKind,
    TimerState,
    TokenState,
)

YEARS: Final = range(2018, 2041)
_Row = TypeVar("_Row", Token, Seat, Timer, Reading)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """An instance as the engine sees it, and the keys of its rows by number."""

    instance: int
    state: rules.State
    tokens: Mapping[int, int]
    seats: Mapping[int, int]
    timers: Mapping[int, int]
    candidates: Mapping[tuple[int, int], int]  # of a seat's number and a person
    uuids: Mapping[int, uuids.UUID]  # of the seats, as addresses name them


def _all_of(model: type[_Row]) -> Compiled:
    """Return the question for every row of an instance, in order."""
    columns = columns_of(model)
    return Compiled(
        lambda instance: model.objects.filter(instance_id=instance).order_by("number").values_list(*columns)
    )


_candidates = Compiled(
    lambda of: Candidate.objects.filter(instance_id=of).order_by("id").values_list("seat_id", "person_id", "pk")
)
_tokens, _seats = _all_of(Token), _all_of(Seat)
_timers, _readings = _all_of(Timer), _all_of(Reading)


def load(instance: Instance) -> Loaded:
    """Return where an instance stands, with its whole history, in five statements."""
    candidates: dict[int, dict[int, int]] = defaultdict(dict)
    for seat, person, key in _candidates(of=instance.pk):
        candidates[seat][person] = key
    tokens = [row_of(Token, row) for row in _tokens(instance=instance.pk)]
    seats = [row_of(Seat, row) for row in _seats(instance=instance.pk)]
    timers = [row_of(Timer, row) for row in _timers(instance=instance.pk)]
    readings = [row_of(Reading, row) for row in _readings(instance=instance.pk)]
    numbers = {token.pk: token.number for token in tokens}
    state = rules.State(
        starter=instance.starter_id,
        status=Status(instance.status),
        variables=values_of(instance.variables),
        tokens={token.number: _token(token) for token in tokens},
        seats={seat.number: _seat(seat, numbers[seat.token_id], candidates[seat.pk]) for seat in seats},
        timers={timer.number: _timer(timer, numbers[timer.token_id]) for timer in timers},
        readings={one.number: _reading(one) for one in readings},
        last=instance.last_number,
        step=instance.step,
        suspended_at=instance.suspended_at,
        pressed_at=instance.pressed_at,
    )
    return Loaded(
        instance=instance.pk,
        state=state,
        tokens={row.number: row.pk for row in tokens},
        seats={row.number: row.pk for row in seats},
        timers={row.number: row.pk for row in timers},
        candidates={(row.number, person): key for row in seats for person, key in candidates[row.pk].items()},
        uuids={row.number: row.uuid for row in seats},
    )


def nothing(instance: Instance, state: rules.State) -> Loaded:
    """Return what there is of an instance that has just begun."""
    return Loaded(instance=instance.pk, state=state, tokens={}, seats={}, timers={}, candidates={}, uuids={})


def again(instance: Instance, before: Loaded | None) -> Loaded:
    """Return what was loaded before, where the instance has not moved since; else load it.

    Every change counts the step. Whoever holds the row of the instance may therefore go by what was read earlier.
    """
    stands = before is not None and (before.instance, before.state.step) == (instance.pk, instance.step)
    return before if before is not None and stands else load(instance)


def state_of(instance: Instance) -> rules.State:
    """Return where an instance stands."""
    return load(instance).state


def values_of(stored: dict[str, object]) -> dict[str, Value]:
    """Return variables as the engine has them: lists come back as tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}  # type: ignore[misc]


def _token(row: Token) -> rules.Token:
    return rules.Token(
        number=row.number,
        node=row.node,
        state=TokenState(row.state),
        within=row.within,
        via=row.via,
        parents=tuple(row.parents),
        path=tuple(row.path),
        cause=row.cause,
        back_to=row.back_to,
        since=row.since,
        until=row.until,
        ending=Ending(row.ending) if row.ending else None,
        born=row.born,
        died=row.died,
        undone=row.undone,
        attempts=row.attempts,
        trouble=row.trouble,
    )


def _seat(row: Seat, token: int, candidates: Iterable[int]) -> rules.Seat:
    return rules.Seat(
        number=row.number,
        token=token,
        turn=row.turn,
        state=SeatState(row.state),
        person=row.person_id,
        candidates=tuple(candidates),
        acted_for=row.acted_for_id,
        decision=Decision(row.decision) if row.decision else None,
        origin=row.origin,
        lent=row.lent,
        since=row.since,
        until=row.until,
        born=row.born,
        died=row.died,
    )


def _reading(row: Reading) -> rules.Reading:
    return rules.Reading(
        number=row.number, person=row.person_id, token=row.token_number, since=row.since, read_at=row.read_at
    )


def _timer(row: Timer, token: int) -> rules.Timer:
    return rules.Timer(
        number=row.number,
        token=token,
        kind=TimerKind(row.kind),
        element=row.element,
        percent=row.percent,
        due_at=row.due_at,
        state=TimerState(row.state),
        working=row.working,
        rested_at=row.rested_at,
    )


def context_at(at: datetime) -> rules.Context:
    """Return what a step needs to know of the world at a moment."""
    return rules.Context(at=at, calendar=office_calendar(), people=Meant(at=at))


@lru_cache(maxsize=4)
def _calendar(hours: str) -> Calendar:
    return china(key="office", version=1, weekly=weekdays(windows_of(hours)), years=YEARS)


def is_working_day(day: date) -> bool:
    """Say whether the office works on a day."""
    return office_calendar().is_working_day(day)


def office_calendar() -> Calendar:
    """Return the office's working hours, with China's holidays and make-up days."""
    return _calendar(value_of(OFFICE_HOURS))
