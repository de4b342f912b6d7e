"""A document as its page shows it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from jishi.refusals.door import listed
from xieban.directory.models import Person
from xieban.directory.queries import holders_of
from xieban.directory.rules import Role
from xieban.documents.models import Document, Link, Number, Receipt, SealUse, SignOff, Typesetting
from xieban.documents.queries import bodies, labels
from xieban.documents.queries.documents import visible
from xieban.documents.queries.incoming import IncomingPage, facts_of_record, incoming_page_of, record_of
from xieban.documents.queries.lacks import words_of_lack
from xieban.documents.queries.standing import Standing, last_typesetting, live_number, standing_of
from xieban.documents.queries.supervising import SupervisionPage, may_raise, supervision_page_of
from xieban.documents.queries.trails import ChangeRow, changes_of
from xieban.documents.rules.control import Own
from xieban.documents.rules.words import (
    DocumentType,
    Kind,
    LinkKind,
    Matter,
    NumberState,
    ReceiptWay,
    Urgency,
)
from xieban.flows.models import Opinion
from xieban.flows.queries import opinions_of, story_of
from xieban.flows.queries.story import Story
from xieban.flows.rules.words import Nature
from xieban.writing.queries import Sheet, sheet_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One element with what stands in it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """One document that this one came out of, or that came out of it; the address only where one may go there."""

    words: str
    title: str
    uuid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One sign-off, and whether the document still stands as it was signed."""

    row: SignOff
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSignAgain:
    """What lies before somebody for another signature: which was given before, and between which texts it lies."""

    before: SignOff
    older: int
    newer: int

    @property
    def is_text_changed(self) -> bool:
        """Say whether it is the text; else it is the title or the attachments."""
        return self.older != self.newer


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage:
    """All that the page of a document shows."""

    document: Document
    kind: str
    type: str
    urgency: str
    is_urgent: bool
    standing: Standing
    story: Story | None
    lacks: tuple[str, ...]
    facts: tuple[Fact, ...]
    sheet: Sheet | None
    number: Number | None
    number_state: str
    is_voided: bool
    signatures: tuple[Signature, ...]
    to_sign_again: ToSignAgain | None
    seal_uses: tuple[SealUse, ...]
    receipts: tuple[Receipt, ...]
    typesetting: Typesetting | None
    is_current: bool
    related: tuple[Related, ...]
    incoming: IncomingPage | None
    changes: tuple[ChangeRow, ...]
    may_see_trail: bool
    supervision: SupervisionPage | None
    may_supervise: bool
    carried: tuple[Opinion, ...]
    may_edit: bool
    may_write: bool
    may_void: bool
    may_convert: bool
    may_correct: bool
    may_note_receipts: bool
    receipts_noted_by: str

    @property
    def pages(self) -> range:
        """Return the numbers of the typeset pages."""
        return range(1, (self.typesetting.pages if self.typesetting else 0) + 1)


