"""Pure decisions about names, roles and places in the tree."""

import re
from datetime import timedelta
from enum import StrEnum


class UnitKind(StrEnum):
    """What a place in the tree is."""

    UNIT = "unit"
    DEPARTMENT = "department"


class Role(StrEnum):
    """What a post carries; flows ask for roles, never for names."""

    PRINCIPAL_LEADER = "principal_leader"
    DEPUTY_LEADER = "deputy_leader"
    OFFICE_HEAD = "office_head"
    DEPARTMENT_HEAD = "department_head"
    CLERK = "clerk"
    REGISTRAR = "registrar"
    TYPESETTER = "typesetter"
    SEAL_KEEPER = "seal_keeper"
    DISPATCHER = "dispatcher"
    ARCHIVIST = "archivist"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


LEADERS = frozenset({Role.PRINCIPAL_LEADER, Role.DEPUTY_LEADER})
# Whoever may change what others may do, or sign for the whole unit, proves himself by more than a password.
NEEDS_SECOND_FACTOR = frozenset({Role.ADMINISTRATOR, Role.PRINCIPAL_LEADER, Role.SEAL_KEEPER})

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,58}")
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LAST_IN_RANK = 9999
"""The rank of whoever was given none: after everybody who was."""

# How stale "last used" of a device may be: a write for every request would cost more than it tells.
LAST_USED_EVERY = timedelta(minutes=1)


def is_username(text: str) -> bool:
    """Say whether the text can be an account's name: 2 to 59 small letters, digits, dots, dashes."""
    return USERNAME.fullmatch(text) is not None


def is_code(text: str) -> bool:
    """Say whether the text can be a unit's code: up to 40 small letters, digits, dashes."""
    return CODE.fullmatch(text) is not None


def sounds_of(name: str) -> str:
    """Return how a name is typed on a Latin keyboard: in full, run together, and by initials."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - 60 MB and half a second that most processes never need

    full = [part.lower() for part in lazy_pinyin(name, errors="default")]
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="default")).lower()
    return f"{''.join(full)} {initials}"[:200]


def place_under(parent: str, *, rank: int, key: int) -> str:
    """Return a unit's place in the tree: sorted, places are in the order of precedence; a prefix is a branch."""
    return f"{parent}{rank:04d}{key:07d}/"
