"""Every form of every page is sent what no user means: too much, nothing, null bytes, scripts, wrong types.

A form is found as a browser finds it, on the pages that the cast may open. Whatever it is sent, it answers in
words: it never breaks, and it never gives a script back that would run.
"""

from collections.abc import Iterator
from typing import Final

import pytest
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.doors import doors
from tests.hostile import Form, faults_of_forms, forms_on
from tests.test_every_door import House, house

__all__ = ["house"]
pytestmark = [pytest.mark.one_engine, pytest.mark.django_db]

LOOKERS: Final = ("manager", "client_admin", "requester")
ELSE: Final = ("platform_admin", "leader")


def pages(house: House) -> Iterator[tuple[Client, str, HttpResponseBase]]:
    """Yield every page once for each of those who may open it and see different things there."""
    for route in sorted(doors()):
        if route.startswith("api-"):
            continue
        allowed = doors()[route] & {*LOOKERS, *ELSE} or {LOOKERS[0]}
        for name in sorted(allowed, key=[*LOOKERS, *ELSE].index)[: len(LOOKERS)]:
            client = house.visitor(name)
            response = client.get(house.address(route))
            if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
                yield client, house.address(route), response


@pytest.fixture(scope="module")
def forms(house: House, django_db_blocker: DjangoDbBlocker) -> list[tuple[Client, Form]]:
    """Return each form once: the same address with the same fields is one."""
    found: dict[tuple[str, tuple[str, ...]], tuple[Client, Form]] = {}
    with django_db_blocker.unblock():
        for client, address, response in pages(house):
            for same, form in forms_on(address, response.content):  # type: ignore[attr-defined]
                found.setdefault(same, (client, form))
    return list(found.values())


def test_a_form_answers_in_words_whatever_it_is_sent(forms: list[tuple[Client, Form]]) -> None:
    assert len(forms) > 40, "the forms were not found"

    assert faults_of_forms(forms) == set()
