"""The text of a document and its attachments, which the writing area keeps: as words, as blocks, as one digest."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from xieban.directory.models import Person
from xieban.documents.models import Document
from xieban.documents.rules.signing import digest_of
from xieban.layout.rules import Block
from xieban.writing import queries as writing
from xieban.writing.models import Body

KIND: Final = "documents.document"


def body_of(document: Document) -> Body | None:
    """Return the body of a document, which is begun with it."""
    return writing.body_of(kind=KIND, key=str(document.uuid))


def has_unsaved(viewer: Person, document: Document) -> bool:
    """Say whether somebody typed something into the text that he has neither saved nor discarded."""
    body = body_of(document)
    return body is not None and writing.unsaved_of(viewer, body=body) is not None


def words_of(document: Document) -> str:
    """Return the words of the text, a paragraph a line."""
    return writing.words_at(kind=KIND, key=str(document.uuid))


def blocks_of(document: Document) -> tuple[Block, ...]:
    """Return the text as the layout takes it."""
    body = body_of(document)
    return writing.blocks_of(body) if body else ()


def titles_of_files(document: Document) -> tuple[str, ...]:
    """Return what the attachments are called in print: their names without the ending of a file."""
    body = body_of(document)
    names = [one.name for one in writing.attachments_of(body)] if body else []
    return tuple(name.rpartition(".")[0] or name for name in names)


def words_of_files(document: Document) -> str:
    """Return the names and words of the attachments, as far as they could be read."""
    return writing.texts_at(kind=KIND, key=str(document.uuid))


def has_unreadable_file(document: Document) -> bool:
    """Say whether one of the attachments could not be opened."""
    return writing.has_unreadable_at(kind=KIND, key=str(document.uuid))


def has_other_files(document: Document, *, since: datetime) -> bool:
    """Say whether attachments came or went since a moment."""
    body = body_of(document)
    return body is not None and writing.has_other_files(body, since=since)


def all_words_of(documents: Sequence[Document]) -> dict[str, tuple[str, str]]:
    """Return the words of the text and of the attachments of documents, by the document's uuid."""
    keys = [str(one.uuid) for one in documents]
    texts, files = writing.words_of_all(kind=KIND, keys=keys), writing.texts_of_all(kind=KIND, keys=keys)
    return {key: (texts.get(key, ""), files.get(key, "")) for key in keys}


def digest(document: Document) -> str:
    """Return the fingerprint of what is signed, as it stands now: title, type, text, attachments in their order."""
    body = body_of(document)
    return digest_of(
        title=document.title, type_name=document.type, text=writing.fingerprint_of(body) if body else ""
    )
