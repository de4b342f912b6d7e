"""Forms as a browser finds them on a page, and what no user means to send: too much, nothing, scripts."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.db import transaction
from django.test import Client
from django.urls import resolve

SCRIPT: Final = "<script>alert(1)</script>"
HOSTILE: Final = {
    "nothing": "",
    "a null byte": "a\x00b",
    "a script": f"{SCRIPT}\"'><img src=x onerror=alert(1)>",
    "ten thousand lines": "行\n" * 10_000,
    "another type": "-99999999999999999999",
    "half a letter": "\ud800",
}
FORM: Final = "application/x-www-form-urlencoded"
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


def faults_of_forms(forms: list[tuple[Client, Form]]) -> set[tuple[str, str]]:
    """Send every form everything; return what kind of it made which form break or give a script back."""
    return {
        (kind, said)
        for client, form in forms
        for kind, value in HOSTILE.items()
        if (said := complaint(client, form, value))
    }


def forms_on(address: str, content: bytes) -> list[tuple[tuple[str, tuple[str, ...]], Form]]:
    """Return the forms of a page, each with what makes it the same as another: its address and its fields."""
    reader = Forms(address)
    reader.feed(content.decode())
    return [
        ((resolve(urlsplit(one.action).path).view_name, tuple(sorted({*one.typed, *one.fixed}))), one)
        for one in reader.found
    ]
