"""One message comes in by an inlet: it is kept once, and becomes a note of its ticket or an intake."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import Final, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from jishi.files.door import Sent
from jishi.refusals.door import Invalid, Refusal
from zhishou.desk.actions.answers import acknowledge, returned
from zhishou.desk.actions.endings import Voice, take_verdict
from zhishou.desk.actions.files import Taken, TicketFull, take_in
from zhishou.desk.actions.intakes import LONGEST, joined, receive
from zhishou.desk.actions.outside import was_asked
from zhishou.desk.actions.talk import message_about, write_note
from zhishou.desk.models import Answer, Inlet, Intake, Note, Received, Ticket
from zhishou.desk.queries.inlets import may_speak_of, spoken_of
from zhishou.desk.queries.tickets import holders, ticket_numbered
from zhishou.desk.rules.channels import Incoming, Nature
from zhishou.desk.rules.replies import split_quoted, verdict_in
from zhishou.desk.rules.subjects import number_in
from zhishou.desk.rules.words import ENDED, NoteAudience, TicketState
from zhishou.notify.actions import tell
from zhishou.notify.rules import Urgency
from zhishou.people.models import Person
from zhishou.people.queries import person_with_mail

WORDS_SHOWN: Final = LONGEST - 1800  # room for the subject above them, and for what was not taken below
MORE_SHOWN: Final = 1000
CUT: Final = "\n…"
MACHINE: Final = "postmaster"
"""Who brings back what could not be delivered, where the message does not say."""

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message with its files on the disk, and its words with what could not be taken."""

    said: Incoming
    words: str
    files: tuple[Taken, ...] = ()


def take_message(*, inlet: Inlet, incoming: Incoming, memory: str | None = None, at: datetime) -> Received | None:
    """Keep one message and what it leads to, once; None where it was kept before. Files first, onto the disk."""
    reference = incoming.reference[:250]
    known = Received.objects.filter(inlet=inlet, reference=reference).exists()
    message = Message(said=incoming, words="") if known else _with_files(inlet, incoming, at=at)
    with transaction.atomic():
        if memory is not None:
            Inlet.objects.filter(pk=inlet.pk).update(memory=memory)
        received = None if known else _keep(inlet, incoming, at=at)
        if received is not None and received.nature != Nature.OWN and not _came_otherwise(received):
            _decide(received, message, at=at)
    return received


def _came_otherwise(received: Received) -> bool:
    """Say whether the same message reached the contract before, e.g. because it went to two of its mailboxes."""
    inlet, reference = received.inlet, received.reference
    others = Received.objects.filter(inlet__engagement=inlet.engagement, reference=reference).exclude(
        pk=received.pk
    )
    filed = Intake.objects.filter(engagement=inlet.engagement, channel=inlet.kind, reference=reference)
    return others.exists() or filed.exists()


def _with_files(inlet: Inlet, incoming: Incoming, *, at: datetime) -> Message:
    """Put the files onto the disk; one that is refused is named in the words, the rest is taken."""
    taken: list[Taken] = []
    refused: list[str] = []
    for file in incoming.files:
        sent = Sent(name=file.name, content=BytesIO(file.content))
        try:
            [one] = take_in(files=[sent], engagement=inlet.engagement, by=None, at=at)
        except Invalid as refusal:
            with override("zh-hans"):
                refused.append(_("[A file was not taken: %(why)s]") % {"why": refusal})
        else:
            taken.append(replace(one, content_id=file.content_id))
    return Message(said=incoming, words=_words(incoming, more="\n".join(refused)), files=tuple(taken))


def _decide(received: Received, message: Message, *, at: datetime) -> None:
    """Say what a message is: a note of its ticket, or an intake that waits."""
    incoming = message.said
    person = person_with_mail(received.inlet.engagement, address=incoming.sender_address, at=at)
    ticket = _ticket_of(received, incoming, person=person, at=at)
    if received.nature == Nature.BOUNCE:
        returned(received=received)
        about = ticket or _answered(received)
        _note(received, about, message, audience=NoteAudience.VENDOR, at=at)
        if about is not None and TicketState(about.state) not in ENDED:
            _tell_of_reply(received, about, message, at=at)  # whoever asked would wait for ever
    elif ticket is None or TicketState(ticket.state) in ENDED:
        received.follows = ticket
        _intake(received, message, person=person, files=message.files, at=at)
        acknowledge(received, incoming, person=person, at=at)
    elif received.nature == Nature.AUTOMATIC:
        _note(received, ticket, message, audience=NoteAudience.VENDOR, at=at)
    else:
        # Its files belong to the note: who reads the one sees the other.
        joined(_intake(received, message, person=person, files=(), at=at), ticket=ticket, at=at)
        _note(received, ticket, message, audience=NoteAudience.EVERYBODY, at=at)
        if not _decides(received, ticket, message, at=at):
            _tell_of_reply(received, ticket, message, at=at)


