"""The text of a document, which the writing area keeps: begun with it, or taken over from another."""

from datetime import datetime

from xieban.directory.models import Person
from xieban.documents.models import Document
from xieban.documents.queries.bodies import KIND, body_of
from xieban.writing import actions as writing


def begin(document: Document, *, by: Person, at: datetime) -> None:
    """Begin the text of a new document, in the transaction that makes it."""
    writing.begin_body(kind=KIND, key=str(document.uuid), by=by, at=at)


def take_over(document: Document, origin: Document, *, by: Person, at: datetime) -> None:
    """Let a new document begin with the text and the attachments of another."""
    source, target = body_of(origin), body_of(document)
    if source is not None and target is not None:
        writing.carry_over(source=source, target=target, by=by, at=at)
