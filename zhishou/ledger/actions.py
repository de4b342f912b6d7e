"""Writes to the ledger: one verb, to record."""

from collections.abc import Mapping
from datetime import datetime

from zhishou.ledger.models import Entry
from zhishou.ledger.rules import digest
from zhishou.people.models import Engagement, Person


def record(
    *,
    what: str,
    about_kind: str,
    about_key: str,
    engagement: Engagement | None,
    by: Person | None,
    happened_at: datetime,
    at: datetime,
    payload: Mapping[str, object],
    process: str = "",
) -> Entry:
    """Write one fact as evidence, in the caller's transaction; `process` names who acted where no person did."""
    return Entry.objects.create(
        engagement=engagement,
        what=what,
        about_kind=about_kind,
        about_key=about_key,
        by=by,
        by_name=str(by) if by else process,
        happened_at=happened_at,
        recorded_at=at,
        payload=dict(payload),
        payload_digest=digest(payload),
    )
