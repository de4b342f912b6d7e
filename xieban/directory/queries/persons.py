"""Which persons somebody sees: colleagues are known to each other."""

import uuid as uuids
from collections.abc import Iterable

from django.db.models import QuerySet

from jishi.database.door import Given
from jishi.refusals.door import Invalid, NotThere
from xieban.directory.models import Person


class NobodyCalledSo(Invalid):
    """Nobody here is called so."""


class SeveralCalledSo(Invalid):
    """Several people have this name: use the account name."""


def get_person(viewer: Person, *, uuid: str | uuids.UUID) -> Person:
    """Return one person; whoever left is there for administrators only."""
    try:
        wanted = uuids.UUID(str(uuid))
    except ValueError as error:
        raise NotThere from error
    person = Person.objects.filter(uuid=wanted).first()
    if person is None or not (person.is_active or person == viewer or viewer.is_administrator):
        raise NotThere
    return person


def one_person(viewer: int | Given) -> QuerySet[Person]:
    """Return the row of whoever is looking, for another room to hang its counters on."""
    return Person.objects.filter(pk=viewer).order_by()


def find_person(username: str) -> Person | None:
    """Return the person with this account name; for commands, where nobody is looking."""
    return Person.objects.filter(username=username).first()


def person_of_event(*, uuid: str | None) -> Person | None:
    """Return the person that an event names; for background work, where nobody is looking."""
    return Person.objects.filter(uuid=uuid).first() if uuid else None


def some_administrator() -> Person | None:
    """Return an administrator of everything who is here; for a look as one, where nobody is looking."""
    return Person.objects.filter(is_active=True, is_administrator=True).order_by("pk").first()


def persons_by_id(ids: Iterable[int]) -> dict[int, Person]:
    """Return the persons whom an area's own rows name, by id; who may look is decided about those rows."""
    return Person.objects.in_bulk(set(ids))


def colleagues_named(typed: str) -> list[Person]:
    """Return whom an account name, or else a full name, means among those who are here; two are enough to know."""
    here = Person.objects.filter(is_active=True)
    by_account = here.filter(username=typed.strip().lower())
    return list(by_account or here.filter(name=typed.strip())[:2])


def one_colleague(typed: str) -> Person:
    """Return the one colleague whom an account name or a full name means, or refuse."""
    found = colleagues_named(typed)
    if len(found) != 1:
        raise SeveralCalledSo if found else NobodyCalledSo
    return found[0]


def everybody_here() -> QuerySet[Person]:
    """Return all colleagues, for whoever chooses one."""
    return Person.objects.filter(is_active=True)
