"""Reads about persons, roles and engagements; the only way to a row that a person may see."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from jishi.refusals.door import NotAllowed, NotThere
from zhishou.people.models import Engagement, Person, RoleGrant
from zhishou.people.rules import Role


def _in_force(at: datetime) -> Q:
    return Q(since__lte=at) & (Q(until__isnull=True) | Q(until__gt=at))


def engagements_of(viewer: Person, *, at: datetime) -> QuerySet[Engagement]:
    """Return the engagements in which the viewer holds any role now."""
    mine = RoleGrant.objects.filter(_in_force(at), person=viewer).values("engagement_id")
    return Engagement.objects.filter(pk__in=mine)


def get_engagement(viewer: Person, *, code: str, at: datetime) -> Engagement:
    """Return one engagement of the viewer; anything else is not there."""
    engagement = engagements_of(viewer, at=at).filter(code=code).select_related("client", "vendor").first()
    if engagement is None:
        raise NotThere
    return engagement


def roles_in(viewer: Person, engagement: Engagement, *, at: datetime) -> frozenset[Role]:
    """Return every role that the viewer holds in the engagement now."""
    grants = RoleGrant.objects.filter(_in_force(at), person=viewer, engagement=engagement)
    return frozenset(Role(role) for role in grants.values_list("role", flat=True))


def require_role(viewer: Person, engagement: Engagement, roles: Iterable[Role], *, at: datetime) -> frozenset[Role]:
    """Refuse unless the viewer holds one of `roles`; a stranger to the engagement learns nothing of it."""
    held = roles_in(viewer, engagement, at=at)
    if not held:
        raise NotThere
    if not held & frozenset(roles):
        raise NotAllowed
    return held


def persons_with_role(engagement: Engagement, roles: Iterable[Role], *, at: datetime) -> QuerySet[Person]:
    """Return the active persons who hold one of `roles` in the engagement now."""
    grants = RoleGrant.objects.filter(_in_force(at), engagement=engagement, role__in=list(roles))
    return Person.objects.filter(pk__in=grants.values("person_id"), is_active=True)
