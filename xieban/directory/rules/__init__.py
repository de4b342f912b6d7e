"""Pure decisions of the directory, by noun."""

from xieban.directory.rules.delegation import Stand, behind, circle, overlap, resolve
from xieban.directory.rules.words import (
    LAST_IN_RANK,
    LAST_USED_EVERY,
    LEADERS,
    NEEDS_SECOND_FACTOR,
    Role,
    UnitKind,
    is_code,
    is_username,
    place_under,
    sounds_of,
)

__all__ = [
    "LAST_IN_RANK",
    "LAST_USED_EVERY",
    "LEADERS",
    "NEEDS_SECOND_FACTOR",
    "Role",
    "Stand",
    "UnitKind",
    "behind",
    "circle",
    "is_code",
    "is_username",
    "overlap",
    "place_under",
    "resolve",
    "sounds_of",
]
