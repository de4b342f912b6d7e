"""Exactly one person per tier is on watch at every instant that the roster covers."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhishou.duty.rules import (
    Absence,
    Layer,
    Override,
    Plan,
    Shift,
    Source,
    Unit,
    Version,
    Window,
    on_watch,
    shifts,
)

ALICE, BOB, CHARLIE = 1, 2, 3
BEGINNING = datetime(2010, 1, 1, tzinfo=UTC)
ZONES = (
    "Asia/Shanghai",
    "America/New_York",  # an hour's DST
    "Australia/Lord_Howe",  # half an hour's
    "Pacific/Apia",  # skipped 30 December 2011 altogether
    "Africa/Casablanca",  # twice a year around Ramadan
    "Asia/Kolkata",
)
DAY = (time(8), time(20))
WEEKS_AROUND = (
    datetime(2011, 12, 27, tzinfo=UTC),  # year's end, and Samoa's missing day
    datetime(2022, 12, 28, tzinfo=UTC),
    datetime(2023, 3, 8, tzinfo=UTC),  # New York goes to summer time on the 12th
    datetime(2023, 10, 30, tzinfo=UTC),  # and back on 5 November
    datetime(2024, 2, 26, tzinfo=UTC),  # a leap day
)


def rotation(**changes: object) -> Layer:
    layer = Layer(
        name="round the clock",
        order=(ALICE, BOB, CHARLIE),
        unit=Unit.DAYS,
        length=1,
        starts_on=date(2010, 1, 4),
        hand_over=time(9),
    )
    return replace(layer, **changes)  # type: ignore[arg-type]


def version(*layers: Layer, number: int = 1, since: datetime = BEGINNING, made: datetime = BEGINNING) -> Version:
    return Version(number=number, made_at=made, effective_from=since, layers=layers)


def plan_of(*layers: Layer, zone: str = "Asia/Shanghai") -> Plan:
    return Plan(zone=zone, versions=(version(*layers),))


persons = st.integers(1, 5)
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
near = st.integers(0, 21 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
windows = st.builds(Window, weekday=st.integers(0, 6), starts=clocks, ends=clocks)
# Made once: to make a strategy costs more than to draw from it.
orders, units, fortnights = (
    st.lists(persons, min_size=1, max_size=5),
    st.sampled_from(list(Unit)),
    st.integers(0, 13),
)
lengths = {unit: st.integers(1, 30 if unit is Unit.HOURS else 3) for unit in Unit}
of_windows, of_days = st.lists(windows, max_size=5), st.integers(0, 13)
upto = [st.integers(0, most) for most in range(6)]
since_when, either = st.sampled_from(WEEKS_AROUND), st.booleans()


@st.composite
def layers(draw: st.DrawFn, *, always: bool = False) -> Layer:
    unit = draw(units)
    return Layer(
        name="layer",
        order=tuple(draw(orders)),
        unit=unit,
        length=draw(lengths[unit]),
        starts_on=date(2010, 1, 4) + timedelta(days=draw(of_days)),
        hand_over=draw(clocks),
        windows=() if always else tuple(draw(of_windows)),
    )


some_layer, layer_without_gap = layers(), layers(always=True)
some_layers, zones = st.lists(some_layer, min_size=1, max_size=3), st.sampled_from(ZONES)


@st.composite
def plans(draw: st.DrawFn) -> tuple[Plan, datetime]:
    """A roster with several layers, versions, overlapping overrides and absences around a hard fortnight."""
    since = draw(since_when)

    def moment() -> datetime:
        return since + draw(near)

    versions = [version(draw(some_layer), draw(layer_without_gap))]
    versions += [
        version(*draw(some_layers), number=number, since=moment(), made=moment())
        for number in range(2, 2 + draw(upto[3]))
    ]
    overrides = []
    for number in range(draw(upto[5])):
        start = moment()
        overrides.append(
            Override(
                number=number,
                person=draw(persons),
                made_at=moment() if draw(either) else BEGINNING,
                starts_at=start,
                ends_at=start + draw(near) + timedelta(minutes=1),
                cancelled_at=moment() if draw(either) else None,
            )
        )
    absences = []
    for _ in range(draw(upto[4])):
        start = moment()
        absences.append(
            Absence(
                person=draw(persons),
                made_at=moment() if draw(either) else BEGINNING,
                starts_at=start,
                ends_at=start + draw(near) + timedelta(minutes=1) if draw(either) else None,
                cancelled_at=moment() if draw(either) else None,
            )
        )
    plan = Plan(
        zone=draw(zones),
        versions=tuple(versions),
        overrides=tuple(overrides),
        absences=tuple(absences),
    )
    return plan, since


def _instants_of(found: list[Shift]) -> list[datetime]:
    """The start of each shift, its last instant and its middle: where a wrong edge would show."""
    tick = timedelta(microseconds=1)
    return [
        moment
        for shift in found
        for moment in (
            shift.starts_at,
            shift.ends_at - tick,
            shift.starts_at + (shift.ends_at - shift.starts_at) / 2,
        )
    ]


@given(plans())
@settings(max_examples=250, deadline=None)
def test_shifts_tile_the_time_and_agree_with_every_instant(drawn: tuple[Plan, datetime]) -> None:
    plan, since = drawn
    until = since + timedelta(days=14)

    found = shifts(plan, since=since, until=until)

    assert found[0].starts_at == since
    assert found[-1].ends_at == until
    for before, after in itertools.pairwise(found):
        assert before.ends_at == after.starts_at
        assert before.starts_at < before.ends_at
    for moment in _instants_of(found):
        [holder] = [shift for shift in found if shift.starts_at <= moment < shift.ends_at]
        assert holder.person == on_watch(plan, at=moment)


@given(plans(), st.lists(near, min_size=1, max_size=20))
@settings(max_examples=150, deadline=None)
def test_any_instant_lies_in_exactly_one_shift(drawn: tuple[Plan, datetime], offsets: list[timedelta]) -> None:
    plan, since = drawn
    found = shifts(plan, since=since, until=since + timedelta(days=22))

    for offset in offsets:
        [holder] = [shift for shift in found if shift.starts_at <= since + offset < shift.ends_at]
        assert holder.person == on_watch(plan, at=since + offset)


@given(layer_without_gap, zones, since_when)
@settings(max_examples=150, deadline=None)
def test_a_rotation_without_windows_leaves_no_gap(layer: Layer, zone: str, since: datetime) -> None:
    found = shifts(plan_of(layer, zone=zone), since=since, until=since + timedelta(days=30))

    assert all(shift.person is not None for shift in found)


@given(plans(), near)
@settings(max_examples=200, deadline=None)
def test_what_is_made_later_never_changes_an_answer_about_the_past(
    drawn: tuple[Plan, datetime], offset: timedelta
) -> None:
    plan, since = drawn
    moment = since + offset
    as_known_then = Plan(
        zone=plan.zone,
        versions=tuple(row for row in plan.versions if row.made_at <= moment),
        overrides=tuple(
            replace(row, cancelled_at=None) if row.cancelled_at and row.cancelled_at > moment else row
            for row in plan.overrides
            if row.made_at <= moment
        ),
        absences=tuple(
            replace(row, cancelled_at=None) if row.cancelled_at and row.cancelled_at > moment else row
            for row in plan.absences
            if row.made_at <= moment
        ),
    )

    assert on_watch(as_known_then, at=moment) == on_watch(plan, at=moment)


@given(plans(), near, near)
@settings(max_examples=100, deadline=None)
def test_a_part_of_the_time_is_cut_out_of_the_whole(
    drawn: tuple[Plan, datetime], first: timedelta, second: timedelta
) -> None:
    plan, since = drawn
    start, end = sorted((since + first, since + second))
    end += timedelta(minutes=1)
    whole = shifts(plan, since=since, until=since + timedelta(days=23))

    part = shifts(plan, since=start, until=end)

    cut = [
        replace(shift, starts_at=max(shift.starts_at, start), ends_at=min(shift.ends_at, end))
        for shift in whole
        if shift.starts_at < end and shift.ends_at > start
    ]
    assert part == cut


@given(plans())
@settings(max_examples=100, deadline=None)
def test_nobody_absent_is_ever_on_watch(drawn: tuple[Plan, datetime]) -> None:
    plan, since = drawn

    for shift in shifts(plan, since=since, until=since + timedelta(days=21)):
        for gone in plan.absences:
            if gone.person == shift.person:
                assert not (
                    gone.begins_at < min(gone.stops_at, shift.ends_at) and shift.starts_at < gone.stops_at
                ) or (gone.begins_at >= shift.ends_at)


def test_the_hand_over_keeps_the_wall_clock_through_summer_time() -> None:
    plan = plan_of(rotation(unit=Unit.WEEKS), zone="America/New_York")

    found = shifts(plan, since=datetime(2023, 3, 7, tzinfo=UTC), until=datetime(2023, 3, 21, tzinfo=UTC))

    assert [shift.starts_at for shift in found[1:]] == [
        datetime(2023, 3, 13, 13, tzinfo=UTC),  # nine o'clock is one UTC hour earlier after the 12th
        datetime(2023, 3, 20, 13, tzinfo=UTC),
    ]


def test_a_turn_of_hours_is_elapsed_time_even_through_summer_time() -> None:
    plan = plan_of(rotation(unit=Unit.HOURS, length=12), zone="America/New_York")

    found = shifts(plan, since=datetime(2023, 3, 11, tzinfo=UTC), until=datetime(2023, 3, 14, tzinfo=UTC))

    assert {shift.ends_at - shift.starts_at for shift in found[1:-1]} == {timedelta(hours=12)}


def test_night_and_day_windows_share_the_clock_without_hole_or_overlap() -> None:
    def each_day(starts: time, ends: time) -> tuple[Window, ...]:
        return tuple(Window(weekday=day, starts=starts, ends=ends) for day in range(7))

    plan = plan_of(
        rotation(name="day", order=(ALICE,), hand_over=time(8), windows=each_day(time(8), time(20))),
        rotation(name="night", order=(BOB,), hand_over=time(8), windows=each_day(time(20), time(8))),
    )

    found = shifts(plan, since=datetime(2023, 1, 1, 0, tzinfo=UTC), until=datetime(2023, 1, 2, 0, tzinfo=UTC))

    assert [(shift.person, shift.starts_at.hour) for shift in found if shift.person] == [
        (ALICE, 0),
        (BOB, 12),
    ]
    assert all(shift.person for shift in found)


def test_the_later_of_two_overlapping_overrides_wins_and_its_end_gives_the_earlier_back() -> None:
    noon = datetime(2023, 5, 1, 4, tzinfo=UTC)
    hour = timedelta(hours=1)
    plan = replace(
        plan_of(rotation(order=(ALICE,))),
        overrides=(
            Override(number=1, person=BOB, made_at=BEGINNING, starts_at=noon, ends_at=noon + 4 * hour),
            Override(number=2, person=CHARLIE, made_at=BEGINNING, starts_at=noon + hour, ends_at=noon + 2 * hour),
        ),
    )

    found = shifts(plan, since=noon, until=noon + 5 * hour)

    assert [shift.person for shift in found] == [BOB, CHARLIE, BOB, ALICE]


def test_somebody_on_leave_is_stood_in_for_by_the_next_in_the_order() -> None:
    noon = datetime(2023, 5, 1, 4, tzinfo=UTC)
    plan = replace(
        plan_of(rotation(order=(ALICE, BOB), unit=Unit.WEEKS)),
        absences=(
            Absence(
                person=ALICE,
                made_at=BEGINNING,
                starts_at=noon,
                ends_at=noon + timedelta(days=21),
            ),
        ),
    )

    found = shifts(plan, since=noon, until=noon + timedelta(days=21))

    assert {shift.person for shift in found} == {BOB}
    assert Source.STAND_IN in {shift.source for shift in found}


def test_with_everybody_gone_there_is_an_honest_gap() -> None:
    noon = datetime(2023, 5, 1, 4, tzinfo=UTC)
    plan = replace(
        plan_of(rotation(order=(ALICE,))), absences=(Absence(person=ALICE, made_at=noon, starts_at=noon),)
    )

    assert on_watch(plan, at=noon - timedelta(microseconds=1)) == ALICE
    assert on_watch(plan, at=noon) is None


@pytest.mark.parametrize("zone", ZONES)
def test_every_instant_of_a_year_is_covered_once(zone: str) -> None:
    plan = plan_of(rotation(), zone=zone)

    found = shifts(plan, since=datetime(2011, 6, 1, tzinfo=UTC), until=datetime(2012, 6, 1, tzinfo=UTC))

    assert all(shift.person for shift in found)
    assert sum((shift.ends_at - shift.starts_at for shift in found), timedelta()) == timedelta(days=366)


def test_before_the_first_hand_over_nobody_is_on_watch() -> None:
    plan = plan_of(rotation(starts_on=date(2023, 5, 1)))

    assert on_watch(plan, at=datetime(2023, 5, 1, 0, 59, tzinfo=UTC)) is None
    assert on_watch(plan, at=datetime(2023, 5, 1, 1, 0, tzinfo=UTC)) == ALICE
