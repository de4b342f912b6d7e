"""By which words tickets are found."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

PUBLIC: Final = "ticket"
"""The kind of the documents that hold what everybody may read who may see the ticket."""
VENDOR: Final = "ticket-vendor"
"""The kind of the documents that hold what the vendor's people wrote for each other as well."""
LONGEST: Final = 20_000
OPENING: Final = 8_000
NUMBER_DIGITS: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What was said on a ticket after its opening, the newest first."""

    public: list[str] = field(default_factory=list)
    internal: list[str] = field(default_factory=list)


def body_of(opening: str, said: Words, *, internal: bool) -> str:
    """Return by which words a ticket is found: how it was reported, then what was said last, as far as it goes."""
    words = [*said.public, *(said.internal if internal else ())]
    # Where a ticket is opened its words are its report's as well; once is enough.
    parts = dict.fromkeys([opening[:OPENING], *(part for part in _last(words) if part != opening)])
    return "\n".join(parts)[:LONGEST]


def _last(words: Iterable[str]) -> Iterable[str]:
    return (part.strip() for part in words if part.strip())


def asked_number(words: str) -> tuple[int | None, bool]:
    """Return the ticket's number that somebody asks for, and whether he asks for nothing else: `#12`."""
    bare = words.strip()
    digits = bare.removeprefix("#")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > NUMBER_DIGITS:
        return None, False
    return int(digits), bare.startswith("#")
