"""Sending out, and who has signed for it."""

import uuid as uuids
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from jishi.outbox.door import publish
from jishi.refusals.door import NotThere
from xieban.directory.models import Person
from xieban.directory.queries import persons_by_id
from xieban.documents.actions.editing import locked
from xieban.documents.actions.refusals import NotYourDocument
from xieban.documents.events import DocumentDistributed
from xieban.documents.models import Act, Document, Receipt
from xieban.documents.queries.standing import standing_of
from xieban.documents.rules.control import Own
from xieban.documents.rules.words import ActKind, ReceiptWay


def send_out(*, document: Document, people: Sequence[int], by: Person, at: datetime) -> None:
    """Make a receipt for every receiver: the bodies in the head, and the people inside; nobody twice."""
    outside = dict.fromkeys([*document.recipients, *document.copies_to])
    there = set(document.receipts.values_list("name", flat=True).filter(person=None))
    rows = [
        Receipt(document=document, way=ReceiptWay.OUTSIDE.value, name=name[:120], sent_by=by, sent_at=at)
        for name in outside
        if name[:120] not in there
    ]
    known = persons_by_id(people)
    have = set(document.receipts.exclude(person=None).values_list("person_id", flat=True))
    rows += [
        Receipt(
            document=document,
            way=ReceiptWay.INSIDE.value,
            name=known[one].name,
            person=known[one],
            sent_by=by,
            sent_at=at,
        )
        for one in dict.fromkeys(people)
        if one in known and one not in have
    ]
    Receipt.objects.bulk_create(rows)
    document.distributed_at = document.distributed_at or at
    document.save(update_fields=["distributed_at"])
    publish(
        DocumentDistributed(document_uuid=str(document.uuid), kind=document.kind, by=by.pk, happened_at=at), at=at
    )


def note_signed_for(*, document: Document, person: int, by: Person, at: datetime) -> None:
    """Note that somebody inside has signed for it; added later than the sending, he gets his receipt now."""
    name = persons_by_id([person])[person].name
    receipt, _made = Receipt.objects.get_or_create(
        document=document,
        person_id=person,
        defaults={"way": ReceiptWay.INSIDE.value, "name": name, "sent_by": by, "sent_at": at},
    )
    Receipt.objects.filter(pk=receipt.pk, signed_at=None).update(signed_at=at, noted_by=by)


def note_receipt(*, document: Document, receipt: str, by: Person, at: datetime) -> None:
    """Note that a body outside has signed for the document."""
    with transaction.atomic():
        document = locked(document)
        standing = standing_of(by, document, at=at)
        if not standing.control.may(Own.NOTE_RECEIPT):
            raise NotYourDocument
        try:
            wanted = uuids.UUID(receipt)
        except ValueError as error:
            raise NotThere from error
        row = Receipt.objects.filter(document=document, uuid=wanted, way=ReceiptWay.OUTSIDE.value).first()
        if row is None:
            raise NotThere
        if Receipt.objects.filter(pk=row.pk, signed_at=None).update(signed_at=at, noted_by=by):
            Act.objects.create(
                document=document,
                kind=ActKind.RECEIPT.value,
                words=row.name,
                person=by,
                acted_for_id=standing.situation.in_place_of,
                at=at,
            )
