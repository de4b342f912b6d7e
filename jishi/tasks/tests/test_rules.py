from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.tasks.rules import LastTurn, Turn, slot_of, turn

NOON = datetime(2023, 3, 15, 12, 0, tzinfo=UTC)
FIVE = timedelta(seconds=5)
DAY = timedelta(days=1)


def last(
    slot_at: datetime, *, attempts: int = 1, finished: bool = True, failed: bool = False, lives: bool = True
) -> LastTurn:
    return LastTurn(
        slot_at=slot_at,
        attempts=attempts,
        finished_at=slot_at + timedelta(seconds=1) if finished else None,
        failed=failed,
        holder_lives=lives,
    )


@pytest.mark.parametrize(
    ("before", "every", "at", "expected"),
    [
        pytest.param(None, FIVE, NOON, Turn.NEW, id="the first turn of all"),
        pytest.param(last(NOON), FIVE, NOON + timedelta(seconds=4.9), Turn.WAIT, id="the same period"),
        pytest.param(last(NOON), FIVE, NOON + FIVE, Turn.NEW, id="the next period"),
        pytest.param(last(NOON), FIVE, NOON + DAY, Turn.NEW, id="missed turns are made up for by one"),
        pytest.param(last(NOON, finished=False), FIVE, NOON + DAY, Turn.WAIT, id="still running elsewhere"),
        pytest.param(last(NOON, finished=False, lives=False), FIVE, NOON, Turn.AGAIN, id="its process died"),
        pytest.param(
            last(NOON, finished=False, lives=False), FIVE, NOON + FIVE, Turn.NEW, id="its process died long ago"
        ),
        pytest.param(
            last(NOON, finished=False, lives=False, attempts=5), FIVE, NOON, Turn.WAIT, id="it kills every process"
        ),
        pytest.param(
            last(NOON, failed=True), DAY, NOON + timedelta(seconds=20), Turn.WAIT, id="it failed a moment ago"
        ),
        pytest.param(
            last(NOON, failed=True), DAY, NOON + timedelta(seconds=31), Turn.AGAIN, id="it failed, rested"
        ),
        pytest.param(
            last(NOON, failed=True, attempts=5), DAY, NOON + DAY / 4, Turn.WAIT, id="it failed too often today"
        ),
        pytest.param(last(NOON), FIVE, NOON - timedelta(seconds=50), Turn.WAIT, id="the clock went back a little"),
        pytest.param(
            last(NOON), FIVE, NOON - timedelta(hours=3), Turn.CLOCK_WENT_BACK, id="the clock went back by hours"
        ),
        pytest.param(last(NOON), DAY, NOON - timedelta(hours=3), Turn.WAIT, id="a day's turn stays done"),
    ],
)
def test_when_a_turn_has_come(before: LastTurn | None, every: timedelta, at: datetime, expected: Turn) -> None:
    assert turn(before, every=every, at=at) is expected


@given(
    at=st.datetimes(timezones=st.just(UTC), min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)),  # noqa: DTZ001 - hypothesis wants naive bounds
    seconds=st.integers(min_value=1, max_value=90_000),
)
def test_a_slot_contains_its_moment(at: datetime, seconds: int) -> None:
    every = timedelta(seconds=seconds)

    slot = slot_of(at, every=every)

    assert slot <= at < slot + every
    assert slot_of(slot, every=every) == slot
