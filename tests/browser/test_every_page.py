"""Every page, on a desk and on a phone: it stands, it fits, it keeps nobody out."""

from collections.abc import Callable
from typing import Any, Final

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


def pages_of(name: str, cast: Cast, given: dict[str, dict[str, Any]], *, areas: Areas = every) -> list[str]:
    """Return the address of each page of some areas that this part of the cast can open."""
    client = Client()
    client.force_login(cast.persons()[name])
    found = []
    for route, names in doors().items():
        if areas(route.partition(":")[0]) and (names in (ANYONE, SIGNED_IN) or name in names):
            address = reverse(route, kwargs=given.get(route, {}))
            response = client.get(address)
            if response.status_code == 200 and not response.streaming and b'class="shell"' in response.content:
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
    # What both can open is the same page: the manager's eyes on it are enough.
    given = arguments(cast)
    seen = set() if name == "manager" else set(pages_of("manager", cast, given))

    for address in pages_of(name, cast, given, areas=areas):
        if address in seen:
            continue
        page = eyes.go(address)
        faults += eyes.faults(f"{name}{address.replace('/', '-')}", in_both_schemes=True)
        faults += [f"{address} lacks its style: {words}" for words in undressed(page.content())]
        if page.locator("h1").count() != 1:
            faults.append(f"{address} has {page.locator('h1').count()} first headings")

    assert faults == []
