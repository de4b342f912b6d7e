"""Under what people know what the watch recorded evidence about."""

from collections.abc import Collection
from uuid import UUID

from zhishou.duty.models import LadderRun, Roster
from zhishou.people.models import ROLE_NAMES
from zhishou.people.rules import Role


def ladders_spoken(engagement_id: int, uuids: Collection[UUID]) -> dict[UUID, str]:
    """Return what ladders of a contract were climbed for."""
    found = LadderRun.objects.filter(engagement=engagement_id, uuid__in=uuids)
    return dict(found.values_list("uuid", "title"))


def rosters_spoken(engagement_id: int, uuids: Collection[UUID]) -> dict[UUID, str]:
    """Return the tiers of rosters of a contract."""
    found = Roster.objects.filter(engagement=engagement_id, uuid__in=uuids).values_list("uuid", "tier")
    return {uuid: str(ROLE_NAMES[Role(tier)]) for uuid, tier in found}
