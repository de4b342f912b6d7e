"""Questions to a calendar: is it open, how much lies between, where does an amount end."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from jishi.calendars.calendar import Calendar, NeverOpens
from jishi.calendars.track import ZERO, instant

REACH_YEARS: Final = 30
_LAST_YEAR: Final = 9998


class NaiveMoment(ValueError):
    """A moment without a zone was given; nobody can say which instant it means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time; the end is exclusive."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """Return how long it lasts."""
        return self.end - self.start


def utc(at: datetime) -> datetime:
    """Return the same instant in UTC; a naive moment is refused."""
    if at.tzinfo is UTC:
        return at
    if at.utcoffset() is None:
        raise NaiveMoment(f"{at.isoformat()} has no zone.")
    return at.astimezone(UTC)


def is_open(calendar: Calendar, *, at: datetime) -> bool:
    """Say whether the instant is working time; the closing moment itself is not."""
    at = utc(at)
    if calendar.is_always_open:
        return True
    track = calendar.track(at.astimezone(calendar.tz).year)
    index = bisect_right(track.starts, at) - 1
    return index >= 0 and at < track.ends[index]


def working_between(calendar: Calendar, *, start: datetime, end: datetime) -> timedelta:
    """Return the working time in [start, end)."""
    start, end = utc(start), utc(end)
    if end < start:
        raise ValueError(f"{end.isoformat()} lies before {start.isoformat()}.")
    if calendar.is_always_open:
        return end - start
    first, last = start.astimezone(calendar.tz).year, end.astimezone(calendar.tz).year
    whole = sum((calendar.track(year).total for year in range(first, last)), ZERO)
    return whole + calendar.track(last).open_until(end) - calendar.track(first).open_until(start)


def add_working(calendar: Calendar, *, start: datetime, amount: timedelta) -> datetime:
    """Return the earliest instant by which `amount` of working time has passed since `start`.

    Nothing added is `start` itself. An amount that runs out exactly at closing time ends there, not at the
    next opening.
    """
    start = utc(start)
    if amount < ZERO:
        raise ValueError("Working time is added forwards only.")
    if calendar.is_always_open or not amount:
        return start + amount
    first = start.astimezone(calendar.tz).year
    left = calendar.track(first).open_until(start) + amount
    barren = 0
    for year in range(first, _LAST_YEAR):
        track = calendar.track(year)
        if left <= track.total:
            index = bisect_left(track.until, left)
            return track.starts[index] + (left - track.before[index])
        left -= track.total
        barren = 0 if track.total else barren + 1
        if barren > REACH_YEARS:
            break
    raise NeverOpens(f"Calendar “{calendar.key}” version {calendar.version} has not that much working time.")


def add_working_days(calendar: Calendar, *, start: datetime, days: int) -> datetime:
    """Return when the last of `days` working days ends; the day of `start` does not count.

    As the Civil Code has it (articles 201 and 203): counting begins with the next day, and where there are
    business hours the term ends when business ends.
    """
    return _closing(calendar, working_day_after(calendar, day=calendar.local_date(utc(start)), days=days))


def working_day_after(calendar: Calendar, *, day: date, days: int) -> date:
    """Return the date of the last of `days` working days after `day`."""
    if days < 1:
        raise ValueError("Count at least one working day.")
    barren = 0
    while days:
        day += timedelta(days=1)
        barren += 1
        if calendar.is_working_day(day):
            days -= 1
            barren = 0
        if barren > REACH_YEARS * 366:
            raise NeverOpens(f"Calendar “{calendar.key}” version {calendar.version} has no more working days.")
    return day


def add_calendar_days(calendar: Calendar, *, start: datetime, days: int) -> datetime:
    """Return the midnight that ends the last of `days` calendar days; the day of `start` does not count."""
    if days < 1:
        raise ValueError("Count at least one day.")
    last = calendar.local_date(utc(start)) + timedelta(days=days)
    return instant(last, 24 * 60 * 60, zone=calendar.tz)


def spans(calendar: Calendar, *, start: datetime, end: datetime) -> Iterator[Span]:
    """Yield the open stretches within [start, end) in order, merged where they touch."""
    start, end = utc(start), utc(end)
    if end <= start:
        return
    if calendar.is_always_open:
        yield Span(start=start, end=end)
        return
    held: Span | None = None
    for year in range(start.astimezone(calendar.tz).year, end.astimezone(calendar.tz).year + 1):
        track = calendar.track(year)
        for index in range(max(bisect_right(track.starts, start) - 1, 0), len(track.starts)):
            if track.starts[index] >= end:
                break
            if track.ends[index] <= start:
                continue
            found = Span(start=max(track.starts[index], start), end=min(track.ends[index], end))
            if held is not None and held.end == found.start:
                held = Span(start=held.start, end=found.end)
                continue
            if held is not None:
                yield held
            held = found
    if held is not None:
        yield held


def _closing(calendar: Calendar, day: date) -> datetime:
    return instant(day, calendar.windows_on(day)[-1].closes, zone=calendar.tz)
