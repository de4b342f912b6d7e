"""An instance as the engine sees it, and what it needs to know of the world."""

from collections import defaultdict
from datetime import datetime
from functools import lru_cache
from typing import Final

from django.conf import settings

from jishi.calendars.door import Calendar, Window, china, weekdays
from xieban.flows.models import Candidate, Instance, Reading, Seat, Timer, Token
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


def state_of(instance: Instance) -> rules.State:
    """Return where an instance stands, with its whole history, in five statements."""
    candidates: dict[int, list[int]] = defaultdict(list)
    for seat, person in (
        Candidate.objects.filter(instance=instance).order_by("id").values_list("seat_id", "person_id")
    ):
        candidates[seat].append(person)
    tokens = list(Token.objects.filter(instance=instance).order_by("number"))
    numbers = {token.pk: token.number for token in tokens}
    seats = Seat.objects.filter(instance=instance).order_by("number")
    timers = Timer.objects.filter(instance=instance).order_by("number")
    readings = Reading.objects.filter(instance=instance).order_by("number")
    return rules.State(
        starter=instance.starter_id,
        status=Status(instance.status),
        variables=values_of(instance.variables),
        tokens={token.number: _token(token) for token in tokens},
        seats={seat.number: _seat(seat, numbers[seat.token_id], candidates[seat.pk]) for seat in seats},
        timers={timer.number: _timer(timer, numbers[timer.token_id]) for timer in timers},
        readings={
            one.number: rules.Reading(
                number=one.number,
                person=one.person_id,
                token=one.token_number,
                since=one.since,
                read_at=one.read_at,
            )
            for one in readings
        },
        last=instance.last_number,
        step=instance.step,
        suspended_at=instance.suspended_at,
        pressed_at=instance.pressed_at,
    )


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


def _seat(row: Seat, token: int, candidates: list[int]) -> rules.Seat:
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
    windows = tuple(Window.parse(one.strip()) for one in hours.split(","))
    return china(key="office", version=1, weekly=weekdays(windows), years=YEARS)


def office_calendar() -> Calendar:
    """Return the office's working hours, with China's holidays and make-up days."""
    return _calendar(settings.OFFICE_HOURS)
