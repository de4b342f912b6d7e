"""Under what people know a system that evidence was recorded about."""

from collections.abc import Collection
from uuid import UUID

from zhishou.systems.models import ManagedSystem


def systems_spoken(engagement_id: int, uuids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of systems of a contract."""
    found = ManagedSystem.objects.filter(contract__engagement=engagement_id, uuid__in=uuids)
    return dict(found.values_list("uuid", "name"))
