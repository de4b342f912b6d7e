"""The search indexes: which there are, how many things each holds, and how each is built anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from jishi.refusals.door import NotThere
from jishi.search import door as search
from xieban.chat.queries.searching import KIND as MESSAGES
from xieban.directory.queries.people import KIND as PEOPLE
from xieban.finding.queries import KIND as DOCUMENTS

KINDS: Final[Mapping[str, str]] = {"people": PEOPLE, "documents": DOCUMENTS, "messages": MESSAGES}
"""What an index is called outside → its kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """One index and how many pieces it holds."""

    name: str
    pieces: int


def indexes() -> list[Index]:
    """Return every index."""
    counts = search.counts()
    return [Index(name=name, pieces=counts.get(kind, 0)) for name, kind in KINDS.items()]


def get_index(name: str) -> Index:
    """Return one index."""
    found = next((one for one in indexes() if one.name == name), None)
    if found is None:
        raise NotThere
    return found
