"""From rows to what the rules read."""

from collections.abc import Iterator

from zhishou.ledger.models import Batch, Chain, Entry, Seal
from zhishou.ledger.rules import Facts, Link, Stamp

CHUNK = 1000


def facts_of(entry: Entry) -> Facts:
    """Return an entry as its digest sees it."""
    return Facts(
        uuid=str(entry.uuid),
        engagement=str(entry.engagement.uuid) if entry.engagement else None,
        what=entry.what,
        about_kind=entry.about_kind,
        about_key=entry.about_key,
        by=str(entry.by.uuid) if entry.by else None,
        by_name=entry.by_name,
        happened_at=entry.happened_at,
        recorded_at=entry.recorded_at,
        payload_text=entry.payload_text,
        payload_digest=entry.payload_digest,
    )


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
