"""Pure decisions about evidence: the canonical form, and the digests over it."""

import hashlib
import json
from collections.abc import Mapping


def canonical(value: Mapping[str, object]) -> bytes:
    """Return the one byte form of a JSON object: UTF-8, sorted keys, no blanks (as RFC 8785 for our types)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(value: Mapping[str, object]) -> str:
    """Return the SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()
