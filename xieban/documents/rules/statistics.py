"""What many durations come to; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """So many, and how long: half took no longer than `median`, nine of ten no longer than `ninth`."""

    count: int
    median: timedelta
    ninth: timedelta
    longest: timedelta


def summary(durations: Iterable[timedelta]) -> Summary | None:
    """Return what durations come to, by the nearest rank; None where there are none."""
    ranked = sorted(durations)
    if not ranked:
        return None
    return Summary(
        count=len(ranked),
        median=ranked[_rank(len(ranked), 50)],
        ninth=ranked[_rank(len(ranked), 90)],
        longest=ranked[-1],
    )


def _rank(count: int, percent: int) -> int:
    return max(-(-count * percent // 100) - 1, 0)


def months_around(day: date) -> list[date]:
    """Return the first days of the months from a year ahead to two years back."""
    this = day.year * 12 + day.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(this + 12, this - 25, -1)]
