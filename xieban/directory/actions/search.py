"""Letting people be found: by name, every reading of it, account, number, post, unit, telephone."""

from collections.abc import Iterable
from datetime import datetime

from jishi.search import door as search
from xieban.directory.models import Appointment, Person
from xieban.directory.queries.people import KIND, SCOPE
from xieban.directory.queries.roles import in_force


def let_be_found(persons: Iterable[Person], *, at: datetime) -> None:
    """Put the persons into the index as they are now."""
    search.index_all(KIND, _texts(list(persons), at=at))


def rebuild_search(*, at: datetime) -> int:
    """Build the index of people anew; return how many there are."""
    return search.rebuild(KIND, _texts(list(Person.objects.all()), at=at))


def _texts(persons: list[Person], *, at: datetime) -> list[search.Text]:
    held: dict[int, list[str]] = {}
    rows = Appointment.objects.filter(in_force(at), person__in=[one.pk for one in persons])
    for row in rows.select_related("post__unit"):
        held.setdefault(row.person_id, []).append(f"{row.post.unit.name} {row.post.name}")
    return [
        search.Text(
            key=str(one.uuid),
            scope=SCOPE,
            title=one.username,
            names=(one.name,),
            body=" ".join([one.staff_number, one.mobile, one.telephone, one.room, *held.get(one.pk, [])]),
        )
        for one in persons
    ]
