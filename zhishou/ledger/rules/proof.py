"""The proof of one chain: read once from the first position to the last, remembering only the one before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from zhishou.ledger.rules.chain import Link, Stamp, entry_digest, genesis, head_hash, link_hash, text_digest
from zhishou.ledger.rules.clocks import doubts


class Break(StrEnum):
    """What is wrong at the first place where something is wrong."""

    ENTRY_MISSING = "entry_missing"
    ENTRY_CHANGED = "entry_changed"
    ENTRY_ELSEWHERE = "entry_elsewhere"
    PAYLOAD_CHANGED = "payload_changed"
    SEAL_MISSING = "seal_missing"
    SEAL_EXTRA = "seal_extra"
    SEAL_CHANGED = "seal_changed"
    BATCH_MISSING = "batch_missing"
    BATCH_CHANGED = "batch_changed"
    ENTRY_UNSEALED = "entry_unsealed"
    CHAIN_MISSING = "chain_missing"
    HEAD_MISSING = "head_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """The first broken place of a chain: what differs, at which position or batch, and which entry."""

    what: Break
    position: int | None = None
    batch: int | None = None
    entry: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How far a chain holds: all of it where `broken` is None."""

    entries: int
    batches: int
    head: str
    doubtful: int
    broken: Broken | None
    extends: int | None  # the batch whose head was asked for, where the chain runs through it


class _Wrong(Exception):
    def __init__(self, broken: Broken) -> None:
        super().__init__(broken.what)
        self.broken = broken


class _Walk:
    """One pass along the chain."""

    def __init__(self, *, chain: str, engagement: str | None, shown: str) -> None:
        self.chain, self.engagement, self.shown = chain, engagement, shown
        self.link = genesis(chain)
        self.head = ""
        self.position = self.batches = self.doubtful = 0
        self.extends: int | None = None

    def batch(self, stamp: Stamp, links: Iterator[Link]) -> None:
        expected = self.batches + 1
        if stamp.number != expected:
            raise _Wrong(Broken(what=Break.BATCH_MISSING, batch=expected, position=self.position + 1))
        changed = _Wrong(Broken(what=Break.BATCH_CHANGED, batch=expected, position=self.position + 1))
        if (stamp.first_position, stamp.previous_head) != (self.position + 1, self.head):
            raise changed
        if stamp.last_position < stamp.first_position:
            raise changed
        while self.position < stamp.last_position:
            self.step(next(links, None), stamp)
        if stamp.head != head_hash(chain=self.chain, stamp=stamp, last_link=self.link):
            raise changed
        self.head, self.batches = stamp.head, expected
        if stamp.head == self.shown:
            self.extends = expected

    def step(self, link: Link | None, stamp: Stamp) -> None:
        position = self.position + 1
        if link is None or link.position != position:
            raise _Wrong(Broken(what=Break.SEAL_MISSING, position=position, batch=stamp.number))
        facts = link.facts
        broken = self.fault_of(link)
        if broken is not None or facts is None:
            what = broken or Break.ENTRY_MISSING
            entry = facts.uuid if facts else ""
            raise _Wrong(Broken(what=what, position=position, batch=stamp.number, entry=entry))
        if doubts(happened_at=facts.happened_at, recorded_at=facts.recorded_at, sealed_at=stamp.sealed_at):
            self.doubtful += 1
        self.link, self.position = link.chain_hash, position

    def fault_of(self, link: Link) -> Break | None:
        facts = link.facts
        expected = link_hash(chain=self.chain, position=link.position, previous=self.link, entry=link.entry_digest)
        if link.chain_hash != expected:
            return Break.SEAL_CHANGED
        if facts is None:
            return Break.ENTRY_MISSING
        if text_digest(facts.payload_text) != facts.payload_digest:
            return Break.PAYLOAD_CHANGED
        if entry_digest(facts) != link.entry_digest:
            return Break.ENTRY_ELSEWHERE if facts.engagement != self.engagement else Break.ENTRY_CHANGED
        return None


def prove(
    *, chain: str, engagement: str | None, stamps: Iterable[Stamp], links: Iterable[Link], shown: str = ""
) -> Proof:
    """Recompute a whole chain, in order; `shown` is a head that somebody holds and wants to find again."""
    walk, steps = _Walk(chain=chain, engagement=engagement, shown=shown), iter(links)
    broken: Broken | None = None
    try:
        for stamp in stamps:
            walk.batch(stamp, steps)
        extra = next(steps, None)
        if extra is not None:
            entry = extra.facts.uuid if extra.facts else ""
            raise _Wrong(Broken(what=Break.SEAL_EXTRA, position=extra.position, entry=entry))  # noqa: TRY301 - one way out
    except _Wrong as wrong:
        broken = wrong.broken
    return Proof(
        entries=walk.position,
        batches=walk.batches,
        head=walk.head,
        doubtful=walk.doubtful,
        broken=broken,
        extends=walk.extends,
    )
