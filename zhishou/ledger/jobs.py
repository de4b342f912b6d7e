"""Background doors of the ledger."""

import re
from dataclasses import asdict
from datetime import datetime

from zhishou.ledger.actions import record, seal, show_heads
from zhishou.people.events import PeopleFact
from zhishou.people.queries import engagement_of_event, person_of_event

_ENVELOPE = {"happened_at", "key", "by_uuid", "engagement_code"}


def tick_seal(*, at: datetime) -> None:
    """Seal what has been committed since the last tick."""
    seal(at=at)


def tick_heads(*, at: datetime) -> None:
    """Tell both parties the head of the day."""
    show_heads(at=at)


def on_people_fact(fact: PeopleFact, *, at: datetime) -> None:
    """File a fact about people as evidence; the mark that it was heard is in the same transaction."""
    verb = re.sub(r"(?<!^)(?=[A-Z])", "_", type(fact).__name__).lower()
    words = {name: value for name, value in asdict(fact).items() if name not in _ENVELOPE}
    record(
        what=f"people.{verb}",
        about_kind=fact.about,
        about_key=fact.key,
        engagement=engagement_of_event(code=fact.engagement_code),
        by=person_of_event(uuid=fact.by_uuid),
        happened_at=fact.happened_at,
        at=at,
        payload={
            name: value.isoformat() if isinstance(value, datetime) else value for name, value in words.items()
        },
        process="" if fact.by_uuid else fact.process,
    )
