"""Copies to read (传阅) that hold nothing up, sent again where they lie; urging by the marks of a limit (催办)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from jishi.outbox.door import publish
from jishi.refusals.door import NotThere
from xieban.directory.models import Person
from xieban.directory.queries import persons_by_id
from xieban.documents.actions.editing import locked
from xieban.documents.actions.refusals import NobodyToRead, NotYourDocument, UrgedLately
from xieban.documents.events import DocumentUrged
from xieban.documents.models import Act, Document, Urging
from xieban.documents.queries.incoming import record_of
from xieban.documents.queries.standing import standing_of
from xieban.documents.rules.control import Own
from xieban.documents.rules.words import ActKind
from xieban.flows import actions as flows
from xieban.flows.models import Instance
from xieban.flows.queries import copies_of

AGAIN_AFTER: Final = timedelta(hours=4)


def circulate(*, document: Document, people: Sequence[int], by: Person, at: datetime) -> None:
    """Give people a copy to read; whoever has one unread gets no second."""
    known = persons_by_id(people)
    if not people or any(one not in known or not known[one].is_active for one in people):
        raise NobodyToRead
    with transaction.atomic():
        document, instance = _held(document, by=by, at=at)
        flows.give_copies(instance=instance, people=people, by=by, at=at)
        names = "、".join(known[one].name for one in people)
        Act.objects.create(document=document, kind=ActKind.CIRCULATED.value, words=names[:400], person=by, at=at)


def send_again(*, document: Document, reading: str, by: Person, at: datetime) -> None:
    """Send a copy again: unread, its reader is urged, once in four hours; read, he gets a fresh one."""
    with transaction.atomic():
        document, instance = _held(document, by=by, at=at)
        row = copies_of(instance).filter(uuid=reading).first()
        if row is None:
            raise NotThere
        if row.read_at is not None:
            flows.give_copies(instance=instance, people=[row.person_id], by=by, at=at)
            return
        lately = Urging.objects.filter(document=document, node="", percent=0, at__gt=at - AGAIN_AFTER)
        if at < row.since + AGAIN_AFTER or any(row.person.name in one.people for one in lately):
            raise UrgedLately
        Urging.objects.create(document=document, people=[row.person.name], person=by, at=at)
        flows.press_copy(reading=row, at=at)
        _tell(document, percent=0, people=[row.person_id], by=by, at=at)


def urge_at_mark(
    *, document: Document, node: str, percent: int, due_at: datetime, people: Sequence[int], at: datetime
) -> None:
    """Urge those who have the work at a mark of its limit, and whoever was named to see to it; each mark once."""
    record = record_of(document)
    seers = [record.presser_id] if record and record.presser_id else []
    told = list(dict.fromkeys([*people, *seers]))
    names = [one.name for one in persons_by_id(told).values()]
    try:
        with transaction.atomic():
            Urging.objects.create(document=document, node=node, percent=percent, due_at=due_at, people=names, at=at)
            if seers and document.instance is not None:
                flows.give_copies(instance=document.instance, people=seers, by=None, at=at)
            _tell(document, percent=percent, people=told, by=None, at=at)
    except IntegrityError:
        return  # delivery is at least once


def _held(document: Document, *, by: Person, at: datetime) -> tuple[Document, Instance]:
    document = locked(document)
    if document.instance is None:
        raise NotThere
    if not standing_of(by, document, at=at).control.may(Own.CIRCULATE):
        raise NotYourDocument
    return document, document.instance


def _tell(document: Document, *, percent: int, people: list[int], by: Person | None, at: datetime) -> None:
    publish(
        DocumentUrged(
            document_uuid=str(document.uuid),
            kind=document.kind,
            by=by.pk if by else None,
            happened_at=at,
            percent=percent,
            people=people,
        ),
        at=at,
    )
