"""Letting documents be found."""

from collections.abc import Iterable, Iterator

from django.db import transaction

from jishi.search import door as search
from xieban.documents.models import Document
from xieban.documents.queries.contents import every_document
from xieban.finding.queries import KIND, texts_of
from xieban.finding.rules import MOST_PIECES


def let_be_found(documents: Iterable[Document]) -> None:
    """Put documents into the index as they are now; pieces that they no longer have go out of it."""
    for document in documents:
        texts = list(texts_of(document))
        with transaction.atomic():
            search.index_all(KIND, texts)
            for place in range(len(texts), MOST_PIECES):
                search.remove(KIND, f"{document.uuid}#{place}")


def rebuild() -> int:
    """Build the index of documents anew; return how many pieces there are."""

    def texts() -> Iterator[search.Text]:
        for document in every_document():
            yield from texts_of(document)

    return search.rebuild(KIND, texts())
