"""Who stands in for whom now, and who did."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from jishi.database.door import Given
from jishi.refusals.door import NotThere
from xieban.directory.models import Appointment, Delegation, Person
from xieban.directory.rules import Stand, resolve


def stands(found: Iterable[Delegation]) -> list[Stand]:
    """Return the delegations as the rules read them."""
    return [
        Stand(
            principal=one.principal_id,
            deputy=one.deputy_id,
            since=one.since,
            until=one.until,
            flows=frozenset(one.flows),
        )
        for one in found
    ]


def standing(at: datetime | Given) -> QuerySet[Delegation]:
    """Return the delegations that count now or will: neither over nor ended."""
    return Delegation.objects.filter(ended_at=None, until__gt=at)


def who_acts_for(person: Person, *, flow: str, at: datetime) -> Person:
    """Return who acts for the person now in this flow: himself, or the last of his deputies who is here."""
    now = standing(at).filter(since__lte=at, deputy__is_active=True)
    chain = resolve(person.pk, stands(now), flow=flow, at=at)
    return person if chain[-1] == person.pk else Person.objects.get(pk=chain[-1])


def delegations_of(person: Person) -> QuerySet[Delegation]:
    """Return what a person gave and took, the newest first."""
    return Delegation.objects.filter(Q(principal=person) | Q(deputy=person)).select_related("principal", "deputy")


def get_delegation(viewer: Person, *, uuid: str) -> Delegation:
    """Return one delegation that the viewer gave or took; administrators see each."""
    found = Delegation.objects.all() if viewer.is_administrator else delegations_of(viewer)
    one = found.select_related("principal", "deputy").filter(uuid=uuid).first()
    if one is None:
        raise NotThere
    return one


def deputies_of(people: Iterable[int], *, at: datetime) -> list[int]:
    """Return who acts now for any of these people, at any depth."""
    people = list(people)
    now = list(standing(at).filter(since__lte=at, deputy__is_active=True).values_list("principal_id", "deputy_id"))
    found, waiting = set(people), list(people)
    while waiting:
        one = waiting.pop()
        fresh = {deputy for principal, deputy in now if principal == one} - found
        found |= fresh
        waiting += fresh
    return sorted(found - set(people))


def whose_time_ended(*, since: datetime, at: datetime) -> list[int]:
    """Return who may see less by time alone: a post or delegation of his, or of whom he acts for, has ended."""
    over = Q(until__gt=since, until__lte=at)
    held = Appointment.objects.filter(over, person__is_active=True).values_list("person_id", flat=True)
    taken = Delegation.objects.filter(over, ended_at=None).values_list("deputy_id", flat=True)
    people = {*held, *taken}
    return sorted(people | set(deputies_of(people, at=at)))


def who_stands_in(person: Person, *, at: datetime) -> QuerySet[Delegation]:
    """Return who stands in for the person now."""
    return standing(at).filter(since__lte=at, principal=person).select_related("deputy")
