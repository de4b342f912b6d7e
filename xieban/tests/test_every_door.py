"""Every page is asked by everybody: each role, strangers of another unit, and nobody; one reads it: it is Chinese.

How an area says who gets in: `tests/doors.py`.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests.doors import ANYONE, Visitors, arguments, doors, faults_of_door, no_doors, routes
from xieban.administration.actions import make_token
from xieban.administration.rules.scopes import SCOPES
from xieban.directory.models import Person
from xieban.tests.cast import make_cast

pytestmark = pytest.mark.one_engine


def token_for(administrator: Person) -> str:
    """Return a key that opens every area of the administration API."""
    now = timezone.now()
    week = now + timedelta(days=7)
    return make_token(name="值守", scopes=SCOPES, expires_at=week, by=administrator, at=now).raw


class House:
    """The cast, signed in, and something behind every door."""

    def __init__(self) -> None:
        cast = self.cast = make_cast()
        self.persons = cast.persons()
        # The one who may make tokens calls the API by one; everybody else has a session only.
        bearer = {"authorization": f"Bearer {token_for(cast.administrator)}"}
        self.visitor = Visitors(self.persons, headers={"administrator": bearer})
        self.given: dict[str, dict[str, Any]] = arguments(cast)

    def names(self) -> list[str]:
        """Return the data of the standing cast, which is English."""
        units = (self.cast.body, self.cast.leaders, self.cast.office, self.cast.department, self.cast.elsewhere)
        persons = [text for one in self.persons.values() for text in (one.name, one.username)]
        return [*persons, *(text for one in units for text in (one.name, one.code))]

    def address(self, route: str) -> str:
        return reverse(route, kwargs=self.given.get(route, {}))


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """Furnish the house once: each test works in a transaction inside this one, and undoes what it did."""
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
        made = House()
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
    reader = min(doors()[route] & set(house.persons) or {"administrator"})
    readers = frozenset() if doors()[route] == ANYONE else frozenset({reader})

    found = faults_of_door(
        route,
        address=house.address(route),
        names=list(house.persons),
        visitor=house.visitor,
        readers=readers,
        known=house.names(),
    )

    assert found == []
