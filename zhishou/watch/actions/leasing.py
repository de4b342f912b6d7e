"""Which prober has which probe: one each, shared evenly, taken over from whoever died."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from jishi.heartbeat.door import alive, living_ids
from zhishou.systems.queries.watched import active_probes
from zhishou.watch.models import ProbeState
from zhishou.watch.queries.alerts import PROBER
from zhishou.watch.rules.schedule import fair_share, first_due, surplus

AT_ONCE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The probes of one prober, and when each is due."""

    due: dict[int, datetime]


def adopt(*, at: datetime, patience: timedelta = timedelta(minutes=5)) -> int:
    """Give a state to every probe that has none yet; a new one has some time before its silence means anything."""
    rows = active_probes().filter(state=None).values_list("pk", "every_s")[:AT_ONCE]
    fresh = [
        ProbeState(
            probe_id=key,
            due_at=first_due(key=key, every=timedelta(seconds=every), at=at),
            since=at,
            stale_at=at + patience,
        )
        for key, every in rows
    ]
    ProbeState.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


@transaction.atomic
def share_out(*, prober: str, at: datetime) -> Share:
    """Give back what is more than a fair share, take what nobody alive has, and say what this prober has now."""
    adopt(at=at)
    living = living_ids()
    probers = sum(one.kind == PROBER for one in alive(at=at))
    active = ProbeState.objects.filter(probe__active=True)
    mine = active.filter(leased_by=prober)
    total, held = active.count(), mine.count()
    too_many = surplus(held=held, probes=total, probers=probers)
    if too_many:
        keys = list(mine.order_by("-pk").values_list("pk", flat=True)[:too_many])
        ProbeState.objects.filter(pk__in=keys, leased_by=prober).update(leased_by="")
        held -= too_many
    room = fair_share(probes=total, probers=probers) - held
    if room > 0:
        _take(prober=prober, living=living, room=min(room, AT_ONCE))
    ProbeState.objects.filter(leased_by=prober, probe__active=False).update(leased_by="")
    return Share(due=dict(mine.values_list("pk", "due_at")))


def _take(*, prober: str, living: frozenset[str], room: int) -> None:
    free = ProbeState.objects.filter(probe__active=True).filter(Q(leased_by="") | ~Q(leased_by__in=living))
    keys = list(
        free.select_for_update(of=("self",), skip_locked=True).order_by("pk").values_list("pk", flat=True)[:room]
    )
    ProbeState.objects.filter(pk__in=keys).update(leased_by=prober)


def give_back(*, prober: str, keys: Collection[int] | None = None) -> None:
    """Let others have the probes of a prober that stops, or some of them."""
    rows = ProbeState.objects.filter(leased_by=prober)
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    rows.update(leased_by="")
