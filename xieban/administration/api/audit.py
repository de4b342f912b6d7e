"""The audit log: every call of this API, and what administrators did on the pages of this area."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from jishi.api.door import Moment, Page, Paging, Plain, cut, of_area
from xieban.administration import queries
from xieban.administration.api.callers import ProgramRequest
from xieban.administration.models import Entry

router = Router(tags=["audit"])


class EntryFilters(Schema):
    """Which entries are looked for; whatever is left out asks nothing."""

    what: Plain = Field("", max_length=60, description="e.g. instances.suspend.")
    about: Plain = Field("", max_length=200, description="e.g. instance:UUID.")
    by: UUID | None = Field(None, description="Account.")
    since: Moment | None = None
    until: Moment | None = Field(None, description="Before this.")
    only_changes: bool = Field(False, description="Only what was changed; no reading, no dry run, no refusal.")


class EntryOut(Schema):
    """One call or change."""

    uuid: UUID
    at: datetime
    by: UUID | None = Field(description="Account; null where no token counted.")
    by_name: str
    token: str = Field(description="Name of the token; empty on a page.")
    address: str
    request: str = Field(description="Number of the request, as in the log.")
    method: str
    path: str
    status: int
    problem: str
    what: str
    about: str
    is_dry_run: bool
    reason: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def as_entry(entry: Entry) -> dict[str, Any]:
    """Say what was called or changed."""
    names = ("uuid", "at", "address", "request", "method", "path", "status", "problem")
    more = ("what", "about", "is_dry_run", "reason", "before", "after")
    return {name: getattr(entry, name) for name in (*names, *more)} | {
        "by": entry.person.uuid if entry.person else None,
        "by_name": entry.person.name if entry.person else "",
        "token": entry.token.name if entry.token else "",
    }


@router.get("/audit", response=Page[EntryOut])
@of_area("audit")
def list_entries(request: ProgramRequest, found: Query[EntryFilters], paging: Query[Paging]) -> dict[str, Any]:
    """List what was called and changed, the newest first."""
    rows = queries.entries(request.user, found=queries.Found(**found.model_dump()))
    page, following = cut(rows, paging=paging)
    return {"items": [as_entry(one) for one in page], "next_cursor": following}


@router.get("/audit/{uuid}", response=EntryOut)
@of_area("audit")
def show_entry(request: ProgramRequest, uuid: UUID) -> dict[str, Any]:
    """Show one entry."""
    return as_entry(queries.get_entry(request.user, uuid=uuid))
