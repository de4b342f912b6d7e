"""Timers that are due."""

from collections.abc import Sequence
from datetime import datetime

from xieban.flows.models import Timer
from xieban.flows.rules.words import TimerState


def due_timers(*, at: datetime, most: int) -> Sequence[Timer]:
    """Return the timers that are due, the oldest first; for the tick, where nobody is looking."""
    return list(
        Timer.objects.filter(state=TimerState.RUNNING.value, due_at__lte=at).order_by("due_at", "id")[:most]
    )
