"""Named durations, whose basis is part of what they are: “1 day” never means two things."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final, Self

from jishi.calendars.arithmetic import add_calendar_days, add_working, add_working_days, utc
from jishi.calendars.calendar import Calendar
from jishi.calendars.track import ZERO
from jishi.sentences.door import Wrong
from jishi.sentences.door import gettext_noop as _


class Basis(StrEnum):
    """What is counted."""

    ELAPSED = "elapsed"
    WORKING = "working"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


class Unit(StrEnum):
    """What a count is a count of."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


SECONDS: Final[Mapping[Unit, int]] = {
    Unit.SECOND: 1,
    Unit.MINUTE: 60,
    Unit.HOUR: 3600,
    Unit.DAY: 86400,
    Unit.WEEK: 7 * 86400,
}
UNITS: Final[Mapping[str, Unit]] = {
    **dict.fromkeys(("s", "sec", "second", "seconds", "秒", "秒钟"), Unit.SECOND),
    **dict.fromkeys(("min", "minute", "minutes", "分", "分钟"), Unit.MINUTE),
    **dict.fromkeys(("h", "hour", "hours", "小时", "个小时"), Unit.HOUR),
    **dict.fromkeys(("d", "day", "days", "天", "日", "个自然日"), Unit.DAY),
    **dict.fromkeys(("week", "weeks", "周", "星期", "个星期"), Unit.WEEK),
}
AT_ONCE_WORDS: Final = frozenset({"at once", "immediately", "立即", "即时"})
HOW_TO_WRITE: Final = _(
    "“%(text)s” is not a duration: write e.g. “at once”, “10 min”, “half an hour”, “half a day”, “1 day”, "
    "“1 week”, “4 working hours”, “3 working days” or “2 calendar days”"
)
_HALF: Final = re.compile(r"half\s+(?:an?\s+)?(?P<unit>[a-z ]+)|半\s*个?\s*(?P<chinese>\D+)")
# No contract counts to a billion; a count of thousands of digits is no number to Python either.
_COUNTED: Final = re.compile(
    r"(?P<count>(?:an?|one)(?=\s)|[一二两三四五六七八九十]|\d{1,9}(?:\.\d{1,9})?)\s*(?P<rest>\D+)"
)
_CHINESE_COUNTS: Final = {**{word: count for count, word in enumerate("一二三四五六七八九十", start=1)}, "两": 2}
_CHINESE_WORKING: Final[Mapping[str, tuple[Basis, Unit]]] = {
    "个工作日": (Basis.WORKING_DAYS, Unit.DAY),
    "工作日": (Basis.WORKING_DAYS, Unit.DAY),
    "个工作小时": (Basis.WORKING, Unit.HOUR),
    "工作小时": (Basis.WORKING, Unit.HOUR),
    "工作分钟": (Basis.WORKING, Unit.MINUTE),
    "个自然日": (Basis.CALENDAR_DAYS, Unit.DAY),
    "自然日": (Basis.CALENDAR_DAYS, Unit.DAY),
    "个日历日": (Basis.CALENDAR_DAYS, Unit.DAY),
    "日历日": (Basis.CALENDAR_DAYS, Unit.DAY),
}


# Ten years, with eight hours of work on each day: to count further takes seconds, and no contract means it.
_LONGEST_DAYS: Final = 3660
_LONGEST_HOURS: Final[Mapping[Basis, int]] = {
    Basis.ELAPSED: 24 * _LONGEST_DAYS,
    Basis.WORKING: 8 * _LONGEST_DAYS,
}


class WrongDuration(Wrong):
    """A duration was written that cannot be meant."""


