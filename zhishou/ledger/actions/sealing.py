from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from jishi.database.door import delete_all, insert_columns
from jishi.search import door as search
from zhishou.ledger.actions.finding import found_by
from zhishou.ledger.models import Batch, Chain, Seal, Waiting
from zhishou.ledger.queries.facts import WaitingEntry, facts_by, waiting_entries
from zhishou.ledger.rules import Stamp, entry_digest, genesis, head_hash, link_hash

MOST = 1000
"""Entries in one batch: a transaction stays short, however much is waiting."""


def seal(*, at: datetime, most: int = MOST) -> int:
    """Seal every committed entry that is waiting, chain by chain; return how many.

    Two sealers at once are safe: a chain that another one holds is left to it. An entry whose transaction
    commits later is seen by a later call; its row in `Waiting` is the only thing that decides.
    """
    sealed = 0
    for engagement_id in list(Waiting.objects.order_by().values_list("engagement_id", flat=True).distinct()):
        chain = _chain_of(engagement_id)
        while True:
            count = _seal_batch(chain, at=at, most=most)
            sealed += count
            if count < most:
                break
    return sealed


def _chain_of(engagement_id: int | None) -> Chain:
    if engagement_id is None:
        return Chain.objects.get_or_create(engagement=None)[0]
    return Chain.objects.get_or_create(engagement_id=engagement_id)[0]


@transaction.atomic
def _seal_batch(chain: Chain, *, at: datetime, most: int) -> int:
    if not Chain.objects.select_for_update(skip_locked=True).filter(pk=chain.pk).exists():
        return 0  # another sealer is at this chain
    entries = waiting_entries(chain.engagement_id, most=most)
    if not entries:
        return 0
    last = Batch.objects.filter(chain=chain).order_by("-number").first()
    seals = _links(chain, entries, last)
    stamp = Stamp(
        number=last.number + 1 if last else 1,
        first_position=seals["position"][0],
        last_position=seals["position"][-1],
        previous_head=last.head if last else "",
        head="",
        sealed_at=at,
    )
    stamp = replace(stamp, head=head_hash(chain=str(chain.uuid), stamp=stamp, last_link=seals["chain_hash"][-1]))
    insert_columns(Seal, seals)
    Batch.objects.create(
        chain=chain,
        number=stamp.number,
        first_position=stamp.first_position,
        last_position=stamp.last_position,
        previous_head=stamp.previous_head,
        head=stamp.head,
        sealed_at=at,
    )
    search.index_all("ledger.entry", [found_by(one.entry, engagement=one.engagement) for one in entries])
    delete_all(Waiting, seals["entry_id"])
    return len(entries)


def _links(chain: Chain, entries: list[WaitingEntry], last: Batch | None) -> dict[str, list[Any]]:
    """Return the seals of these entries, column by column."""
    name, position, previous = str(chain.uuid), 0, genesis(str(chain.uuid))
    if last is not None:
        position = last.last_position
        previous = Seal.objects.values_list("chain_hash", flat=True).get(chain=chain, position=position)
    digests = [entry_digest(facts_by(one.entry, engagement=one.engagement, by=one.by)) for one in entries]
    positions = list(range(position + 1, position + 1 + len(entries)))
    hashes = []
    for number, digest in zip(positions, digests, strict=True):
        previous = link_hash(chain=name, position=number, previous=previous, entry=digest)
        hashes.append(previous)
    return {
        "entry_id": [one.entry.pk for one in entries],
        "chain_id": [chain.pk] * len(entries),
        "position": positions,
        "entry_digest": digests,
        "chain_hash": hashes,
    }
