"""A plan: proof that a dry run showed exactly what a call is about to do, for a quarter of an hour; pure."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

LIFE: Final = timedelta(minutes=15)
_MOMENT_DIGITS: Final = 12


def fingerprint(
    *,
    what: str,
    about: str,
    arguments: Mapping[str, Any],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    token: str,
) -> str:
    """Return the digest of one change: of what, by whom, from which state to which."""
    parts = [what, about, arguments, before, after, token]
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def seal(digest: str, *, key: bytes, at: datetime) -> str:
    """Return the plan of a change: when it was made, and our mark over that and the digest."""
    made = str(int(at.timestamp()))
    return f"{made}.{_mark(made, digest, key)}"


def fits(plan: str, *, digest: str, key: bytes, at: datetime) -> bool:
    """Say whether a plan is of this very change, ours, and not too old."""
    made, _, mark = plan.partition(".")
    if not (made.isascii() and made.isdecimal() and len(made) <= _MOMENT_DIGITS):
        return False
    age = at.timestamp() - int(made)
    right = hmac.compare_digest(mark.encode(), _mark(made, digest, key).encode())
    return right and -1 <= age <= LIFE.total_seconds()


def _mark(made: str, digest: str, key: bytes) -> str:
    return hmac.new(key, f"{made}.{digest}".encode(), hashlib.sha256).hexdigest()
