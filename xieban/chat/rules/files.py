"""What a request at the chat server's gate has to do with files: which one it asks for, which ones it sends on."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, unquote

_OPEN: Final = ("/_matrix/client/", "/_matrix/media/", "/_synapse/client/", "/.well-known/matrix/")
_HEALTH: Final = "/health"
_DOTS: Final = frozenset({".", ".."})
_FETCH: Final = re.compile(r"/_matrix/client/v1/media/(download|thumbnail)/([^/]+)/([^/]+)(?:/[^/]*)?")
_MEDIA: Final = re.compile(r"/media(?:/[^/]+)?/(?:download|thumbnail)", re.IGNORECASE)
_SEND: Final = re.compile(r"/_matrix/client/(?:r0|v\d+)/rooms/([^/]+)/((?:send|state)/.+)")
_FILE: Final = re.compile(r"mxc://([^/]+/[^/?#]+)")
DEEPEST: Final = 20
MOST: Final = 50
"""Files of one message; what names more is no message of a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """A request for a file or its small picture; `path` says it in the one spelling that we pass on."""

    file: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A request that says something in a room; `name` tells it from every other of its sender in that room."""

    room: str
    name: str


def is_for_others(path: str) -> bool:
    """Say whether a path is one that the chat server answers to people; its administration and the rest are not."""
    plain = unquote(path)
    if _DOTS & set(plain.split("/")) or "//" in plain or "\\" in plain:
        return False
    if path == _HEALTH:
        return True
    # Whatever looks like a file is fetched in the one way that is checked, or not at all.
    return path.startswith(_OPEN) and (fetching(path) is not None or _MEDIA.search(plain) is None)


def fetching(path: str) -> Fetching | None:
    """Return which file a path asks for; None where it asks for none."""
    found = _FETCH.fullmatch(path)
    if found is None:
        return None
    way, server, name = found[1], unquote(found[2]), unquote(found[3])
    told = f"/_matrix/client/v1/media/{way}/{quote(server, safe=':')}/{quote(name, safe='')}"
    return Fetching(file=f"{server}/{name}", path=told)


def sending(method: str, path: str) -> Sending | None:
    """Return into which room a request says something; None where it says nothing."""
    found = _SEND.fullmatch(path) if method in {"PUT", "POST"} else None
    if found is None:
        return None
    return Sending(room=unquote(found[1]), name=hashlib.sha256(unquote(found[2]).encode()).hexdigest())


def files_in(content: object) -> frozenset[str]:
    """Return the files that a message names, at whatever place: a picture, its small one, a sticker."""
    return frozenset(list(_named(content, DEEPEST))[:MOST])


def _named(part: Any, deeper: int) -> Iterator[str]:
    if isinstance(part, str):
        found = _FILE.fullmatch(part)
        if found is not None:
            yield found[1]
    elif deeper and isinstance(part, dict | list):
        for one in part.values() if isinstance(part, dict) else part:
            yield from _named(one, deeper - 1)
