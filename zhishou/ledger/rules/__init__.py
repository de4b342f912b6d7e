"""Pure decisions about evidence: the canonical form, the chain of hashes, and the proof over it."""

from zhishou.ledger.rules.canonical import NotEvidence, canonical, digest, moment
from zhishou.ledger.rules.chain import Facts, Link, Stamp, entry_digest, genesis, head_hash, link_hash
from zhishou.ledger.rules.clocks import TOLERANCE, Doubt, doubts
from zhishou.ledger.rules.proof import Break, Broken, Proof, prove

__all__ = [
    "TOLERANCE",
    "Break",
    "Broken",
    "Doubt",
    "Facts",
    "Link",
    "NotEvidence",
    "Proof",
    "Stamp",
    "canonical",
    "digest",
    "doubts",
    "entry_digest",
    "genesis",
    "head_hash",
    "link_hash",
    "moment",
    "prove",
]
