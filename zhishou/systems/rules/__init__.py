"""Pure words and decisions about what is looked after."""

from zhishou.systems.rules.allowing import AllowList
from zhishou.systems.rules.catalogue import CHECKS, Check
from zhishou.systems.rules.observing import Ask, Before, Fact, Observation, Outcome
from zhishou.systems.rules.profile import AlertRule, ProbeSpec, Profile, UserItem, Window
from zhishou.systems.rules.thresholds import Threshold
from zhishou.systems.rules.words import ComponentKind, ConnectorKind, Severity, Unit, say

__all__ = [
    "CHECKS",
    "AlertRule",
    "AllowList",
    "Ask",
    "Before",
    "Check",
    "ComponentKind",
    "ConnectorKind",
    "Fact",
    "Observation",
    "Outcome",
    "ProbeSpec",
    "Profile",
    "Severity",
    "Threshold",
    "Unit",
    "UserItem",
    "Window",
    "say",
]
