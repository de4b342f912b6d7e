"""What the test of every door needs, whichever product runs: its routes, who gets in, and what a refusal is.

Each area's `tests/doors.py` says who gets in (`DOORS`: route → names of the cast, or `anyone`, or `signed_in`)
and with which arguments (`arguments(cast)`: route → arguments). A route without an entry fails.
"""

import importlib
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any

from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.tree import ROOT

ANYONE, SIGNED_IN = frozenset({"anyone"}), frozenset({"signed_in"})
PAGE_METHODS, API_METHODS = ("get", "post"), ("get", "post", "put", "patch", "delete")


@cache
def declarations() -> tuple[ModuleType, ...]:
    found = [path for top in ("jishi", settings.PRODUCT) for path in sorted(ROOT.glob(f"{top}/*/tests/doors.py"))]
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


def arguments(cast: Any) -> dict[str, dict[str, Any]]:
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
    # A door for programs asks whoever is only signed in for a token, as it asks everybody.
    asks_for_token = response.status_code == 401 and response.headers.get("WWW-Authenticate") == "Bearer"
    return asks_for_token or response.status_code in {403, 404}


def faults_of_door(route: str, *, address: str, names: list[str], visitor: Any) -> list[str]:
    """Ask as everybody; return who was kept out that should get in, and who got in that should not."""
    allowed, faults = doors()[route], []
    everybody = frozenset(names)
    welcome = everybody | {"anyone"} if allowed == ANYONE else everybody if allowed == SIGNED_IN else allowed
    for name in [*names, "anyone"]:
        client = visitor(name)
        if name in welcome:
            response = client.get(address)
            if not gets_in(response):
                faults.append(f"{name} is kept out: GET {response.status_code}")
            continue
        for method in API_METHODS if route.startswith("api-") else PAGE_METHODS:
            answer = ask(client, method, address, body=bodies().get(route))
            if not refused(answer, anonymous=name == "anyone"):
                faults.append(f"{name} gets in: {method.upper()} {answer.status_code}")
    return faults
