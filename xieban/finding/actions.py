"""Letting documents, notices and minutes be found."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from django.db import transaction

from jishi.search import door as search
from xieban.documents.models import Document
from xieban.documents.queries.contents import every_document
from xieban.finding.queries import KIND, MINUTES, NOTICE, texts_of, texts_of_others
from xieban.finding.rules import MOST_PIECES
from xieban.meetings import queries as meetings
from xieban.notices import queries as notices

AT_ONCE: Final = 200


def let_be_found(documents: Iterable[Document]) -> None:
    """Put documents into the index as they are now; pieces that they no longer have go out of it."""
    named = list(documents)
    keys = [f"{document.uuid}#{place}" for document in named for place in range(MOST_PIECES)]
    with transaction.atomic():
        search.index_changed(KIND, texts_of(named), among=keys)


def let_notices_be_found(uuids: Sequence[str]) -> None:
    """Put published notices into the index; what was withdrawn goes out of it."""
    with transaction.atomic():
        search.index_changed(NOTICE, texts_of_others(notices.to_be_found(uuids)), among=uuids)


def let_minutes_be_found(uuids: Sequence[str]) -> None:
    """Put closed minutes into the index."""
    with transaction.atomic():
        search.index_changed(MINUTES, texts_of_others(meetings.to_be_found(uuids)), among=uuids)


def rebuild() -> int:
    """Build the index of documents, notices and minutes anew; return how many pieces there are."""

    def texts() -> Iterator[search.Text]:
        waiting = every_document()
        while some := list(islice(waiting, AT_ONCE)):
            yield from texts_of(some)

    return (
        search.rebuild(KIND, texts())
        + search.rebuild(NOTICE, texts_of_others(notices.to_be_found()))
        + search.rebuild(MINUTES, texts_of_others(meetings.to_be_found()))
    )
