"""Endpoints of the ledger: entries, one entry with its place, the heads, verification."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from ninja import Path, Query, Router, Status

from jishi.api.door import Page, Paging, cut
from jishi.refusals.door import NotThere
from jishi.work.door import get_work
from zhishou.ledger import actions, queries
from zhishou.ledger.actions.working import verify_ledger
from zhishou.ledger.api.schemas import EntryFilters, EntryOut, EntryWhole, HeadOut, VerificationOut, VerifyIn
from zhishou.ledger.models import ShownHead
from zhishou.people.queries.requests import PersonRequest

router = Router(tags=["ledger"])


def as_entry(row: queries.Row) -> dict[str, Any]:
    """Say what one entry is."""
    entry = row.entry
    return {
        "uuid": entry.uuid,
        "what": entry.what,
        "what_words": row.what,
        "about_kind": entry.about_kind,
        "about_key": entry.about_key,
        "by": entry.by.uuid if entry.by else None,
        "by_name": entry.by_name,
        "happened_at": entry.happened_at,
        "recorded_at": entry.recorded_at,
        "payload_digest": entry.payload_digest,
        "position": row.position,
        "doubts": [doubt.value for doubt in row.doubts],
    }


def as_place(detail: queries.Detail) -> dict[str, Any] | None:
    """Say where an entry stands; nothing while it waits for its seal."""
    seal, batch = detail.seal, detail.batch
    if seal is None:
        return None
    return {
        "chain": seal.chain.uuid,
        "position": seal.position,
        "entry_digest": seal.entry_digest,
        "chain_hash": seal.chain_hash,
        "previous_hash": detail.previous_hash,
        "batch": batch.number if batch else None,
        "head": batch.head if batch else "",
        "sealed_at": batch.sealed_at if batch else None,
    }


def as_head(shown: ShownHead) -> dict[str, Any]:
    """Say what both parties were told on one day."""
    return {
        "day": shown.day,
        "head": shown.head,
        "number": shown.number,
        "entries": shown.last_position,
        "shown_at": shown.shown_at,
    }


@router.get("/entries", url_name="ledger_entries", response=Page[EntryOut], summary="Entries")
def list_entries(
    request: PersonRequest, code: Path[str], asked: Query[EntryFilters], paging: Query[Paging]
) -> dict[str, Any]:
    """List the entries that the caller may see, the newest first; engineers see what they did themselves."""
    filters = queries.Filters(
        what=asked.what,
        who=asked.by,
        kind=asked.about_kind,
        key=asked.about_key,
        since=asked.since,
        until=asked.until,
        words=asked.search,
    )
    found = queries.visible_entries(request.user, code=code, at=request.at, filters=filters)
    rows, following = cut(found, paging=paging)
    return {"items": [as_entry(row) for row in queries.entry_rows(rows)], "next_cursor": following}


@router.get("/entries/{uuid}", url_name="ledger_entry", response=EntryWhole, summary="One entry")
def show_entry(request: PersonRequest, code: Path[str], uuid: UUID) -> dict[str, Any]:
    """Show one entry, its payload and its place in the chain."""
    detail = queries.get_entry(request.user, code=code, uuid=uuid, at=request.at)
    entry = detail.row.entry
    return as_entry(detail.row) | {
        "payload": queries.payload_or_none(entry),
        "payload_text": entry.payload_text,
        "place": as_place(detail),
    }


@router.get("/heads", url_name="ledger_heads", response=Page[HeadOut], summary="Heads")
def list_heads(request: PersonRequest, code: Path[str], paging: Query[Paging]) -> dict[str, Any]:
    """List the heads that both parties were told, the newest first."""
    rows, following = cut(
        queries.shown_heads(request.user, code=code, at=request.at), paging=paging, order=("-day",)
    )
    return {"items": [as_head(row) for row in rows], "next_cursor": following}


@router.post("/verify", url_name="ledger_verify", response={HTTPStatus.ACCEPTED: VerificationOut}, summary="Verify")
def begin_verification(
    request: PersonRequest, response: HttpResponse, code: Path[str], sent: VerifyIn
) -> Status[dict[str, Any]]:
    """Begin to recompute the whole chain; the answer's Location says how far it is and what it found."""
    work = actions.begin_verification(by=request.user, code=code, head=sent.head, at=request.at)
    response["Location"] = reverse("api-1:ledger_verification", kwargs={"code": code, "uuid": work})
    return Status(HTTPStatus.ACCEPTED, _verification(request, code, work))


@router.get(
    "/verify/{uuid}", url_name="ledger_verification", response=VerificationOut, summary="State of a verification"
)
def show_verification(request: PersonRequest, code: Path[str], uuid: UUID) -> dict[str, Any]:
    """Show how far a verification is that the caller began, and what it found."""
    queries.get_ledger(request.user, code=code, at=request.at, whole=True)
    return _verification(request, code, uuid)


def _verification(request: PersonRequest, code: str, uuid: UUID) -> dict[str, Any]:
    row = get_work(str(request.user.uuid), uuid=str(uuid))
    work = row.work
    if work.scope != code or work.job != verify_ledger.module_path:
        raise NotThere
    return {
        "uuid": work.uuid,
        "state": row.standing.value,
        "percent": row.percent,
        "found": work.note,
        "error": work.error,
        "begun_at": work.begun_at,
        "ended_at": work.ended_at,
    }
