"""Who calls: a signed-in browser, or a program with a personal token and its scopes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any, Protocol

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from jishi.refusals.door import Refusal


class ScopeMissing(Refusal):
    """This token does not carry the scope %(scope)s."""

    status = HTTPStatus.FORBIDDEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who a token belongs to, and what it may do: `read`, `write`, or one area's, e.g. `duty:read`."""

    person: AbstractBaseUser
    scopes: frozenset[str]
    is_session: bool = False  # a signed-in browser, no token


class TokenReader(Protocol):
    """Finds the caller of a raw token; None where it is unknown, expired or revoked."""

    def __call__(self, raw: str, *, at: datetime) -> Caller | None: ...


SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def allows(scopes: frozenset[str], *, area: str, method: str) -> bool:
    """Say whether the scopes cover a call; `write` covers reading too."""
    wanted = {"write", f"{area}:write"}
    if method in SAFE_METHODS:
        wanted |= {"read", f"{area}:read"}
    return bool(scopes & wanted)


class TokenAuth(HttpBearer):
    """`Authorization: Bearer …`; leaves the caller as `request.auth` and the person as `request.user`."""

    def __init__(self, read: TokenReader) -> None:
        super().__init__()
        self.read = read

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Return the caller, or None for an unknown token."""
        if not token.isascii() or "\x00" in token:
            return None
        caller = self.read(token, at=request.at)  # type: ignore[attr-defined]
        if caller is not None:
            request.user = caller.person  # type: ignore[assignment]
        return caller


class SessionAuth(APIKeyCookie):
    """A signed-in browser, with Django's check against forged requests."""

    def __init__(self, *, cookie: str) -> None:
        self.param_name = cookie
        super().__init__(csrf=True)

    def _get_key(self, request: HttpRequest) -> str | None:
        # Nobody signed in is a plain 401; only a session has something to forge.
        return super()._get_key(request) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:  # noqa: ARG002 - the base's shape
        """Return the caller of a session; it may do whatever the person may."""
        if not request.user.is_authenticated:
            return None
        return Caller(person=request.user, scopes=frozenset({"read", "write"}), is_session=True)


def of_area(area: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let an endpoint ask for a scope of its own, e.g. `alerts`, for tokens that shall do nothing else."""

    def marked(view: Callable[..., Any]) -> Callable[..., Any]:
        view.scope_area = area  # type: ignore[attr-defined]
        return view

    return marked


def checking_scope(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse a token whose scopes do not cover the area that the view belongs to."""
    area = getattr(view, "scope_area", view.__module__.split(".")[1])

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **values: Any) -> Any:
        caller = getattr(request, "auth", None)
        if isinstance(caller, Caller) and not allows(caller.scopes, area=area, method=request.method or ""):
            raise ScopeMissing(scope=f"{area}:{'read' if request.method in SAFE_METHODS else 'write'}")
        return view(request, *args, **values)

    return checked
