"""When a plan asks for a round: which slots there are, and when there is news of one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from jishi.calendars.door import Calendar, instant

AHEAD: Final = timedelta(days=7)
"""How long before it begins a round is there to be seen."""
WARN_BEFORE: Final = timedelta(hours=4)
"""How long before its end a daily or special round that nobody has ended is told of again."""
HOUR: Final = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One time for which a plan asks for one round."""

    key: str
    starts_at: datetime
    due_at: datetime  # exclusive
    planned_for: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One week in which the contract expects an inspection."""

    key: str
    starts_at: datetime
    due_at: datetime


def weekly(weeks: Iterable[Week], *, calendar: Calendar, weekday: int, hour: int) -> Iterator[Slot]:
    """Yield a slot for each week of the contract, planned for a weekday and hour where the week has them."""
    for week in weeks:
        first = week.starts_at.astimezone(calendar.tz).date()
        days = ((week.due_at - timedelta(seconds=1)).astimezone(calendar.tz).date() - first).days + 1
        wanted = next((n for n in range(days) if (first + timedelta(days=n)).weekday() == weekday), None)
        day = first + timedelta(days=days - 1 if wanted is None else wanted)
        if not calendar.is_working_day(day):
            working = [first + timedelta(days=n) for n in range(days)]
            day = next((one for one in working if calendar.is_working_day(one)), day)
        yield Slot(
            key=week.key,
            starts_at=week.starts_at,
            due_at=week.due_at,
            planned_for=instant(day, hour * HOUR, zone=calendar.tz),
        )


def daily(*, calendar: Calendar, hour: int, first: date, last: date) -> Iterator[Slot]:
    """Yield a slot for each working day from the first to the last, both included."""
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if calendar.is_working_day(day):
            yield one_day(day, calendar=calendar, hour=hour)


def one_day(day: date, *, calendar: Calendar, hour: int) -> Slot:
    """Return the slot of one day."""
    return Slot(
        key=day.isoformat(),
        starts_at=instant(day, 0, zone=calendar.tz),
        due_at=instant(day, 24 * HOUR, zone=calendar.tz),
        planned_for=instant(day, hour * HOUR, zone=calendar.tz),
    )


def special(*, calendar: Calendar, hour: int, first: date, last: date) -> Slot:
    """Return the one slot of a special inspection, from its first day to the end of its last."""
    return Slot(
        key=f"{first.isoformat()}/{last.isoformat()}",
        starts_at=instant(first, 0, zone=calendar.tz),
        due_at=instant(last, 24 * HOUR, zone=calendar.tz),
        planned_for=instant(first, hour * HOUR, zone=calendar.tz),
    )
