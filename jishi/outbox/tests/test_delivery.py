import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from jishi.heartbeat.models import Process
from jishi.outbox.door import (
    CHANNEL,
    NOBODY,
    Hearer,
    Postman,
    UnknownEvent,
    deliver_some,
    deliver_waiting,
    dotted,
    in_batches,
    lag,
    only_where,
    publish,
    publish_all,
    sweep,
    wire,
    wired,
)
from jishi.outbox.events import Event
from jishi.outbox.models import Message
from jishi.outbox.rules import PAUSES, next_try

NOON = datetime(2023, 3, 15, 4, 0, tzinfo=UTC)
LATER = NOON + timedelta(days=2)

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True, kw_only=True)
class Rang(Event):
    number: int
    at_door: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard(Event):
    number: int


@only_where(lambda event: event.number > 1)
def on_some(event: Rang, *, at: datetime) -> None:
    Ears.heard.append(event.number)


@only_where(lambda event: event.number > 1)
@in_batches
def on_some_together(events: list[Rang], *, at: datetime) -> None:
    Ears.heard.append(sum(event.number for event in events))


class Ears:
    """What was heard; a list beside the database, so that it also shows what was taken back."""

    heard: ClassVar[list[int]] = []
    deaf: ClassVar[bool] = False


def on_rang(event: Rang, *, at: datetime) -> None:
    Ears.heard.append(event.number)


def on_rang_write(event: Rang, *, at: datetime) -> None:
    ContentType.objects.create(app_label="heard", model=str(event.number))
    if Ears.deaf:
        raise RuntimeError("cannot hear")


@in_batches
def on_many(events: list[Rang], *, at: datetime) -> None:
    for event in events:
        ContentType.objects.create(app_label="heard", model=str(event.number))
    Ears.heard.append(len(events))
    if Ears.deaf and any(event.number == 2 for event in events):
        raise RuntimeError("cannot hear 2")


@pytest.fixture(autouse=True)
def ears() -> Iterator[None]:
    before = wired()
    Ears.heard.clear()
    Ears.deaf = False
    wire({Rang: (on_rang, on_rang_write), Unheard: NOBODY})
    yield
    wire(before)


def rang(number: int) -> Rang:
    return Rang(number=number, at_door=NOON)


def written() -> list[str]:
    return sorted(ContentType.objects.filter(app_label="heard").values_list("model", flat=True))


def test_each_hearer_hears_each_event_once() -> None:
    publish_all([rang(1), rang(2)], at=NOON)

    deliver_waiting(at=NOON)
    deliver_waiting(at=LATER)

    assert Ears.heard == [1, 2]
    assert written() == ["1", "2"]


@pytest.mark.parametrize(("hearer", "heard"), [(on_some, [2, 3]), (on_some_together, [5])])
def test_who_hears_some_events_only_gets_no_message_of_others(hearer: Hearer, heard: list[int]) -> None:
    wire({Rang: (hearer,), Unheard: NOBODY})

    publish_all([rang(1), rang(2), rang(3)], at=NOON)
    assert Message.objects.count() == 2
    deliver_waiting(at=NOON)

    assert Ears.heard == heard


@pytest.mark.parametrize("hearer", [on_some, on_some_together])
def test_a_message_of_an_older_version_counts_as_heard_where_its_hearer_hears_it_no_more(hearer: Hearer) -> None:
    wire({Rang: (on_rang,), Unheard: NOBODY})
    publish_all([rang(1), rang(1)], at=NOON)
    Message.objects.update(hearer=dotted(hearer))
    wire({Rang: (hearer,), Unheard: NOBODY})

    deliver_waiting(at=NOON)

    assert Ears.heard == []
    assert not Message.objects.filter(delivered_at=None).exists()


def test_an_event_that_was_rolled_back_is_not_heard() -> None:
    with transaction.atomic():
        publish(rang(1), at=NOON)
        transaction.set_rollback(True)

    deliver_waiting(at=NOON)

    assert Ears.heard == []


def test_an_event_nobody_hears_leaves_no_row_and_an_unknown_one_is_refused() -> None:
    publish(Unheard(number=1), at=NOON)
    wire({})

    assert not Message.objects.exists()
    with pytest.raises(UnknownEvent):
        publish(Unheard(number=1), at=NOON)


def test_a_failing_hearer_leaves_nothing_behind_and_stops_nobody() -> None:
    Ears.deaf = True
    publish_all([rang(1), rang(2)], at=NOON)

    deliver_waiting(at=NOON)

    assert written() == []
    assert Ears.heard == [1, 2]
    failed = Message.objects.filter(delivered_at=None)
    assert {row.attempts for row in failed} == {1}
    assert all("cannot hear" in row.last_error for row in failed)


def test_a_failed_message_comes_again_and_then_succeeds() -> None:
    Ears.deaf = True
    publish(rang(1), at=NOON)
    deliver_waiting(at=NOON)
    Ears.deaf = False

    deliver_waiting(at=NOON + PAUSES[0] - timedelta(milliseconds=1))
    too_early = written()
    deliver_waiting(at=NOON + PAUSES[0])

    assert too_early == []
    assert written() == ["1"]


