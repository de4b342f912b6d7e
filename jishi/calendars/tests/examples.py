"""Calendars that the tests share, and how hypothesis makes more of them."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from jishi.calendars.door import Calendar, DayKind, SpecialDay, Window, china, weekdays

OFFICE_WINDOWS = (Window.parse("08:30-11:30"), Window.parse("14:30-17:00"))
OFFICE = china(key="office", version=1, weekly=weekdays(OFFICE_WINDOWS), years=range(2022, 2027))


def beijing(text: str) -> datetime:
    """Read a wall time of Beijing, e.g. `2023-01-20 16:00`."""
    return datetime.fromisoformat(f"{text}+08:00")


moments = st.datetimes(
    min_value=datetime(2021, 12, 25),  # noqa: DTZ001 - hypothesis wants it so and adds the zone
    max_value=datetime(2025, 1, 7),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)
amounts = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=90))


# Made once: to make a strategy costs more than to draw from it.
# One window a week is an hour at least: else ninety days of working time lie beyond the last year that there is.
edges_of_a_day = st.sets(st.integers(0, 86400), max_size=6)
weekday, early, late = st.integers(0, 6), st.integers(0, 40000), st.integers(43600, 86400)
special = st.sets(st.dates(date(2021, 12, 20), date(2025, 1, 10)), max_size=8)
zones = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])


@st.composite
def windows_of_a_day(draw: st.DrawFn) -> tuple[Window, ...]:
    edges = sorted(draw(edges_of_a_day))
    return tuple(Window(one, two) for one, two in zip(edges[::2], edges[1::2], strict=False))


some_windows = windows_of_a_day()


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Return any calendar that opens every week for an hour, in zones with and without summer time."""
    weekly = [draw(some_windows) for _ in range(7)]
    weekly[draw(weekday)] = (Window(draw(early), draw(late)),)
    days = draw(special)
    return Calendar(
        key="any",
        version=1,
        zone=draw(zones),
        weekly=tuple(weekly),
        special_days=tuple(
            SpecialDay(on=day, kind=DayKind.OVERRIDE, windows=draw(some_windows)) for day in sorted(days)
        ),
    )