class TooLong(WrongDuration):
    """A duration was written that is longer than what any contract counts."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as it was agreed, e.g. half a day of elapsed time, or three working days."""

    count: Fraction
    unit: Unit
    basis: Basis
    written: str = field(default="", compare=False, repr=False)
    """As whoever wrote it wrote it, where somebody did."""

    def __post_init__(self) -> None:
        """Refuse what no calendar could count."""
        if self.count < 0:
            raise WrongDuration(_("A duration cannot be negative"))
        if self.basis in {Basis.WORKING_DAYS, Basis.CALENDAR_DAYS}:
            if self.unit not in {Unit.DAY, Unit.WEEK} or self.count.denominator != 1 or self.count < 1:
                raise WrongDuration(_("Days that are counted by the calendar are whole, and at least one"))
        elif self.basis is Basis.WORKING and self.unit in {Unit.DAY, Unit.WEEK}:
            raise WrongDuration(_("Working time is counted in hours, minutes or seconds; or say “working days”"))
        if (self.count * SECONDS[self.unit]).denominator != 1:
            raise WrongDuration(_("A duration is a whole number of seconds"))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a duration as contracts write it, in English or Chinese; the basis is elapsed unless said."""
        plain = " ".join(text.strip().lower().split())
        if plain in AT_ONCE_WORDS:
            return cls(Fraction(0), Unit.SECOND, Basis.ELAPSED, plain)
        half, counted = _HALF.fullmatch(plain), _COUNTED.fullmatch(plain)
        if half is not None:
            count, rest = Fraction(1, 2), half["unit"] or half["chinese"]
        elif counted is not None:
            count, rest = _count(counted["count"]), counted["rest"]
        else:
            raise WrongDuration(HOW_TO_WRITE, text=text)
        basis, unit = _basis_and_unit(rest.strip(), text=text)
        if count == 0:
            raise WrongDuration(_("“%(text)s” counts nothing: write “at once”"), text=text)
        try:
            written = cls(count, unit, basis, plain)
        except WrongDuration as error:
            raise WrongDuration(_("“%(text)s”: %(wrong)s"), text=text, wrong=error.sentence) from error
        if written._is_too_long:
            raise TooLong(_("“%(text)s” is longer than any contract counts: ten years at most"), text=text)
        return written

    @property
    def _is_too_long(self) -> bool:
        if self.basis in _LONGEST_HOURS:
            return self.count * SECONDS[self.unit] > _LONGEST_HOURS[self.basis] * SECONDS[Unit.HOUR]
        return self.days > _LONGEST_DAYS

    @property
    def is_at_once(self) -> bool:
        """Say whether nothing may pass; how much tolerance is fair is said elsewhere."""
        return self.count == 0

    @property
    def length(self) -> timedelta:
        """Return the amount of elapsed or working time; days that a calendar counts have none of their own."""
        if self.basis in {Basis.WORKING_DAYS, Basis.CALENDAR_DAYS}:
            raise WrongDuration(_("“%(text)s” has no length without a calendar and a start"), text=str(self))
        return timedelta(seconds=int(self.count * SECONDS[self.unit]))

    @property
    def days(self) -> int:
        """Return the number of days, where days are counted."""
        return int(self.count) * (7 if self.unit is Unit.WEEK else 1)

    def due(self, calendar: Calendar, *, start: datetime) -> datetime:
        """Return the instant at which the duration ends when it begins at `start`."""
        if self.basis is Basis.WORKING:
            return add_working(calendar, start=start, amount=self.length)
        if self.basis is Basis.WORKING_DAYS:
            return add_working_days(calendar, start=start, days=self.days)
        if self.basis is Basis.CALENDAR_DAYS:
            return add_calendar_days(calendar, start=start, days=self.days)
        return utc(start) + self.length

    def words(self, language: str) -> str:
        """Say the duration and its basis, in Chinese or (any other language) English."""
        return _chinese(self) if language.lower().startswith("zh") else _english(self)

    @property
    def quoted(self) -> str:
        """Return it as it was written, to be recognised; else in the form that `parse` reads back."""
        return self.written or str(self)

    def __str__(self) -> str:
        """Return the English form that `parse` reads back."""
        if self.is_at_once:
            return "at once"
        kind = {Basis.ELAPSED: "", Basis.CALENDAR_DAYS: "calendar "}.get(self.basis, "working ")
        if self.count == Fraction(1, 2):
            article = "an" if self.unit is Unit.HOUR and not kind else "a"
            return f"half {article} {kind}{self.unit}"
        return f"{_number(self.count)} {kind}{self.unit}{'' if self.count == 1 else 's'}"


AT_ONCE: Final = Duration(Fraction(0), Unit.SECOND, Basis.ELAPSED)


def elapsed(length: timedelta) -> Duration:
    """Return a duration of elapsed time in the largest unit that is whole."""
    seconds = length // timedelta(seconds=1)
    if length % timedelta(seconds=1) or length < ZERO:
        raise WrongDuration(_("A duration is a whole number of seconds"))
    if not seconds:
        return AT_ONCE
    unit = next(unit for unit in reversed(Unit) if seconds % SECONDS[unit] == 0)
    return Duration(Fraction(seconds, SECONDS[unit]), unit, Basis.ELAPSED)


def _count(word: str) -> Fraction:
    return Fraction(_CHINESE_COUNTS.get(word, 1)) if word.isalpha() else Fraction(word)


def _basis_and_unit(rest: str, *, text: str) -> tuple[Basis, Unit]:
    if rest in _CHINESE_WORKING:
        return _CHINESE_WORKING[rest]
    kind, _, name = rest.rpartition(" ")
    unit = UNITS.get(name)
    if unit is None or kind not in {"", "working", "calendar"}:
        raise WrongDuration(HOW_TO_WRITE, text=text)
    if kind == "working":
        return (Basis.WORKING_DAYS if unit is Unit.DAY else Basis.WORKING), unit
    return (Basis.CALENDAR_DAYS if kind == "calendar" else Basis.ELAPSED), unit


_CHINESE_UNITS: Final = {
    Unit.SECOND: "秒",
    Unit.MINUTE: "分钟",
    Unit.HOUR: "小时",
    Unit.DAY: "天",
    Unit.WEEK: "周",
}


def _chinese(duration: Duration) -> str:
    if duration.is_at_once:
        return "立即"
    number, unit = _number(duration.count), _CHINESE_UNITS[duration.unit]
    if duration.basis is Basis.WORKING_DAYS:
        return f"{duration.days} 个工作日（按工作日历，至末日下班止）"
    if duration.basis is Basis.CALENDAR_DAYS:
        return f"{duration.days} 个自然日（至末日 24 时止）"
    half = duration.count == Fraction(1, 2)
    said = (f"半个{unit}" if duration.unit is Unit.SECOND else f"半{unit}") if half else f"{number} {unit}"
    if duration.basis is Basis.WORKING:
        return f"{said}（工作时间）"
    return f"{said}（自然时间{_in_hours(duration, ' {} 小时')}）"


def _english(duration: Duration) -> str:
    if duration.is_at_once:
        return "at once"
    if duration.basis is Basis.WORKING_DAYS:
        return f"{duration} (by the working calendar, until the last day closes)"
    if duration.basis is Basis.CALENDAR_DAYS:
        return f"{duration} (until the last day's midnight)"
    if duration.basis is Basis.WORKING:
        return str(duration)
    return f"{duration} (elapsed{_in_hours(duration, ', {} hours')})"


def _in_hours(duration: Duration, form: str) -> str:
    if duration.unit not in {Unit.DAY, Unit.WEEK}:
        return ""
    return form.format(_number(duration.count * SECONDS[duration.unit] / 3600))


def _number(count: Fraction) -> str:
    return str(count.numerator) if count.denominator == 1 else f"{float(count):g}"
