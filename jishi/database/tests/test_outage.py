"""A database that stays away for a night does not fill the log."""

from itertools import pairwise

from jishi.database.door import Outage


def test_it_is_said_at_once_and_then_ever_more_rarely() -> None:
    outage = Outage()

    said = [second for second in range(24 * 3600) if outage.met(now=float(second))]

    assert said[:5] == [0, 10, 30, 70, 150]
    assert len(said) < 40
    assert max(later - earlier for earlier, later in pairwise(said)) == 3600


def test_a_new_outage_is_said_at_once_again() -> None:
    outage = Outage()
    assert outage.met(now=100.0)
    assert not outage.met(now=101.0)

    assert outage.over(now=102.0) == 2.0
    assert outage.over(now=103.0) is None
    assert outage.met(now=104.0)


def test_what_may_be_starting_has_its_time_and_is_not_called_back() -> None:
    outage = Outage(patience=20.0)

    assert not any(outage.met(now=100.0 + second) for second in range(20))
    assert outage.over(now=120.0) is None

    assert [second for second in range(60) if outage.met(now=200.0 + second)] == [20, 30, 50]
    assert outage.over(now=260.0) == 60.0
