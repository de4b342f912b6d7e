"""Reads of duty: who is on watch, every shift, ladders as they run."""

from zhishou.duty.queries.ladders import (
    active_runs,
    get_run,
    ladder_policies,
    ladder_policy,
    recent_runs,
    runs_about,
    runs_calling,
)
from zhishou.duty.queries.rosters import Shift, gather, on_watch, require_viewer, rosters, shifts, who_is_on

__all__ = [
    "Shift",
    "active_runs",
    "gather",
    "get_run",
    "ladder_policies",
    "ladder_policy",
    "on_watch",
    "recent_runs",
    "require_viewer",
    "rosters",
    "runs_about",
    "runs_calling",
    "shifts",
    "who_is_on",
]
