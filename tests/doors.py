"""What the test of every door needs, whichever product runs: its routes, who gets in, and what a refusal is.

Each area's `tests/doors.py` says who gets in (`DOORS`: route → names of the cast, or `anyone`, or `signed_in`)
and with which arguments (`arguments(cast)`: route → arguments). A route without an entry fails.
"""

import importlib
import time
from collections.abc import Container, Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import Any

from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.tree import ROOT
from tests.styles import undressed
from tests.words import english_in

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


class Visitors:
    """A browser for each of the cast and one for nobody, each given as it was when its person signed in."""

    def __init__(self, persons: Mapping[str, Any], *, headers: Mapping[str, dict[str, str]] | None = None) -> None:
        self._clients = {name: Client(headers=(headers or {}).get(name)) for name in [*persons, "anyone"]}
        self._sessions: dict[str, str] = {}
        for name, person in persons.items():
            client = self._clients[name]
            client.force_login(person)
            session = client.session
            # As whoever needs a second factor has given it: else every request would ask whether he should.
            session["account_authentication_methods"] = [{"method": "mfa", "at": time.time() - 3600}]
            session["account_authentication_methods_user"] = str(person.pk)
            session.save()
            client.get("/nowhere/")  # the first request notes the device; else each test would do it again
            self._sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def __call__(self, name: str) -> Client:
        client = self._clients[name]
        client.cookies.clear()
        if name in self._sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[name]
        return client


def arguments(cast: Any) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for module in declarations():
        found |= module.arguments(cast) if hasattr(module, "arguments") else {}
    return found


def ask(client: Client, method: str, address: str, *, body: dict[str, Any] | None, plain: bool) -> HttpResponseBase:
    """Ask; with the whole body that the area gives for a route, so that it is the door that refuses.

    `plain` takes the refusal as a program does: to draw its page a thousand times costs more than all the doors.
    """
    headers = {"accept": "application/json"} if plain else {}
    if method == "get" or body is None:
        return getattr(client, method)(address, headers=headers)  # type: ignore[no-any-return]
    return getattr(client, method)(address, body, content_type="application/json", headers=headers)  # type: ignore[no-any-return]


def bodies() -> dict[str, dict[str, Any]]:
    return {route: body for module in declarations() for route, body in getattr(module, "BODIES", {}).items()}


def gets_in(response: HttpResponseBase) -> bool:
    """Say whether an answer is anything but a refusal; 405 and 422 come after the door."""
    if response.status_code in {301, 302}:
        return "/sign-in/" not in response.headers["Location"]
    return response.status_code not in {401, 403, 404}


def is_page(response: HttpResponseBase) -> bool:
    return response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")


def text_of(response: HttpResponseBase) -> str:
    return str(getattr(response, "content", b"").decode())


def refused(response: HttpResponseBase, *, anonymous: bool) -> bool:
    """Say whether an answer refuses without telling anything; 405 tells only what the reference tells."""
    if response.status_code == 405:
        return True
    if anonymous:
        return not gets_in(response)
    # A door for programs asks whoever is only signed in for a token, as it asks everybody.
    asks_for_token = response.status_code == 401 and response.headers.get("WWW-Authenticate") == "Bearer"
    return asks_for_token or response.status_code in {403, 404}


def methods_there(response: HttpResponseBase) -> frozenset[str]:
    """Return which methods an endpoint of the API has, as it says when it is asked by one that it has not.

    It says so before it looks at who asks: the first who is refused asks by those too, everybody else by these.
    """
    from_api = response.status_code == 405 and response.headers["Content-Type"] == "application/problem+json"
    return frozenset(response.headers["Allow"].lower().split(", ")) if from_api else frozenset()


def faults_of_door(
    route: str, *, address: str, names: list[str], visitor: Any, readers: Container[str], known: list[str]
) -> list[str]:
    """Ask as everybody; return who was kept out that should get in, and who got in that should not.

    Those of `readers` read the page behind the door: it is Chinese, but for the names that are `known`, and what it
    names of Tabler's styles is there.
    """
    allowed, faults = doors()[route], []
    methods, there = list(API_METHODS if route.startswith("api-") else PAGE_METHODS), frozenset[str]()
    everybody = frozenset(names)
    welcome = everybody | {"anyone"} if allowed == ANYONE else everybody if allowed == SIGNED_IN else allowed
    for name in [*names, "anyone"]:
        client = visitor(name)
        if name in welcome:
            response = client.get(address)
            if not gets_in(response):
                faults.append(f"{name} is kept out: GET {response.status_code}")
            elif name in readers and is_page(response):
                page = text_of(response)
                faults += [f"{name} reads: {text}" for text in english_in(page, names=known)]
                faults += [f"{name} sees without its style: {words}" for words in undressed(page)]
            continue
        for method in methods:
            answer = ask(client, method, address, body=bodies().get(route), plain=name != "anyone")
            if not refused(answer, anonymous=name == "anyone"):
                faults.append(f"{name} gets in: {method.upper()} {answer.status_code}")
            there = there or methods_there(answer)
        methods = [method for method in methods if method in (there or methods)]
    return faults
