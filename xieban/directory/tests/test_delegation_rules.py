from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xieban.directory.rules import Stand, circle, resolve

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
A, B, C, D = 1, 2, 3, 4


def stand(principal: int, deputy: int, *, first: int = 0, last: int = 7, flows: str = "") -> Stand:
    """Let one stand in for another from day to day, the last one exclusive."""
    return Stand(
        principal=principal,
        deputy=deputy,
        since=MONDAY + timedelta(days=first),
        until=MONDAY + timedelta(days=last),
        flows=frozenset(flows.split()),
    )


@pytest.mark.parametrize(
    ("others", "found"),
    [
        pytest.param([], (), id="alone it closes nothing"),
        pytest.param([stand(B, A)], (A, B), id="each for the other"),
        pytest.param([stand(B, C), stand(C, D), stand(D, A)], (A, B, C, D), id="at any depth"),
        pytest.param([stand(B, A, first=7, last=9)], (), id="one after the other is no circle"),
        pytest.param([stand(B, A, first=6, last=9)], (A, B), id="one common day is one"),
        pytest.param([stand(B, A, flows="memo")], (A, B), id="all flows hold the one"),
        pytest.param([stand(B, C, flows="memo"), stand(C, A, flows="dispatch")], (), id="no flow goes all the way"),
        pytest.param([stand(B, C, last=3), stand(C, A, first=3)], (), id="no moment holds them all"),
    ],
)
def test_a_circle_is_seen_before_it_is_closed(others: list[Stand], found: tuple[int, ...]) -> None:
    assert tuple(circle(stand(A, B), others)) == found


def test_who_acts_is_the_last_of_the_chain() -> None:
    chain = [stand(A, B), stand(B, C, flows="memo"), stand(C, D, first=5)]

    assert resolve(A, chain, flow="memo", at=MONDAY) == (A, B, C)
    assert resolve(A, chain, flow="dispatch", at=MONDAY) == (A, B)
    assert resolve(A, chain, flow="memo", at=MONDAY + timedelta(days=5)) == (A, B, C, D)
    assert resolve(A, chain, flow="memo", at=MONDAY + timedelta(days=7)) == (A,)


STANDS = st.builds(
    stand,
    st.integers(1, 6),
    st.integers(1, 6),
    first=st.integers(0, 6),
    last=st.integers(7, 14),
    flows=st.sampled_from(["", "memo", "dispatch", "memo dispatch"]),
).filter(lambda one: one.principal != one.deputy)


@given(st.lists(STANDS, max_size=14), st.integers(0, 14), st.sampled_from(["memo", "dispatch"]))
def test_what_is_let_in_never_goes_round(wanted: list[Stand], day: int, flow: str) -> None:
    """Let in only what closes no circle and gives nobody two deputies: every chain then ends with somebody free."""
    let_in: list[Stand] = []
    for one in wanted:
        taken = any(one.principal == other.principal for other in let_in)
        if not taken and not circle(one, let_in):
            let_in.append(one)
    at = MONDAY + timedelta(days=day)

    for person in range(1, 7):
        last = resolve(person, let_in, flow=flow, at=at)[-1]
        assert not any(one.principal == last and one.holds(flow=flow, at=at) for one in let_in)
