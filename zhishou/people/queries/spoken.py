"""Under what people know persons and contracts that evidence was recorded about."""

from collections.abc import Collection
from uuid import UUID

from zhishou.people.models import Engagement, Person


def persons_spoken(engagement_id: int, uuids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of persons who act or acted in a contract."""
    found = Person.objects.filter(role_grants__engagement=engagement_id, uuid__in=uuids)
    return dict(found.values_list("uuid", "name"))


def engagements_spoken(engagement_id: int, codes: Collection[str]) -> dict[str, str]:
    """Return the name of a contract, if it is this one."""
    return dict(Engagement.objects.filter(pk=engagement_id, code__in=codes).values_list("code", "name"))
