from datetime import timedelta

import pytest

from jishi.supervisor.rules import ENOUGH_DEATHS, FIRST_WAIT, LONGEST_WAIT, Death, Restart, after


def death(*, lived: float = 1, ever_answered: bool = True, quick_deaths: int = 0) -> Death:
    return Death(lived=timedelta(seconds=lived), ever_answered=ever_answered, quick_deaths=quick_deaths)


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        pytest.param(death(ever_answered=False), None, id="who never answered is not tried again"),
        pytest.param(death(), Restart(after=FIRST_WAIT, quick_deaths=1), id="the first death waits shortest"),
        pytest.param(death(quick_deaths=2), Restart(after=FIRST_WAIT * 4, quick_deaths=3), id="each wait doubles"),
        pytest.param(
            death(quick_deaths=ENOUGH_DEATHS - 1),
            Restart(after=LONGEST_WAIT, quick_deaths=ENOUGH_DEATHS),
            id="no wait is longer than the longest",
        ),
        pytest.param(death(quick_deaths=ENOUGH_DEATHS), None, id="enough is enough"),
        pytest.param(
            death(lived=60, quick_deaths=ENOUGH_DEATHS),
            Restart(after=FIRST_WAIT, quick_deaths=1),
            id="a minute of life forgives everything",
        ),
    ],
)
def test_after_a_death(what: Death, expected: Restart | None) -> None:
    assert after(what) == expected


def test_who_may_be_missing_is_never_given_up() -> None:
    never = Death(lived=timedelta(), ever_answered=False, quick_deaths=0, may_be_missing=True)
    often = Death(lived=timedelta(), ever_answered=True, quick_deaths=ENOUGH_DEATHS, may_be_missing=True)

    assert after(never) == Restart(after=FIRST_WAIT, quick_deaths=1)
    assert after(often) == Restart(after=LONGEST_WAIT, quick_deaths=ENOUGH_DEATHS + 1)