def test_a_message_is_given_up_at_last_and_tried_again_by_command(capsys: pytest.CaptureFixture[str]) -> None:
    Ears.deaf = True
    publish(rang(1), at=NOON)
    at = NOON
    for _ in range(len(PAUSES) + 1):
        deliver_waiting(at=at)
        at += timedelta(days=1)

    given_up = lag(at)
    Ears.deaf = False
    call_command("outbox", "list")
    call_command("outbox", "retry")
    deliver_waiting(at=datetime(2090, 1, 1, tzinfo=UTC))

    assert (given_up.given_up, given_up.waiting) == (1, 0)
    assert "given up" in capsys.readouterr().out
    assert written() == ["1"]


def test_retrying_what_was_not_given_up_is_refused() -> None:
    with pytest.raises(CommandError, match="0 of 1"):
        call_command("outbox", "retry", "4711")


def test_a_hearer_that_this_version_does_not_know_is_waited_for() -> None:
    publish(rang(1), at=NOON)
    wire({Rang: (on_rang,)})

    deliver_waiting(at=NOON)

    (waiting,) = Message.objects.filter(delivered_at=None)
    assert "not wired" in waiting.last_error
    assert Ears.heard == [1]


def test_after_a_death_the_attempt_is_counted_before_the_hearer_is_called() -> None:
    Process.objects.create(kind="worker", machine="here", pid=1, started_at=NOON, beat_at=NOON, died_at=NOON)
    seen: list[int] = []

    def on_rang_count(event: Rang, *, at: datetime) -> None:
        seen.extend(Message.objects.values_list("attempts", flat=True))

    wire({Rang: (on_rang_count,)})
    publish(rang(1), at=NOON)

    deliver_waiting(at=NOON + timedelta(seconds=1))

    assert seen == [1]
    assert Message.objects.exclude(delivered_at=None).count() == 1


def test_after_a_death_messages_go_one_by_one_and_none_waits_for_the_next_look() -> None:
    Process.objects.create(kind="worker", machine="here", pid=1, started_at=NOON, beat_at=NOON, died_at=NOON)
    wire({Rang: (on_rang,)})
    publish_all([rang(number) for number in range(20)], at=NOON)

    assert deliver_some(clock=lambda: NOON + timedelta(seconds=1)) == 20

    assert Ears.heard == list(range(20))


@pytest.mark.django_db(transaction=True)
def test_a_message_that_breaks_the_commit_is_found_and_the_others_are_delivered() -> None:
    def on_rang_break(event: Rang, *, at: datetime) -> None:
        ContentType.objects.create(app_label="heard", model=str(event.number))
        if event.number == 1:
            # A foreign key to nobody is only noticed when the transaction ends.
            ContentType.objects.get(app_label="heard", model="1").permission_set.create(codename="x", name="x")
            from django.contrib.auth.models import Permission  # noqa: PLC0415 - only here

            Permission.objects.filter(codename="x").update(content_type_id=F("content_type_id") + 1_000_000)

    wire({Rang: (on_rang_break,)})
    publish_all([rang(1), rang(2), rang(3)], at=NOON)

    deliver_waiting(at=NOON)

    assert written() == ["2", "3"]
    (poison,) = Message.objects.filter(delivered_at=None)
    assert poison.attempts == 1


def test_lag_counts_what_is_due_and_only_that() -> None:
    publish(rang(1), at=NOON)

    assert lag(NOON + timedelta(seconds=7)).oldest == timedelta(seconds=7)
    assert lag(NOON - timedelta(seconds=7)).oldest == timedelta(0)


def test_delivered_messages_are_swept_after_a_week_and_others_never() -> None:
    publish_all([rang(number) for number in range(3)], at=NOON)
    deliver_waiting(at=NOON)
    publish(rang(9), at=NOON)

    too_early = sweep(at=NOON + timedelta(days=6))

    assert too_early == 0
    assert sweep(at=NOON + timedelta(days=8)) == 6
    assert Message.objects.count() == 2


def test_the_database_refuses_one_event_twice_for_a_hearer() -> None:
    publish(rang(1), at=NOON)
    row = Message.objects.first()
    assert row is not None
    row.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_pauses_grow_and_end() -> None:
    nexts = [next_try(attempts=attempts, at=NOON) for attempts in range(1, len(PAUSES) + 2)]

    assert nexts[-1] is None
    told = [each for each in nexts if each is not None]
    assert told == sorted(told)


def test_who_hears_many_at_once_is_called_once_for_them() -> None:
    wire({Rang: (on_many,)})
    publish_all([rang(number) for number in range(1, 4)], at=NOON)

    deliver_waiting(at=NOON)
    deliver_waiting(at=LATER)

    assert Ears.heard == [3]
    assert written() == ["1", "2", "3"]


def test_what_fails_together_is_heard_one_by_one() -> None:
    wire({Rang: (on_many,)})
    Ears.deaf = True
    publish_all([rang(number) for number in range(1, 4)], at=NOON)

    deliver_waiting(at=NOON)

    assert Ears.heard == [3, 1, 1, 1]
    assert written() == ["1", "3"]
    assert Message.objects.get(delivered_at=None).attempts == 1


@pytest.mark.django_db(transaction=True)
def test_what_comes_while_the_postman_gathers_is_heard_together() -> None:
    wire({Rang: (on_many,)})
    postman = Postman(channel=CHANNEL)
    postman.start()
    for number in range(20):
        publish(rang(number), at=timezone.now())
    ends = time.monotonic() + 30
    while len(written()) < 20 and time.monotonic() < ends:
        pass
    postman.stop(timeout=10)

    assert len(written()) == 20
    assert len(Ears.heard) < 20
