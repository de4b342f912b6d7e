"""What comes in from outside: signed for with its moment, recorded, and never taken in twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from jishi.files.door import Sent
from jishi.outbox.door import publish
from jishi.refusals.door import Stale
from xieban.directory.models import Person, Unit
from xieban.directory.queries import place_of
from xieban.documents.actions.drafting import Draft, draft_document, refuse_secrecy, require_sizes
from xieban.documents.actions.editing import locked, note_change, tell_changed
from xieban.documents.actions.refusals import (
    DuplicateIncoming,
    NoDepartment,
    NotTheReceiver,
    NotToBeEdited,
    ReceivedLater,
    SenderNeeded,
)
from xieban.documents.actions.working import complete
from xieban.documents.events import DocumentReceived
from xieban.documents.models import Document, Incoming
from xieban.documents.queries import bodies
from xieban.documents.queries.incoming import earlier_one, may_receive
from xieban.documents.queries.standing import standing_of
from xieban.documents.rules.control import Own
from xieban.documents.rules.receiving import key_of
from xieban.documents.rules.words import DocumentType, Kind, Urgency
from xieban.flows import actions as flows
from xieban.flows.rules.words import Decision
from xieban.writing import actions as writing

AHEAD: Final = timedelta(minutes=5)
"""How far a clock in the office may go before ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What is recorded of a document that came in."""

    sender: str
    sender_number: str
    title: str
    type: DocumentType | None
    urgency: Urgency
    copies: int
    received_at: datetime
    due_on: date | None = None
    note: str = ""
    secrecy: str = ""

    @property
    def of_document(self) -> dict[str, object]:
        """Return what stands on the document itself."""
        return {
            "title": self.title.strip(),
            "type": self.type.value if self.type else "",
            "urgency": self.urgency.value,
            "copies": self.copies,
            "note": self.note,
        }

    @property
    def of_record(self) -> dict[str, object]:
        """Return what stands in its record."""
        return {
            "sender": self.sender.strip(),
            "sender_number": self.sender_number.strip(),
            "sender_key": key_of(self.sender),
            "number_key": key_of(self.sender_number),
            "received_at": self.received_at,
            "due_on": self.due_on,
        }


def receive_document(
    *, arrival: Arrival, is_intact: bool, trouble: str = "", files: Sequence[Sent] = (), by: Person, at: datetime
) -> Document:
    """Sign for what came in: it is recorded with its moment, and goes on to be registered, or to be asked about."""
    _require_sound(arrival, document=None, by=by, at=at)
    refuse_secrecy(trouble, *(one.name for one in files), by=by, at=at)
    place = place_of(by.pk, at=at)
    if place is None:
        raise NoDepartment
    if not may_receive(by, at=at):
        raise NotTheReceiver
    draft = Draft(
        kind=Kind.INCOMING, title=arrival.title, type=arrival.type, urgency=arrival.urgency, note=arrival.note
    )
    with transaction.atomic():
        _require_new(arrival, unit=place.unit)
        document = draft_document(draft=draft, by=by, at=at)
        document.copies = arrival.copies
        document.save(update_fields=["copies"])
        _store_first(Incoming(document=document, unit=place.unit, is_intact=is_intact, **arrival.of_record))
        body = bodies.body_of(document)
        if files and body is not None:
            writing.attach(body=body, files=files, by=by, at=at)
        (task,) = standing_of(by, document, at=at).control.tasks
        values = {"intact": is_intact}
        complete(
            document=document, seat=task.seat, decision=Decision.DONE, words=trouble, values=values, by=by, at=at
        )
        publish(
            DocumentReceived(
                document_uuid=str(document.uuid),
                kind=document.kind,
                by=by.pk,
                happened_at=at,
                sender=arrival.sender.strip(),
                received_at=arrival.received_at,
            ),
            at=at,
        )
    return document


def edit_record(*, document: Document, arrival: Arrival, edition: int, by: Person, at: datetime) -> Document:
    """Put the record right while the work in one's hands opens it; what stood there before is kept."""
    _require_sound(arrival, document=document, by=by, at=at)
    with transaction.atomic():
        document = locked(document)
        control = standing_of(by, document, at=at).control
        if not control.may(Own.RECORD):
            raise NotToBeEdited
        if document.edition != edition:
            raise Stale
        record = Incoming.objects.select_for_update().get(document=document)
        _require_new(arrival, unit=record.unit, document=document)
        changed = _changed(document, arrival.of_document) | _changed(record, arrival.of_record)
        shown = {name: pair for name, pair in changed.items() if not name.endswith("_key")}
        if not shown:
            return document
        before = bodies.digest(document)
        for name in arrival.of_document:
            setattr(document, name, arrival.of_document[name])
        document.edition += 1
        document.changed_at = at
        document.save(update_fields=[*arrival.of_document, "edition", "changed_at"])
        for name, value in arrival.of_record.items():
            setattr(record, name, value)
        _store(record, list(arrival.of_record))
        spoken = {name: (_plain(old), _plain(new)) for name, (old, new) in shown.items()}
        note_change(document, spoken, before=before, by=by, at=at, node=control.tasks[0].name)
        if "title" in changed and document.instance is not None:
            flows.retitle(instance=document.instance, title=document.title)
        tell_changed(document, by=by, at=at)
    return document


def _require_sound(arrival: Arrival, *, document: Document | None, by: Person, at: datetime) -> None:
    said = (arrival.secrecy, arrival.title, arrival.sender_number, arrival.sender, arrival.note)
    refuse_secrecy(*said, document=document, by=by, at=at)
    require_sizes(arrival.title)
    if not key_of(arrival.sender):
        raise SenderNeeded
    if arrival.received_at > at + AHEAD:
        raise ReceivedLater


def _require_new(arrival: Arrival, *, unit: Unit, document: Document | None = None) -> None:
    """Refuse what was taken in already, and say which one that was."""
    earlier = earlier_one(
        unit=unit, sender=arrival.sender, number=arrival.sender_number, beside=document.pk if document else 0
    )
    if earlier is not None:
        raise DuplicateIncoming(
            title=earlier.document.title,
            sender=earlier.sender,
            number=earlier.sender_number,
            day=timezone.localtime(earlier.received_at).date().isoformat(),
        )


def _store_first(record: Incoming) -> None:
    try:
        with transaction.atomic():
            record.save(force_insert=True)
    except IntegrityError as error:  # another was first, a moment ago
        raise _twice(record) from error


def _store(record: Incoming, fields: list[str]) -> None:
    try:
        with transaction.atomic():
            record.save(update_fields=fields)
    except IntegrityError as error:
        raise _twice(record) from error


def _twice(record: Incoming) -> DuplicateIncoming:
    day = timezone.localtime(record.received_at).date().isoformat()
    return DuplicateIncoming(
        title=record.document.title, sender=record.sender, number=record.sender_number, day=day
    )


def _changed(row: Document | Incoming, values: dict[str, object]) -> dict[str, tuple[object, object]]:
    return {name: (getattr(row, name), new) for name, new in values.items() if getattr(row, name) != new}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
