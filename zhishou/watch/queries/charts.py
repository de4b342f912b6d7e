"""What a chart of one probe shows: steps, limits, and the incidents over them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from zhishou.systems.models import Probe
from zhishou.systems.queries import look_of
from zhishou.watch.queries.boards import incidents_of
from zhishou.watch.queries.series import series


class Span(StrEnum):
    """How far back a chart reaches."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


LENGTHS: Final = {
    Span.HOUR: timedelta(hours=1),
    Span.DAY: timedelta(days=1),
    Span.WEEK: timedelta(days=7),
    Span.MONTH: timedelta(days=31),
    Span.YEAR: timedelta(days=365),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart: each step is its moment (milliseconds), mean, least, most, and how many were not normal."""

    since: int
    until: int
    width: int
    unit: str
    warn: float | None
    critical: float | None
    steps: list[tuple[int, float | None, float | None, float | None, int]]
    incidents: list[tuple[int, int, str]]


def chart_of(probe: Probe, *, span: Span, at: datetime) -> Chart:
    """Return the chart of a probe that the caller already sees."""
    since, look = at - LENGTHS[span], look_of(probe)
    found = series(probe_id=probe.pk, since=since, until=at)
    return Chart(
        since=_ms(since),
        until=_ms(at),
        width=found.width,
        unit=look.unit,
        warn=look.warn.value if look.warn else None,
        critical=look.critical.value if look.critical else None,
        steps=[
            (one.start * 1000, one.mean, one.least, one.most, one.warning + one.critical) for one in found.buckets
        ],
        incidents=[
            (max(_ms(one.opened_at), _ms(since)), _ms(one.closed_at or at), one.opened_by.after)
            for one in incidents_of(probe, since=since, until=at)
        ],
    )


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
