"""Publish events, declare who hears them, deliver them, and ask how delivery stands."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min, Q, QuerySet

from jishi.database.door import insert_all, new_row, ring
from jishi.outbox.delivery import deliver_some
from jishi.outbox.events import Event
from jishi.outbox.models import Message
from jishi.outbox.postman import Postman
from jishi.outbox.wiring import (
    NOBODY,
    Hearer,
    adapter,
    concerns,
    dotted,
    hearers_of,
    in_batches,
    only_where,
    wire,
    wired,
)

__all__ = [
    "CHANNEL",
    "NOBODY",
    "Hearer",
    "Lag",
    "Postman",
    "UnknownEvent",
    "deliver_some",
    "deliver_waiting",
    "dotted",
    "in_batches",
    "lag",
    "only_where",
    "publish",
    "publish_all",
    "retry",
    "sweep",
    "undelivered",
    "wire",
    "wired",
]

CHANNEL = "jishi_outbox"
KEEP = timedelta(days=7)
SWEEP_AT_ONCE = 1000


class UnknownEvent(LookupError):
    """An event was published that the wiring does not name."""


def publish(event: Event, *, at: datetime) -> None:
    """Write one message for each hearer, in the caller's transaction."""
    publish_all([event], at=at)


def publish_all(events: Iterable[Event], *, at: datetime) -> None:
    """Write the messages of many events in one statement, in the caller's transaction."""
    rows: list[Message] = []
    for event in events:
        kind = type(event)
        hearers = hearers_of(kind)
        if hearers is None:
            raise UnknownEvent(f"{dotted(kind)} is not in the wiring; name its hearers or NOBODY.")
        concerned = [one for one in hearers if concerns(one, event)]
        if not concerned:
            continue
        event_id = uuid.uuid4()
        payload = adapter(kind).dump_python(event, mode="json")
        rows.extend(
            new_row(
                Message,
                event_id=event_id,
                event=dotted(kind),
                hearer=dotted(hearer),
                payload=payload,
                published_at=at,
                next_try_at=at,
            )
            for hearer in concerned
        )
    if rows:
        insert_all(rows, keys=False)
        ring(CHANNEL)


def deliver_waiting(*, at: datetime, most: int = 10_000) -> int:
    """Deliver what is due at `at`, here and now, and what that leads to; for tests and commands."""
    count = 0
    while count < most:
        taken = deliver_some(clock=lambda: at)
        if not taken:
            break
        count += taken
    return count


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How far delivery is behind: the oldest message that is due, how many wait, and how many were given up."""

    oldest: timedelta
    waiting: int
    given_up: int


def lag(at: datetime) -> Lag:
    """Measure the outbox; a message that rests after a failure waits, but counts as late only once it is due."""
    open_ones = Message.objects.filter(delivered_at=None, given_up_at=None)
    oldest = open_ones.aggregate(first=Min("next_try_at", filter=Q(next_try_at__lte=at)))["first"]
    return Lag(
        oldest=max(at - oldest, timedelta(0)) if oldest else timedelta(0),
        waiting=open_ones.count(),
        given_up=Message.objects.exclude(given_up_at=None).count(),
    )


def undelivered(*, only_given_up: bool = False) -> QuerySet[Message]:
    """Return the messages that wait or were given up; for whoever operates the product."""
    rows = Message.objects.filter(delivered_at=None)
    return rows.exclude(given_up_at=None) if only_given_up else rows


def retry(numbers: Collection[int] = (), *, at: datetime) -> int:
    """Try again what was given up, all of it where no message is named; return how many."""
    with transaction.atomic():
        rows = Message.objects.exclude(given_up_at=None)
        if numbers:
            rows = rows.filter(pk__in=numbers)
        count = rows.update(given_up_at=None, attempts=0, next_try_at=at)
        ring(CHANNEL)
    return count


def sweep(*, at: datetime) -> int:
    """Forget messages that were delivered long ago, in batches that hold no lock for long."""
    swept = 0
    while True:
        old = Message.objects.filter(delivered_at__lt=at - KEEP).order_by("pk")
        count, _ = Message.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:SWEEP_AT_ONCE])).delete()
        swept += count
        if count < SWEEP_AT_ONCE:
            return swept
