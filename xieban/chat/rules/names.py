"""What accounts and rooms are called on the chat server."""

import re
from enum import StrEnum
from typing import Final

SERVICE: Final = "xieban"
"""The account that makes the rooms and says what waits."""
KEEPER: Final = "xieban-keeper"
"""The account that once made the first one an administrator of the server; closed ever after."""
_PLAIN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
_OURS: Final = frozenset({SERVICE, KEEPER})


class Kind(StrEnum):
    """What a room is about."""

    DEPARTMENT = "department"
    DOCUMENT = "document"
    MEETING = "meeting"
    PERSON = "person"
    SERVICE = "service"
    PROBE = "probe"


def local_name(*, username: str, uuid: str) -> str:
    """Return the local part of somebody's address: the account name where the protocol takes it."""
    if _PLAIN.fullmatch(username) and username not in _OURS:
        return username
    return f"p-{uuid.replace('-', '')}"


def pair_key(one: str, other: str) -> str:
    """Return the key of the room of two people, whoever of them asks."""
    return "+".join(sorted((one, other)))