def _keep(inlet: Inlet, incoming: Incoming, *, at: datetime) -> Received | None:
    ours = Answer.objects.filter(inlet__engagement=inlet.engagement, reference=incoming.reference).exists()
    received = Received(
        inlet=inlet,
        reference=incoming.reference[:250],
        nature=Nature.OWN if ours else incoming.nature,
        sender_name=incoming.sender_name[:120],
        sender_address=incoming.sender_address[:254],
        subject=incoming.subject[:500],
        thread=list(incoming.thread),
        reached_at=min(incoming.reached_at, at),
        taken_at=at,
        trouble=incoming.trouble[:200],
    )
    try:
        with transaction.atomic():
            received.save(force_insert=True)
    except IntegrityError:
        return None
    return received


def _ticket_of(received: Received, incoming: Incoming, *, person: Person | None, at: datetime) -> Ticket | None:
    """Return the ticket that a message speaks of, where its sender may add to it; merged ones lead on."""
    engagement = received.inlet.engagement
    about = spoken_of(engagement, thread=[one for one in incoming.thread if one != incoming.reference])
    found = (about.intake.ticket if about and about.intake else None) or (about.follows if about else None)
    if found is None and (number := number_in(incoming.subject, code=engagement.code)) is not None:
        found = ticket_numbered(engagement=engagement, number=number)
    if found is None or not may_speak_of(found, person=person, address=incoming.sender_address, at=at):
        return None
    return found.merged_into or found


def _answered(received: Received) -> Ticket | None:
    """Return the ticket about which an answer came back."""
    notes = Answer.objects.filter(inlet__engagement=received.inlet.engagement, reference__in=received.thread)
    answer = notes.select_related("to__intake__ticket__engagement").first()
    return answer.to.intake.ticket if answer and answer.to.intake else None


def _words(incoming: Incoming, *, more: str) -> str:
    words = incoming.words.replace("\x00", "").strip()
    words = words if len(words) <= WORDS_SHOWN else words[:WORDS_SHOWN] + CUT
    return "\n\n".join(part for part in (words, more[:MORE_SHOWN]) if part)


def _nothing() -> str:
    with override("zh-hans"):
        return _("(no words)")


def _note(
    received: Received, ticket: Ticket | None, message: Message, *, audience: NoteAudience, at: datetime
) -> None:
    if ticket is None:
        return

    def write(words: str, files: Sequence[Taken]) -> Note:
        said = message.said
        return write_note(
            ticket=ticket,
            audience=audience,
            words=words or _nothing(),
            files=files,
            by=None,
            by_name=said.sender_name or said.sender_address,
            process=f"channel {received.inlet.kind}",
            at=at,
        )

    received.note = _as_much_as_fits(write, message)
    received.follows = ticket
    received.save(update_fields=["note", "follows"])


def _tell_of_reply(received: Received, ticket: Ticket, message: Message, *, at: datetime) -> None:
    """Tell whoever has the ticket in hand that somebody outside has written; each message once."""
    told = message_about(
        ticket,
        kind="desk.replied",
        name=message.said.sender_name or message.said.sender_address or MACHINE,
        words=message.words,
        urgency=Urgency.PROMPT,
    )
    tell(to=holders(ticket, at=at), message=replace(told, dedup_key=f"desk.replied:{received.uuid}"), at=at)


def _decides(received: Received, ticket: Ticket, message: Message, *, at: datetime) -> bool:
    """Let the answer of somebody without an account decide whether it works, where it is beyond doubt."""
    verdict = verdict_in(message.said.words)
    if verdict is None or not was_asked(received, ticket):
        return False
    said = message.said
    voice = Voice(
        name=said.sender_name or said.sender_address,
        source=f"{received.inlet.kind} {received.reference}"[:250],
        process=f"channel {received.inlet.kind}",
    )
    try:
        take_verdict(ticket=ticket, verdict=verdict, words=split_quoted(said.words).own[:4000], voice=voice, at=at)
    except Refusal:  # e.g. a child is still open: then it is a message like any other, and somebody reads it
        return False
    return True


def _intake(
    received: Received, message: Message, *, person: Person | None, files: Sequence[Taken], at: datetime
) -> Intake:
    incoming = message.said

    def write(words: str, files: Sequence[Taken]) -> Intake:
        return receive(
            engagement=received.inlet.engagement,
            channel=received.inlet.kind,
            words="\n\n".join(part for part in (received.subject, words) if part) or _nothing(),
            caller=person,
            caller_name=incoming.sender_name or incoming.sender_address,
            caller_contact=incoming.sender_address,
            reached_at=received.reached_at,
            reference=received.reference,
            recording=incoming.recording,
            files=files,
            by=None,
            at=at,
        )

    received.intake = _as_much_as_fits(write, replace(message, files=tuple(files)))
    received.save(update_fields=["intake", "follows"])
    return received.intake


def _as_much_as_fits(write: Callable[[str, Sequence[Taken]], Made], message: Message) -> Made:
    """Write with the files; without them, and saying so, where they would hold more than there may be."""
    try:
        with transaction.atomic():
            return write(message.words, message.files)
    except TicketFull as refusal:
        with override("zh-hans"):
            said = _("[A file was not taken: %(why)s]") % {"why": refusal}
        return write(f"{message.words}\n\n{said}".strip(), ())
