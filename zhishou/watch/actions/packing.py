"""Samples are packed an hour after they came, rolled up, and forgotten in time: so the size stays bounded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from zhishou.watch.models import ProbeState, RollUp, Sample, SampleBlock
from zhishou.watch.rules import points, rollups
from zhishou.watch.rules.points import OUTCOMES, VERDICTS, Point, merged
from zhishou.watch.rules.rollups import FIVE_MINUTES, HOUR, buckets, replaced, row_start

RAW_KEPT: Final = timedelta(days=14)
ROLLED_KEPT: Final = timedelta(days=731)
WAIT: Final = timedelta(minutes=5)
"""How long after its end an hour is packed: what was on its way is in by then, and what is later joins it."""
PROBES_AT_ONCE: Final = 200


def pack_some(*, at: datetime, most: int = PROBES_AT_ONCE) -> int:
    """Pack the hours that are over, of so many probes at most; return how many hours were packed."""
    end = int((at - WAIT).timestamp()) // HOUR * HOUR
    keys = list(
        Sample.objects.filter(at_ms__lt=end * 1000).order_by().values_list("probe_id", flat=True).distinct()[:most]
    )
    return sum(pack_probe(probe_id=key, end=end) for key in keys)


@transaction.atomic
def pack_probe(*, probe_id: int, end: int) -> int:
    """Pack what one probe brought before a whole hour, in one transaction; done twice, it changes nothing."""
    ProbeState.objects.select_for_update().filter(pk=probe_id).first()
    rows = Sample.objects.filter(probe_id=probe_id, at_ms__lt=end * 1000)
    hours: dict[int, list[Point]] = defaultdict(list)
    for key, at_ms, value, outcome, verdict, took_ms in rows.values_list(
        "pk", "at_ms", "value", "outcome", "verdict", "took_ms"
    ):
        hours[at_ms // 1000 // HOUR * HOUR].append(
            Point(at_ms, value, OUTCOMES[outcome], VERDICTS[verdict], took_ms)
        )
        last = key
    if not hours:
        return 0
    whole = _into_blocks(probe_id, hours)
    for width in (FIVE_MINUTES, HOUR):
        _roll_up(probe_id, whole, width=width)
    rows.filter(pk__lte=max(last, *rows.values_list("pk", flat=True))).delete()
    return len(hours)


def _into_blocks(probe_id: int, hours: Mapping[int, Sequence[Point]]) -> list[list[Point]]:
    """Keep what is fresh of each hour, in the hour's block where there is one; return each hour whole."""
    blocks = SampleBlock.objects.filter(probe_id=probe_id, starts_at__range=(min(hours), max(hours)))
    kept = {block.starts_at: block for block in blocks}
    whole, new = [], []
    for hour, fresh in hours.items():
        block = kept.get(hour)
        points_of_hour = merged(points.unpack(bytes(block.body)) if block else [], fresh)
        count, body = len(points_of_hour), points.pack(points_of_hour)
        whole.append(points_of_hour)
        if block is None:
            new.append(SampleBlock(probe_id=probe_id, starts_at=hour, count=count, body=body))
        else:
            SampleBlock.objects.filter(pk=block.pk).update(count=count, body=body)
    SampleBlock.objects.bulk_create(new)
    return whole


def _roll_up(probe_id: int, hours: Iterable[Sequence[Point]], *, width: int) -> None:
    fresh: dict[int, list[rollups.Bucket]] = defaultdict(list)
    for found in hours:
        for bucket in buckets(found, width=width):
            fresh[row_start(bucket.start, width=width)].append(bucket)
    rows = RollUp.objects.filter(probe_id=probe_id, width=width, starts_at__range=(min(fresh), max(fresh)))
    kept = {row.starts_at: row for row in rows}
    new = []
    for first, more in fresh.items():
        row = kept.get(first)
        known = rollups.unpack(bytes(row.body), first=first, width=width) if row else []
        body = rollups.pack(replaced(known, more), width=width)
        if row is None:
            new.append(RollUp(probe_id=probe_id, width=width, starts_at=first, body=body))
        else:
            RollUp.objects.filter(pk=row.pk).update(body=body)
    RollUp.objects.bulk_create(new)


def forget_old(*, at: datetime) -> int:
    """Forget samples after fourteen days and roll-ups after two years, some at a time."""
    raw, rolled = int((at - RAW_KEPT).timestamp()), int((at - ROLLED_KEPT).timestamp())
    gone = 0
    for model, before in ((SampleBlock, raw - HOUR), (RollUp, rolled - rollups.SPAN_OF[HOUR])):
        keys = list(
            model.objects.filter(starts_at__lt=before).order_by("starts_at").values_list("pk", flat=True)[:5000]
        )
        gone += model.objects.filter(pk__in=keys).delete()[0]
    return gone
