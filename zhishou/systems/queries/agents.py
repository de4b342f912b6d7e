"""What agents told, and who an agent is by its key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from jishi.keys import door as keys
from zhishou.systems.models import Agent, AgentReading

MARK: Final = "zha"
HOURS_KEPT: Final = 30 * 24


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """The newest that an agent told."""

    told_at: datetime
    document: Mapping[str, Any]


def agent_of_key(raw: str, *, at: datetime) -> Agent | None:
    """Return whose key this is; a revoked or expired one is nobody's."""
    prefix = keys.prefix_of(raw, mark=MARK)
    if prefix is None:
        return None
    found = Agent.objects.select_related("system").filter(prefix=prefix).first()
    return found if keys.opens(found, raw, at=at) else None


def newest_news(*, system_id: int, name: str) -> News | None:
    """Return what the agent of this name told last, one that is revoked left out; for the watch."""
    row = (
        AgentReading.objects.filter(agent__system_id=system_id, agent__name=name, agent__revoked_at=None)
        .filter(kept_for_hour=False)
        .order_by("-told_at")
        .first()
    )
    return News(told_at=row.told_at, document=row.document) if row else None


def used_bytes_by_hour(*, system_id: int, name: str, mount: str) -> tuple[tuple[datetime, float, float], ...]:
    """Return how full a filesystem was, hour by hour, over a month; without a mount, the fullest now."""
    rows = (
        AgentReading.objects.filter(agent__system_id=system_id, agent__name=name, kept_for_hour=True)
        .order_by("-told_at")
        .values_list("told_at", "document")[:HOURS_KEPT]
    )
    points: list[tuple[datetime, float, float]] = []
    for told_at, document in reversed(rows):
        used = _used(document, mount)
        if used is not None:
            points.append((told_at, *used))
    return tuple(points)


def _used(document: Mapping[str, Any], mount: str) -> tuple[float, float] | None:
    """Return how much is used and how large the fullest filesystem is; an hour that was told badly says nothing."""
    try:
        disks = [one for one in document.get("filesystems") or [] if mount in {"", one.get("mount")}]
        if not disks:
            return None
        fullest = max(disks, key=lambda one: 1 - one["free"] / (one["size"] or 1))
        return float(fullest["size"] - fullest["free"]), float(fullest["size"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def news_of(agents: list[Agent]) -> dict[int, News]:
    """Return the newest news of each of these agents, by key."""
    rows = AgentReading.objects.filter(agent__in=agents, kept_for_hour=False).order_by("told_at")
    return {one.agent_id: News(told_at=one.told_at, document=one.document) for one in rows}
