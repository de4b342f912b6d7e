"""How entries are bound: each entry's digest, the link that follows the one before, the head of each batch.

`docs/reference/ledger-bundle.md` states these forms for everybody; the script in a bundle computes them on its own.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from zhishou.ledger.rules.canonical import digest, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """An entry as its digest sees it; the payload by its text, so that one changed byte shows."""

    uuid: str
    engagement: str | None
    what: str
    about_kind: str
    about_key: str
    by: str | None
    by_name: str
    happened_at: datetime
    recorded_at: datetime
    payload_text: str
    payload_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One row of the chain: which entry stands at which position; the entry is None where it is gone."""

    position: int
    facts: Facts | None
    entry_digest: str
    chain_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """One batch: the positions that were sealed together, and the head that commits to all before."""

    number: int
    first_position: int
    last_position: int
    previous_head: str
    head: str
    sealed_at: datetime


def text_digest(text: str) -> str:
    """Return the SHA-256 of a stored payload, byte for byte."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def envelope(facts: Facts) -> dict[str, object]:
    """Return everything of an entry that its digest covers; the payload by its own digest."""
    return {
        "v": 1,
        "uuid": facts.uuid,
        "engagement": facts.engagement,
        "what": facts.what,
        "about_kind": facts.about_kind,
        "about_key": facts.about_key,
        "by": facts.by,
        "by_name": facts.by_name,
        "happened_at": moment(facts.happened_at),
        "recorded_at": moment(facts.recorded_at),
        "payload_digest": facts.payload_digest,
    }


def entry_digest(facts: Facts) -> str:
    """Return the digest by which an entry stands in the chain."""
    return digest(envelope(facts))


def genesis(chain: str) -> str:
    """Return what stands before the first position of a chain."""
    return digest({"v": 1, "genesis": chain})


def link_hash(*, chain: str, position: int, previous: str, entry: str) -> str:
    """Return the hash of one position, which commits to every position before it."""
    return digest({"v": 1, "chain": chain, "position": position, "previous": previous, "entry": entry})


def head_hash(*, chain: str, stamp: Stamp, last_link: str) -> str:
    """Return the head of a batch: what the other party is shown."""
    return digest(
        {
            "v": 1,
            "chain": chain,
            "number": stamp.number,
            "first_position": stamp.first_position,
            "last_position": stamp.last_position,
            "last_link": last_link,
            "previous_head": stamp.previous_head,
            "sealed_at": moment(stamp.sealed_at),
        }
    )
