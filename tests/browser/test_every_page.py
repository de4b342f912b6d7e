"""Every page, on a desk and on a phone: it stands, it fits, it keeps nobody out."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from tests.browser.conftest import Look
from tests.doors import ANYONE, SIGNED_IN, arguments, doors


def pages_of(name: str, cast: Cast, given: dict[str, dict[str, Any]]) -> list[str]:
    """Return the address of each page that this part of the cast can open."""
    client = Client()
    client.force_login(cast.persons()[name])
    found = []
    for route, names in doors().items():
        if names in (ANYONE, SIGNED_IN) or name in names:
            address = reverse(route, kwargs=given.get(route, {}))
            response = client.get(address)
            if response.status_code == 200 and not response.streaming and b'class="shell"' in response.content:
                found.append(address)
    return sorted(found)


@pytest.mark.parametrize(
    ("name", "width", "dark"),
    [
        pytest.param("manager", "desk", False, id="the manager at a desk by day"),
        pytest.param("manager", "phone", True, id="the manager on a phone at night"),
        pytest.param("requester", "desk", True, id="a user at a desk in the dark"),
        pytest.param("requester", "phone", False, id="a user on a phone by day"),
    ],
)
def test_every_page_stands(name: str, width: str, dark: bool, cast: Cast, look: Look) -> None:  # noqa: FBT001 - a case of the table
    eyes = look(cast.persons()[name], width=width, dark=dark)
    faults = []
    # Asking axe takes longer than the page: once in each scheme and width is enough.
    given = arguments(cast)
    asked = set() if name == "manager" else set(pages_of("manager", cast, given))

    for address in pages_of(name, cast, given):
        page = eyes.go(address)
        faults += [f"{address} scrolls sideways: {one}" for one in eyes.overhang()]
        faults += [] if address in asked else [f"{address}: {one}" for one in eyes.barriers()]
        if page.locator("h1").count() != 1:
            faults.append(f"{address} has {page.locator('h1').count()} first headings")
        eyes.picture(f"{name}-{width}{address.replace('/', '-')}")

    assert faults == []
