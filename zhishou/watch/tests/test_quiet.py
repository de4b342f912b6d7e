"""Agreed quiet: silences and windows hold back what breaks within them, and are agreed properly."""

from datetime import UTC, datetime
from typing import Any

import pytest

from conftest import NOON, Cast
from jishi.refusals.door import NotAllowed
from zhishou.watch import actions
from zhishou.watch.actions.quiet import NeedsReason, NotOfThisSystem, OverAlready, WrongSpan
from zhishou.watch.tests.factories import HOUR, MINUTE, SECOND, Watch, make_watch, many_targets, names

pytestmark = pytest.mark.django_db


def silence(watch: Watch, **more: Any) -> Any:
    given: dict[str, Any] = {
        "system": watch.system,
        "reason": "换磁盘，已与甲方约定",
        "starts_at": NOON,
        "ends_at": NOON + HOUR,
        "by": watch.cast.first_line,
        "at": NOON,
    }
    return actions.make_silence(**(given | more))


def test_agreed_quiet_holds_it_back_until_it_ends(watch: Watch) -> None:
    watch.all_well()
    made = silence(watch, component=watch.probe("host-answers").component)
    watch.comes("host-answers", "cc", since=NOON + MINUTE)
    assert watch.alert("host-answers").hold == "silence"

    actions.end_silence(silence=made, by=watch.cast.manager, at=NOON + 10 * MINUTE)

    assert names() == ["AlertRaised"]
    with pytest.raises(OverAlready):
        actions.end_silence(silence=made, by=watch.cast.manager, at=NOON + 11 * MINUTE)


def test_one_that_is_over_within_agreed_quiet_calls_nobody(watch: Watch) -> None:
    watch.all_well()
    actions.make_window(
        system=watch.system,
        title="升级",
        starts_at=NOON,
        ends_at=NOON + HOUR,
        by=watch.cast.manager,
        at=NOON,
    )
    watch.comes("host-answers", "ccnn", since=NOON + MINUTE)

    actions.tell_held(at=NOON + 2 * HOUR)

    assert names() == []


@pytest.mark.parametrize(
    ("at", "hold"),
    [
        pytest.param(datetime(2023, 3, 18, 15, 30, tzinfo=UTC), "window", id="Saturday 23:30 there"),
        pytest.param(datetime(2023, 3, 18, 16, 59, tzinfo=UTC), "window", id="past midnight"),
        pytest.param(datetime(2023, 3, 18, 17, 0, tzinfo=UTC), "", id="its end is outside"),
    ],
)
def test_the_regular_window_of_the_profile_counts(at: datetime, hold: str, watch: Watch) -> None:
    watch.all_well(at=at - MINUTE)
    watch.comes("web-answers", "cc", since=at)

    actions.tell_held(at=at + 20 * SECOND)

    assert watch.alert("web-answers").hold == hold


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"reason": " "}, NeedsReason),
        ({"reason": "x" * 301}, NeedsReason),
        ({"ends_at": NOON}, WrongSpan),
        ({"ends_at": NOON + 800 * HOUR}, WrongSpan),
        ({"starts_at": NOON - 2 * HOUR, "ends_at": NOON - HOUR}, WrongSpan),
    ],
)
def test_quiet_is_agreed_properly(wrong: dict[str, Any], refusal: type[Exception], watch: Watch) -> None:
    with pytest.raises(refusal):
        silence(watch, **wrong)


def test_quiet_is_agreed_by_those_who_work_on_it_and_about_this_system(watch: Watch, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        silence(watch, by=cast.client_admin)
    other = make_watch(cast, profile=many_targets(1))
    with pytest.raises(NotOfThisSystem):
        silence(watch, probe=other.probe("p-0"))
