"""What probes measured over any stretch of time: fresh samples, packed ones, roll-ups, read as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from zhishou.watch.models import RollUp, Sample, SampleBlock
from zhishou.watch.rules import points, rollups
from zhishou.watch.rules.points import OUTCOMES, VERDICTS, Point, merged
from zhishou.watch.rules.rollups import FIVE_MINUTES, HOUR, SPAN_OF, Bucket, buckets, replaced

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_POINTS: Final = 1500
RAW_UP_TO: Final = timedelta(hours=6)
FIVE_MINUTES_UP_TO: Final = timedelta(days=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What one probe measured in a stretch, in steps of so many seconds (0: every sample)."""

    width: int
    buckets: tuple[Bucket, ...]


def width_for(span: timedelta) -> int:
    """Return the step in which a stretch is shown: every sample, five minutes, an hour, six hours."""
    if span <= RAW_UP_TO:
        return 0
    if span <= FIVE_MINUTES_UP_TO:
        return FIVE_MINUTES
    return HOUR if span <= timedelta(days=62) else 6 * HOUR


def series(*, probe_id: int, since: datetime, until: datetime) -> Series:
    """Return what a probe measured, in as many steps as a chart shows."""
    width = width_for(until - since)
    if width == 0:
        found = [_single(one) for one in raw(probe_id=probe_id, since=since, until=until)]
        return Series(width=0, buckets=tuple(found))
    read = rolled if width <= HOUR else _wide
    return Series(width=width, buckets=tuple(read(probe_id=probe_id, since=since, until=until, width=width)))


def raw(*, probe_id: int, since: datetime, until: datetime) -> list[Point]:
    """Return every sample of a stretch that is still kept."""
    first, last = _ms(since), _ms(until)
    blocks = SampleBlock.objects.filter(
        probe_id=probe_id, starts_at__gt=first // 1000 - HOUR, starts_at__lt=-(-last // 1000)
    )
    packed = [one for row in blocks.order_by("starts_at") for one in points.unpack(bytes(row.body))]
    return [one for one in merged(packed, _fresh(probe_id, first, last)) if first <= one.at < last]


def _fresh(probe_id: int, first: int, last: int) -> list[Point]:
    rows = Sample.objects.filter(probe_id=probe_id, at_ms__gte=first, at_ms__lt=last).order_by("at_ms")
    return [
        Point(at_ms, value, OUTCOMES[outcome], VERDICTS[verdict], took_ms)
        for at_ms, value, outcome, verdict, took_ms in rows.values_list(
            "at_ms", "value", "outcome", "verdict", "took_ms"
        )
    ]


def rolled(*, probe_id: int, since: datetime, until: datetime, width: int) -> list[Bucket]:
    """Return the roll-ups of a stretch, those of the last hours made from what is not packed yet."""
    first, last = int(since.timestamp()) // width * width, -(-_ms(until) // 1000)
    kept = [
        one
        for starts_at, body in _rows(probe_id, width, first, last)
        for one in rollups.unpack(bytes(body), first=starts_at, width=width)
    ]
    fresh = buckets(_fresh(probe_id, first * 1000, last * 1000), width=width)
    return [one for one in _joined(kept, fresh) if first <= one.start < last]


def _wide(*, probe_id: int, since: datetime, until: datetime, width: int) -> list[Bucket]:
    """Return the hours of a stretch joined into wider steps, as `rolled` would give them hour by hour."""
    first, last = int(since.timestamp()) // HOUR * HOUR, -(-_ms(until) // 1000)
    kept = [
        one
        for starts_at, body in _rows(probe_id, HOUR, first, last)
        for one in rollups.unpack_coarser(
            bytes(body), first=starts_at, width=HOUR, into=width, since=first, until=last
        )
    ]
    return _joined(kept, buckets(_fresh(probe_id, first * 1000, last * 1000), width=width))


def _rows(
    probe_id: int, width: int, first: int, last: int
) -> "QuerySet[RollUp, tuple[int, bytes | memoryview[int]]]":
    rows = RollUp.objects.filter(
        probe_id=probe_id, width=width, starts_at__gt=first - SPAN_OF[width], starts_at__lt=last
    )
    return rows.order_by("starts_at").values_list("starts_at", "body")


def _joined(kept: Sequence[Bucket], fresh: Sequence[Bucket]) -> list[Bucket]:
    """Put fresh buckets beside the kept; a late sample of a packed stretch is added to what is there."""
    known = {one.start: one for one in kept}
    return replaced(kept, [added(known[one.start], one) if one.start in known else one for one in fresh])


def added(one: Bucket, other: Bucket) -> Bucket:
    """Return two parts of one stretch as one."""
    known = [(part.mean, part.count - part.unknown or 1) for part in (one, other) if part.mean is not None]
    weight = sum(count for _mean, count in known)
    return Bucket(
        one.start,
        one.count + other.count,
        one.unknown + other.unknown,
        one.warning + other.warning,
        one.critical + other.critical,
        min((value for value in (one.least, other.least) if value is not None), default=None),
        max((value for value in (one.most, other.most) if value is not None), default=None),
        sum(mean * count for mean, count in known) / weight if known else None,
    )


def _single(point: Point) -> Bucket:
    code = point.verdict.value
    return Bucket(
        point.at // 1000,
        1,
        int(code == "unknown"),
        int(code == "warning"),
        int(code == "critical"),
        point.value,
        point.value,
        point.value,
    )


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
