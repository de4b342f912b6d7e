"""Pure decisions of duty: who is on watch, where nobody is, and whom a ladder calls next."""

from zhishou.duty.rules.coverage import GapKind, GapSpan, gaps
from zhishou.duty.rules.ladders import Climb, Policy, Step, StepTaken, climb, default_policy
from zhishou.duty.rules.rosters import (
    Absence,
    Layer,
    Override,
    Plan,
    Shift,
    Source,
    Unit,
    Version,
    Window,
    on_watch,
)
from zhishou.duty.rules.shifts import shifts

__all__ = [
    "Absence",
    "Climb",
    "GapKind",
    "GapSpan",
    "Layer",
    "Override",
    "Plan",
    "Policy",
    "Shift",
    "Source",
    "Step",
    "StepTaken",
    "Unit",
    "Version",
    "Window",
    "climb",
    "default_policy",
    "gaps",
    "on_watch",
    "shifts",
]
