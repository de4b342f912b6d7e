from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType

from jishi.heartbeat.models import Process
from jishi.tasks.door import HOUSEKEEPING, Tick, tick_age
from jishi.tasks.models import Slot
from jishi.tasks.tests.jobs import done
from jishi.tasks.ticks import DuplicateTick, Ticker, due_ticks, take_turn

NOON = datetime(2023, 3, 15, 4, 0, tzinfo=UTC)
FIVE = timedelta(seconds=5)

pytestmark = pytest.mark.django_db


def leave(*, at: datetime) -> None:
    ContentType.objects.create(app_label="done", model=f"{at:%H:%M:%S}")


def leave_and_fail(*, at: datetime) -> None:
    leave(at=at)
    raise RuntimeError("no luck")


def tick(run: Callable[..., object] = leave, *, every: timedelta = FIVE, in_one_transaction: bool = False) -> Tick:
    return Tick(name="test", every=every, run=run, in_one_transaction=in_one_transaction)


def alive() -> str:
    process = Process.objects.create(kind="tick", machine="here", pid=1, started_at=NOON, beat_at=NOON)
    return str(process.pk)


def test_two_processes_do_a_turn_once() -> None:
    ran = [take_turn(tick(), holder=holder, at=NOON) for holder in (alive(), alive())]

    assert ran == [True, False]
    assert done() == ["04:00:00"]


def test_the_next_turn_comes_after_the_period_and_missed_ones_are_one() -> None:
    holder = alive()
    for at in (NOON, NOON + timedelta(seconds=4), NOON + FIVE, NOON + timedelta(hours=1)):
        take_turn(tick(), holder=holder, at=at)

    assert done() == ["04:00:00", "04:00:05", "05:00:00"]


def test_a_tick_that_throws_keeps_its_error_and_is_tried_again_later() -> None:
    daily = tick(leave_and_fail, every=timedelta(days=1))
    holder = alive()

    assert take_turn(daily, holder=holder, at=NOON)
    Slot.objects.update(finished_at=NOON)

    assert "no luck" in Slot.objects.get().error
    assert not take_turn(daily, holder=holder, at=NOON + timedelta(seconds=29))
    assert take_turn(daily, holder=holder, at=NOON + timedelta(seconds=30))
    assert Slot.objects.get().attempts == 2


def test_what_a_tick_in_one_transaction_wrote_before_it_threw_is_taken_back() -> None:
    take_turn(tick(leave_and_fail, in_one_transaction=True), holder=alive(), at=NOON)

    assert done() == []
    assert "no luck" in Slot.objects.get().error


def test_a_turn_whose_process_lives_is_left_alone_and_one_whose_process_died_is_taken_over() -> None:
    holder = alive()
    slot = Slot.objects.create(name="test", slot_at=NOON, holder=holder, started_at=NOON)

    while_alive = take_turn(tick(), holder=alive(), at=NOON + timedelta(hours=1))
    Process.objects.filter(pk=holder).update(died_at=NOON)
    after_death = take_turn(tick(), holder=alive(), at=NOON + timedelta(seconds=1))

    slot.refresh_from_db()
    assert (while_alive, after_death) == (False, True)
    assert slot.attempts == 2


def test_a_clock_that_went_back_by_hours_does_not_stop_the_ticks() -> None:
    holder = alive()
    take_turn(tick(), holder=holder, at=NOON)

    a_little = take_turn(tick(), holder=holder, at=NOON - timedelta(seconds=30))
    by_hours = take_turn(tick(), holder=holder, at=NOON - timedelta(hours=3))
    and_on = take_turn(tick(), holder=holder, at=NOON - timedelta(hours=3) + FIVE)

    assert (a_little, by_hours, and_on) == (False, True, True)


def test_only_what_is_due_is_begun() -> None:
    take_turn(tick(), holder=alive(), at=NOON)

    assert due_ticks([tick()], at=NOON + timedelta(seconds=4)) == []
    assert due_ticks([tick()], at=NOON + FIVE) == [tick()]


def test_two_ticks_of_one_name_are_refused() -> None:
    with pytest.raises(DuplicateTick, match="test"):
        Ticker([tick(), tick()], holder=str)


def test_the_age_of_the_ticks_is_told() -> None:
    assert tick_age(NOON) is None

    take_turn(tick(), holder=alive(), at=NOON)
    Slot.objects.update(finished_at=NOON)

    assert tick_age(NOON + FIVE) == FIVE


def test_housekeeping_forgets_old_turns_but_never_the_latest() -> None:
    sweep = next(each for each in HOUSEKEEPING if each.name == "tasks.sweep")
    holder = alive()
    for minutes in range(3):
        take_turn(tick(), holder=holder, at=NOON + timedelta(minutes=minutes))
    Slot.objects.update(finished_at=NOON)

    sweep.run(at=NOON + timedelta(days=1))

    assert [row.slot_at for row in Slot.objects.all()] == [NOON + timedelta(minutes=2)]
