"""Reads of the watch: how probes stand, what they measured, what is not normal, how a system does."""

from zhishou.watch.queries.alerts import (
    alert_of_event,
    alerts_of,
    count_standing,
    get_alert,
    group_of,
    open_alerts,
)
from zhishou.watch.queries.readings import Reading, readings

__all__ = [
    "Reading",
    "alert_of_event",
    "alerts_of",
    "count_standing",
    "get_alert",
    "group_of",
    "open_alerts",
    "readings",
]
