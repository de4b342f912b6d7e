from datetime import timedelta

import pytest

from jishi.health.rules import LATE_TICK, Background, complaints, may_read_figures

FINE = Background(oldest_task=timedelta(0), oldest_message=timedelta(0), tick_age=timedelta(seconds=3))
MINUTE = timedelta(seconds=61)


@pytest.mark.parametrize(
    ("background", "expected"),
    [
        pytest.param(FINE, [], id="nothing waits"),
        pytest.param(
            Background(oldest_task=MINUTE, oldest_message=timedelta(0), tick_age=LATE_TICK),
            ["queue: a task has waited 61 s; is a worker running?"],
            id="a task waits, the tick is just in time",
        ),
        pytest.param(
            Background(oldest_task=timedelta(0), oldest_message=MINUTE, tick_age=None),
            [
                "outbox: a message has waited 61 s; is a worker running?",
                "tick: it never ran; is `tick` running?",
            ],
            id="each reason is told",
        ),
        pytest.param(
            Background(oldest_task=timedelta(0), oldest_message=timedelta(0), tick_age=MINUTE),
            ["tick: it last ran 61 s ago; is `tick` running?"],
            id="the tick stands still",
        ),
    ],
)
def test_what_is_late_is_named(background: Background, expected: list[str]) -> None:
    assert complaints(background) == expected


@pytest.mark.parametrize(
    ("address", "through_proxy", "authorization", "token", "expected"),
    [
        pytest.param("127.0.0.1", False, "", None, True, id="this machine itself"),
        pytest.param("127.0.0.1", True, "", None, False, id="through this machine's proxy"),
        pytest.param("10.0.0.9", False, "", None, False, id="another machine"),
        pytest.param("10.0.0.9", False, "Bearer s3", "s3", True, id="another machine with the token"),
        pytest.param("10.0.0.9", False, "Bearer é", "s3", False, id="a wrong token"),
        pytest.param("10.0.0.9", False, "Bearer ", "", False, id="an empty token opens nothing"),
    ],
)
def test_who_may_read_figures(
    *, address: str, through_proxy: bool, authorization: str, token: str | None, expected: bool
) -> None:
    allowed = may_read_figures(
        address=address, through_proxy=through_proxy, authorization=authorization, token=token
    )

    assert allowed is expected