def page_of(viewer: Person, document: Document, *, at: datetime) -> DocumentPage:
    """Return all that the page of a document shows to somebody who may see it."""
    standing = standing_of(viewer, document, at=at)
    control, number, typesetting = standing.control, live_number(document), last_typesetting(document)
    body = bodies.body_of(document)
    lacks = dict.fromkeys(lack for task in control.tasks for lack in task.lacks)
    signed = SignOff.objects.filter(document=document).select_related("person", "acted_for").order_by("-id")
    sheet = sheet_of(viewer, body=body, at=at) if body else None
    return DocumentPage(
        document=document,
        kind=str(labels.KINDS[Kind(document.kind)]),
        type=str(labels.TYPES[DocumentType(document.type)]) if document.type else "",
        urgency=str(labels.URGENCIES[Urgency(document.urgency)]),
        is_urgent=document.urgency != Urgency.ORDINARY.value,
        standing=standing,
        story=story_of(viewer, document.instance, at=at) if document.instance else None,
        lacks=tuple(words_of_lack(one) for one in lacks),
        facts=_facts(document),
        incoming=incoming_page_of(document, standing, at=at),
        supervision=supervision_page_of(viewer, document, at=at),
        may_supervise=document.kind != Kind.SUPERVISION.value and may_raise(viewer, at=at),
        sheet=sheet,
        number=number,
        number_state=str(labels.NUMBER_STATES[NumberState(number.state)]) if number else "",
        is_voided=document.voided_at is not None,
        signatures=tuple(
            Signature(row=row, holds=place == 0 and row.consents and standing.situation.is_signed)
            for place, row in enumerate(signed)
        ),
        to_sign_again=_to_sign_again(standing, signed.first(), sheet),
        seal_uses=tuple(document.seal_uses.select_related("seal", "person", "approved_by")),
        receipts=tuple(document.receipts.select_related("person", "noted_by")),
        typesetting=typesetting,
        is_current=standing.situation.is_typeset,
        related=_related(viewer, document, at=at),
        changes=changes_of(document),
        may_see_trail=viewer.is_administrator,
        carried=_carried(document),
        may_edit=control.may(Own.EDIT),
        may_write=control.may(Own.WRITE),
        may_void=control.may(Own.VOID),
        may_convert=control.may(Own.CONVERT),
        may_correct=control.may(Own.CORRECT),
        may_note_receipts=control.may(Own.NOTE_RECEIPT),
        receipts_noted_by="" if control.may(Own.NOTE_RECEIPT) else _noted_by(document, at=at),
    )


def _noted_by(document: Document, *, at: datetime) -> str:
    """Return who notes what bodies outside sign for, while some of it is open."""
    if not document.receipts.filter(way=ReceiptWay.OUTSIDE.value, signed_at=None).exists():
        return ""
    return listed(one.name for one in holders_of(Role.DISPATCHER, at=at, unit=document.unit))


def _to_sign_again(standing: Standing, last: SignOff | None, sheet: Sheet | None) -> ToSignAgain | None:
    signs = any(task.acts and task.nature is Nature.SIGN_OFF for task in standing.control.tasks)
    if not signs or last is None or not last.consents or sheet is None or standing.situation.is_signed:
        return None
    older = max((one.number for one in sheet.revisions if one.at <= last.at), default=0)
    return ToSignAgain(before=last, older=older, newer=sheet.last.number if sheet.last else 0)


def _facts(document: Document) -> tuple[Fact, ...]:
    record = record_of(document)
    if record is not None:
        return tuple(Fact(name=name, value=value) for name, value in facts_of_record(record, document) if value)
    memo = document.kind == Kind.MEMO.value
    rows = [
        (gettext("Main recipients"), listed(document.recipients)),
        (gettext("Copies to"), listed(document.copies_to)),
        (gettext("Reason for it"), document.reason),
        (gettext("Matter"), str(labels.MATTERS[Matter(document.matter)]) if memo else ""),
        (gettext("Basis"), document.basis),
        (gettext("Copies printed"), str(document.copies or "")),
        (gettext("Remark printed"), document.note),
        (gettext("Result"), document.result),
        (gettext("Department in charge"), document.department.name),
        (gettext("Drafted by"), document.drafter.name),
    ]
    return tuple(Fact(name=name, value=value) for name, value in rows if value)


def _related(viewer: Person, document: Document, *, at: datetime) -> tuple[Related, ...]:
    rows = [
        *((labels.LINKS, one.kind, one.origin) for one in document.origins.select_related("origin")),
        *((labels.LINKS_BACK, one.kind, one.document) for one in document.offspring.select_related("document")),
    ]
    if not rows:
        return ()
    known = set(visible(viewer, at=at).filter(pk__in=[one.pk for *_rest, one in rows]).values_list("pk", flat=True))
    return tuple(
        Related(words=str(words[LinkKind(kind)]), title=one.title, uuid=str(one.uuid) if one.pk in known else "")
        for words, kind, one in rows
    )


def _carried(document: Document) -> tuple[Opinion, ...]:
    """Return the opinions of the memo that the document was made of: they go along, word for word."""
    links = Link.objects.filter(document=document, kind=LinkKind.CONVERTED.value).select_related("origin__instance")
    return tuple(opinion for link in links if link.origin.instance for opinion in opinions_of(link.origin.instance))
