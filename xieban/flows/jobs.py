"""Background doors: timers that are due."""

from datetime import datetime

from xieban.flows import actions


def tick_timers(at: datetime) -> None:
    """Let the timers run out that are due."""
    actions.fire_due(at=at)
