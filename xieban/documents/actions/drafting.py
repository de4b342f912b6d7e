"""Beginning a document: nothing with a secrecy grade comes in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jishi.outbox.door import publish
from xieban.directory.models import Person
from xieban.directory.queries import place_of
from xieban.documents.actions import bodies
from xieban.documents.actions.refusals import NoDepartment, SecretDocument, TitleNeeded, TooMany
from xieban.documents.events import DocumentDrafted
from xieban.documents.models import Document, Refused
from xieban.documents.rules.elements import LONGEST_TITLE, MOST_RECIPIENTS
from xieban.documents.rules.secrecy import grade_in
from xieban.documents.rules.words import DocumentType, Kind, Matter, Urgency
from xieban.flows import actions as flows


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody fills in to begin a document."""

    kind: Kind
    title: str
    type: DocumentType | None = None
    urgency: Urgency = Urgency.ORDINARY
    recipients: Sequence[str] = ()
    copies_to: Sequence[str] = ()
    basis: str = ""
    reason: str = ""
    matter: Matter = Matter.GENERAL
    note: str = ""
    secrecy: str = ""


def refuse_secrecy(*texts: str, document: Document | None = None, by: Person, at: datetime) -> None:
    """Refuse whatever bears a secrecy grade, and record the refusal in a transaction of its own."""
    grade = grade_in(*texts)
    if not grade:
        return
    Refused.objects.create(grade=grade, person=by, document=document, at=at)
    raise SecretDocument(grade=grade)


def draft_document(*, draft: Draft, by: Person, at: datetime) -> Document:
    """Begin a document: it starts its flow, and lies with its drafter."""
    refuse_secrecy(draft.secrecy, draft.title, draft.basis, draft.reason, draft.note, by=by, at=at)
    place = place_of(by.pk, at=at)
    if place is None:
        raise NoDepartment
    require_sizes(draft.title, draft.recipients, draft.copies_to)
    with transaction.atomic():
        instance = flows.start(flow=draft.kind.value, title=draft.title.strip(), values={}, by=by, at=at)
        document = Document.objects.create(
            kind=draft.kind.value,
            type=draft.type.value if draft.type else "",
            title=draft.title.strip(),
            urgency=draft.urgency.value,
            recipients=list(draft.recipients),
            copies_to=list(draft.copies_to),
            basis=draft.basis,
            reason=draft.reason,
            matter=draft.matter.value,
            note=draft.note,
            unit=place.unit,
            department=place.department,
            drafter=by,
            instance=instance,
            created_at=at,
            changed_at=at,
        )
        bodies.begin(document, by=by, at=at)
        publish(
            DocumentDrafted(document_uuid=str(document.uuid), kind=document.kind, by=by.pk, happened_at=at), at=at
        )
    return document


def require_sizes(title: str, *bodies_named: Sequence[str]) -> None:
    """Refuse a title or lists that cannot be printed."""
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise TitleNeeded(most=LONGEST_TITLE)
    if any(len(one) > MOST_RECIPIENTS for one in bodies_named):
        raise TooMany(most=MOST_RECIPIENTS)
