"""What an administrator may change about flows while they run."""

from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jishi.calendars.door import Window, weekdays
from jishi.parameters.door import Parameter, whole_number
from xieban.flows.rules.stuck import STILL_DAYS as DEFAULT_STILL_DAYS

LONGEST_STILL: Final = 365


def windows_of(text: str) -> tuple[Window, ...]:
    """Read office hours, e.g. 08:30-12:00,14:30-17:30; raise ValueError where they are none."""
    windows = tuple(Window.parse(one.strip()) for one in text.split(","))
    weekdays(windows)
    return windows


OFFICE_HOURS: Final = Parameter(
    name="flows.office_hours",
    default=lambda: str(settings.OFFICE_HOURS),
    check=windows_of,
    words=_("When the office works, on working days; deadlines in working time count by it from then on."),
)
STILL_DAYS: Final = Parameter(
    name="flows.still_days",
    default=lambda: str(DEFAULT_STILL_DAYS),
    check=whole_number(least=1, most=LONGEST_STILL),
    words=_("After so many days without a move an instance counts as stuck."),
)
