"""Rows for people's pages, narrowed to what their viewer may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q, QuerySet

from jishi.refusals.door import NotThere
from zhishou.people.models import ROLE_NAMES, Engagement, Organisation, Person, RoleGrant
from zhishou.people.queries.organisations import (
    administered_organisations,
    engagements_of,
    visible_organisations,
)
from zhishou.people.queries.persons import visible_persons
from zhishou.people.queries.roles import in_force, roles_in
from zhishou.people.rules import Party, Role, granted_by, party_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """One role of one person, as a page shows it."""

    grant: RoleGrant
    name: str
    is_held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    """One party of an engagement with its people; for each grant, whether the viewer may revoke it."""

    party: Party
    organisation: Organisation
    rows: list[tuple[RoleRow, bool]]


def _seen_grants(viewer: Person, *, at: datetime) -> QuerySet[RoleGrant]:
    grants = RoleGrant.objects.select_related("engagement", "granted_by", "revoked_by")
    return grants if viewer.is_platform_admin else grants.filter(engagement__in=engagements_of(viewer, at=at))


def _row(grant: RoleGrant, *, at: datetime) -> RoleRow:
    held = grant.since <= at and (grant.until is None or grant.until > at)
    return RoleRow(grant=grant, name=str(ROLE_NAMES[Role(grant.role)]), is_held=held)


def roles_over_time(viewer: Person, person: Person, *, at: datetime) -> list[RoleRow]:
    """Return the person's roles in engagements that the viewer shares, held ones first, then the latest."""
    grants = _seen_grants(viewer, at=at).filter(person=person).order_by("-since", "-id")
    return sorted((_row(grant, at=at) for grant in grants), key=lambda row: not row.is_held)


def page_of_persons(viewer: Person, found: QuerySet[Person], *, number: str, size: int, at: datetime) -> Page[Any]:
    """Return one page of the persons found, each with the roles that the viewer may see, as `seen_grants`."""
    seen = _seen_grants(viewer, at=at).filter(in_force(at)).order_by("engagement__code", "id")
    rows = found.order_by("name_pinyin", "id").prefetch_related(
        Prefetch("role_grants", queryset=seen, to_attr="seen_grants")
    )
    page: Page[Any] = Paginator(rows, size).get_page(number)
    return page


def administers(viewer: Person, person: Person, *, at: datetime) -> bool:
    """Say whether the viewer looks after this person's account."""
    return person.organisation in administered_organisations(viewer, at=at)


def sees_contact(viewer: Person, person: Person, *, at: datetime) -> bool:
    """Say whether the viewer sees how the person is reached: himself, and whoever is more than a user there."""
    if viewer == person:
        return True
    shared = engagements_of(viewer, at=at).filter(role_grants__person=person)
    return (
        RoleGrant.objects.filter(in_force(at), person=viewer, engagement__in=shared)
        .exclude(role=Role.REQUESTER)
        .exists()
    )


def administered_engagements(viewer: Person, *, at: datetime) -> QuerySet[Engagement]:
    """Return the engagements in which the viewer may grant some role."""
    if viewer.is_platform_admin:
        return Engagement.objects.all()
    mine = RoleGrant.objects.filter(in_force(at), person=viewer, role__in=[Role.CLIENT_ADMIN, Role.MANAGER])
    return Engagement.objects.filter(pk__in=mine.values("engagement_id"))


def grantable_roles(viewer: Person, engagement: Engagement, *, at: datetime) -> list[Role]:
    """Return the roles that the viewer may grant and revoke in this engagement."""
    if viewer.is_platform_admin:
        return list(Role)
    held = roles_in(viewer, engagement, at=at)
    return [role for role in Role if granted_by(role) in held]


def grantable_persons(viewer: Person, engagement: Engagement, *, at: datetime) -> QuerySet[Person]:
    """Return the open accounts of the parties whose people the viewer looks after."""
    bodies = administered_organisations(viewer, at=at).filter(pk__in=[engagement.client_id, engagement.vendor_id])
    return visible_persons(viewer, at=at).filter(is_active=True, organisation__in=bodies.values("pk"))


def people_by_party(viewer: Person, engagement: Engagement, *, at: datetime) -> list[PartyRow]:
    """Return who acts in the engagement now, the client's people first; an auditor stands with the client."""
    if not viewer.is_platform_admin and not roles_in(viewer, engagement, at=at):
        raise NotThere
    may = set(grantable_roles(viewer, engagement, at=at))
    order = list(Role)
    grants = sorted(
        RoleGrant.objects.filter(in_force(at), engagement=engagement).select_related("person", "engagement"),
        key=lambda grant: (order.index(Role(grant.role)), grant.person.name_pinyin),
    )
    return [
        PartyRow(
            party=party,
            organisation=organisation,
            rows=[
                (_row(grant, at=at), Role(grant.role) in may)
                for grant in grants
                if (party_of(Role(grant.role)) or Party.CLIENT) == party
            ],
        )
        for party, organisation in ((Party.CLIENT, engagement.client), (Party.VENDOR, engagement.vendor))
    ]


def get_grant(viewer: Person, engagement: Engagement, *, grant_id: int, at: datetime) -> RoleGrant:
    """Return one grant of the engagement that holds now; anything else is not there."""
    grant = _seen_grants(viewer, at=at).filter(in_force(at), pk=grant_id, engagement=engagement).first()
    if grant is None:
        raise NotThere
    return grant


def organisations_with_counts(viewer: Person, *, at: datetime) -> QuerySet[Organisation]:
    """Return the organisations that the viewer may see, each with the number of people he may see, as `people`."""
    seen = visible_persons(viewer, at=at).values("pk")
    return visible_organisations(viewer, at=at).annotate(
        people=Count("persons", filter=Q(persons__in=seen, persons__is_active=True), distinct=True)
    )


def engagements_between(viewer: Person, organisation: Organisation, *, at: datetime) -> QuerySet[Engagement]:
    """Return the organisation's engagements that the viewer may see."""
    seen = Engagement.objects.all() if viewer.is_platform_admin else engagements_of(viewer, at=at)
    return seen.filter(Q(client=organisation) | Q(vendor=organisation)).select_related("client", "vendor")


def persons_of(viewer: Person, organisation: Organisation, *, at: datetime) -> QuerySet[Person]:
    """Return the organisation's people whom the viewer may see."""
    return visible_persons(viewer, at=at).filter(organisation=organisation).order_by("name_pinyin", "id")
