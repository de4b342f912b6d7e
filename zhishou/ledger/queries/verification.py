"""Whether the evidence holds: everything recomputed from the rows, nothing believed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jishi.appendonly.door import missing
from zhishou.ledger.models import Batch, Chain, Entry, Seal, ShownHead
from zhishou.ledger.queries.facts import links_of, stamps_of
from zhishou.ledger.rules import Break, Broken, Link, Proof, prove
from zhishou.people.models import Engagement
from zhishou.people.queries import every_engagement

PROTECTED = frozenset({"ledger_entry", "ledger_chain", "ledger_seal", "ledger_batch", "ledger_shownhead"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What verification found out about one chain."""

    engagement: Engagement | None  # None: the deployment's own chain
    chain: str
    proof: Proof
    waiting: int  # recorded and committed, sealed by the next tick

    @property
    def holds(self) -> bool:
        """Say whether nothing is broken."""
        return self.proof.broken is None


def open_tables() -> frozenset[str]:
    """Return the tables of evidence that the database would let somebody change now."""
    return missing(connection, PROTECTED)


def verify(*, engagement: Engagement | None = None, head: str = "") -> Iterator[Verdict]:
    """Prove the chain of one engagement, or every chain; the first thing wrong with each is named."""
    if engagement is not None:
        yield verify_chain(engagement, head=head)
        return
    for each in every_engagement():
        yield verify_chain(each, head=head)
    yield verify_chain(None, head=head)


def verify_chain(
    engagement: Engagement | None, *, head: str = "", told: Callable[[int, int], None] = lambda _done, _of: None
) -> Verdict:
    """Prove one chain up to its last batch as it stands when we begin; `told` hears how far it is."""
    chain = Chain.objects.filter(engagement=engagement).first()
    if chain is None:
        proof = Proof(entries=0, batches=0, head="", doubtful=0, broken=None, extends=None)
    else:
        last = Batch.objects.filter(chain=chain).order_by("-number").first()
        proof = prove(
            chain=str(chain.uuid),
            engagement=str(engagement.uuid) if engagement else None,
            stamps=stamps_of(chain, up_to=last.number if last else 0),
            links=_telling(links_of(chain, up_to=last.last_position if last else 0), last, told),
            shown=head,
        )
    broken = proof.broken or _left_over(engagement, chain)
    return Verdict(
        engagement=engagement,
        chain=str(chain.uuid) if chain else "",
        proof=Proof(
            entries=proof.entries,
            batches=proof.batches,
            head=proof.head,
            doubtful=proof.doubtful,
            broken=broken,
            extends=proof.extends,
        ),
        waiting=_entries_of(engagement).filter(waiting__isnull=False).count(),
    )


def _telling(links: Iterable[Link], last: Batch | None, told: Callable[[int, int], None]) -> Iterator[Link]:
    total = last.last_position if last else 0
    for link in links:
        if link.position % 1000 == 0:
            told(min(link.position, total), total)
        yield link


def _entries_of(engagement: Engagement | None) -> QuerySet[Entry]:
    return Entry.objects.filter(engagement=engagement)


def _left_over(engagement: Engagement | None, chain: Chain | None) -> Broken | None:
    # Each question is one statement, so that a batch sealed meanwhile is seen whole or not at all.
    loose = _entries_of(engagement).filter(seal__isnull=True, waiting__isnull=True).order_by("id").first()
    if loose is not None:
        return Broken(what=Break.ENTRY_UNSEALED, entry=str(loose.uuid))
    if chain is not None:
        sealed = Batch.objects.filter(chain=OuterRef("chain")).order_by("-last_position").values("last_position")
        beyond = Seal.objects.filter(chain=chain, position__gt=Coalesce(Subquery(sealed[:1]), 0))
        extra = beyond.order_by("position").first()
        if extra is not None:
            return Broken(what=Break.SEAL_EXTRA, position=extra.position)
    known = Batch.objects.filter(chain=chain, head=OuterRef("head"))
    shown = ShownHead.objects.filter(~Exists(known), engagement=engagement).order_by("day").first()
    if engagement is not None and shown is not None:
        return Broken(what=Break.HEAD_MISSING, batch=shown.number)
    if engagement is None:
        return _without_chain()
    return None


def _without_chain() -> Broken | None:
    """Rows whose chain is gone belong to nobody; they are reported with the deployment."""
    lost = Seal.objects.exclude(chain__in=Chain.objects.all()).order_by("position").first()
    if lost is not None:
        return Broken(what=Break.CHAIN_MISSING, position=lost.position)
    batch = Batch.objects.exclude(chain__in=Chain.objects.all()).order_by("number").first()
    return Broken(what=Break.CHAIN_MISSING, batch=batch.number) if batch else None
