"""How much the files of the chat hold, as the chat server counts them."""

from typing import Any

from django.core.cache import cache

from xieban.chat.queries.server import ADMIN, ChatIsAway, ServerRefuses, ask

KEY, KEPT_S = "chat.media_bytes", 600
"""The server adds up every file anew: ask it seldom."""
PAGE, MOST_PAGES = 1000, 100


def media_bytes() -> float | None:
    """Return the size of everything that people sent, at most ten minutes old; nothing where it is not told."""
    known: float | None = cache.get(KEY)
    if known is None:
        try:
            known = _added()
        except (ChatIsAway, ServerRefuses):
            return None
        cache.set(KEY, known, KEPT_S)
    return known


def _added() -> float:
    total, start = 0.0, 0
    for _page in range(MOST_PAGES):
        told: dict[str, Any] = ask("GET", f"{ADMIN}/v1/statistics/users/media?from={start}&limit={PAGE}")
        total += sum(float(one["media_length"]) for one in told.get("users", []))
        if "next_token" not in told:
            break
        start = int(told["next_token"])
    return total
