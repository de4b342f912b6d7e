"""Every page and endpoint is asked by everybody: the nine roles, strangers of another contract, and nobody.

Four of them read what they see: it is Chinese. How an area says who gets in: `tests/doors.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from conftest import Cast, make_cast
from tests.doors import Visitors, arguments, doors, faults_of_door, no_doors, routes
from zhishou.people.models import Person

pytestmark = pytest.mark.one_engine
READERS = frozenset({"manager", "client_admin", "requester", "platform_admin"})


def names_of(cast: Cast) -> list[str]:
    """Return the data of the standing cast, which is English."""
    persons = cast.persons().values()
    engagements = (cast.engagement, cast.other_engagement)
    return [
        # Invited by the doors of people, the process of the doors of the ledger, connectors of those of systems.
        *("Newcomer", "tests", "site", "port"),
        *(text for person in persons for text in (person.name, person.username or "")),
        *(text for one in engagements for text in (one.code, one.name, one.client.name, one.vendor.name)),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The cast, signed in, and something behind every door."""

    persons: dict[str, Person]
    visitor: Visitors
    given: dict[str, dict[str, Any]]
    nowhere: bytes
    known: list[str]

    def address(self, route: str) -> str:
        return reverse(route, kwargs=self.given.get(route, {}))


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """Furnish the house once: each test works in a transaction inside this one, and undoes what it did."""
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
        cast = make_cast()
        visitor = Visitors(cast.persons())
        nowhere = visitor("stranger_manager").get("/nowhere/at/all/")
        made = House(
            persons=cast.persons(),
            visitor=visitor,
            given=arguments(cast),
            nowhere=nowhere.content,
            known=names_of(cast),
        )
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


def test_every_route_says_who_gets_in() -> None:
    there = set(routes())

    assert sorted(there - set(doors()) - no_doors()) == []
    assert sorted((set(doors()) | no_doors()) - there) == [], "declared, but there is no such route"


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(doors()))
def test_a_door_opens_for_whom_it_should_and_nobody_else(route: str, house: House) -> None:
    address = house.address(route)

    found = faults_of_door(
        route,
        address=address,
        names=list(house.persons),
        visitor=house.visitor,
        readers=READERS,
        known=house.known,
    )

    assert found == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "route", sorted(r for r, names in doors().items() if not names & {"anyone", "signed_in", "stranger_manager"})
)
def test_a_stranger_learns_nothing(route: str, house: House) -> None:
    """What belongs to another contract answers a stranger exactly as what does not exist."""
    theirs = house.visitor("stranger_manager").get(house.address(route))

    assert theirs.status_code in {404, 405}
    if not route.startswith("api-") and theirs.status_code == 404:
        assert len(theirs.content) == pytest.approx(len(house.nowhere), abs=200)
