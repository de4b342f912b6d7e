from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from jishi.calendars.door import (
    WHOLE_DAY,
    Calendar,
    DayKind,
    NaiveMoment,
    NeverOpens,
    SpecialDay,
    Window,
    WrongCalendar,
    add_calendar_days,
    add_working,
    add_working_days,
    always,
    china,
    is_open,
    notice_published_until,
    spans,
    weekdays,
    working_between,
)
from jishi.calendars.tests.examples import OFFICE, OFFICE_WINDOWS, beijing
from jishi.calendars.track import instant, track_of_year

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param("2023-03-15 08:29:59", False, id="a second before opening"),
        pytest.param("2023-03-15 08:30:00", True, id="opening is open"),
        pytest.param("2023-03-15 11:29:59", True, id="the last second of the morning"),
        pytest.param("2023-03-15 11:30:00", False, id="closing is closed"),
        pytest.param("2023-03-15 12:30:00", False, id="lunch break"),
        pytest.param("2023-03-18 09:00:00", False, id="Saturday"),
        pytest.param("2023-01-23 09:00:00", False, id="Spring Festival, a Monday"),
        pytest.param("2023-01-28 09:00:00", True, id="a Saturday made up for it"),
        pytest.param("2023-01-29 09:00:00", True, id="a Sunday made up for it"),
        pytest.param("2023-06-23 09:00:00", False, id="the day that the 25th is worked for"),
        pytest.param("2023-06-25 09:00:00", True, id="a Sunday after the Dragon Boat Festival"),
    ],
)
def test_office_hours_in_china(at: str, *, expected: bool) -> None:
    assert is_open(OFFICE, at=beijing(at)) is expected


def test_make_up_days_have_the_windows_of_a_weekday() -> None:
    assert OFFICE.windows_on(date(2023, 1, 28)) == OFFICE_WINDOWS


def test_a_working_hour_runs_over_the_spring_festival() -> None:
    friday = beijing("2023-01-20 16:30")

    assert add_working(OFFICE, start=friday, amount=HOUR) == beijing("2023-01-28 09:00")


def test_an_amount_that_ends_at_closing_ends_there() -> None:
    assert add_working(OFFICE, start=beijing("2023-03-15 10:30"), amount=HOUR) == beijing("2023-03-15 11:30")


def test_nothing_added_is_the_start_even_when_closed() -> None:
    midnight = beijing("2023-03-15 00:00")

    assert add_working(OFFICE, start=midnight, amount=timedelta()) == midnight


def test_working_days_do_not_count_the_first_and_end_at_closing() -> None:
    wednesday = beijing("2023-01-18 09:00")

    assert add_working_days(OFFICE, start=wednesday, days=1) == beijing("2023-01-19 17:00")
    assert add_working_days(OFFICE, start=wednesday, days=3) == beijing("2023-01-28 17:00")


def test_calendar_days_end_at_midnight() -> None:
    assert add_calendar_days(OFFICE, start=beijing("2023-01-18 09:00"), days=7) == beijing("2023-01-26 00:00")


def test_what_comes_out_is_utc() -> None:
    assert add_working(OFFICE, start=beijing("2023-03-15 09:00"), amount=HOUR).tzinfo is UTC


def test_round_the_clock_misses_no_second_of_a_year() -> None:
    start = beijing("2023-01-01 00:00")
    by_windows = Calendar(key="all", version=1, zone="Asia/Shanghai", weekly=(WHOLE_DAY,) * 7)
    # An override that changes nothing sends every question through the laid-out windows.
    laid_out = Calendar(
        key="all",
        version=2,
        zone="Asia/Shanghai",
        weekly=(WHOLE_DAY,) * 7,
        special_days=(SpecialDay(on=date(2023, 5, 1), kind=DayKind.OVERRIDE, windows=WHOLE_DAY),),
    )
    assert by_windows.is_always_open
    assert not laid_out.is_always_open

    for calendar in (always(), by_windows, laid_out):
        whole = working_between(calendar, start=start, end=start + timedelta(days=365))
        assert whole == timedelta(seconds=365 * 86400)
        assert len(list(spans(calendar, start=start, end=start + timedelta(days=365)))) == 1
    for second in (86399, 86400, 86401):
        amount = timedelta(seconds=second)
        assert add_working(laid_out, start=start, amount=amount) == start + amount
        assert is_open(laid_out, at=start + amount - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        pytest.param(date(2023, 3, 26), 23, id="the clock is put forward"),
        pytest.param(date(2023, 10, 29), 25, id="the clock is put back"),
        pytest.param(date(2023, 6, 1), 24, id="an ordinary day"),
    ],
)
def test_a_whole_day_in_berlin_is_as_long_as_it_is(day: date, hours: int) -> None:
    only = Calendar(
        key="one-day",
        version=1,
        zone="Europe/Berlin",
        weekly=((),) * 7,
        special_days=(SpecialDay(on=day, kind=DayKind.OVERRIDE, windows=WHOLE_DAY),),
    )

    total = working_between(only, start=datetime(2023, 1, 1, tzinfo=UTC), end=datetime(2024, 1, 1, tzinfo=UTC))

    assert total == hours * HOUR


