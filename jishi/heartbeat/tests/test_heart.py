import uuid
from datetime import UTC, datetime, timedelta

import pytest

from jishi.heartbeat.door import Heart, alive, living_ids, somebody_died, sweep
from jishi.heartbeat.heart import Watch
from jishi.heartbeat.models import Process

NOON = datetime(2023, 3, 15, 4, 0, tzinfo=UTC)
ALICE, BOB = uuid.UUID(int=1), uuid.UUID(int=2)


def test_whoever_beats_on_is_alive_whatever_the_clock_says() -> None:
    watch = Watch(dead_after=8)

    for second in range(0, 100, 7):
        assert watch.silent({ALICE: second, BOB: 3}, now=second).keys() <= {BOB}


def test_silence_counts_from_when_it_was_first_seen() -> None:
    watch = Watch(dead_after=8)

    assert watch.silent({ALICE: 5}, now=100) == {}
    assert watch.silent({ALICE: 5}, now=108) == {}
    assert watch.silent({ALICE: 5}, now=108.1) == {ALICE: 5}
    assert watch.silent({ALICE: 6}, now=109) == {}


def process(**more: object) -> Process:
    return Process.objects.create(
        **{"kind": "worker", "machine": "here", "pid": 1, "started_at": NOON, "beat_at": NOON, **more}
    )


@pytest.mark.django_db
def test_the_living_are_told_with_how_long_they_are_silent() -> None:
    process()
    process(died_at=NOON)

    (one,) = alive(at=NOON + timedelta(seconds=3))

    assert one.silent_for == timedelta(seconds=3)
    assert len(living_ids()) == 1


@pytest.mark.django_db
def test_deaths_are_remembered_for_a_day() -> None:
    process(died_at=NOON)

    assert somebody_died(since=NOON - timedelta(minutes=1))
    assert not somebody_died(since=NOON)
    assert sweep(at=NOON + timedelta(hours=23)) == 0
    assert sweep(at=NOON + timedelta(hours=25)) == 1


@pytest.mark.django_db
def test_a_process_that_was_declared_dead_by_mistake_goes_on_under_a_new_name() -> None:
    heart = Heart(kind="worker", every=2, dead_after=8)
    heart.beat(at=NOON)
    before = heart.id
    Process.objects.update(died_at=NOON)

    heart.beat(at=NOON)

    assert heart.id != before
    assert living_ids() == {heart.id}
