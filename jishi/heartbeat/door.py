"""Beat, watch the others, and ask who is alive."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from jishi.heartbeat.heart import Heart
from jishi.heartbeat.models import Process

__all__ = ["Alive", "Heart", "alive", "beating", "living_ids", "somebody_died", "sweep"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alive:
    """One living process, for status pages."""

    kind: str
    machine: str
    pid: int
    started_at: datetime
    silent_for: timedelta


def living_ids() -> frozenset[str]:
    """Return the ids of all processes that nobody has declared dead."""
    return frozenset(str(pk) for pk in Process.objects.filter(died_at=None).values_list("pk", flat=True))


def alive(*, at: datetime) -> list[Alive]:
    """Return the living processes, longest-running first."""
    return [
        Alive(
            kind=row.kind,
            machine=row.machine,
            pid=row.pid,
            started_at=row.started_at,
            silent_for=max(at - row.beat_at, timedelta(0)),
        )
        for row in Process.objects.filter(died_at=None).order_by("started_at", "pk")
    ]


def beating(*, every: float) -> list[str]:
    """Return which processes beat while we looked, two beats and a half long; at once where none is on the list.

    It compares no clocks, and so finds them on every machine.
    """
    before = dict(Process.objects.filter(died_at=None).values_list("pk", "beats"))
    if not before:
        return []
    time.sleep(2.5 * every)
    now = Process.objects.filter(died_at=None).order_by("machine", "kind", "pid")
    return [str(one) for one in now if one.beats != before.get(one.pk)]


def somebody_died(*, since: datetime) -> bool:
    """Say whether a process was declared dead after `since`."""
    return Process.objects.filter(died_at__gt=since).exists()


def sweep(*, at: datetime, keep: timedelta = timedelta(days=1)) -> int:
    """Forget the dead of long ago."""
    return Process.objects.filter(died_at__lt=at - keep).delete()[0]
