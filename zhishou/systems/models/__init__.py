from zhishou.systems.models.parts import Agent, AgentReading, Component, Connector, Module, Probe
from zhishou.systems.models.systems import ManagedSystem, ProfileVersion

__all__ = [
    "Agent",
    "AgentReading",
    "Component",
    "Connector",
    "ManagedSystem",
    "Module",
    "Probe",
    "ProfileVersion",
]
