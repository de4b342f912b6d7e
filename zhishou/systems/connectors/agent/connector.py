"""What the newest news of a host's agent says; news that is too old is unknown, never normal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from asgiref.sync import sync_to_async
from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.agent.looks import LOOKS, Host
from zhishou.systems.connectors.reaching import NotReachedError
from zhishou.systems.queries.agents import newest_news, used_bytes_by_hour
from zhishou.systems.rules.observing import Ask, Observation, Outcome, unknown
from zhishou.systems.rules.words import ConnectorKind

STALE_S = 90.0
LONGEST_EVERY_S = 600.0


class AgentNews:
    """Reads what the agent told; asks the host nothing."""

    kind = ConnectorKind.AGENT
    checks = frozenset(LOOKS)
    least = _("A user of its own without a shell; root only where firewall and shadow shall be seen.")

    async def observe(self, *, ask: Ask, at: datetime) -> Observation:
        """Look once."""
        system = int(ask.number("system"))
        news = await sync_to_async(newest_news)(system_id=system, name=ask.address)
        if news is None:
            raise NotReachedError(Outcome.UNKNOWN, _("The agent %(name)s has told nothing yet."), name=ask.address)
        stale = max(ask.number("stale", STALE_S), 3 * _every(news.document))
        age = (at - news.told_at).total_seconds()
        if age > stale:
            return unknown(
                _("The agent %(name)s has been silent for %(seconds)s seconds."),
                name=ask.address,
                seconds=round(age),
            )
        history: tuple[tuple[datetime, float, float], ...] = ()
        if ask.check == "H-08":
            history = await sync_to_async(used_bytes_by_hour)(
                system_id=system, name=ask.address, mount=ask.text("mount")
            )
        host = Host(document=news.document, told_at=news.told_at, history=history)
        try:
            return LOOKS[ask.check](host, ask, at)
        except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError, IndexError) as error:
            raise NotReachedError(Outcome.UNKNOWN, _("The agent did not tell this.")) from error


def _every(document: Mapping[str, Any]) -> float:
    value = document.get("every")
    # An agent that says more than its file may say must not be believed for ever.
    return min(float(value), LONGEST_EVERY_S) if isinstance(value, int | float) else 0.0
