"""What an incoming document leads to: a reply as a dispatch, a memo to the leaders; the link is kept."""

from datetime import datetime

from django.db import transaction

from jishi.refusals.door import NotThere
from xieban.directory.models import Person
from xieban.documents.actions.drafting import Draft, draft_document
from xieban.documents.actions.editing import locked
from xieban.documents.actions.refusals import NotYourDocument
from xieban.documents.models import Document, Link
from xieban.documents.queries.incoming import record_of
from xieban.documents.queries.standing import standing_of
from xieban.documents.rules.control import Own
from xieban.documents.rules.elements import LONGEST_TITLE
from xieban.documents.rules.words import DocumentType, Kind, LinkKind, Urgency


def answer(*, document: Document, type: DocumentType | None, by: Person, at: datetime) -> Document:  # noqa: A002 - the field's term
    """Begin the reply to an incoming document as a dispatch of a type; without a type, a memo about it."""
    with transaction.atomic():
        document = locked(document)
        record = record_of(document)
        if record is None:
            raise NotThere
        if not standing_of(by, document, at=at).control.may(Own.ANSWER):
            raise NotYourDocument
        source = f"《{document.title}》（{record.sender_number or record.sender}）"
        urgency = Urgency(document.urgency)
        if type is None:
            title = f"关于办理{source}的请示"[:LONGEST_TITLE]
            draft = Draft(kind=Kind.MEMO, title=title, urgency=urgency, reason=source, basis=source)
        else:
            title = _titled(document, type)
            draft = Draft(
                kind=Kind.DISPATCH,
                type=type,
                title=title,
                urgency=urgency,
                recipients=(record.sender,),
                basis=source,
            )
        made = draft_document(draft=draft, by=by, at=at)
        kind = LinkKind.ARISES if type is None else LinkKind.ANSWERS
        Link.objects.create(document=made, origin=document, kind=kind.value, person=by, at=at)
    return made


def _titled(document: Document, type: DocumentType) -> str:  # noqa: A002 - as above
    """Return what the reply is called: 关于…的复函 to 关于…的函."""
    bare = document.title.removesuffix(f"的{document.type}") if document.type else document.title
    bare = bare if bare.startswith("关于") else f"关于{bare}"
    word = f"的{'复' if type is DocumentType.LETTER else ''}{type.value}"
    return f"{bare[: LONGEST_TITLE - len(word)]}{word}"
