"""A calendar as JSON, so that a version can be frozen in a database and read back exactly."""

from collections.abc import Mapping
from datetime import date
from typing import Final, TypedDict, cast

from jishi.calendars.calendar import WEEKDAYS, Calendar, DayKind, SpecialDay, Window, WrongCalendar
from jishi.sentences.door import gettext_noop as _

FORMAT: Final = 1


class SpecialDayDocument(TypedDict):
    """One special day."""

    on: str
    kind: str
    windows: list[str]
    name: str
    name_en: str


class CalendarDocument(TypedDict):
    """A whole calendar."""

    format: int
    key: str
    version: int
    zone: str
    weekly: dict[str, list[str]]
    special_days: list[SpecialDayDocument]
    notice_published_until: int | None


def to_document(calendar: Calendar) -> CalendarDocument:
    """Return the calendar as plain JSON values."""
    return {
        "format": FORMAT,
        "key": calendar.key,
        "version": calendar.version,
        "zone": calendar.zone,
        "weekly": {
            name: [str(window) for window in windows]
            for name, windows in zip(WEEKDAYS, calendar.weekly, strict=True)
        },
        "special_days": [
            {
                "on": day.on.isoformat(),
                "kind": day.kind.value,
                "windows": [str(window) for window in day.windows],
                "name": day.name,
                "name_en": day.name_en,
            }
            for day in calendar.special_days
        ],
        "notice_published_until": calendar.notice_published_until,
    }


def from_document(document: Mapping[str, object]) -> Calendar:
    """Read what `to_document` wrote; a format of tomorrow is refused, not guessed."""
    if document.get("format") != FORMAT:
        raise WrongCalendar(
            _("A calendar of format %(format)s cannot be read here"), format=str(document.get("format"))
        )
    known = cast("CalendarDocument", document)
    return Calendar(
        key=known["key"],
        version=known["version"],
        zone=known["zone"],
        weekly=tuple(tuple(map(Window.parse, known["weekly"][name])) for name in WEEKDAYS),
        special_days=tuple(
            SpecialDay(
                on=date.fromisoformat(day["on"]),
                kind=DayKind(day["kind"]),
                windows=tuple(map(Window.parse, day["windows"])),
                name=day["name"],
                name_en=day["name_en"],
            )
            for day in known["special_days"]
        ),
        notice_published_until=known["notice_published_until"],
    )
