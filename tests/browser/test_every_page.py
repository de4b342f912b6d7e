"""Every page, on a desk and on a phone: it stands, it fits, it keeps nobody out."""

from collections.abc import Callable
from typing import Final

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from tests.browser.conftest import Look
from tests.doors import ANYONE, SIGNED_IN, arguments, doors
from tests.styles import undressed

Areas = Callable[[str], bool]
BUSY: Final = frozenset({"contracts", "desk", "inspections"})
"""Half of the pages: two workers of the suite look at them side by side."""


def every(_area: str) -> bool:
    return True


def is_page(client: Client, address: str) -> bool:
    response = client.get(address)
    return response.status_code == 200 and not response.streaming and b'class="shell"' in response.content


def pages_of(name: str, cast: Cast, *, areas: Areas = every) -> list[str]:
    """Return the address of each page of some areas that this part of the cast can open.

    What the manager can open too is the same page: the manager's eyes on it are enough.
    """
    client, manager = Client(), Client()
    client.force_login(cast.persons()[name])
    manager.force_login(cast.manager)
    given, found = arguments(cast), []
    for route, names in doors().items():
        # What programs ask draws no page.
        if route.startswith("api-") or not areas(route.partition(":")[0]):
            continue
        everybody = names in (ANYONE, SIGNED_IN)
        address = reverse(route, kwargs=given.get(route, {}))
        if not (everybody or name in names) or not is_page(client, address):
            continue
        if name == "manager" or not (everybody or "manager" in names) or not is_page(manager, address):
            found.append(address)
    return sorted(found)


@pytest.mark.parametrize(
    ("name", "areas"),
    [
        pytest.param("manager", lambda area: area in BUSY, id="manager at the busiest areas"),
        pytest.param("manager", lambda area: area not in BUSY, id="manager everywhere else"),
        pytest.param("requester", every, id="requester"),
    ],
)
def test_every_page_stands(name: str, areas: Areas, cast: Cast, look: Look) -> None:
    eyes = look(cast.persons()[name])
    faults = []

    for address in pages_of(name, cast, areas=areas):
        page = eyes.go(address)
        faults += eyes.faults(f"{name}{address.replace('/', '-')}", in_both_schemes=True)
        faults += [f"{address} lacks its style: {words}" for words in undressed(page.content())]
        if page.locator("h1").count() != 1:
            faults.append(f"{address} has {page.locator('h1').count()} first headings")

    assert faults == []
