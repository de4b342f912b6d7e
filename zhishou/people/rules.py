"""Pure decisions about roles, names and what a token may do."""

import re
from datetime import timedelta
from enum import StrEnum


class Role(StrEnum):
    """What a person may do in one contract."""

    REQUESTER = "requester"
    LEADER = "leader"
    CLIENT_ADMIN = "client_admin"
    FRONT_DESK = "front_desk"
    FIRST_LINE = "first_line"
    SECOND_LINE = "second_line"
    EXPERT = "expert"
    MANAGER = "manager"
    AUDITOR = "auditor"


class Tier(StrEnum):
    """The support tiers, lowest first; each is staffed by the role of the same name."""

    FRONT_DESK = "front_desk"
    FIRST_LINE = "first_line"
    SECOND_LINE = "second_line"
    EXPERT = "expert"
    MANAGER = "manager"


CLIENT_ROLES = frozenset({Role.REQUESTER, Role.LEADER, Role.CLIENT_ADMIN})
VENDOR_ROLES = frozenset({Role.FRONT_DESK, Role.FIRST_LINE, Role.SECOND_LINE, Role.EXPERT, Role.MANAGER})
ENGINEER_ROLES = VENDOR_ROLES
NEEDS_SECOND_FACTOR = VENDOR_ROLES | {Role.CLIENT_ADMIN}


class Party(StrEnum):
    """The two sides of an engagement."""

    CLIENT = "client"
    VENDOR = "vendor"


ADMINISTRATOR_OF = {Party.CLIENT: Role.CLIENT_ADMIN, Party.VENDOR: Role.MANAGER}
"""Who looks after the people of a party."""


def party_of(role: Role) -> Party | None:
    """Say whose people hold the role; an auditor may come from either party or from neither."""
    if role in CLIENT_ROLES:
        return Party.CLIENT
    return Party.VENDOR if role in VENDOR_ROLES else None


def granted_by(role: Role) -> Role:
    """Say which role of the same contract may grant and revoke this one; the client chooses the auditor."""
    return ADMINISTRATOR_OF[party_of(role) or Party.CLIENT]


USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,58}")


def is_username(text: str) -> bool:
    """Say whether the text can be an account's name: 2 to 59 small letters, digits, dots, dashes."""
    return USERNAME.fullmatch(text) is not None


def sounds_of(name: str) -> str:
    """Return how a name is typed on a Latin keyboard: in full, run together, and by initials."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - 60 MB and half a second that most processes never need

    full = [part.lower() for part in lazy_pinyin(name, errors="default")]
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="default")).lower()
    return f"{''.join(full)} {initials}"[:200]


INVITATION_LIFE = timedelta(days=7)
# How stale "last used" of a session or token may be: a write for every request would cost more than it tells.
LAST_USED_EVERY = timedelta(minutes=1)


SCOPE_AREAS = ("people", "contracts", "desk", "duty", "notify", "ledger")
SCOPES = (
    "read",
    "write",
    *(f"{area}:{verb}" for area in SCOPE_AREAS for verb in ("read", "write")),
    "alerts:write",
)
"""What a token may carry: everything, one area, or nothing but to bring alerts; writing covers reading."""

TOKEN_MARK = "zst"  # noqa: S105 - the public beginning of every key, so that scanners for leaked keys find it
