"""How many days until a disk is full, by a straight line through a month of hours."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_noop as _

from zhishou.systems.rules.observing import Observation, measured, unknown

LEAST_POINTS: Final = 48
NEVER: Final = 3650.0
DAY: Final = 86400


def days_to_full(points: Sequence[tuple[datetime, float, float]], *, at: datetime) -> Observation:
    """Fit a line through (when, used, size); fewer than two days of it say nothing."""
    if len(points) < LEAST_POINTS:
        return unknown(
            _("A trend needs %(least)s hours of news; there are %(there)s."), least=LEAST_POINTS, there=len(points)
        )
    days = [(when - at).total_seconds() / DAY for when, _used, _size in points]
    used = [one for _when, one, _size in points]
    mean_x, mean_y = sum(days) / len(days), sum(used) / len(used)
    spread = sum((one - mean_x) ** 2 for one in days)
    if spread == 0:
        return unknown(_("All news is of one moment."))
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(days, used, strict=True)) / spread
    whole = sum((y - mean_y) ** 2 for y in used)
    fit = (slope**2 * spread / whole) if whole else 1.0
    free = points[-1][2] - used[-1]
    left = min(free / slope, NEVER) if slope > 0 else NEVER
    return measured(
        left,
        unit="days",
        words=_("It grows by %(grows)s bytes a day; r² is %(fit)s."),
        grows=round(slope),
        fit=round(fit, 3),
        points=len(points),
    )
