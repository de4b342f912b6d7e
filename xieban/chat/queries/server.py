"""Speaking with the chat server as our own service; the one way to it."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Final
from urllib.parse import quote, urlsplit

from django.conf import settings

from jishi.deployment.door import address
from jishi.refusals.door import Refusal
from xieban.chat.queries.keys import keys
from xieban.chat.rules.names import SERVICE

PATIENCE: Final = 10.0
ADMIN: Final = "/_synapse/admin"
CLIENT: Final = "/_matrix/client/v3"
Answer = dict[str, Any]


class ChatIsAway(Refusal):
    """The chat server does not answer. Documents are not touched by this; try again in a minute."""


class ServerRefuses(Exception):
    """The chat server understood, and said no."""

    def __init__(self, *, status: int, code: str, said: str) -> None:
        super().__init__(f"{status} {code}: {said}")
        self.status, self.code = status, code


def ask(
    method: str,
    path: str,
    body: Mapping[str, Any] | None = None,
    *,
    token: str | None = None,
    patience: float = PATIENCE,
    at: str = "",
) -> Answer:
    """Ask the chat server something, as our own service or with another's `token`, at its address or another."""
    known = keys()
    if not settings.CHAT or known is None:
        raise ChatIsAway
    parts = urlsplit(at or settings.CHAT_AT)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "127.0.0.1", parts.port, timeout=patience)
    headers = {"Authorization": f"Bearer {token or known.service}", "Content-Type": "application/json"}
    try:
        connection.request(method, path, None if body is None else json.dumps(body).encode(), headers)
        answer = connection.getresponse()
        raw, status = answer.read(), answer.status
    except (OSError, HTTPException) as error:
        raise ChatIsAway from error
    finally:
        connection.close()
    return _understood(raw, status=status)


def _understood(raw: bytes, *, status: int) -> Answer:
    try:
        told = json.loads(raw or b"{}")
    except ValueError:
        told = {}
    if status > HTTPStatus.INTERNAL_SERVER_ERROR:  # of a proxy before it, or while it starts
        raise ChatIsAway
    if status >= HTTPStatus.BAD_REQUEST:
        raise ServerRefuses(status=status, code=str(told.get("errcode", "")), said=str(told.get("error", "")))
    return told if isinstance(told, dict) else {}


def quoted(part: str) -> str:
    """Return a user's or room's address as a part of a path."""
    return quote(part, safe="")


def address_of(local_name: str) -> str:
    """Return somebody's address on the chat server."""
    return f"@{local_name}:{settings.CHAT_SERVER_NAME}"


def service_address() -> str:
    """Return the address of our own service."""
    return address_of(SERVICE)


def gate() -> str:
    """Return where this machine reaches the gate through which people come."""
    return f"{address().rpartition(':')[0]}:{settings.CHAT_PORT}"


def answers(*, at: str = "", patience: float = 1.0) -> bool:
    """Say whether the chat server is there, at its own address or another."""
    try:
        ask("GET", "/_matrix/client/versions", patience=patience, at=at)
    except (ChatIsAway, ServerRefuses):
        return False
    return True
