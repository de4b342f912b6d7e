from dataclasses import replace
from datetime import datetime

from django.db import transaction

from jishi.search import door as search
from zhishou.ledger.actions.finding import found_by
from zhishou.ledger.models import Batch, Chain, Entry, Seal, Waiting
from zhishou.ledger.queries.facts import facts_of
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
    waiting = Waiting.objects.filter(engagement=chain.engagement).order_by("entry_id")
    # Few persons file many entries: each is read once.
    rows = waiting.select_related("entry").prefetch_related("entry__by", "entry__engagement")
    entries = [row.entry for row in rows[:most]]
    if not entries:
        return 0
    last = Batch.objects.filter(chain=chain).order_by("-number").first()
    seals = _links(chain, entries, last)
    stamp = Stamp(
        number=last.number + 1 if last else 1,
        first_position=seals[0].position,
        last_position=seals[-1].position,
        previous_head=last.head if last else "",
        head="",
        sealed_at=at,
    )
    stamp = replace(stamp, head=head_hash(chain=str(chain.uuid), stamp=stamp, last_link=seals[-1].chain_hash))
    Seal.objects.bulk_create(seals)
    Batch.objects.create(
        chain=chain,
        number=stamp.number,
        first_position=stamp.first_position,
        last_position=stamp.last_position,
        previous_head=stamp.previous_head,
        head=stamp.head,
        sealed_at=at,
    )
    search.index_all("ledger.entry", [found_by(entry) for entry in entries])
    Waiting.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    return len(entries)


def _links(chain: Chain, entries: list[Entry], last: Batch | None) -> list[Seal]:
    name, position, previous = str(chain.uuid), 0, genesis(str(chain.uuid))
    if last is not None:
        position = last.last_position
        previous = Seal.objects.values_list("chain_hash", flat=True).get(chain=chain, position=position)
    seals: list[Seal] = []
    for entry in entries:
        position += 1
        digest = entry_digest(facts_of(entry))
        previous = link_hash(chain=name, position=position, previous=previous, entry=digest)
        seals.append(Seal(entry=entry, chain=chain, position=position, entry_digest=digest, chain_hash=previous))
    return seals
