"""People as lists show them: the tree, a unit's members, what was searched for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from jishi.search import door as search
from xieban.directory.models import Appointment, Charge, Person, Post, Unit
from xieban.directory.queries.roles import in_force

KIND, SCOPE = "directory.person", "directory"
MOST_FOUND = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One person in a list, with the post under which he is listed there."""

    person: Person
    post: Post | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One unit in the tree, how deep it lies, and how many people it lists."""

    unit: Unit
    depth: int
    members: int


def found_people(viewer: Person, *, words: str, at: datetime) -> list[Listed]:
    """Return whom the words fit, by name, pinyin, initials, account, number, post or unit: the best first."""
    keys = search.find(kind=KIND, scopes=[SCOPE], words=words, limit=MOST_FOUND)
    persons = {str(one.uuid): one for one in visible(viewer).filter(uuid__in=keys)}
    return with_posts([persons[key] for key in keys if key in persons], at=at)


def visible(viewer: Person) -> QuerySet[Person]:
    """Return the colleagues; whoever left is there for administrators of the whole directory."""
    return Person.objects.all() if viewer.is_administrator else Person.objects.filter(is_active=True)


def with_posts(persons: Iterable[Person], *, at: datetime) -> list[Listed]:
    """Add to each person the post under which he is listed."""
    persons = list(persons)
    rows = Appointment.objects.filter(in_force(at), person__in=[one.pk for one in persons], is_main=True)
    posts = {row.person_id: row.post for row in rows.select_related("post__unit")}
    return [Listed(person=one, post=posts.get(one.pk)) for one in persons]


def listed_in(unit: Unit, *, at: datetime) -> list[Listed]:
    """Return who holds a post in the unit or anywhere under it, by precedence."""
    rows = Appointment.objects.filter(
        in_force(at), post__unit__place__startswith=unit.place, post__unit__closed_at=None, person__is_active=True
    )
    rows = rows.select_related("person", "post__unit")
    ordered = rows.order_by("post__unit__place", "post__rank", "person__rank", "person__name_pinyin", "pk")
    return [Listed(person=row.person, post=row.post) for row in ordered]


def without_post(viewer: Person, *, at: datetime) -> QuerySet[Person]:
    """Return the colleagues who hold no post: administrators see to them."""
    held = Appointment.objects.filter(in_force(at)).values("person_id")
    return visible(viewer).filter(is_active=True).exclude(pk__in=held)


def gone(viewer: Person) -> QuerySet[Person]:
    """Return whoever left, the last first; for administrators of the whole directory."""
    return visible(viewer).filter(is_active=False).order_by("-left_at", "pk")


def tree(*, at: datetime) -> list[Branch]:
    """Return the open units in the order of precedence, with its depth and how many work in it or under it."""
    rows = Appointment.objects.filter(in_force(at), person__is_active=True, post__unit__closed_at=None)
    works = set(rows.values_list("post__unit__place", "person_id"))
    return [
        Branch(
            unit=one,
            depth=one.place.count("/") - 1,
            members=len({person for place, person in works if place.startswith(one.place)}),
        )
        for one in Unit.objects.filter(closed_at=None).order_by("place")
    ]


def posts_of(unit: Unit, *, at: datetime) -> list[tuple[Post, list[Appointment]]]:
    """Return the open posts of a unit by precedence, each with who holds it."""
    posts = list(Post.objects.filter(unit=unit, closed_at=None).prefetch_related("roles").order_by("rank", "pk"))
    held: dict[int, list[Appointment]] = {}
    rows = Appointment.objects.filter(in_force(at), post__in=[one.pk for one in posts], person__is_active=True)
    for row in rows.select_related("person"):
        held.setdefault(row.post_id, []).append(row)
    return [(one, held.get(one.pk, [])) for one in posts]


def charges_of(person: Person, *, at: datetime) -> QuerySet[Charge]:
    """Return what a leader is in charge of."""
    return Charge.objects.filter(in_force(at), leader=person).select_related("unit")
