"""Signing off: the body, the opinion and the date are frozen in a row that nobody can alter."""

from datetime import datetime
from typing import Final

from django.utils import timezone

from jishi.outbox.door import publish
from xieban.directory.models import Person
from xieban.directory.queries import persons_by_id
from xieban.documents.events import DocumentSigned
from xieban.documents.models import Document, SignOff
from xieban.documents.queries import bodies
from xieban.documents.rules.control import Task
from xieban.flows.rules.words import CONSENT, Decision

REFUSING_RULINGS: Final = frozenset({"退回", "转会议研究"})


def sign_off(
    *, document: Document, task: Task, decision: Decision, ruling: str, words: str, by: Person, at: datetime
) -> SignOff:
    """Freeze what lay before the leader; called in the transaction in which the flow takes the step."""
    digest = bodies.digest(document)
    principal = task.deed.acts_for
    signed = SignOff.objects.create(
        document=document,
        seat_number=task.deed.seat,
        node_name=task.name,
        digest=digest,
        title=document.title,
        text=bodies.words_of(document),
        decision=decision.value,
        consents=decision in CONSENT and ruling not in REFUSING_RULINGS,
        ruling=ruling,
        words=words.replace("\x00", "").strip(),
        person=by,
        acted_for=persons_by_id([principal])[principal] if principal else None,
        signed_on=timezone.localtime(at).date(),
        at=at,
    )
    publish(
        DocumentSigned(
            document_uuid=str(document.uuid), kind=document.kind, by=by.pk, happened_at=at, digest=digest
        ),
        at=at,
    )
    return signed


def take_back_signature(*, document: Document, seat_number: int, by: Person, at: datetime) -> None:
    """Note that a signature was withdrawn with the step: the document is not signed any more."""
    signed = SignOff.objects.filter(document=document, seat_number=seat_number, consents=True).first()
    if signed is None:
        return
    SignOff.objects.create(
        document=document,
        seat_number=seat_number,
        node_name=signed.node_name,
        digest=signed.digest,
        title=signed.title,
        text=signed.text,
        decision=signed.decision,
        consents=False,
        ruling=signed.ruling,
        person=by,
        acted_for=signed.acted_for,
        signed_on=timezone.localtime(at).date(),
        at=at,
    )
