"""Delivers messages: each hearer's writes commit together with the mark that it heard."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from jishi.heartbeat.door import somebody_died
from jishi.outbox.events import Event
from jishi.outbox.models import Message
from jishi.outbox.rules import next_try
from jishi.outbox.wiring import Hearer, adapter, concerns, hears_in_batches, named

log = structlog.get_logger("outbox")

# One transaction delivers up to this many messages, and takes up no more after so many seconds: many commits are
# slow, and a long transaction keeps other writers of SQLite waiting.
BATCH = 100
BATCH_SECONDS = 0.05
# After a process died, messages go one by one with the attempt counted beforehand, so that a message which
# kills its process is given up at last instead of killing for ever.
CAREFUL_FOR = timedelta(minutes=1)


class UnknownHearer(LookupError):
    """This version of the product has no such hearer."""


def deliver_some(*, clock: Callable[[], datetime]) -> int:
    """Deliver the oldest messages that are due; return how many were taken up."""
    at = clock()
    if not _due(at).exists():
        return 0
    if somebody_died(since=at - CAREFUL_FOR):
        return _deliver_carefully(clock)
    try:
        with transaction.atomic():
            return _deliver_each(_take(at, most=BATCH), at=at)
    except DatabaseError:
        # One of them broke the transaction at its end (a deferred constraint, a deadlock): find out which.
        log.warning("A batch of messages was taken back; they go one by one.", exc_info=True)
        return _deliver_carefully(clock)


def _due(at: datetime) -> QuerySet[Message]:
    waiting = Message.objects.filter(delivered_at=None, given_up_at=None, next_try_at__lte=at)
    return waiting.order_by("next_try_at", "id")


def _take(at: datetime, *, most: int) -> list[Message]:
    return list(_due(at).select_for_update(skip_locked=True)[:most])


def _deliver_each(messages: Sequence[Message], *, at: datetime) -> int:
    ends = time.monotonic() + BATCH_SECONDS
    heard = _hand_over_together(messages, at=at)
    count = len(heard)
    done = set(heard)
    for message in messages:
        if message.pk in done:
            continue
        count += 1
        if _try(message, at=at):
            heard.append(message.pk)
        if time.monotonic() > ends:
            break
    Message.objects.filter(pk__in=heard).update(delivered_at=at)
    return count


def _hand_over_together(messages: Iterable[Message], *, at: datetime) -> list[int]:
    """Call each hearer that takes many events once; what fails together goes one by one afterwards."""
    together: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        together[message.hearer].append(message)
    heard: list[int] = []
    for group in together.values():
        if len(group) == 1 or not _takes_many(group[0]):
            continue
        try:
            with transaction.atomic():
                known = [(_known(message), message.payload) for message in group]
                hearer = known[0][0][1]
                heard_of = [adapter(event).validate_python(payload) for (event, _), payload in known]
                events = [one for one in heard_of if concerns(hearer, one)]
                if events:
                    hearer(events, at=at)
        except Exception:
            log.warning(
                "Messages were not heard together; they go one by one.", hearer=group[0].hearer, exc_info=True
            )
            continue
        heard.extend(message.pk for message in group)
    return heard


def _takes_many(message: Message) -> bool:
    try:
        return hears_in_batches(_known(message)[1])
    except UnknownHearer:
        return False


def _try(message: Message, *, at: datetime) -> bool:
    """Call the hearer in a savepoint; a failure is written down beside the writes of the others."""
    try:
        with transaction.atomic():
            _hand_over(message, at=at)
    except Exception as raised:  # noqa: BLE001 - a poisonous message must not stop the others
        _put_off(message, attempts=message.attempts + 1, raised=raised, at=at)
        return False
    return True


def _hand_over(message: Message, *, at: datetime) -> None:
    with structlog.contextvars.bound_contextvars(message=message.pk, hearer=message.hearer):
        event, hearer = _known(message)
        heard = adapter(event).validate_python(message.payload)
        if concerns(hearer, heard):  # one that was written by an older version may not be
            hearer([heard] if hears_in_batches(hearer) else heard, at=at)


def _known(message: Message) -> tuple[type[Event], Hearer]:
    found = named(event=message.event, hearer=message.hearer)
    if found is None:
        raise UnknownHearer(f"{message.hearer} is not wired to {message.event} in this version.")
    return found


def _put_off(message: Message, *, attempts: int, raised: Exception, at: datetime) -> None:
    later = next_try(attempts=attempts, at=at)
    error = f"{type(raised).__name__}: {raised}"[:2000]
    Message.objects.filter(pk=message.pk).update(
        attempts=attempts,
        last_error=error,
        next_try_at=later or message.next_try_at,
        given_up_at=None if later else at,
    )
    log.error(
        "A message was not heard.",
        message=message.pk,
        hearer=message.hearer,
        attempts=attempts,
        next_try=later.isoformat() if later else "never: see `outbox list`",
        exc_info=raised,
    )


def _deliver_carefully(clock: Callable[[], datetime]) -> int:
    """Deliver messages one by one, as many as otherwise together: fewer would seem all that there are."""
    return next((count for count in range(BATCH) if not _deliver_one(clock())), BATCH)


def _deliver_one(at: datetime) -> bool:
    """Deliver one message, counting the attempt before the hearer is called; say whether there was one."""
    with transaction.atomic():
        taken = _take(at, most=1)
        if not taken:
            return False
        (message,) = taken
        attempts = message.attempts + 1
        later = next_try(attempts=attempts, at=at)
        # Should this process die now, the message rests and then counts one attempt more.
        Message.objects.filter(pk=message.pk).update(
            attempts=attempts,
            next_try_at=later or message.next_try_at,
            given_up_at=None if later else at,
            last_error="The process that delivered it died.",
        )
    try:
        with transaction.atomic():
            mine = Message.objects.select_for_update().filter(pk=message.pk, attempts=attempts, delivered_at=None)
            if mine.exists():
                _hand_over(message, at=at)
                mine.update(delivered_at=at, given_up_at=None, last_error="")
    except Exception as raised:  # noqa: BLE001 - a poisonous message must not stop the others
        _put_off(message, attempts=attempts, raised=raised, at=at)
    return True
