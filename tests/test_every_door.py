"""Every page and endpoint is asked by everybody: the nine roles, strangers of another contract, and nobody.

How an area says who gets in: `tests/doors.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from conftest import make_cast
from tests.doors import arguments, doors, faults_of_door, no_doors, routes
from zhishou.people.models import Person

pytestmark = pytest.mark.one_engine


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The cast, signed in, and something behind every door."""

    persons: dict[str, Person]
    sessions: dict[str, str]
    given: dict[str, dict[str, Any]]

    def address(self, route: str) -> str:
        return reverse(route, kwargs=self.given.get(route, {}))

    def visitor(self, name: str) -> Client:
        """Return a browser of its own for one of the cast, or for nobody."""
        client = Client()
        if name in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[name]
        return client


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """Furnish the house once: each test works in a transaction inside this one, and undoes what it did."""
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
        cast, sessions = make_cast(), {}
        for name, person in cast.persons().items():
            client = Client()
            client.force_login(person)
            client.get("/nowhere/")  # the first request notes the device; else each test would do it again
            sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
        made = House(persons=cast.persons(), sessions=sessions, given=arguments(cast))
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

    assert faults_of_door(route, address=address, names=list(house.persons), visitor=house.visitor) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "route", sorted(r for r, names in doors().items() if not names & {"anyone", "signed_in", "stranger_manager"})
)
def test_a_stranger_learns_nothing(route: str, house: House) -> None:
    """What belongs to another contract answers a stranger exactly as what does not exist."""
    client = house.visitor("stranger_manager")

    theirs, nowhere = client.get(house.address(route)), client.get("/nowhere/at/all/")

    assert theirs.status_code in {404, 405}
    if not route.startswith("api-") and theirs.status_code == 404:
        assert len(theirs.content) == pytest.approx(len(nowhere.content), abs=200)
