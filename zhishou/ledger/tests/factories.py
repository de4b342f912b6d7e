"""Entries for tests, written by the ledger's own door."""

from datetime import datetime

from conftest import NOON
from zhishou.ledger import actions
from zhishou.ledger.models import Entry
from zhishou.people.models import Engagement, Person


def an_entry(
    engagement: Engagement | None,
    *,
    by: Person | None = None,
    what: str = "desk.ticket_opened",
    key: str = "T-1",
    at: datetime = NOON,
    happened_at: datetime | None = None,
    **payload: object,
) -> Entry:
    return actions.record(
        what=what,
        about_kind="ticket",
        about_key=key,
        engagement=engagement,
        by=by,
        happened_at=happened_at or at,
        at=at,
        payload=payload or {"title": "公文打不开", "level": 2},
        process="" if by else "tests",
    )


def entries(engagement: Engagement | None, count: int, *, by: Person | None = None) -> list[Entry]:
    return [an_entry(engagement, by=by, key=f"T-{number}") for number in range(1, count + 1)]
