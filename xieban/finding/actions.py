"""Letting documents be found."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from django.db import transaction

from jishi.search import door as search
from xieban.documents.models import Document
from xieban.documents.queries.contents import every_document
from xieban.finding.queries import KIND, texts_of
from xieban.finding.rules import MOST_PIECES

AT_ONCE: Final = 200


def let_be_found(documents: Iterable[Document]) -> None:
    """Put documents into the index as they are now; pieces that they no longer have go out of it."""
    named = list(documents)
    keys = [f"{document.uuid}#{place}" for document in named for place in range(MOST_PIECES)]
    with transaction.atomic():
        search.index_changed(KIND, texts_of(named), among=keys)


def rebuild() -> int:
    """Build the index of documents anew; return how many pieces there are."""

    def texts() -> Iterator[search.Text]:
        waiting = every_document()
        while some := list(islice(waiting, AT_ONCE)):
            yield from texts_of(some)

    return search.rebuild(KIND, texts())
