"""The door of the calendars: types, questions, named durations, China's days, explanations."""

from jishi.calendars.arithmetic import (
    NaiveMoment,
    Span,
    add_calendar_days,
    add_working,
    add_working_days,
    is_open,
    spans,
    working_between,
    working_day_after,
)
from jishi.calendars.calendar import (
    WEEKDAYS,
    WHOLE_DAY,
    Calendar,
    DayKind,
    NeverOpens,
    SpecialDay,
    Window,
    WrongCalendar,
    always,
    weekdays,
)
from jishi.calendars.china import china, notice_published_until
from jishi.calendars.documents import CalendarDocument, from_document, to_document
from jishi.calendars.durations import AT_ONCE, Basis, Duration, TooLong, Unit, WrongDuration, elapsed
from jishi.calendars.explanation import Step, StepKind, explain
from jishi.calendars.track import instant

__all__ = (
    "AT_ONCE",
    "WEEKDAYS",
    "WHOLE_DAY",
    "Basis",
    "Calendar",
    "CalendarDocument",
    "DayKind",
    "Duration",
    "NaiveMoment",
    "NeverOpens",
    "Span",
    "SpecialDay",
    "Step",
    "StepKind",
    "TooLong",
    "Unit",
    "Window",
    "WrongCalendar",
    "WrongDuration",
    "add_calendar_days",
    "add_working",
    "add_working_days",
    "always",
    "china",
    "elapsed",
    "explain",
    "from_document",
    "instant",
    "is_open",
    "notice_published_until",
    "spans",
    "to_document",
    "weekdays",
    "working_between",
    "working_day_after",
)