@pytest.mark.parametrize(
    ("zone", "year"),
    [
        pytest.param("Asia/Shanghai", 2023, id="never put"),
        pytest.param("Europe/Berlin", 2023, id="put by night"),
        pytest.param("America/Sao_Paulo", 2018, id="midnight is skipped"),
        pytest.param("America/Havana", 2023, id="midnight is shown twice"),
        pytest.param("Pacific/Apia", 2011, id="a whole day is skipped"),
        pytest.param("Australia/Lord_Howe", 2023, id="put by half an hour"),
        pytest.param("Asia/Shanghai", 9999, id="the last year there is"),
    ],
)
def test_a_year_is_laid_out_as_each_of_its_moments(zone: str, year: int) -> None:
    windows, clock = [(0, 3600), (5400, 9000), (20_000, 86_000)], ZoneInfo(zone)
    ordinals = range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
    days = [date.fromordinal(ordinal) for ordinal in ordinals]

    track = track_of_year(year, zone=clock, windows_on=lambda _day: windows)

    moments = [[instant(day, seconds, zone=clock) for seconds in one] for day in days for one in windows]
    wanted = [(start, end) for start, end in moments if start < end]
    assert list(zip(track.starts, track.ends, strict=True)) == wanted


def test_a_window_that_the_clock_skips_does_not_open() -> None:
    night = Calendar(
        key="night",
        version=1,
        zone="Europe/Berlin",
        weekly=(*(((),) * 6), (Window.parse("02:15-02:45"), Window.parse("03:00-04:00"))),
    )
    sunday = datetime(2023, 3, 26, tzinfo=UTC)

    found = list(spans(night, start=sunday, end=sunday + timedelta(days=1)))

    assert [(span.start, span.length) for span in found] == [(datetime(2023, 3, 26, 1, tzinfo=UTC), HOUR)]


def test_an_override_comes_before_the_holiday() -> None:
    on_duty = SpecialDay(on=date(2023, 1, 23), kind=DayKind.OVERRIDE, windows=OFFICE_WINDOWS, name="值守")

    calendar = china(key="k", version=2, weekly=weekdays(OFFICE_WINDOWS), years=[2023], overrides=[on_duty])

    assert is_open(calendar, at=beijing("2023-01-23 09:00"))


def test_the_calendar_says_until_when_the_notice_is_known() -> None:
    assert OFFICE.notice_published_until == notice_published_until() >= 2026
    assert always().notice_published_until is None


def test_a_calendar_without_hours_says_so() -> None:
    closed = Calendar(key="closed", version=3, zone="Asia/Shanghai", weekly=((),) * 7)

    with pytest.raises(NeverOpens, match="closed"):
        add_working(closed, start=beijing("2023-01-01 00:00"), amount=HOUR)
    with pytest.raises(NeverOpens):
        add_working_days(closed, start=beijing("2023-01-01 00:00"), days=1)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveMoment):
        is_open(OFFICE, at=datetime(2023, 1, 1))  # noqa: DTZ001 - the very mistake


@pytest.mark.parametrize("text", ["8-12", "08:30-08:30", "12:00-08:00", "00:00-24:01", "08:61-09:00", ""])
def test_a_wrong_window_is_refused(text: str) -> None:
    with pytest.raises(WrongCalendar, match="window"):
        Window.parse(text)


def test_overlapping_windows_are_refused() -> None:
    with pytest.raises(WrongCalendar, match="overlap"):
        weekdays([Window.parse("08:00-12:00"), Window.parse("11:59:59-13:00")])


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(WrongCalendar, match="Mars"):
        always(zone="Mars/Olympus")


def test_going_back_in_time_is_refused() -> None:
    with pytest.raises(ValueError, match="before"):
        working_between(OFFICE, start=beijing("2023-01-02 00:00"), end=beijing("2023-01-01 00:00"))
    with pytest.raises(ValueError, match="forwards"):
        add_working(OFFICE, start=beijing("2023-01-02 00:00"), amount=-HOUR)
