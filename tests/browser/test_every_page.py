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


def is_page(client: Client, address: str) -> bool:
    response = client.get(address)
    return response.status_code == 200 and not response.streaming and b'class="shell"' in response.content


def addresses(cast: Cast, *, areas: Areas) -> dict[str, frozenset[str]]:
    """Return each address of some areas that may be a page, and who gets in."""
    given = arguments(cast)
    return {
        reverse(route, kwargs=given.get(route, {})): names
        for route, names in doors().items()
        # What programs ask draws no page.
        if not route.startswith("api-") and areas(route.partition(":")[0])
    }


def pages_of(name: str, cast: Cast, asked: dict[str, frozenset[str]]) -> list[str]:
    """Return those that this part of the cast can open and that are pages."""
    client = Client()
    client.force_login(cast.persons()[name])
    open_to = [one for one, names in asked.items() if names in (ANYONE, SIGNED_IN) or name in names]
    return sorted(one for one in open_to if is_page(client, one))


@pytest.mark.parametrize(
    "areas",
    [
        pytest.param(lambda area: area in BUSY, id="the busiest areas"),
        pytest.param(lambda area: area not in BUSY, id="everywhere else"),
    ],
)
def test_every_page_stands(areas: Areas, cast: Cast, look: Look) -> None:
    faults, unseen = [], addresses(cast, areas=areas)

    for name in ("manager", "requester"):
        eyes = look(cast.persons()[name])
        for address in pages_of(name, cast, unseen):
            del unseen[address]  # what the manager can open is the same page to everybody else
            page = eyes.go(address)
            faults += eyes.faults(f"{name}{address.replace('/', '-')}", in_both_schemes=True)
            faults += [f"{address} lacks its style: {words}" for words in undressed(page.content())]
            if page.locator("h1").count() != 1:
                faults.append(f"{address} has {page.locator('h1').count()} first headings")

    assert faults == []
