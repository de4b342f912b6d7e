"""From rows to what the rules read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jishi.database.door import Compiled, Given, columns_of, row_of
from zhishou.ledger.models import Batch, Chain, Entry, Seal, Waiting
from zhishou.ledger.rules import Facts, Link, Stamp

CHUNK = 1000


def facts_of(entry: Entry) -> Facts:
    """Return an entry as its digest sees it."""
    return facts_by(
        entry,
        engagement=entry.engagement.uuid if entry.engagement else None,
        by=entry.by.uuid if entry.by else None,
    )


def facts_by(entry: Entry, *, engagement: UUID | None, by: UUID | None) -> Facts:
    """Return an entry as its digest sees it, where the uuids of what it refers to are known."""
    return Facts(
        uuid=str(entry.uuid),
        engagement=str(engagement) if engagement else None,
        what=entry.what,
        about_kind=entry.about_kind,
        about_key=entry.about_key,
        by=str(by) if by else None,
        by_name=entry.by_name,
        happened_at=entry.happened_at,
        recorded_at=entry.recorded_at,
        payload_text=entry.payload_text,
        payload_digest=entry.payload_digest,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingEntry:
    """An entry that waits to be sealed, and the uuids of what it refers to."""

    entry: Entry
    engagement: UUID | None
    by: UUID | None


def waiting_entries(engagement_id: int | None, *, most: int) -> list[WaitingEntry]:
    """Return what waits to be sealed of an engagement, or of the deployment itself, in the order of the entries."""
    of = {} if engagement_id is None else {"engagement": engagement_id}
    found = []
    for row in _WAITING(most, bool(of), **of):
        values = iter(row)
        entry = row_of(Entry, values)
        engagement, by = values
        found.append(WaitingEntry(entry=entry, engagement=engagement, by=by))
    return found


def _waiting(most: int, _is_of_one: bool, *, engagement: Given | None = None) -> QuerySet[Waiting, tuple[Any, ...]]:  # noqa: FBT001 - a shape is given by place
    waiting = (
        Waiting.objects.filter(engagement_id=engagement) if engagement else Waiting.objects.filter(engagement=None)
    )
    columns = [*columns_of(Entry, under="entry"), "entry__engagement__uuid", "entry__by__uuid"]
    return waiting.order_by("entry_id").values_list(*columns)[:most]


_WAITING = Compiled(_waiting)


def links_of(chain: Chain, *, up_to: int) -> Iterator[Link]:
    """Read the chain's positions in order, a chunk at a time, so that memory stays bounded."""
    position = 0
    while True:
        rows = Seal.objects.filter(chain=chain, position__gt=position, position__lte=up_to)
        seals = list(rows.order_by("position")[:CHUNK])
        entries = Entry.objects.select_related("by", "engagement").in_bulk([seal.entry_id for seal in seals])
        for seal in seals:
            entry = entries.get(seal.entry_id)
            yield Link(
                position=seal.position,
                facts=facts_of(entry) if entry else None,
                entry_digest=seal.entry_digest,
                chain_hash=seal.chain_hash,
            )
        if len(seals) < CHUNK:
            return
        position = seals[-1].position


def stamps_of(chain: Chain, *, up_to: int) -> Iterator[Stamp]:
    """Read the chain's batches in order, a chunk at a time."""
    number = 0
    while True:
        rows = Batch.objects.filter(chain=chain, number__gt=number, number__lte=up_to)
        batches = list(rows.order_by("number")[:CHUNK])
        for batch in batches:
            yield Stamp(
                number=batch.number,
                first_position=batch.first_position,
                last_position=batch.last_position,
                previous_head=batch.previous_head,
                head=batch.head,
                sealed_at=batch.sealed_at,
            )
        if len(batches) < CHUNK:
            return
        number = batches[-1].number
