"""When timers are due, and what a pause does to them; pure."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from jishi.calendars.door import Basis, Calendar, Duration, add_working, working_between
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.state import Timer
from xieban.flows.rules.words import TimerState

MARKS: Final = (50, 80, 100)
"""Per cent of a deadline at which somebody is told."""
WORKING: Final = frozenset({Basis.WORKING, Basis.WORKING_DAYS})


def is_working(duration: Duration) -> bool:
    """Say whether a deadline counts working time."""
    return duration.basis in WORKING


def marks(*, start: datetime, due_at: datetime, working: bool, calendar: Calendar) -> dict[int, datetime]:
    """Return the moment of each mark; a deadline that has passed already has only its last."""
    if due_at <= start:
        return {MARKS[-1]: due_at}
    if not working:
        return {percent: start + (due_at - start) * percent / 100 for percent in MARKS}
    amount = working_between(calendar, start=start, end=due_at)
    early = {
        percent: add_working(calendar, start=start, amount=_whole(amount * percent / 100)) for percent in MARKS[:-1]
    }
    return early | {MARKS[-1]: due_at}


def moment_of(value: Value, *, zone: str) -> datetime | None:
    """Return the moment that a variable names; a day without a time ends at its midnight."""
    if not isinstance(value, str) or not value:
        return None
    try:
        if len(value) == len("2026-01-01"):
            day = date.fromisoformat(value) + timedelta(days=1)
            return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone))
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def rested(timer: Timer, *, at: datetime) -> Timer:
    """Return the timer stopped; one that rests already goes on resting from when it began."""
    if timer.state is not TimerState.RUNNING:
        return timer
    return replace(timer, state=TimerState.RESTING, rested_at=at)


def woken(timer: Timer, *, at: datetime, calendar: Calendar) -> Timer:
    """Return the timer running again, as far from its end as when it stopped."""
    if timer.state is not TimerState.RESTING or timer.rested_at is None:
        return timer
    if timer.due_at <= timer.rested_at:
        due_at = timer.due_at  # it was late before it rested
    elif timer.working:
        left = working_between(calendar, start=timer.rested_at, end=timer.due_at)
        due_at = add_working(calendar, start=at, amount=left)
    else:
        due_at = timer.due_at + (at - timer.rested_at)
    return replace(timer, state=TimerState.RUNNING, due_at=due_at, rested_at=None)


def _whole(amount: timedelta) -> timedelta:
    return timedelta(seconds=amount // timedelta(seconds=1))
