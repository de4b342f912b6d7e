"""What the areas above may hear about systems."""

from dataclasses import dataclass
from datetime import datetime

from jishi.outbox.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemFact(Event):
    """A fact about one system that is looked after."""

    engagement_code: str
    system_uuid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileVersionMade(SystemFact):
    """A profile was loaded and differs from the version before; number 1 is the system itself."""

    number: int
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorChanged(SystemFact):
    """The address or a secret by which a part of the system is reached is another."""

    connector: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentRevoked(SystemFact):
    """What the agent of a host tells is no longer taken."""

    agent: str


ALL: tuple[type[SystemFact], ...] = (ProfileVersionMade, ConnectorChanged, AgentRevoked)
