"""Who looked at what: every view of a document is a row."""

from datetime import datetime

from xieban.directory.models import Person
from xieban.documents.models import Document, Viewing
from xieban.documents.rules.words import Page

LONGEST = 200


def note_viewing(*, document: Document, page: Page, what: str = "", by: Person, at: datetime) -> None:
    """Note that somebody looked at a document, or took a file of it; `what` says which."""
    Viewing.objects.create(document=document, person=by, page=page.value, what=what[:LONGEST], at=at)
