"""What is stored: how probes stand, what they measured, and what people must see of it."""

from zhishou.watch.models.alerts import Alert, IncidentNote, MaintenanceWindow, Signal, Silence
from zhishou.watch.models.series import RollUp, Sample, SampleBlock
from zhishou.watch.models.states import BlindSpell, ProbeState
from zhishou.watch.models.status import PublicStatus

__all__ = [
    "Alert",
    "BlindSpell",
    "IncidentNote",
    "MaintenanceWindow",
    "ProbeState",
    "PublicStatus",
    "RollUp",
    "Sample",
    "SampleBlock",
    "Signal",
    "Silence",
]
