"""Who is meant by words: a post, a list of departments or people; and for whom somebody stands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from xieban.directory.models import Appointment, Person, Post, Unit
from xieban.directory.queries.delegations import standing, stands
from xieban.directory.queries.roles import heads_of, in_force
from xieban.directory.queries.units import root_of
from xieban.directory.rules import Role, behind


def principals_of(person: Person, *, at: datetime) -> list[tuple[int, list[str]]]:
    """Return for whom a person stands in now, at any depth, and in which flows; no flow named means all."""
    now = standing(at).filter(since__lte=at, deputy__is_active=True)
    return [(one.principal, sorted(one.flows)) for one in behind(person.pk, stands(now))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody is listed: his department, and the unit (单位) to which it belongs."""

    department: Unit
    unit: Unit


def place_of(person: int, *, at: datetime) -> Place | None:
    """Return where a person is listed; asked for every step of a flow, so in one statement as a rule."""
    held = Appointment.objects.filter(in_force(at), person_id=person).select_related("post__unit__parent")
    first = held.first()
    return Place(department=first.post.unit, unit=root_of(first.post.unit)) if first else None


def holders_of_roles(roles: Sequence[Role], *, at: datetime, unit: Unit | None) -> dict[Role, list[int]]:
    """Return the active persons with each role, by precedence, in one statement; with `unit`, in it or under it."""
    held = Appointment.objects.filter(
        in_force(at), post__roles__role__in=roles, post__closed_at=None, person__is_active=True
    )
    if unit is not None:
        held = held.filter(post__unit__place__startswith=unit.place)
    found: dict[Role, list[int]] = {role: [] for role in roles}
    rows = held.order_by("person__rank", "person__name_pinyin", "person_id")
    for role, person in rows.values_list("post__roles__role", "person_id"):
        if Role(role) in found and person not in found[Role(role)]:
            found[Role(role)].append(person)
    return found


def holders_of_post(name: str, *, at: datetime) -> list[int]:
    """Return the active persons who hold an open post of this name, by precedence."""
    held = Appointment.objects.filter(in_force(at), post__name=name, post__closed_at=None, person__is_active=True)
    return list(held.order_by("post__unit__place", "pk").values_list("person_id", flat=True))


def post_names() -> frozenset[str]:
    """Return what the open posts are called."""
    return frozenset(Post.objects.filter(closed_at=None).values_list("name", flat=True))


def heads_of_all(units: Sequence[int], *, at: datetime) -> list[int]:
    """Return the active persons who answer for these units, in the order of precedence of the units."""
    found = Unit.objects.filter(pk__in=units, closed_at=None)
    return [head.pk for unit in found for head in heads_of(unit, at=at)]


def still_here(people: Sequence[int]) -> list[int]:
    """Return those of the people whose account is open, in the order given."""
    active = set(Person.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True))
    return [person for person in people if person in active]
