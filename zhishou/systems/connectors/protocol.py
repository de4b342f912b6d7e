"""What a connector must be able to do."""

from datetime import datetime
from typing import Protocol

from zhishou.systems.rules.observing import Ask, Observation
from zhishou.systems.rules.words import ConnectorKind

__all__ = ["Ask", "Connector", "Observation"]


class Connector(Protocol):
    """One kind of connector."""

    @property
    def kind(self) -> ConnectorKind:
        """The folder's name."""
        ...

    @property
    def checks(self) -> frozenset[str]:
        """The checks that it can do."""
        ...

    @property
    def least(self) -> str:
        """What the account behind it needs at the least; English, translated when shown."""
        ...

    async def observe(self, *, ask: Ask, at: datetime) -> Observation:
        """Look once; whatever the other side does is an observation, never an error."""
        ...
