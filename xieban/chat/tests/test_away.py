"""The keeper tells once that the chat server is away, and says nothing while it starts."""

from datetime import timedelta

from xieban.chat.rules.away import STARTS_WITHIN, Away
from xieban.tests.cast import NOON

SECOND = timedelta(seconds=1)


def test_while_it_may_still_be_starting_nothing_is_told() -> None:
    away = Away(begun_at=NOON)

    assert not away.met(now=NOON)
    assert not away.met(now=NOON + STARTS_WITHIN - SECOND)
    assert not away.over()


def test_after_that_it_is_told_once_until_it_was_back() -> None:
    away = Away(begun_at=NOON)
    later = NOON + STARTS_WITHIN

    assert [away.met(now=later + number * SECOND) for number in range(3)] == [True, False, False]
    assert away.over()
    assert not away.over()
    assert away.met(now=later + 9 * SECOND), "gone once more"
