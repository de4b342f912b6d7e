"""Moments by a device's own clock, codes by the minute, and what a hand looks like."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import NOON
from zhishou.contracts.rules import ServiceCode
from zhishou.desk.rules.strokes import drawn, is_signature
from zhishou.desk.rules.visits import (
    ALLOWED,
    AheadOfTime,
    VisitReason,
    VisitState,
    code_at,
    fits,
    is_code,
    shown_until,
    when,
)

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
LINE = [[[0, 0], [500, 200]]]


@given(wrong_by=st.timedeltas(min_value=-timedelta(days=400), max_value=timedelta(days=400)))
def test_a_clock_that_is_wrong_at_both_ends_tells_the_right_moment(wrong_by: timedelta) -> None:
    sent_at = NOON + wrong_by

    found = when(device_at=sent_at - HOUR, sent_at=sent_at, received_at=NOON, longest=12 * HOUR)

    assert (found.counts_at, found.is_too_old) == (NOON - HOUR, False)


@pytest.mark.parametrize(
    ("ago", "counts", "is_too_old"),
    [
        pytest.param(12 * HOUR, 12 * HOUR, False, id="the bound itself counts"),
        pytest.param(12 * HOUR + SECOND, 0 * HOUR, True, id="a second more counts from receipt"),
        pytest.param(-5 * SECOND, 0 * HOUR, False, id="a little ahead is now"),
    ],
)
def test_how_far_back_counts(ago: timedelta, counts: timedelta, *, is_too_old: bool) -> None:
    found = when(device_at=NOON - ago, sent_at=None, received_at=NOON, longest=12 * HOUR)

    assert (found.counts_at, found.is_too_old) == (NOON - counts, is_too_old)


def test_what_has_not_happened_yet_is_refused() -> None:
    with pytest.raises(AheadOfTime):
        when(device_at=NOON + 6 * SECOND, sent_at=NOON, received_at=NOON, longest=HOUR)


def test_a_code_is_taken_for_its_minute_and_two_more() -> None:
    code = code_at("secret", at=NOON)

    taken = [ago for ago in range(-2, 6) if is_code(code, secret="secret", at=NOON + ago * MINUTE)]

    assert taken == [0, 1, 2]
    assert len(code) == 6
    assert code.isdecimal()
    assert shown_until(NOON + 10 * SECOND) == NOON + MINUTE
    assert code_at("another", at=NOON) != code


@pytest.mark.parametrize(
    ("strokes", "is_one"),
    [
        pytest.param(LINE, True, id="a line"),
        pytest.param([], False, id="nothing"),
        pytest.param([[]], False, id="an empty stroke"),
        pytest.param([[[1, 1], [2, 2]]], False, id="a dot"),
        pytest.param([[[0, 0], [1001, 0]]], False, id="beside the pad"),
        pytest.param([[[0, 0], [500, -1]]], False, id="above the pad"),
        pytest.param([[[0, 0, 0], [500, 200, 1]]], False, id="in three dimensions"),
        pytest.param(LINE * 201, False, id="too many strokes"),
        pytest.param([[[0, 0], [500, 200]] * 2501], False, id="too many points"),
    ],
)
def test_what_can_be_a_signature(strokes: list[list[list[int]]], *, is_one: bool) -> None:
    assert is_signature(strokes) is is_one


def test_a_signature_is_drawn_with_whole_numbers_only() -> None:
    assert drawn([*LINE, [], [[3, 4]]]) == "M0 0 L500 200 M3 4"


def test_nobody_leaves_the_end_of_a_visit() -> None:
    assert set(ALLOWED) == set(VisitState)
    assert not ALLOWED[VisitState.DONE] | ALLOWED[VisitState.CANCELLED]


def test_the_code_of_key_users_takes_only_their_visits() -> None:
    fitting = {one for one in VisitReason if fits(one, service_code=ServiceCode.KEY_USERS)}

    assert fitting == {VisitReason.KEY_USER}
    assert all(fits(one, service_code=ServiceCode.BASIC_OPERATION) for one in VisitReason)
