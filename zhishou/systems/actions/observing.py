"""Looking once, for whoever watches: the door to the connectors."""

from datetime import datetime

from zhishou.systems.connectors import registry
from zhishou.systems.rules.observing import Ask, Observation


async def observe(*, kind: str, ask: Ask, at: datetime) -> Observation:
    """Look once by a connector of this kind; bounded in time and bytes, and never raises for what a target does."""
    return await registry.observe(kind=kind, ask=ask, at=at)
