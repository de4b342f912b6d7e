"""How a due moment came out, step by step, for whoever disputes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from jishi.calendars.arithmetic import spans, utc
from jishi.calendars.calendar import Calendar, DayKind
from jishi.calendars.durations import Basis, Duration
from jishi.calendars.track import ZERO, instant


class StepKind(StrEnum):
    """What a step of the reckoning is."""

    START = "start"
    COUNTED = "counted"
    CLOSED = "closed"
    DUE = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the reckoning: from when to when, how much it counted, and why."""

    kind: StepKind
    start: datetime
    end: datetime
    counted: timedelta = ZERO
    days: int = 0
    note: str = ""
    note_en: str = ""

    def words(self, calendar: Calendar, language: str) -> str:
        """Say the step in the calendar's own wall-clock time, in Chinese or (any other language) English."""
        chinese = language.lower().startswith("zh")
        start, end = (_wall(at, calendar) for at in (self.start, self.end))
        note = self.note if chinese else self.note_en
        if self.kind is StepKind.START:
            return f"{start} 起算：{note}" if chinese else f"{start} start: {note}"
        if self.kind is StepKind.DUE:
            return f"{end} 到期" if chinese else f"{end} due"
        if self.kind is StepKind.CLOSED:
            return f"{start} 至 {end} 不计：{note}" if chinese else f"{start} to {end} not counted: {note}"
        much = _amount(self, chinese=chinese)
        more = (f"（{note}）" if chinese else f" ({note})") if note else ""
        return f"{start} 至 {end} 计 {much}{more}" if chinese else f"{start} to {end} counts {much}{more}"


def explain(duration: Duration, calendar: Calendar, *, start: datetime) -> tuple[Step, ...]:
    """Return the steps from `start` to the due moment; the last step's end is that moment."""
    start = utc(start)
    due = duration.due(calendar, start=start)
    first = Step(
        kind=StepKind.START, start=start, end=start, note=duration.words("zh-hans"), note_en=duration.words("en")
    )
    last = Step(kind=StepKind.DUE, start=due, end=due)
    if duration.basis is Basis.ELAPSED:
        middle = [Step(kind=StepKind.COUNTED, start=start, end=due, counted=due - start)] if due > start else []
    elif duration.basis is Basis.WORKING:
        middle = list(_working(calendar, start=start, end=due))
    else:
        middle = list(_days(duration, calendar, start=start, due=due))
    return (first, *middle, last)


def _working(calendar: Calendar, *, start: datetime, end: datetime) -> Iterator[Step]:
    at = start
    for span in spans(calendar, start=start, end=end):
        if span.start > at:
            yield _closed(calendar, start=at, end=span.start)
        day = calendar.by_date.get(calendar.local_date(span.start))
        yield Step(
            kind=StepKind.COUNTED,
            start=span.start,
            end=span.end,
            counted=span.length,
            note=day.name if day else "",
            note_en=day.name_en if day else "",
        )
        at = span.end


def _days(duration: Duration, calendar: Calendar, *, start: datetime, due: datetime) -> Iterator[Step]:
    today = calendar.local_date(start)
    midnight = instant(today, 86400, zone=calendar.tz)
    yield Step(kind=StepKind.CLOSED, start=start, end=midnight, note="起算当日不计", note_en="the day of the start")
    counted, day = 0, today
    while counted < duration.days:
        day += timedelta(days=1)
        begin, end = instant(day, 0, zone=calendar.tz), instant(day, 86400, zone=calendar.tz)
        if duration.basis is Basis.WORKING_DAYS and not calendar.is_working_day(day):
            chinese, english = _why_closed(calendar, day)
            yield Step(kind=StepKind.CLOSED, start=begin, end=end, note=chinese, note_en=english)
            continue
        counted += 1
        special = calendar.by_date.get(day)
        made_up = special if special and special.windows else None
        yield Step(
            kind=StepKind.COUNTED,
            start=begin,
            end=min(end, due),
            days=counted,
            note=made_up.name if made_up else "",
            note_en=made_up.name_en if made_up else "",
        )


def _closed(calendar: Calendar, *, start: datetime, end: datetime) -> Step:
    """Say why nothing counted; the holidays inside the gap are named."""
    day, last = calendar.local_date(start), calendar.local_date(end - timedelta(microseconds=1))
    names: dict[str, str] = {}
    while day <= last:
        special = calendar.by_date.get(day)
        if special is not None and special.kind is not DayKind.MAKE_UP and special.name:
            names[special.name] = special.name_en
        day += timedelta(days=1)
    return Step(
        kind=StepKind.CLOSED,
        start=start,
        end=end,
        note="、".join(names) or "非工作时间",
        note_en=", ".join(names.values()) or "outside working hours",
    )


def _why_closed(calendar: Calendar, day: date) -> tuple[str, str]:
    special = calendar.by_date.get(day)
    if special is not None and special.name:
        return special.name, special.name_en
    return "非工作日", "no working day"


def _amount(step: Step, *, chinese: bool) -> str:
    if step.days:
        return f"第 {step.days} 日" if chinese else f"day {step.days}"
    minutes, seconds = divmod(int(step.counted.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, " 小时", " h"), (minutes, " 分", " min"), (seconds, " 秒", " s"))
    return " ".join(f"{value}{zh if chinese else en}" for value, zh, en in parts if value) or "0"


def _wall(at: datetime, calendar: Calendar) -> str:
    local = at.astimezone(calendar.tz)
    return f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"
