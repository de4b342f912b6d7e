"""Every page and endpoint is asked by everybody: the nine roles, strangers of another contract, and nobody.

Each area's `tests/doors.py` says who gets in (`DOORS`: route → names of the cast, or `anyone`, or `signed_in`)
and with which arguments (`arguments(cast)`: route → arguments). A route without an entry fails.
"""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from conftest import Cast, make_cast
from tests.architecture.tree import ROOT
from zhishou.people.models import Person

pytestmark = pytest.mark.one_engine
ANYONE, SIGNED_IN = frozenset({"anyone"}), frozenset({"signed_in"})
PAGE_METHODS, API_METHODS = ("get", "post"), ("get", "post", "put", "patch", "delete")


@cache
def declarations() -> tuple[ModuleType, ...]:
    found = sorted(ROOT.glob("zhishou/*/tests/doors.py")) + sorted(ROOT.glob("jishi/*/tests/doors.py"))
    return tuple(importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)) for path in found)


@cache
def doors() -> dict[str, frozenset[str]]:
    return {route: names for module in declarations() for route, names in module.DOORS.items()}


def no_doors() -> set[str]:
    return {route for module in declarations() for route in getattr(module, "NO_DOORS", ())}


def routes(patterns: list[URLPattern | URLResolver] | None = None, space: str = "") -> Iterator[str]:
    """Yield the full name of every address that the product answers."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            assert pattern.name, f"the address {pattern.pattern} has no name"
            yield space + pattern.name


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for module in declarations():
        found |= module.arguments(cast) if hasattr(module, "arguments") else {}
    return found


def ask(client: Client, method: str, address: str, *, body: dict[str, Any] | None) -> HttpResponseBase:
    """Ask; with the whole body that the area gives for a route, so that it is the door that refuses."""
    if method == "get" or body is None:
        return getattr(client, method)(address)  # type: ignore[no-any-return]
    return getattr(client, method)(address, body, content_type="application/json")  # type: ignore[no-any-return]


def bodies() -> dict[str, dict[str, Any]]:
    return {route: body for module in declarations() for route, body in getattr(module, "BODIES", {}).items()}


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


def gets_in(response: HttpResponseBase) -> bool:
    """Say whether an answer is anything but a refusal; 405 and 422 come after the door."""
    if response.status_code in {301, 302}:
        return "/sign-in/" not in response.headers["Location"]
    return response.status_code not in {401, 403, 404}


def refused(response: HttpResponseBase, *, anonymous: bool) -> bool:
    """Say whether an answer refuses without telling anything; 405 tells only what the reference tells."""
    if response.status_code == 405:
        return True
    if anonymous:
        return not gets_in(response)
    return response.status_code in {403, 404}


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(doors()))
def test_a_door_opens_for_whom_it_should_and_nobody_else(route: str, house: House) -> None:
    allowed, address, everybody = doors()[route], house.address(route), set(house.persons)
    names = everybody | {"anyone"} if allowed == ANYONE else everybody if allowed == SIGNED_IN else allowed
    faults = []

    for name in [*house.persons, "anyone"]:
        client = house.visitor(name)
        if name in names:
            response = client.get(address)
            if not gets_in(response):
                faults.append(f"{name} is kept out: GET {response.status_code}")
            continue
        for method in API_METHODS if route.startswith("api-") else PAGE_METHODS:
            answer = ask(client, method, address, body=bodies().get(route))
            if not refused(answer, anonymous=name == "anyone"):
                faults.append(f"{name} gets in: {method.upper()} {answer.status_code}")

    assert faults == []


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
