"""Who acts in which role, at a moment."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from jishi.database.door import Compiled, Given
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.people.models import Engagement, Person, RoleGrant
from zhishou.people.rules import NEEDS_SECOND_FACTOR, Role


def in_force(at: datetime | Given) -> Q:
    """Return the condition on grants that hold at this moment."""
    return Q(since__lte=at) & (Q(until__isnull=True) | Q(until__gt=at))


def grants_in_force(at: datetime | Given) -> QuerySet[RoleGrant]:
    """Return every grant that holds at this moment; callers narrow it to what their viewer may see."""
    return RoleGrant.objects.filter(in_force(at))


def roles_in(viewer: Person, engagement: Engagement, *, at: datetime) -> frozenset[Role]:
    """Return every role that the viewer holds in the engagement now."""
    known = engagement.__dict__.get(_REMEMBERED)
    if known is not None and known[:2] == (viewer.pk, at):
        return frozenset(known[2])
    return frozenset(Role(role) for (role,) in _HELD(person=viewer.pk, engagement=engagement.pk, at=at))


_HELD = Compiled(
    lambda person, engagement, at: (
        grants_in_force(at).filter(person_id=person, engagement_id=engagement).values_list("role").order_by()
    )
)
_REMEMBERED = "_roles_of_one_viewer_at_one_moment"


def remember_roles(engagement: Engagement, *, viewer: Person, roles: frozenset[Role], at: datetime) -> None:
    """Keep what was read along with the engagement, on this one object: for this viewer, at this very moment."""
    engagement.__dict__[_REMEMBERED] = (viewer.pk, at, roles)


def require_role(viewer: Person, engagement: Engagement, roles: Iterable[Role], *, at: datetime) -> frozenset[Role]:
    """Refuse unless the viewer holds one of `roles`; a stranger to the engagement learns nothing of it."""
    held = roles_in(viewer, engagement, at=at)
    if not held:
        raise NotThere
    if not held & frozenset(roles):
        raise NotAllowed
    return held


def persons_with_role(
    engagement: Engagement | Given, roles: Iterable[Role], *, at: datetime | Given
) -> QuerySet[Person]:
    """Return the active persons who hold one of `roles` in the engagement now."""
    grants = grants_in_force(at).filter(engagement=engagement, role__in=list(roles))
    return Person.objects.filter(pk__in=grants.values("person_id"), is_active=True)


def persons_ever_with_role(engagement: Engagement | Given, roles: Iterable[Role]) -> QuerySet[Person]:
    """Return the persons who hold or held one of `roles` in the engagement, those who have left too."""
    grants = RoleGrant.objects.filter(engagement=engagement, role__in=list(roles))
    return Person.objects.filter(pk__in=grants.values("person_id"))


def needs_second_factor(person: Person, *, at: datetime) -> bool:
    """Say whether what this person may do asks for more than a password."""
    return person.is_platform_admin or bool(_NEEDS_MORE(person=person.pk, at=at))


_NEEDS_MORE = Compiled(
    lambda person, at: (
        grants_in_force(at)
        .filter(person_id=person, role__in=sorted(NEEDS_SECOND_FACTOR))
        .values_list("pk")
        .order_by()[:1]
    )
)
