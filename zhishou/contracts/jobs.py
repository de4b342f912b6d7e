"""Background doors of contracts: milestones are announced, newer holiday notices adopted, heads told."""

from datetime import datetime

from zhishou.contracts import actions
from zhishou.ledger.events import HeadShown
from zhishou.notify.actions import tell
from zhishou.notify.rules import Message, Urgency
from zhishou.people.queries import person_of_event


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
