"""China's working days from the calendar library: statutory holidays *and* the make-up days (调休)."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Final

import holidays

from jishi.calendars.calendar import Calendar, DayKind, SpecialDay, Window, WrongCalendar
from jishi.sentences.door import gettext_noop as _

_MAKE_UP: Final = ("调休上班", "Make-up working day")


def notice_published_until() -> int:
    """Return the last year whose State Council notice the library knows; later years have statutory days only."""
    return int(max(holidays.country_holidays("CN", years=[2020]).special_public_holidays))


@cache
def _year(year: int) -> tuple[Mapping[date, tuple[str, str]], frozenset[date]]:
    """Return the days off with their names in Chinese and English, and the make-up days, of one year.

    A notice may touch the year before or after its own, so the neighbours are asked as well.
    """
    asked = [year - 1, year, year + 1]
    chinese = holidays.country_holidays("CN", years=asked, language="zh_CN")
    english = holidays.country_holidays("CN", years=asked, language="en_US")
    days_off = {day: (name, english.get(day, name)) for day, name in chinese.items() if day.year == year}
    return days_off, frozenset(day for day in chinese.weekend_workdays if day.year == year)


def special_days(*, years: Iterable[int], make_up_windows: tuple[Window, ...]) -> tuple[SpecialDay, ...]:
    """Return every day of these years on which China works other than its weekday says."""
    result: list[SpecialDay] = []
    for year in sorted(set(years)):
        days_off, make_up = _year(year)
        result += [
            SpecialDay(on=day, kind=DayKind.HOLIDAY, name=name, name_en=name_en)
            for day, (name, name_en) in days_off.items()
            if day not in make_up
        ]
        result += [
            SpecialDay(on=day, kind=DayKind.MAKE_UP, windows=make_up_windows, name=_MAKE_UP[0], name_en=_MAKE_UP[1])
            for day in make_up
        ]
    return tuple(sorted(result, key=lambda day: day.on))


def china(
    *,
    key: str,
    version: int,
    weekly: tuple[tuple[Window, ...], ...],
    years: Iterable[int],
    overrides: Iterable[SpecialDay] = (),
    make_up_windows: tuple[Window, ...] | None = None,
    zone: str = "Asia/Shanghai",
) -> Calendar:
    """Build a calendar with China's holidays and make-up days; an override of a date comes before both.

    A make-up day has the windows of the first working weekday, unless told otherwise.
    """
    own = tuple(overrides)
    usual = make_up_windows if make_up_windows is not None else next((ws for ws in weekly if ws), ())
    if not usual:
        raise WrongCalendar(_("A calendar with make-up days needs windows on at least one weekday"))
    days = {day.on: day for day in special_days(years=years, make_up_windows=usual)}
    days.update({day.on: day for day in own})
    if len({day.on for day in own}) != len(own):
        raise WrongCalendar(_("A date is overridden twice"))
    return Calendar(
        key=key,
        version=version,
        zone=zone,
        weekly=weekly,
        special_days=tuple(days.values()),
        notice_published_until=notice_published_until(),
    )
