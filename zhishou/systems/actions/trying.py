"""Trying a connector: one look by some of its probes, now, for whoever has just set it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from asgiref.sync import async_to_sync

from zhishou.people.models import Person
from zhishou.people.queries import require_role
from zhishou.systems.actions.looking import observe
from zhishou.systems.models import Connector, Probe
from zhishou.systems.queries import allow_list
from zhishou.systems.queries.probing import look_of
from zhishou.systems.queries.systems import MINDS
from zhishou.systems.rules.observing import Ask, Observation

PATIENCE_S: Final = 8.0


def try_connector(*, connector: Connector, probes: Sequence[Probe], by: Person, at: datetime) -> list[Observation]:
    """Look once by each of these probes of the connector, side by side, and keep nothing."""
    require_role(by, connector.system.contract.engagement, MINDS, at=at)
    allowed = allow_list()
    asks = [look_of(one).ask(allowed=allowed) for one in probes]
    shorter = [replace(one, timeout_s=min(one.timeout_s, PATIENCE_S)) for one in asks]
    return async_to_sync(_all)(connector.kind, shorter, at)


async def _all(kind: str, asks: Sequence[Ask], at: datetime) -> list[Observation]:
    return list(await asyncio.gather(*(observe(kind=kind, ask=one, at=at) for one in asks)))
