"""What holds for every calendar, not only for those we thought of."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jishi.calendars.door import (
    Calendar,
    add_working,
    always,
    from_document,
    is_open,
    spans,
    to_document,
    working_between,
)
from jishi.calendars.tests.examples import amounts, calendars, moments

ZERO = timedelta()


@given(calendars(), st.lists(moments, min_size=3, max_size=3))
def test_splitting_a_span_never_changes_the_sum(calendar: Calendar, three: list[datetime]) -> None:
    start, middle, end = sorted(three)

    whole = working_between(calendar, start=start, end=end)

    parts = working_between(calendar, start=start, end=middle) + working_between(calendar, start=middle, end=end)
    assert parts == whole


@given(calendars(), moments, amounts)
def test_what_was_added_lies_between(calendar: Calendar, start: datetime, amount: timedelta) -> None:
    end = add_working(calendar, start=start, amount=amount)

    assert end >= start
    assert working_between(calendar, start=start, end=end) == amount


@given(calendars(), moments, amounts)
def test_no_earlier_instant_would_have_been_enough(calendar: Calendar, start: datetime, amount: timedelta) -> None:
    end = add_working(calendar, start=start, amount=amount)

    if amount:
        before = end - timedelta(microseconds=1)
        assert working_between(calendar, start=start, end=before) == amount - timedelta(microseconds=1)


@given(calendars(), moments, amounts, amounts)
def test_more_time_never_ends_earlier(calendar: Calendar, start: datetime, one: timedelta, two: timedelta) -> None:
    less, more = sorted((one, two))

    assert add_working(calendar, start=start, amount=less) <= add_working(calendar, start=start, amount=more)


@given(calendars(), moments, moments, amounts)
def test_a_later_start_never_ends_earlier(
    calendar: Calendar, one: datetime, two: datetime, amount: timedelta
) -> None:
    early, late = sorted((one, two))

    assert add_working(calendar, start=early, amount=amount) <= add_working(calendar, start=late, amount=amount)


@given(calendars(), moments, amounts, amounts)
def test_adding_twice_is_adding_the_sum(
    calendar: Calendar, start: datetime, one: timedelta, two: timedelta
) -> None:
    halfway = add_working(calendar, start=start, amount=one)

    assert add_working(calendar, start=halfway, amount=two) == add_working(calendar, start=start, amount=one + two)


@given(moments, amounts, st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/St_Johns"]))
def test_round_the_clock_is_elapsed_time(start: datetime, amount: timedelta, zone: str) -> None:
    calendar = always(zone=zone)

    assert add_working(calendar, start=start, amount=amount) == start + amount
    assert working_between(calendar, start=start, end=start + amount) == amount
    assert is_open(calendar, at=start)


@given(calendars(), moments, st.timedeltas(min_value=ZERO, max_value=timedelta(days=20)))
def test_the_spans_are_what_is_counted(calendar: Calendar, start: datetime, length: timedelta) -> None:
    found = list(spans(calendar, start=start, end=start + length))

    assert sum((span.length for span in found), ZERO) == working_between(calendar, start=start, end=start + length)
    assert all(one.end < two.start for one, two in pairwise(found))
    assert all(is_open(calendar, at=span.start) for span in found)
    assert not any(is_open(calendar, at=span.end) for span in found[:-1])


@given(calendars(), moments)
def test_open_means_that_the_next_instant_counts(calendar: Calendar, at: datetime) -> None:
    instant = timedelta(microseconds=1)

    counts = working_between(calendar, start=at, end=at + instant) == instant

    assert is_open(calendar, at=at) == counts


@given(calendars())
def test_a_frozen_calendar_reads_back_the_same(calendar: Calendar) -> None:
    assert from_document(to_document(calendar)) == calendar
