"""What an outside watch may ask of the gate by its key: in which room it is, say something there, read it there."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import unquote

PROBE_MARK: Final = "xbp"
"""The public beginning of every key, so that scanners for leaked keys find it."""
SCOPE: Final = "echo"
EVERY: Final = timedelta(seconds=1)
"""A key says no more than one thing in so long: one that leaks fills no disk."""
KEPT: Final = timedelta(days=1)
LONGEST: Final = 200
MOST: Final = 20
_ROOMS: Final = "/_matrix/client/v3/joined_rooms"
_SAY: Final = re.compile(r"/_matrix/client/v3/rooms/([^/]+)/send/m\.room\.message/([^/]{1,255})")
_READ: Final = re.compile(r"/_matrix/client/v3/rooms/([^/]+)/messages")


class Wish(StrEnum):
    """What a key of an outside watch is used for."""

    ROOMS = "rooms"
    SAY = "say"
    READ = "read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """One request of an outside watch; `name` tells a message from every other."""

    wish: Wish
    room: str = ""
    name: str = ""


def wished(method: str, path: str) -> Wished | None:
    """Return what is asked by a key of an outside watch; None where such a key is good for nothing."""
    if method == "GET" and path == _ROOMS:
        return Wished(wish=Wish.ROOMS)
    said = _SAY.fullmatch(path) if method == "PUT" else None
    if said is not None:
        return Wished(wish=Wish.SAY, room=unquote(said[1]), name=unquote(said[2]))
    read = _READ.fullmatch(path) if method == "GET" else None
    return Wished(wish=Wish.READ, room=unquote(read[1])) if read is not None else None


def is_probe_key(token: str) -> bool:
    """Say whether a token is one of an outside watch's keys and none of the chat server's."""
    return token.startswith(f"{PROBE_MARK}_")


def spoken(words: object) -> dict[str, object]:
    """Return the message that is said, of whatever was sent: a short text and nothing else."""
    return {"msgtype": "m.notice", "body": words[:LONGEST] if isinstance(words, str) else ""}
