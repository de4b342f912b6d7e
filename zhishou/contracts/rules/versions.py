"""Why a new version was made."""

from enum import StrEnum


class CalendarOrigin(StrEnum):
    """What made a calendar version."""

    PACK = "pack"
    OVERRIDE = "override"
    NOTICE = "notice"
