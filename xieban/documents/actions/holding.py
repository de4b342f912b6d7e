"""What the writing area asks about documents: who may read and write their texts now, and who looked."""

from datetime import datetime

from django.urls import reverse

from jishi.refusals.door import NotThere
from xieban.directory.models import Person
from xieban.documents.actions.viewing import note_viewing
from xieban.documents.models import Document
from xieban.documents.queries.documents import document_of_event, get_document
from xieban.documents.queries.standing import standing_of
from xieban.documents.rules.control import Own
from xieban.documents.rules.words import SIGNED_KINDS, Page
from xieban.writing.queries import Holder


class DocumentHolder(Holder):
    """Answers for the texts of documents: read by whoever sees the document, written where its control says so."""

    def may_read(self, viewer: Person, *, key: str, at: datetime) -> bool:
        return _seen(viewer, key, at=at) is not None

    def may_write(self, viewer: Person, *, key: str, at: datetime) -> bool:
        document = _seen(viewer, key, at=at)
        return document is not None and standing_of(viewer, document, at=at).control.may(Own.WRITE)

    def title(self, *, key: str) -> str:
        document = document_of_event(uuid=key)
        return document.title if document else ""

    def address(self, *, key: str) -> str:
        return reverse("documents:document", kwargs={"uuid": key})

    def is_archived(self, *, key: str) -> bool:
        """Say whether it is signed here: what the archive refuses could not be taken away after that."""
        document = document_of_event(uuid=key)
        return document is not None and document.kind in SIGNED_KINDS

    def note_view(self, viewer: Person, *, key: str, what: str, at: datetime) -> None:
        document = document_of_event(uuid=key)
        if document is not None:
            note_viewing(document=document, page=Page.FILE, what=what, by=viewer, at=at)


def _seen(viewer: Person, key: str, *, at: datetime) -> Document | None:
    try:
        return get_document(viewer, uuid=key, at=at)
    except NotThere:
        return None
