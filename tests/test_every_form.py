"""Every form of every page is sent what no user means: too much, nothing, null bytes, scripts, wrong types.

A form is found as a browser finds it, on the pages that the cast may open. Whatever it is sent, it answers in
words: it never breaks, and it never gives a script back that would run.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import resolve
from pytest_django import DjangoDbBlocker

from tests.doors import doors
from tests.test_every_door import House, house

__all__ = ["house"]
pytestmark = [pytest.mark.one_engine, pytest.mark.django_db]

SCRIPT: Final = "<script>alert(1)</script>"
HOSTILE: Final = {
    "nothing": "",
    "a null byte": "a\x00b",
    "a script": f"{SCRIPT}\"'><img src=x onerror=alert(1)>",
    "ten thousand lines": "一行字\n" * 10_000,
    "another type": "-99999999999999999999",
    "half a letter": "\ud800",
}
FORM: Final = "application/x-www-form-urlencoded"
LOOKERS: Final = ("manager", "client_admin", "requester")
ELSE: Final = ("platform_admin", "leader")
# Text of these is the page's own way to say which form is meant, or proof of the session.
OURS: Final = frozenset({"csrfmiddlewaretoken"})
TYPED: Final = frozenset({"text", "search", "tel", "email", "number", "url", "password", "date", "datetime-local",
    "time", "month", "hidden", "color", "range", ""})  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Form:
    """One form as it stands in a page."""

    action: str
    fixed: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """Finds the forms that are posted."""

    def __init__(self, here: str) -> None:
        super().__init__()
        self.here, self.select = here, ""
        self.found: list[Form] = []
        self.form: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method", "").lower() == "post":
            self.form = Form(action=said.get("action") or self.here)
            self.found.append(self.form)
        if self.form is None or (tag != "option" and not said.get("name")):
            return
        name = said.get("name", "")
        if tag == "textarea" or (tag == "input" and said.get("type", "") in TYPED and name not in OURS):
            self.form.typed.append(name)
        elif tag == "input" and said.get("type") in {"radio", "checkbox"}:
            self.form.fixed.setdefault(name, said.get("value", "on"))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and (said.get("value") or self.select not in self.form.fixed):
            self.form.fixed.setdefault(self.select, said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        if tag == "select":
            self.select = ""


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
            reader = Forms(address)
            reader.feed(response.content.decode())  # type: ignore[attr-defined]
            for form in reader.found:
                route = resolve(urlsplit(form.action).path).view_name
                found.setdefault((route, tuple(sorted({*form.typed, *form.fixed}))), (client, form))
    return list(found.values())


def complaint(client: Client, form: Form, value: str) -> str:
    """Send the form and return what is wrong with the answer; nothing of it stays."""
    sent = urlencode({**form.fixed, **dict.fromkeys(form.typed, value)}, errors="surrogatepass")
    with transaction.atomic():
        try:
            response = client.post(form.action, sent, content_type=FORM)
        except Exception as error:  # noqa: BLE001 - whatever breaks is what we look for
            return f"{form.action}: {type(error).__name__}: {error}"[:300]
        finally:
            transaction.set_rollback(True)
    if response.status_code >= 500:
        return f"{form.action}: {response.status_code}"
    if SCRIPT.encode() in getattr(response, "content", b""):
        return f"{form.action}: gives the script back"
    return ""


def test_a_form_answers_in_words_whatever_it_is_sent(forms: list[tuple[Client, Form]]) -> None:
    assert len(forms) > 40, "the forms were not found"

    faults = {
        (kind, said)
        for client, form in forms
        for kind, value in HOSTILE.items()
        if (said := complaint(client, form, value))
    }

    assert faults == set()
