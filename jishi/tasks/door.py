"""Declare ticks, mark tasks, and ask how the background stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jishi.heartbeat.door import sweep as sweep_processes
from jishi.live.door import sweep as sweep_live
from jishi.outbox.door import sweep as sweep_outbox
from jishi.tasks.models import Slot
from jishi.tasks.queue import claim, database_only, reap, retry, run
from jishi.tasks.ticks import Tick
from jishi.tasks.worker import make_heart, obey

__all__ = [
    "HOUSEKEEPING",
    "QueueState",
    "Tick",
    "database_only",
    "make_heart",
    "obey",
    "queue_state",
    "ready_of",
    "retry",
    "run_ready",
    "tasks",
    "tick_age",
    "wire_ticks",
    "wired_ticks",
]

_ticks: tuple[Tick, ...] = ()


def wire_ticks(ticks: Iterable[Tick]) -> None:
    """Set what is done every so often; called once at start, from the wiring of the product."""
    global _ticks  # noqa: PLW0603 - the wiring, set once at start
    _ticks = tuple(ticks)


def wired_ticks() -> tuple[Tick, ...]:
    """Return the wiring as it stands."""
    return _ticks


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueState:
    """How many tasks wait, run and have failed, and how long the oldest that could run has waited."""

    ready: int
    running: int
    failed: int
    oldest_wait: timedelta


def queue_state(at: datetime) -> QueueState:
    """Count the queue."""
    rows = DBTaskResult.objects.order_by().values("status").annotate(count=Count("pk"))
    counts = {row["status"]: row["count"] for row in rows}
    oldest = DBTaskResult.objects.ready().order_by().aggregate(Min("enqueued_at"))["enqueued_at__min"]
    return QueueState(
        ready=counts.get(TaskResultStatus.READY, 0),
        running=counts.get(TaskResultStatus.RUNNING, 0),
        failed=counts.get(TaskResultStatus.FAILED, 0),
        oldest_wait=max(at - oldest, timedelta(0)) if oldest else timedelta(0),
    )


def tasks(*statuses: TaskResultStatus) -> QuerySet[DBTaskResult[..., Any]]:
    """Return the tasks that stand so, any if none is named; for whoever operates the product."""
    rows: QuerySet[DBTaskResult[..., Any]] = DBTaskResult.objects.all()
    return rows.filter(status__in=statuses) if statuses else rows


def ready_of(task_path: str) -> int:
    """Count how many tasks of one function wait, e.g. so that a tick need not wake more."""
    return DBTaskResult.objects.ready().filter(task_path=task_path).count()


def tick_age(at: datetime) -> timedelta | None:
    """Return how long ago the last turn of any tick ended; None where none ever did."""
    last = Slot.objects.aggregate(Max("finished_at"))["finished_at__max"]
    return max(at - last, timedelta(0)) if last else None


def run_ready(*, most: int = 1000) -> int:
    """Run what waits in the queue, here and now; for tests and commands, the workers do it otherwise."""
    for count in range(most):
        held = claim(worker="here")
        if held is None:
            return count
        run(held)
    return most


def _pulse(**_: object) -> None:
    """Reap; workers do it too, but there may be none left."""
    reap()


KEEP_TURNS = timedelta(hours=1)
KEEP_FAILED_TURNS = timedelta(days=7)
KEEP_TASKS = timedelta(days=7)
KEEP_FAILED_TASKS = timedelta(days=90)


def _sweep(*, at: datetime) -> None:
    """Forget finished turns, tasks and dead processes of long ago; the latest turn of each tick stays."""
    latest = Slot.objects.order_by().values("name").annotate(last=Max("pk")).values("last")
    finished = Slot.objects.exclude(pk__in=list(latest.values_list("last", flat=True)))
    finished.filter(finished_at__lt=at - KEEP_TURNS, error="").delete()
    finished.filter(finished_at__lt=at - KEEP_FAILED_TURNS).delete()
    DBTaskResult.objects.successful().filter(finished_at__lt=at - KEEP_TASKS).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=at - KEEP_FAILED_TASKS).delete()
    sweep_processes(at=at)


HOUSEKEEPING = (
    Tick(name="tasks.pulse", every=timedelta(seconds=5), run=_pulse),
    Tick(name="tasks.sweep", every=timedelta(minutes=5), run=_sweep),
    Tick(name="outbox.sweep", every=timedelta(minutes=5), run=sweep_outbox),
    Tick(name="live.sweep", every=timedelta(minutes=5), run=sweep_live),
)
"""The ticks of this library itself; each product's wiring lists them first."""
