"""Giving and voiding numbers: one locked counter row, in the transaction that registers."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jishi.outbox.door import publish
from xieban.directory.models import Person
from xieban.documents.actions.editing import locked
from xieban.documents.actions.refusals import NothingToVoid, NotYourDocument, ReasonNeeded
from xieban.documents.events import DocumentNumbered, DocumentVoided
from xieban.documents.models import Act, Counter, Document, Incoming, Number, Series
from xieban.documents.queries.standing import live_number, standing_of
from xieban.documents.rules.control import Own
from xieban.documents.rules.numbering import may_become, written
from xieban.documents.rules.words import ActKind, NumberState
from xieban.flows import actions as flows
from xieban.flows.rules.words import OVER, Status

LONGEST_REASON = 400


def give_number(*, document: Document, series: Series, by: Person, at: datetime) -> Number:
    """Reserve the next number of a series; called in the transaction that registers, and nowhere else.

    The counter's row is held until that transaction ends, so that a number is given once and none is left out:
    what fails gives its number back by never having taken it. A document that has a number keeps it.
    """
    held = Number.objects.filter(document=document).exclude(state=NumberState.VOIDED.value).first()
    if held is not None:
        return held
    # Orders are counted on and on: their number names no year (第5号).
    year = 0 if series.runs_on else timezone.localtime(at).year
    Counter.objects.get_or_create(series=series, year=year)
    counter = Counter.objects.select_for_update().get(series=series, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    text = written(code=series.code, year=year, serial=counter.last)
    number = Number.objects.create(
        series=series, year=year, serial=counter.last, text=text, document=document, given_by=by, given_at=at
    )
    publish(
        DocumentNumbered(
            document_uuid=str(document.uuid), kind=document.kind, by=by.pk, happened_at=at, number=text
        ),
        at=at,
    )
    return number


def use_number(*, document: Document, at: datetime) -> None:
    """Let the number count as used: it stands on a sealed document now."""
    rows = Number.objects.filter(document=document, state=NumberState.RESERVED.value)
    rows.update(state=NumberState.USED.value, used_at=at)


def void_document(*, document: Document, reason: str, by: Person, at: datetime) -> Document:
    """Void a document that has a number and was not sent out; the number stays taken, with the reason."""
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise ReasonNeeded
    with transaction.atomic():
        document = locked(document)
        standing = standing_of(by, document, at=at)
        if not standing.control.may(Own.VOID):
            raise NothingToVoid if standing.situation.registers else NotYourDocument
        number = live_number(document)
        if number is None or not may_become(NumberState(number.state), NumberState.VOIDED):
            raise NothingToVoid
        number.state, number.reason = NumberState.VOIDED.value, reason[:LONGEST_REASON]
        number.voided_at, number.voided_by = at, by
        number.save(update_fields=["state", "reason", "voided_at", "voided_by"])
        document.voided_at = at
        document.save(update_fields=["voided_at"])
        Incoming.objects.filter(document=document).update(is_live=False)  # the same may come in again
        Act.objects.create(
            document=document,
            kind=ActKind.VOIDED.value,
            words=reason[:LONGEST_REASON],
            person=by,
            acted_for_id=standing.situation.in_place_of,
            at=at,
        )
        if document.instance is not None and Status(document.instance.status) not in OVER:
            flows.end_for_holder(instance=document.instance, words=reason, by=by, at=at)
        publish(
            DocumentVoided(
                document_uuid=str(document.uuid),
                kind=document.kind,
                by=by.pk,
                happened_at=at,
                number=number.text,
                reason=reason[:LONGEST_REASON],
            ),
            at=at,
        )
    return document
