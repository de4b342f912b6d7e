"""Who is meant by words: a post, a list of departments or people; and for whom somebody stands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from jishi.database.door import Compiled, Given, columns_of, row_of
from xieban.directory.models import Appointment, Person, Post, Unit
from xieban.directory.queries.delegations import standing
from xieban.directory.queries.roles import heads_of, in_force, read_once
from xieban.directory.queries.units import root_of
from xieban.directory.rules import Role, Stand, behind


def principals_of(person: Person, *, at: datetime) -> list[tuple[int, list[str]]]:
    """Return for whom a person stands in now, at any depth, and in which flows; no flow named means all."""
    return read_once("principals", person, at, _principals_of)


def _principals_of(person: Person, *, at: datetime) -> list[tuple[int, list[str]]]:
    rows = _in_force_now(now=at)
    now = [
        Stand(principal=principal, deputy=deputy, since=since, until=until, flows=frozenset(flows))
        for principal, deputy, since, until, flows in rows
    ]
    return [(one.principal, sorted(one.flows)) for one in behind(person.pk, now)]


_in_force_now = Compiled(
    lambda now: (
        standing(now)
        .filter(since__lte=now, deputy__is_active=True)
        .values_list("principal_id", "deputy_id", "since", "until", "flows")
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody is listed: his department, and the unit (单位) to which it belongs."""

    department: Unit
    unit: Unit


def place_of(person: int, *, at: datetime) -> Place | None:
    """Return where a person is listed; asked for every step of a flow, so in one statement as a rule."""
    rows = _first_place(person=person, now=at)
    if not rows:
        return None
    values = iter(rows[0])
    department = row_of(Unit, values)
    if department.parent_id is not None:
        department.parent = row_of(Unit, values)
    return Place(department=department, unit=root_of(department))


_first_place = Compiled(
    lambda person, now: Appointment.objects.filter(in_force(now), person_id=person).values_list(
        *columns_of(Unit, under="post__unit"), *columns_of(Unit, under="post__unit__parent")
    )[:1]
)


def holders_of_roles(roles: Sequence[Role], *, at: datetime, unit: Unit | None) -> dict[Role, list[int]]:
    """Return the active persons with each role, by precedence, in one statement; with `unit`, in it or under it."""
    found: dict[Role, list[int]] = {role: [] for role in roles}
    for role, person, place in _holding(tuple(sorted(role.value for role in found)), now=at):
        inside = unit is None or place.startswith(unit.place)
        if inside and Role(role) in found and person not in found[Role(role)]:
            found[Role(role)].append(person)
    return found


def _holders(roles: tuple[str, ...], *, now: Given) -> QuerySet[Appointment, tuple[object, ...]]:
    held = Appointment.objects.filter(
        in_force(now), post__roles__role__in=roles, post__closed_at=None, person__is_active=True
    )
    rows = held.order_by("person__rank", "person__name_pinyin", "person_id")
    return rows.values_list("post__roles__role", "person_id", "post__unit__place")


_holding = Compiled(_holders)


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
