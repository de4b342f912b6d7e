"""What a calendar is: weekly windows in one zone, and dates on which other windows hold."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import Final, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jishi.calendars.track import Track, track_of_year
from jishi.sentences.door import Wrong
from jishi.sentences.door import gettext_noop as _

DAY_SECONDS: Final = 24 * 60 * 60
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_WALL = r"(\d{1,2}):(\d{2})(?::(\d{2}))?"
_WINDOW = re.compile(rf"\s*{_WALL}\s*[-–—~]\s*{_WALL}\s*")


class WrongCalendar(Wrong):
    """A calendar was described that cannot be meant."""


class NeverOpens(ValueError):
    """Working time was asked of a calendar that has none within reach."""


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A stretch of one day in seconds after midnight on the wall clock; the end is exclusive, 86400 is 24:00."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        """Refuse what is no stretch of a day."""
        if not 0 <= self.opens < self.closes <= DAY_SECONDS:
            raise WrongCalendar(
                _("%(window)s is not a window of one day: write e.g. 08:30-11:30, at most until 24:00"),
                window=str(self),
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `08:30-11:30`, with seconds where wanted."""
        found = _WINDOW.fullmatch(text)
        if found is None:
            raise WrongCalendar(_("“%(text)s” is not a window: write e.g. 08:30-11:30 or 00:00-24:00"), text=text)
        parts = [int(part or 0) for part in found.groups()]
        if parts[1] > 59 or parts[2] > 59 or parts[4] > 59 or parts[5] > 59:  # noqa: PLR2004 - minutes, seconds
            raise WrongCalendar(_("“%(text)s” is not a window: minutes and seconds go to 59"), text=text)
        return cls(*(hour * 3600 + minute * 60 + second for hour, minute, second in (parts[:3], parts[3:])))

    def __str__(self) -> str:
        """Return the form that `parse` reads."""
        return f"{_wall(self.opens)}-{_wall(self.closes)}"


WHOLE_DAY: Final = (Window(0, DAY_SECONDS),)


class DayKind(StrEnum):
    """Why a date has windows of its own."""

    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """A date on which other windows hold than its weekday's; without windows the whole day is closed."""

    on: date
    kind: DayKind
    windows: tuple[Window, ...] = ()
    name: str = ""
    name_en: str = ""

    def __post_init__(self) -> None:
        """Put the windows in order and refuse overlaps."""
        object.__setattr__(self, "windows", ordered(self.windows))


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """One immutable version of a calendar; the same key and version always mean the same hours."""

    key: str
    version: int
    zone: str
    weekly: tuple[tuple[Window, ...], ...]
    special_days: tuple[SpecialDay, ...] = ()
    notice_published_until: int | None = None
    """The last year whose official holiday notice is known; None where the calendar follows no such notice."""

    tz: ZoneInfo = field(init=False, compare=False, repr=False)
    by_date: Mapping[date, SpecialDay] = field(init=False, compare=False, repr=False)
    is_always_open: bool = field(init=False, compare=False, repr=False)
    _tracks: dict[int, Track] = field(init=False, compare=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Check the whole description and prepare what every question needs."""
        if len(self.weekly) != len(WEEKDAYS):
            raise WrongCalendar(_("A week has seven days, Monday first"))
        try:
            zone = ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise WrongCalendar(
                _("“%(zone)s” is no time zone: write an IANA name such as Asia/Shanghai"), zone=self.zone
            ) from error
        days = tuple(sorted(self.special_days, key=lambda day: day.on))
        by_date = {day.on: day for day in days}
        if len(by_date) != len(days):
            twice = next(one.on for one, two in pairwise(days) if one.on == two.on)
            raise WrongCalendar(_("%(day)s is described twice"), day=str(twice))
        weekly = tuple(ordered(windows) for windows in self.weekly)
        for name, value in (
            ("tz", zone),
            ("weekly", weekly),
            ("special_days", days),
            ("by_date", by_date),
            (
                "is_always_open",
                not days and all(sum(w.closes - w.opens for w in ws) == DAY_SECONDS for ws in weekly),
            ),
        ):
            object.__setattr__(self, name, value)

    def windows_on(self, day: date) -> tuple[Window, ...]:
        """Return the windows of one local date, holidays and make-up days considered."""
        special = self.by_date.get(day)
        return self.weekly[day.weekday()] if special is None else special.windows

    def is_working_day(self, day: date) -> bool:
        """Say whether the date has any open window."""
        return bool(self.windows_on(day))

    def local_date(self, at: datetime) -> date:
        """Return the date that the wall clock of the calendar's zone shows."""
        return at.astimezone(self.tz).date()

    def track(self, year: int) -> Track:
        """Return the open spans of one local year, computed once per calendar object."""
        found = self._tracks.get(year)
        if found is None:
            found = self._tracks[year] = track_of_year(year, zone=self.tz, windows_on=self._seconds_on)
        return found

    def _seconds_on(self, day: date) -> Iterable[tuple[int, int]]:
        return ((window.opens, window.closes) for window in self.windows_on(day))

    def __hash__(self) -> int:
        """Hash by what names the calendar; the long lists are left to equality."""
        return hash((self.key, self.version, self.zone))


def ordered(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Return the windows in order; touching is fine, overlapping is not."""
    result = tuple(sorted(windows))
    for one, two in pairwise(result):
        if two.opens < one.closes:
            raise WrongCalendar(_("%(one)s and %(two)s overlap"), one=str(one), two=str(two))
    return result


def always(*, key: str = "always", version: int = 1, zone: str = "Asia/Shanghai") -> Calendar:
    """Return 7x24: open at every instant, without a missing second."""
    return Calendar(key=key, version=version, zone=zone, weekly=(WHOLE_DAY,) * 7)


def weekdays(windows: Iterable[Window], *, days: Iterable[int] = range(5)) -> tuple[tuple[Window, ...], ...]:
    """Return a week that has the same windows on each of `days` (0 is Monday) and none on the others."""
    same, chosen = ordered(windows), frozenset(days)
    return tuple(same if day in chosen else () for day in range(7))


def _wall(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}" if second else f"{hour:02}:{minute:02}"
