"""What a token may carry; pure."""

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
