"""Wall-clock windows laid out as spans of UTC, one local year at a time."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

SECOND = timedelta(seconds=1)
ZERO = timedelta()


@dataclass(frozen=True, slots=True)
class Track:
    """The open spans of one local year in UTC, merged where they touch, with the time open before each."""

    starts: list[datetime]
    ends: list[datetime]
    before: list[timedelta]
    until: list[timedelta]
    total: timedelta

    def open_until(self, at: datetime) -> timedelta:
        """Return the open time of this year before `at`."""
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return ZERO
        return self.before[index] + min(at, self.ends[index]) - self.starts[index]


def track_of_year(year: int, *, zone: ZoneInfo, windows_on: Callable[[date], Iterable[tuple[int, int]]]) -> Track:
    """Lay out every window of the local year."""
    starts: list[datetime] = []
    ends: list[datetime] = []
    for day, offset in _days(year, zone):
        for opens, closes in windows_on(day):
            start, end = (_instant(day, seconds, offset=offset, zone=zone) for seconds in (opens, closes))
            if end <= start:
                continue  # the wall clock skipped the whole window
            if ends and start <= ends[-1]:
                ends[-1] = end
            else:
                starts.append(start)
                ends.append(end)
    until = list(accumulate(end - start for start, end in zip(starts, ends, strict=True)))
    return Track(
        starts=starts,
        ends=ends,
        before=[ZERO, *until[:-1]] if until else [],
        until=until,
        total=until[-1] if until else ZERO,
    )


def instant(day: date, seconds: int, *, zone: ZoneInfo) -> datetime:
    """Return when the wall clock of `zone` first shows this time; a skipped time is the moment of the skip.

    So that windows which touch on the wall touch in time, in spring and autumn too.
    """
    naive = datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)  # noqa: DTZ001 - a wall time
    first = naive.replace(tzinfo=zone)
    result = first.astimezone(UTC)
    if result.astimezone(zone).replace(tzinfo=None) == naive:
        return result
    return _skip(low=naive.replace(tzinfo=zone, fold=1).astimezone(UTC), high=result, zone=zone)


def _skip(*, low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """Return the first second after the clock was put forward, which lies in (low, high]."""
    offset = high.astimezone(zone).utcoffset()
    while high - low > SECOND:
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return high


def _instant(day: date, seconds: int, *, offset: timedelta | None, zone: ZoneInfo) -> datetime:
    """Return what `instant` does, by the offset that holds from this midnight to the next where one does."""
    if offset is None:
        return instant(day, seconds, zone=zone)
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + (timedelta(seconds=seconds) - offset)


@lru_cache(maxsize=64)
def _days(year: int, zone: ZoneInfo) -> tuple[tuple[date, timedelta | None], ...]:
    """Return each day of a local year, with the offset of its wall clock; none where the clock is put on this day.

    The zone is asked once a day and not for every window of every calendar: it is put twice a year at most.
    """
    ordinals = range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
    days = [date.fromordinal(ordinal) for ordinal in ordinals]
    offsets = [_offset_at_midnight(day, zone) for day in days]
    offsets.append(_offset_at_midnight(date(year + 1, 1, 1), zone) if year < MAXYEAR else None)
    even = [here if here == there else None for here, there in pairwise(offsets)]
    return tuple(zip(days, even, strict=True))


def _offset_at_midnight(day: date, zone: ZoneInfo) -> timedelta | None:
    return datetime(day.year, day.month, day.day, tzinfo=zone).utcoffset()
