"""What a token may carry; pure."""

from collections.abc import Iterable
from typing import Final

TOKEN_MARK: Final = "xba"  # noqa: S105 - the public beginning of every key, so that scanners for leaked keys find it

READ_ONLY: Final = frozenset({"permissions", "attachments", "audit", "parts"})
AREAS: Final = (
    "parts",
    "parameters",
    "permissions",
    "accounts",
    "sessions",
    "flows",
    "instances",
    "queue",
    "search",
    "attachments",
    "audit",
)
SCOPES: Final = tuple(
    f"{area}:{verb}" for area in AREAS for verb in (("read",) if area in READ_ONLY else ("read", "write"))
)
"""One area and one verb each, nothing for everything; writing covers reading."""


def covering(scopes: Iterable[str]) -> list[str]:
    """Return the scopes that say everything: who may write may read."""
    there = set(scopes)
    return [one for one in SCOPES if one in there and one.replace(":read", ":write") not in there - {one}]
