"""What was called and changed, the newest first."""

import uuid as uuids
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from jishi.refusals.door import NotThere
from xieban.administration.models import Entry
from xieban.administration.queries.tokens import require_administrator
from xieban.directory.models import Person

NO_CHANGES: Final = ("", "directory.SignedIn", "directory.SignInFailed")
"""What is written down though nobody changed anything: a call that reads, somebody who comes in or fails to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Which entries are looked for; whatever is left out asks nothing."""

    what: str = ""
    about: str = ""
    by: uuids.UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    only_changes: bool = False


def entries(viewer: Person, *, found: Found) -> QuerySet[Entry]:
    """Return the entries of the audit log."""
    require_administrator(viewer)
    rows = Entry.objects.select_related("person", "token")
    conditions = {
        "what": found.what,
        "about": found.about,
        "person__uuid": found.by,
        "at__gte": found.since,
        "at__lt": found.until,
    }
    rows = rows.filter(**{name: value for name, value in conditions.items() if value})
    changed = Q(is_dry_run=False, status__lt=400) & ~Q(what__in=NO_CHANGES)
    return rows.filter(changed) if found.only_changes else rows


def get_entry(viewer: Person, *, uuid: uuids.UUID) -> Entry:
    """Return one entry."""
    require_administrator(viewer)
    entry = Entry.objects.select_related("person", "token").filter(uuid=uuid).first()
    if entry is None:
        raise NotThere
    return entry
