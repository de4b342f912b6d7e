"""Which organisations and engagements a person sees."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from jishi.database.door import Compiled, Given, columns_of, row_of
from jishi.refusals.door import NotThere
from zhishou.people.models import Engagement, Organisation, Person, RoleGrant
from zhishou.people.queries.roles import grants_in_force, remember_roles
from zhishou.people.rules import ADMINISTRATOR_OF, Party, Role


def engagements_of(viewer: Person, *, at: datetime) -> QuerySet[Engagement]:
    """Return the engagements in which the viewer holds any role now."""
    mine = grants_in_force(at).filter(person=viewer).values("engagement_id")
    return Engagement.objects.filter(pk__in=mine)


def engagements_with_roles(viewer: Person, *, at: datetime) -> list[tuple[Engagement, frozenset[Role]]]:
    """Return the engagements of the viewer, by their codes, each with the roles that he holds in it now."""
    found: dict[int, tuple[Engagement, set[Role]]] = {}
    for role, *values in _MINE(person=viewer.pk, at=at):
        engagement = row_of(Engagement, values)
        found.setdefault(engagement.pk, (engagement, set()))[1].add(Role(role))
    mine = [(engagement, frozenset(roles)) for engagement, roles in found.values()]
    for engagement, roles in mine:
        remember_roles(engagement, viewer=viewer, roles=roles, at=at)
    return mine


_MINE = Compiled(
    lambda person, at: (
        grants_in_force(at)
        .filter(person_id=person)
        .order_by("engagement__code", "id")
        .values_list("role", *columns_of(Engagement, under="engagement"))
    )
)


def get_engagement(viewer: Person, *, code: str, at: datetime) -> Engagement:
    """Return one engagement of the viewer; anything else is not there. His roles in it are read along with it."""
    rows = _ENTRANCE(person=viewer.pk, code=code, at=at)
    if not rows:
        raise NotThere
    values = iter(rows[0][1:])
    engagement = row_of(Engagement, values)
    engagement.client, engagement.vendor = row_of(Organisation, values), row_of(Organisation, values)
    remember_roles(engagement, viewer=viewer, roles=frozenset(Role(role) for role, *_ in rows), at=at)
    return engagement


def _entrance(*, person: Given, code: Given, at: Given) -> QuerySet[RoleGrant, tuple[Any, ...]]:
    return (
        grants_in_force(at)
        .filter(person_id=person, engagement__code=code)
        .order_by("id")
        .values_list(
            "role",
            *columns_of(Engagement, under="engagement"),
            *columns_of(Organisation, under="engagement__client"),
            *columns_of(Organisation, under="engagement__vendor"),
        )
    )


_ENTRANCE = Compiled(_entrance)


def administered_organisations(viewer: Person, *, at: datetime) -> QuerySet[Organisation]:
    """Return the organisations whose people the viewer looks after."""
    if viewer.is_platform_admin:
        return Organisation.objects.all()
    mine = grants_in_force(at).filter(person=viewer)
    as_client = mine.filter(role=ADMINISTRATOR_OF[Party.CLIENT]).values("engagement__client_id")
    as_vendor = mine.filter(role=ADMINISTRATOR_OF[Party.VENDOR]).values("engagement__vendor_id")
    return Organisation.objects.filter(Q(pk__in=as_client) | Q(pk__in=as_vendor))


def visible_organisations(viewer: Person, *, at: datetime) -> QuerySet[Organisation]:
    """Return the parties of the viewer's engagements, and his own organisation; all to platform administrators."""
    if viewer.is_platform_admin:
        return Organisation.objects.all()
    mine = engagements_of(viewer, at=at)
    return Organisation.objects.filter(
        Q(pk=viewer.organisation_id) | Q(pk__in=mine.values("client_id")) | Q(pk__in=mine.values("vendor_id"))
    )


def get_organisation(viewer: Person, *, code: str, at: datetime) -> Organisation:
    """Return one organisation that the viewer may see; anything else is not there."""
    organisation = visible_organisations(viewer, at=at).filter(code=code).first()
    if organisation is None:
        raise NotThere
    return organisation


def engagement_of_event(*, code: str | None) -> Engagement | None:
    """Return the engagement that an event names; for background work, where nobody is looking."""
    return Engagement.objects.filter(code=code).first() if code else None


def every_engagement() -> QuerySet[Engagement]:
    """Return all engagements; for background work and the operator's commands, where nobody is looking."""
    return Engagement.objects.order_by("code")


def engagements_by_code(codes: Iterable[str]) -> dict[str, Engagement]:
    """Return engagements by their codes, for the product's own work: nobody is looking."""
    return {one.code: one for one in Engagement.objects.filter(code__in=set(codes))}


def organisation_of_event(*, code: str) -> Organisation | None:
    """Return the organisation that an event or a contract pack names; for work where nobody is looking."""
    return Organisation.objects.filter(code=code).first()
