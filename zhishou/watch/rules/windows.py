"""Whether a regular window runs."""

from datetime import date, datetime, time, timedelta
from typing import Final

from zhishou.systems.rules.profile import Window

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def running_window(window: Window, *, local: datetime) -> bool:
    """Say whether a window runs at a local moment; one may last past midnight."""
    return any(
        _begins(window, day) and start <= local < start + timedelta(seconds=window.lasts)
        for day in (local.date() - timedelta(days=1), local.date())
        for start in [datetime.combine(day, time.fromisoformat(window.starts), tzinfo=local.tzinfo)]
    )


def _begins(window: Window, day: date) -> bool:
    return window.weekday in {"daily", DAYS[day.weekday()]}
