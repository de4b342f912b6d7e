"""Who holds which post, and which roles follow from that."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from django.db.models import Q, QuerySet

from jishi.database.door import Compiled, Given, columns_of, row_of
from jishi.refusals.door import NotThere
from xieban.directory.models import Appointment, Charge, Person, Post, Unit
from xieban.directory.rules import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRole:
    """A role with the reason for it: the post that carries it."""

    role: Role
    post: Post


Found = TypeVar("Found")
MAIN_FIRST: Final = ("-is_main", "post__unit__place", "post__rank", "id")  # as Appointment sorts itself

_READ: ContextVar[dict[tuple[object, ...], Any] | None] = ContextVar("read once", default=None)


def in_force(at: datetime | Given) -> Q:
    """Return the condition under which a row with `since` and `until` counts; ends are exclusive."""
    return Q(since__lte=at) & (Q(until=None) | Q(until__gt=at))


def appointments_of(person: Person, *, at: datetime) -> QuerySet[Appointment]:
    """Return the posts that a person holds, the main one first."""
    return Appointment.objects.filter(in_force(at), person=person).select_related("post__unit")


def department_of(person: Person, *, at: datetime) -> Unit | None:
    """Return the unit or department under which the person is listed."""
    rows = _department(person=person.pk, now=at)
    return row_of(Unit, rows[0]) if rows else None


_department = Compiled(
    lambda person, now: (
        Appointment.objects.filter(in_force(now), person=person)
        .order_by(*MAIN_FIRST)
        .values_list(*columns_of(Unit, under="post__unit"))[:1]
    )
)


@contextmanager
def roles_read_once() -> Iterator[None]:
    """Read once within what a person holds and for whom he stands in: for what changes nothing, like a page."""
    token = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(token)


def roles_of(person: Person, *, at: datetime) -> tuple[HeldRole, ...]:
    """Return the roles that a person has by his posts."""
    return read_once("roles", person, at, _roles_of)


def read_once(what: str, person: Person, at: datetime, read: Callable[..., Found]) -> Found:
    """Return what is read of a person at a moment, within `roles_read_once` only once."""
    known = _READ.get()
    if known is None:
        return read(person, at=at)
    if (what, person.pk, at) not in known:
        known[what, person.pk, at] = read(person, at=at)
    found: Found = known[what, person.pk, at]
    return found


def _roles_of(person: Person, *, at: datetime) -> tuple[HeldRole, ...]:
    held, posts = [], dict[int, Post]()
    for key, role, *columns in _roles_with_posts(person=person.pk, now=at):
        if key not in posts:
            values = iter(columns)
            posts[key] = row_of(Post, values)
            posts[key].unit = row_of(Unit, values)
        held.append(HeldRole(role=Role(role), post=posts[key]))
    return tuple(held)


# Every page and every step asks it; the main post comes first, as where people look at their posts.
_roles_with_posts = Compiled(
    lambda person, now: (
        Appointment.objects.filter(in_force(now), person=person, post__roles__isnull=False)
        .order_by(*MAIN_FIRST, "post__roles__id")
        .values_list(
            "pk", "post__roles__role", *columns_of(Post, under="post"), *columns_of(Unit, under="post__unit")
        )
    )
)


def roles_under(person: int, *, place: str, at: datetime) -> frozenset[Role]:
    """Return the roles that somebody has by posts in the unit of a place or anywhere under it."""
    rows = _roles_and_places(person=person, now=at)
    return frozenset(Role(role) for role, where in rows if where.startswith(place))


_roles_and_places = Compiled(
    lambda person, now: (
        Appointment.objects.filter(in_force(now), person=person, post__roles__isnull=False)
        .order_by("pk")
        .values_list("post__roles__role", "post__unit__place")
    )
)


def has_role(person: Person, role: Role, *, at: datetime, unit: Unit | None = None) -> bool:
    """Say whether the person has the role, by a post in this very unit where one is named."""
    return any(
        held.role == role and (unit is None or held.post.unit_id == unit.pk) for held in roles_of(person, at=at)
    )


def holders_of(role: Role, *, at: datetime, unit: Unit | None = None) -> QuerySet[Person]:
    """Return the active persons with the role, by precedence; with `unit`, by a post in it or under it."""
    posts = Post.objects.filter(roles__role=role, closed_at=None)
    if unit is not None:
        posts = posts.filter(unit__place__startswith=unit.place)
    held = Appointment.objects.filter(in_force(at), post__in=posts.values("pk"))
    return Person.objects.filter(pk__in=held.values("person_id"), is_active=True)


def heads_of(unit: Unit, *, at: datetime) -> QuerySet[Person]:
    """Return the active persons who answer for this very unit."""
    held = Appointment.objects.filter(in_force(at), post__unit=unit, post__is_head=True)
    return Person.objects.filter(pk__in=held.values("person_id"), is_active=True)


def holding(post: Post, *, at: datetime) -> QuerySet[Appointment]:
    """Return who holds a post."""
    return Appointment.objects.filter(in_force(at), post=post).select_related("person")


def members_of(unit: Unit, *, at: datetime) -> QuerySet[Appointment]:
    """Return who holds which post in this very unit, by precedence."""
    held = Appointment.objects.filter(in_force(at), post__unit=unit, person__is_active=True)
    return held.select_related("person", "post").order_by("post__rank", "person__rank", "person__name_pinyin", "pk")


def leader_in_charge(unit: Unit, *, at: datetime) -> Person | None:
    """Return the leader in charge of the unit, or of the nearest one above it."""
    here: Unit | None = unit
    while here is not None:
        charge = Charge.objects.filter(in_force(at), unit=here, leader__is_active=True).first()
        if charge is not None:
            return charge.leader
        here = here.parent
    return None


def administers(person: Person, *, unit: Unit | None, at: datetime) -> bool:
    """Say whether the person looks after the branch in which the unit lies; without a unit: after everything."""
    if person.is_administrator:
        return True
    places = [held.post.unit.place for held in roles_of(person, at=at) if held.role == Role.ADMINISTRATOR]
    return unit is not None and any(unit.place.startswith(place) for place in places)


def get_post(viewer: Person, *, uuid: str) -> Post:
    """Return one open post."""
    del viewer  # posts are known to everybody who is signed in
    post = Post.objects.filter(uuid=uuid, closed_at=None).select_related("unit").first()
    if post is None:
        raise NotThere
    return post


def get_appointment(viewer: Person, *, key: int, at: datetime) -> Appointment:
    """Return one appointment in force."""
    del viewer  # as above
    found = Appointment.objects.filter(in_force(at), pk=key).select_related("person", "post__unit").first()
    if found is None:
        raise NotThere
    return found
