"""Agents: made, heard, revoked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction

from jishi.keys import door as keys
from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, Refusal
from zhishou.ledger.actions import record
from zhishou.people.models import Person
from zhishou.people.queries import require_role
from zhishou.systems.events import AgentRevoked
from zhishou.systems.models import Agent, AgentReading, ManagedSystem
from zhishou.systems.queries.agents import MARK
from zhishou.systems.queries.systems import MINDS

HOURLY_FOR: Final = timedelta(days=31)
LIFE: Final = timedelta(days=365)
LONGEST_NAME: Final = 40


class AgentThere(Refusal):
    """An agent of this name counts already. Revoke it first."""


class WrongAgentName(Invalid):
    """An agent's name has 1 to 40 small letters, digits and dashes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAgent:
    """An agent and its key; this is the only moment at which the key is known."""

    agent: Agent
    raw: str


def make_agent(*, system: ManagedSystem, name: str, by: Person | None, at: datetime) -> NewAgent:
    """Make the key by which a host may tell us about itself, and nothing else; it counts for a year."""
    if by is not None:
        require_role(by, system.contract.engagement, MINDS, at=at)
    if not 1 <= len(name) <= LONGEST_NAME or not name.isascii() or not name.replace("-", "").isalnum():
        raise WrongAgentName
    key = keys.make_key(mark=MARK)
    try:
        with transaction.atomic():
            agent = Agent.objects.create(
                system=system,
                name=name.lower(),
                prefix=key.prefix,
                hash=key.hash,
                scopes=["agent"],
                created_at=at,
                expires_at=at + LIFE,
                made_by=by,
            )
            _record(agent, "systems.agent_made", by=by, at=at)
    except IntegrityError as error:
        raise AgentThere from error
    return NewAgent(agent=agent, raw=key.raw)


@transaction.atomic
def revoke_agent(*, agent: Agent, by: Person | None, at: datetime) -> None:
    """Take nothing by this key any more; what it told goes out of use at once."""
    if by is not None:
        require_role(by, agent.system.contract.engagement, MINDS, at=at)
    if not Agent.objects.filter(pk=agent.pk, revoked_at=None).update(revoked_at=at):
        return  # somebody was first
    _record(agent, "systems.agent_revoked", by=by, at=at)
    system = agent.system
    publish(
        AgentRevoked(
            engagement_code=system.contract.engagement.code, system_uuid=str(system.uuid), agent=agent.name
        ),
        at=at,
    )


@transaction.atomic
def take_news(*, agent: Agent, document: Mapping[str, Any], address: str, at: datetime) -> None:
    """Keep the newest, and one an hour for the trend."""
    keys.note_use(Agent.objects.all(), agent, address=address, at=at)
    told = dict(document)
    newest = AgentReading.objects.filter(agent=agent, kept_for_hour=False)
    if not newest.update(told_at=at, document=told):
        AgentReading.objects.create(agent=agent, told_at=at, document=told)
    hours = AgentReading.objects.filter(agent=agent, kept_for_hour=True)
    hour = at.replace(minute=0, second=0, microsecond=0)
    if not hours.filter(told_at__gte=hour).exists():
        kept = {"filesystems": told.get("filesystems") or []}
        AgentReading.objects.create(agent=agent, told_at=at, document=kept, kept_for_hour=True)
        hours.filter(told_at__lt=at - HOURLY_FOR).delete()


def _record(agent: Agent, what: str, *, by: Person | None, at: datetime) -> None:
    record(
        what=what,
        about_kind="system",
        about_key=str(agent.system.uuid),
        engagement=agent.system.contract.engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={"system": agent.system.code, "agent": agent.name},
        process="" if by else "console",
    )
