"""Kept files to which nothing refers are taken away; every area that keeps files says here which it needs."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Final

from jishi.files.door import shelf_of_turn, sweep
from xieban.archive.queries import referenced_contents as of_archive
from xieban.documents.queries.contents import referenced_contents as of_documents
from xieban.writing.queries import referenced_contents as of_writing

SWEEP_EVERY: Final = timedelta(minutes=5)
REFERENCES: Final[tuple[Callable[[Collection[str]], set[str]], ...]] = (of_archive, of_documents, of_writing)


def referenced(digests: Collection[str]) -> set[str]:
    """Return which of some contents any area still needs."""
    found: set[str] = set()
    for of_area in REFERENCES:
        found |= of_area(digests)
    return found


def sweep_contents(*, at: datetime) -> None:
    """Take away contents to which nothing refers, one folder each time: all have had their turn within a day."""
    sweep(shelf=shelf_of_turn(at=at, every=SWEEP_EVERY), referenced=referenced, at=at)
