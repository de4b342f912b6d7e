"""A contract's calendar: the pack's week, the holidays' notice, the pack's overrides, and those made later."""

from collections.abc import Iterable

from jishi.calendars.door import Calendar, DayKind, SpecialDay, china
from zhishou.contracts.rules.pack import Pack

_BEFORE, _AFTER = 1, 3
"""Clocks and terms reach beyond the contract's own years; so does its calendar."""


def build_calendar(pack: Pack, *, version: int, overrides: Iterable[SpecialDay] = ()) -> Calendar:
    """Return the calendar that the pack describes today; later overrides come before the pack's."""
    weekly = pack.calendar.weekly
    week = tuple(
        tuple(day)
        for day in (
            weekly.monday,
            weekly.tuesday,
            weekly.wednesday,
            weekly.thursday,
            weekly.friday,
            weekly.saturday,
            weekly.sunday,
        )
    )
    own = {
        override.date: SpecialDay(
            on=override.date,
            kind=DayKind.OVERRIDE,
            windows=tuple(override.windows),
            name=override.reason,
            name_en=override.reason,
        )
        for override in pack.calendar.overrides
    }
    own.update({day.on: day for day in overrides})
    if pack.calendar.holidays == "none":
        return Calendar(
            key=pack.code,
            version=version,
            zone=pack.calendar.zone,
            weekly=week,
            special_days=tuple(own.values()),
        )
    return china(
        key=pack.code,
        version=version,
        zone=pack.calendar.zone,
        weekly=week,
        years=range(pack.term.starts.year - _BEFORE, pack.term.ends.year + _AFTER + 1),
        overrides=own.values(),
    )


def same_hours(one: Calendar, two: Calendar) -> bool:
    """Say whether two versions mean the same hours and know the same notices."""
    return (one.zone, one.weekly, one.special_days, one.notice_published_until) == (
        two.zone,
        two.weekly,
        two.special_days,
        two.notice_published_until,
    )
