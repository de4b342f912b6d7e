"""What can be wished about many tickets at once, and what a console's address asks for."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl, urlencode


class Verb(StrEnum):
    """What can be done with many tickets at once."""

    ASSIGN = "assign"
    HAND_OVER = "hand_over"
    PUT_UNDER = "put_under"
    CLOSE = "close"


MOST: Final = 200
"""So many tickets one batch takes."""
AT_ONCE: Final = 10
"""So many are done while the browser waits; more become long work."""
FILTERS: Final = ("q", "whose", "state", "level", "kind", "tier", "person")
NOBODY: Final = "nobody"
"""What `person` says in an address for tickets that are in nobody's hands."""
"""What of the console's address is a filter."""
UNSAID: Final = {"whose": "all", "state": "going"}


def canonical(asked: Mapping[str, str]) -> str:
    """Return the filters of an address in one order, without what goes without saying."""
    kept = [(name, asked[name].strip()) for name in FILTERS if asked.get(name, "").strip()]
    return urlencode([(name, value) for name, value in kept if UNSAID.get(name) != value and "\x00" not in value])


def of_address(asked: str) -> str:
    """Return the filters of an address as it was sent."""
    return canonical(dict(parse_qsl(asked.removeprefix("?"))))


def chosen(sent: Iterable[str]) -> list[tuple[int, int]]:
    """Return each chosen ticket once: its number and the revision that was seen; nonsense is left out."""
    found: dict[int, int] = {}
    for one in sent:
        number, colon, revision = one.partition(":")
        if colon and _is_count(number) and _is_count(revision):
            found.setdefault(int(number), int(revision))
    return list(found.items())


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10 and int(text) > 0  # noqa: PLR2004 - a column's size
