"""Background doors of contracts: milestones announced, holiday notices adopted, the parties told (heads too)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from zhishou.contracts import actions, queries
from zhishou.contracts.events import (
    ContractFact,
    EntitlementRunningLow,
    MilestoneApproaching,
    MilestoneMissed,
    PolicyVersionMade,
)
from zhishou.ledger.events import HeadShown
from zhishou.notify.actions import tell
from zhishou.notify.rules import Message, Urgency
from zhishou.people.queries import engagement_of_event, person_of_event, persons_with_role
from zhishou.people.rules import Role

PARTIES = (Role.CLIENT_ADMIN, Role.MANAGER)
_SECOND = timedelta(seconds=1)


def tick_milestones(*, at: datetime) -> None:
    """Announce what is due."""
    actions.announce_due(at=at)


def tick_notice(*, at: datetime) -> None:
    """Adopt the holidays that the calendar library has learnt, e.g. after an upgrade."""
    actions.adopt_newer_notice(at=at)


def on_head_shown(event: HeadShown, *, at: datetime) -> None:
    """Tell the parties the head of their ledger; the ledger itself does not know delivery."""
    persons = [person_of_event(uuid=uuid) for uuid in event.to]
    tell(
        to=[person for person in persons if person],
        message=Message(
            kind="ledger.head",
            words={"day": event.day, "head": event.head, "entries": event.entries},
            urgency=Urgency.ROUTINE,
            link=f"/c/{event.engagement_code}/ledger/heads/",
            dedup_key=f"ledger.head:{event.engagement_code}:{event.day}",
            engagement_code=event.engagement_code,
        ),
        at=at,
    )


def on_milestone_approaching(event: MilestoneApproaching, *, at: datetime) -> None:
    """Tell both parties' responsible persons that a milestone is near."""
    _tell(
        event,
        kind=f"contracts.{event.kind}_ahead",
        words={"name": event.name, "day": _last_day(event, event.due_at, at=at), "days": event.days_ahead},
        page="milestones",
        key=f"{event.milestone_uuid}/{event.due_at.isoformat()}/{event.days_ahead}",
        at=at,
    )


def on_milestone_missed(event: MilestoneMissed, *, at: datetime) -> None:
    """Tell them that it passed undone."""
    _tell(
        event,
        kind=f"contracts.{event.kind}_missed",
        words={"name": event.name, "day": _last_day(event, event.due_at, at=at)},
        page="milestones",
        key=f"{event.milestone_uuid}/{event.due_at.isoformat()}/missed",
        at=at,
    )


def on_entitlement_running_low(event: EntitlementRunningLow, *, at: datetime) -> None:
    """Tell them how many are left."""
    _tell(
        event,
        kind="contracts.entitlement_low",
        words={"name": event.name, "unit": event.unit, "balance": event.balance},
        page=f"entitlements/{event.key}",
        key="",
        at=at,
    )


def on_policy_version_made(event: PolicyVersionMade, *, at: datetime) -> None:
    """Tell them that what was agreed has a new version; the first one is no news."""
    if event.number > 1:
        words = {"number": event.number}
        key = f"{event.engagement_code}/policy/{event.number}"
        _tell(event, kind="contracts.policy_version", words=words, page="versions", key=key, at=at)


def _tell(
    event: ContractFact, *, kind: str, words: Mapping[str, str | int], page: str, key: str, at: datetime
) -> None:
    engagement = engagement_of_event(code=event.engagement_code)
    if engagement is None:
        return
    message = Message(
        kind=kind,
        words={"contract": engagement.name, **words},
        link=f"/c/{engagement.code}/contract/{page}/",
        dedup_key=key,
        engagement_code=engagement.code,
    )
    tell(to=persons_with_role(engagement, PARTIES, at=at), message=message, at=at)


def _last_day(event: ContractFact, due_at: datetime, *, at: datetime) -> str:
    """Return the last day on which it is still in time, on the contract's own wall calendar."""
    engagement = engagement_of_event(code=event.engagement_code)
    zone = queries.calendar_in_force(engagement=engagement, at=at).tz if engagement else ZoneInfo("Asia/Shanghai")
    return (due_at - _SECOND).astimezone(zone).date().isoformat()
