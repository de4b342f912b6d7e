"""Under what people know rounds and plans that evidence was recorded about."""

from collections.abc import Collection
from uuid import UUID

from zhishou.inspections.models import Plan, Round


def rounds_spoken(engagement_id: int, uuids: Collection[UUID]) -> dict[UUID, str]:
    """Return the numbers and plans of rounds of a contract."""
    found = Round.objects.filter(engagement=engagement_id, uuid__in=uuids)
    return {uuid: f"{number} {plan}" for uuid, number, plan in found.values_list("uuid", "number", "plan__name")}


def plans_spoken(engagement_id: int, uuids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of plans of a contract."""
    found = Plan.objects.filter(engagement=engagement_id, uuid__in=uuids)
    return dict(found.values_list("uuid", "name"))
