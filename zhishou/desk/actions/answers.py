"""What we answer leaves by the inlet through which its reader wrote to us."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from jishi.vault.door import VaultLocked
from zhishou.desk.channels.protocol import Outgoing, Receipt
from zhishou.desk.channels.registry import channel
from zhishou.desk.models import Answer, Intake, Note, Received, Ticket
from zhishou.desk.queries.inlets import due_answers, thread_of
from zhishou.desk.rules.channels import ACKNOWLEDGED_WITHIN, Incoming, Nature, may_acknowledge, may_write
from zhishou.desk.rules.inlets import AnswerKind, AnswerState, next_try
from zhishou.desk.rules.subjects import answering, with_number
from zhishou.notify.rules import Outcome
from zhishou.people.models import Person

Clock = Callable[[], datetime]
LEASE: Final = timedelta(minutes=5)
GRIP: Final = 20


def acknowledge(received: Received, incoming: Incoming, *, person: Person | None, at: datetime) -> Answer | None:
    """Say once that a new message has arrived; never to a machine, and not for ever to a flood."""
    recent = Answer.objects.filter(
        inlet=received.inlet,
        kind=AnswerKind.ACKNOWLEDGEMENT,
        to__sender_address__iexact=received.sender_address,
        made_at__gt=at - ACKNOWLEDGED_WITHIN,
    )
    if not may_acknowledge(incoming, acknowledged=recent.count()):
        return None
    engagement = received.inlet.engagement
    local = timezone.localtime(received.reached_at)
    with override(person.language if person else "zh-hans"):
        words = _(
            "Your message reached us at %(moment)s; somebody is looking at it.\n\n"
            "To add something, reply to this message. This answer was made by a machine.\n\n%(contract)s"
        ) % {"moment": f"{local:%Y-%m-%d %H:%M}", "contract": engagement.name}
    return write_answer(received, AnswerKind.ACKNOWLEDGEMENT, words=words, at=at)


def answer_call(intake: Intake, *, at: datetime) -> Answer | None:
    """Send the answer to an intake back to whoever wrote; none where it came by another way."""
    received = Received.objects.filter(intake=intake, nature=Nature.PERSON).select_related("inlet").first()
    return write_answer(received, AnswerKind.ANSWER, words=intake.answer, at=at) if received else None


def answer_note(note: Note, *, at: datetime) -> list[Answer]:
    """Send a note to everybody who wrote about its ticket from outside, but not to whoever wrote it."""
    made = [
        write_answer(one, AnswerKind.NOTE, words=f"{note.words}\n\n{note.by_name}", note=note, at=at)
        for one in wrote_about(note.ticket)
        if one.intake is None or note.by_id is None or one.intake.caller_id != note.by_id
    ]
    return [one for one in made if one is not None]


def wrote_about(ticket: Ticket) -> list[Received]:
    """Return the last message of everybody who wrote about a ticket from outside."""
    about = Q(intake__ticket=ticket) | Q(intake__ticket__merged_into=ticket)
    wrote = Received.objects.filter(about, nature=Nature.PERSON).select_related("inlet__engagement", "intake")
    latest = {(one.inlet_id, one.sender_address.casefold()): one for one in wrote.order_by("id")}
    return list(latest.values())


def write_answer(
    received: Received,
    kind: AnswerKind,
    *,
    words: str,
    note: Note | None = None,
    ticket: Ticket | None = None,
    at: datetime,
) -> Answer | None:
    """Write an answer down, in the transaction that made it; a sender takes it from there."""
    way = channel(received.inlet.kind)
    if way is None or way.reply is None or not received.sender_address or not received.inlet.is_on:
        return None
    answered = Answer.objects.filter(to=received).count()
    if not may_write(way.limits, heard_at=received.reached_at, answered=answered, at=at):
        return None
    answer = Answer(
        inlet=received.inlet,
        kind=kind,
        to=received,
        note=note,
        subject=_subject(received, ticket=note.ticket if note else ticket),
        words=words,
        made_at=at,
        state=AnswerState.WAITING,
        next_try_at=at,
    )
    answer.reference = f"<{answer.uuid}@{_domain(received.inlet.shown)}>"
    answer.save(force_insert=True)
    return answer


def _subject(received: Received, *, ticket: Ticket | None) -> str:
    subject = answering(received.subject)
    code = received.inlet.engagement.code
    return with_number(subject, code=code, number=ticket.number)[:500] if ticket else subject[:500]


def _domain(shown: str) -> str:
    found = shown.rpartition("@")[2].rpartition(" ")[2]
    return found if found and found.isascii() else "localhost"


def send_due(*, clock: Clock, until: datetime) -> int:
    """Send what is due, until nothing is left or the time is over; returns how many were tried."""
    tried = 0
    while clock() < until:
        grip = [one for one in due_answers(at=clock())[:GRIP] if _take(one, at=clock())]
        if not grip:
            break
        for answer in grip:
            _send(answer, clock=clock)
        tried += len(grip)
    return tried


def _take(answer: Answer, *, at: datetime) -> bool:
    """Take an answer for a while; of two senders only one does, and a dead one's comes back."""
    mine = Answer.objects.filter(pk=answer.pk, state=AnswerState.WAITING, next_try_at=answer.next_try_at)
    return mine.update(next_try_at=at + LEASE, attempts=F("attempts") + 1) > 0


def _send(answer: Answer, *, clock: Clock) -> None:
    received = answer.to
    outgoing = Outgoing(
        key=answer.reference,
        address=received.sender_address,
        name=received.sender_name,
        subject=answer.subject,
        words=answer.words,
        is_automatic=answer.kind != AnswerKind.ANSWER and answer.note_id is None,
        answers=received.reference,
        thread=thread_of(answer),
    )
    _write_down(answer, _hand_over(answer, outgoing, at=clock()), at=clock())


def _hand_over(answer: Answer, outgoing: Outgoing, *, at: datetime) -> Receipt:
    way = channel(answer.inlet.kind)
    if way is None or way.reply is None:
        return Receipt(outcome=Outcome.TEMPORARY, answer=f"There is no channel “{answer.inlet.kind}” now.")
    try:
        details = json.loads(answer.inlet.details.reveal())
    except VaultLocked as error:
        return Receipt(outcome=Outcome.TEMPORARY, answer=str(error))
    return way.reply(outgoing, details=details, at=at)


@transaction.atomic
def _write_down(answer: Answer, receipt: Receipt, *, at: datetime) -> None:
    fields: dict[str, object] = {"last_answer": receipt.answer[:300]}
    later = next_try(attempts=answer.attempts + 1, at=at)
    if receipt.outcome is Outcome.DELIVERED:
        fields |= {"state": AnswerState.SENT, "sent_at": at, "next_try_at": None}
    elif receipt.outcome is Outcome.PERMANENT or later is None:
        fields |= {"state": AnswerState.GIVEN_UP, "next_try_at": None}
    else:
        fields |= {"next_try_at": later}
    Answer.objects.filter(pk=answer.pk, state=AnswerState.WAITING).update(**fields)


def returned(*, received: Received) -> None:
    """Mark the answers that came back as not delivered."""
    Answer.objects.filter(
        inlet__engagement=received.inlet.engagement, reference__in=received.thread, state=AnswerState.SENT
    ).update(state=AnswerState.RETURNED)
