"""Who may hear what: the session decides who asks, the product's own function which audiences they belong to."""

from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string


def admit(session: str) -> frozenset[str] | None:
    """Return the audiences of the person signed in by a session; None where nobody is."""
    request = HttpRequest()
    request.session = _store()(session)
    person = get_user(request)
    if not person.is_authenticated or not person.is_active:
        return None
    audiences: frozenset[str] = import_string(settings.LIVE_AUDIENCES)(person=person, at=timezone.now())
    return audiences


def ended(sessions: frozenset[str]) -> frozenset[str]:
    """Return which of the sessions are over, by sign-out, revocation or age; one query."""
    store = _store()
    if not hasattr(store, "get_model_class"):
        return frozenset(session for session in sessions if not store().exists(session))
    rows = store.get_model_class().objects.filter(session_key__in=sessions, expire_date__gt=timezone.now())
    return sessions - frozenset(rows.values_list("session_key", flat=True))


def is_ours(origin: str) -> bool:
    """Say whether a page of this origin is one of the product's own."""
    asked, own = urlsplit(origin), urlsplit(settings.PUBLIC_URL)
    if (asked.scheme, asked.netloc) == (own.scheme, own.netloc):
        return True
    host = f"[{asked.hostname}]" if ":" in (asked.hostname or "") else asked.hostname
    return asked.scheme in {"http", "https"} and host in settings.ALLOWED_HOSTS and _port(origin) == settings.PORT


def _port(origin: str) -> int | None:
    try:
        return urlsplit(origin).port
    except ValueError:
        return None


def _store() -> type[SessionBase] | Any:
    return import_module(settings.SESSION_ENGINE).SessionStore
