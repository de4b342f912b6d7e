"""Which persons a person sees."""

import uuid as uuids
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from jishi.refusals.door import NotThere
from zhishou.people.models import Engagement, Person, RoleGrant
from zhishou.people.queries.organisations import administered_organisations, engagements_of
from zhishou.people.queries.roles import grants_in_force


def visible_persons(viewer: Person, *, at: datetime) -> QuerySet[Person]:
    """Return those who act or acted in the viewer's engagements, those he looks after, and himself."""
    everybody = Person.objects.select_related("organisation")
    if viewer.is_platform_admin:
        return everybody
    shared = RoleGrant.objects.filter(engagement__in=engagements_of(viewer, at=at)).values("person_id")
    return everybody.filter(
        Q(pk=viewer.pk)
        | Q(pk__in=shared)
        | Q(organisation__in=administered_organisations(viewer, at=at).values("pk"))
    )


def search_persons(viewer: Person, *, words: str, at: datetime) -> QuerySet[Person]:
    """Return the visible persons whose name, its pinyin or initials, account or organisation contain every word."""
    found = visible_persons(viewer, at=at)
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(name_pinyin__icontains=word)
            | Q(username__icontains=word)
            | Q(organisation__name__icontains=word)
            | Q(organisation__short_name__icontains=word)
        )
    return found


def get_person(viewer: Person, *, uuid: str | uuids.UUID, at: datetime) -> Person:
    """Return one person whom the viewer may see; anybody else is not there."""
    try:
        wanted = uuids.UUID(str(uuid))
    except ValueError as error:
        raise NotThere from error
    person = visible_persons(viewer, at=at).filter(uuid=wanted).first()
    if person is None:
        raise NotThere
    return person


def person_of_event(*, uuid: str | None) -> Person | None:
    """Return the person that an event names; for background work, where nobody is looking."""
    return Person.objects.filter(uuid=uuid).first() if uuid else None


def persons_by_id(ids: Iterable[int]) -> dict[int, Person]:
    """Return the persons whom an area's own rows name, by id; who may look is decided about those rows."""
    return Person.objects.in_bulk(set(ids))


def persons_with_mail(keys: Iterable[int]) -> QuerySet[Person]:
    """Return those of the persons whose account has a mail address: the product's own work, nobody is looking."""
    return Person.objects.filter(pk__in=list(keys), is_active=True).exclude(email="")


def person_with_mail(engagement: Engagement, *, address: str, at: datetime) -> Person | None:
    """Return who of the contract has this mail address: the product's own work, nobody is looking."""
    if not address:
        return None
    acting = grants_in_force(at).filter(engagement=engagement).values("person_id")
    return Person.objects.filter(email__iexact=address, is_active=True, pk__in=acting).first()
