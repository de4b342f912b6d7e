from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhishou.notify.rules import (
    BACK_OFF,
    LONGEST_WAIT,
    ROUTINE_WAITS,
    SINGLES_A_WINDOW,
    WINDOW,
    QuietHours,
    Urgency,
    Waiting,
    departure,
    next_try,
    without_secrets,
)

ZONES = [ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe")]
MOMENTS = st.datetimes(datetime(2022, 1, 1), datetime(2024, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001 - made aware here
QUIET = st.builds(
    QuietHours,
    begins=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    ends=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    zone=st.sampled_from(ZONES),
)
BEIJING = ZoneInfo("Asia/Shanghai")
NIGHT = QuietHours(begins=time(22), ends=time(7), zone=BEIJING)


@pytest.mark.parametrize(
    ("local", "quiet"),
    [
        pytest.param(datetime(2023, 3, 15, 21, 59, 59, tzinfo=BEIJING), False, id="a second before"),
        pytest.param(datetime(2023, 3, 15, 22, tzinfo=BEIJING), True, id="the beginning is quiet"),
        pytest.param(datetime(2023, 3, 16, 0, tzinfo=BEIJING), True, id="midnight"),
        pytest.param(datetime(2023, 3, 16, 6, 59, 59, tzinfo=BEIJING), True, id="the last second"),
        pytest.param(datetime(2023, 3, 16, 7, tzinfo=BEIJING), False, id="the end is not quiet"),
    ],
)
def test_quiet_hours_go_over_midnight(local: datetime, *, quiet: bool) -> None:
    assert NIGHT.holds(local.astimezone(UTC)) is quiet


def test_equal_ends_mean_never() -> None:
    never = QuietHours(begins=time(8), ends=time(8), zone=BEIJING)

    assert not any(never.holds(datetime(2023, 3, 15, hour, tzinfo=UTC)) for hour in range(24))


@given(quiet=QUIET, at=MOMENTS)
def test_quiet_hours_always_end_within_a_day_and_not_before(quiet: QuietHours, at: datetime) -> None:
    over = quiet.over_at(at)

    assert at <= over <= at + timedelta(hours=25)
    assert not quiet.holds(over)
    if quiet.holds(at):
        assert over > at
        steps = int((over - at) / timedelta(minutes=7))
        assert all(quiet.holds(at + timedelta(minutes=7) * step) for step in range(steps))


def test_quiet_hours_that_end_in_the_hour_that_spring_skips_end_when_the_clock_jumps() -> None:
    quiet = QuietHours(begins=time(22), ends=time(2, 30), zone=ZoneInfo("Europe/Berlin"))

    assert quiet.over_at(datetime(2023, 3, 25, 22, tzinfo=UTC)) == datetime(2023, 3, 26, 1, tzinfo=UTC)


@given(
    urgency=st.sampled_from(Urgency), tries=st.integers(1, 30), asked=st.timedeltas(timedelta(), timedelta(days=9))
)
def test_a_wait_is_never_shorter_than_the_schedule_nor_longer_than_it_may_be(
    urgency: Urgency, tries: int, asked: timedelta
) -> None:
    wait = next_try(urgency, tries=tries, asked=asked)

    if tries > len(BACK_OFF[urgency]):
        assert wait is None
    else:
        scheduled = BACK_OFF[urgency][tries - 1]
        assert wait is not None
        assert scheduled <= wait <= max(scheduled, LONGEST_WAIT)


@pytest.mark.parametrize("urgency", list(Urgency))
def test_waits_never_shrink(urgency: Urgency) -> None:
    assert list(BACK_OFF[urgency]) == sorted(BACK_OFF[urgency])


Left = tuple[datetime, bool, set[int]]  # when, whether as a digest, which notices

NOTICES = st.lists(
    st.tuples(st.sampled_from(Urgency), st.integers(0, 7200)).map(
        lambda pair: (pair[0], datetime(2023, 3, 15, 13, tzinfo=UTC) + timedelta(seconds=pair[1]))
    ),
    max_size=40,
)


def played(told: Sequence[tuple[Urgency, datetime]], quiet: QuietHours | None) -> list[Left]:
    """Play a person's day, a tick a minute; returns what left: when, whether as a digest, which notices."""
    start = datetime(2023, 3, 15, 13, tzinfo=UTC)
    left: list[Left] = []
    due: dict[int, datetime | None] = {}
    gone: set[int] = set()
    for minute in range(60 * 26):
        at = start + timedelta(minutes=minute)
        waiting = [
            Waiting(key=key, urgency=urgency, told_at=when)
            for key, (urgency, when) in enumerate(told)
            if when <= at and key not in gone
        ]
        if not any((due.get(one.key) or one.told_at) <= at for one in waiting):
            continue
        decided = departure(
            waiting,
            recent=[when for when, digest, keys in left if not digest and told[min(keys)][0] is not Urgency.PAGE],
            last_digest=max((when for when, digest, _ in left if digest), default=None),
            quiet=quiet,
            at=at,
        )
        assert sorted((*decided.singles, *decided.digest, *decided.held)) == [one.key for one in waiting]
        assert decided.look_again_at is None or decided.look_again_at > at
        assert (decided.look_again_at is None) is (not decided.held)
        left += [(at, False, {key}) for key in decided.singles]
        left += [(at, True, set(decided.digest))] if decided.digest else []
        gone |= {*decided.singles, *decided.digest}
        due.update(dict.fromkeys(decided.held, decided.look_again_at))
    return left


@given(told=NOTICES, quiet=st.sampled_from([None, NIGHT]))
def test_everything_leaves_once_pages_at_once_and_no_storm_comes_through(
    told: list[tuple[Urgency, datetime]], quiet: QuietHours | None
) -> None:
    left = played(told, quiet)

    assert sorted(key for _, _, keys in left for key in keys) == list(range(len(told)))
    for at, _, keys in left:
        pages = {key for key in keys if told[key][0] is Urgency.PAGE}
        assert not pages or (len(keys) == 1 and at - told[min(keys)][1] < timedelta(minutes=1))
        assert pages or quiet is None or not quiet.holds(at)
    others = [(at, digest) for at, digest, keys in left if told[min(keys)][0] is not Urgency.PAGE]
    for at, _ in others:
        window = [digest for moment, digest in others if at <= moment < at + WINDOW]
        assert len(window) <= SINGLES_A_WINDOW + 1
        assert sum(window) <= 1, "one digest a window"


def test_routine_waits_for_company() -> None:
    told_at = datetime(2023, 3, 15, 2, tzinfo=UTC)
    one = Waiting(key=1, urgency=Urgency.ROUTINE, told_at=told_at)

    early = departure([one], recent=[], last_digest=None, quiet=None, at=told_at)
    later = departure([one], recent=[], last_digest=None, quiet=None, at=told_at + ROUTINE_WAITS)

    assert (early.held, early.look_again_at) == ((1,), told_at + ROUTINE_WAITS)
    assert later.digest == (1,)


def test_secrets_are_taken_out_longest_first() -> None:
    assert without_secrets("key abcdefgh-1 abcdefgh", {"a": "abcdefgh", "b": "abcdefgh-1"}) == "key •••• ••••"
