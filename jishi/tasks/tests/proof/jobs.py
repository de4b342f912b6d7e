import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django_tasks import task

from jishi.outbox.door import Hearer, publish
from jishi.outbox.events import Event
from jishi.tasks.door import HOUSEKEEPING, Tick, database_only
from jishi.tasks.rules import slot_of
from jishi.tasks.tests.proof.models import Effect

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened(Event):
    key: str


@task()
@database_only
def leave_effect(*, kind: str, key: str) -> None:
    """Leave one row, and take long enough to be killed meanwhile."""
    Effect.objects.create(kind=kind, key=key)
    time.sleep(0.005)


@task()
def leave_effect_at_least_once(*, key: str) -> None:
    """Leave one row in a transaction of its own, as a task does that also calls out."""
    Effect.objects.create(kind="at_least_once", key=key)
    time.sleep(0.005)


@task()
@database_only
def cause_event(*, key: str) -> None:
    """Publish, so that a task leads to a message, which leads to a task."""
    publish(Happened(key=f"caused-{key}"), at=datetime.fromisoformat("2023-03-15T04:00:00+00:00"))


def on_happened(event: Happened, *, at: datetime) -> None:
    Effect.objects.create(kind="heard", key=event.key)


def on_happened_enqueue(event: Happened, *, at: datetime) -> None:
    leave_effect.enqueue(kind="task_of_message", key=event.key)


def count_seconds(*, at: datetime) -> None:
    Effect.objects.create(kind="tick", key=slot_of(at, every=SECOND).isoformat())


def always_fail(*, at: datetime) -> None:
    raise RuntimeError(f"This tick fails at {at}.")


HEARERS: dict[type[Event], tuple[Hearer, ...]] = {Happened: (on_happened, on_happened_enqueue)}
TICKS = (
    *HOUSEKEEPING,
    Tick(name="always_fail", every=SECOND, run=always_fail),
    Tick(name="count_seconds", every=SECOND, run=count_seconds, in_one_transaction=True),
)
