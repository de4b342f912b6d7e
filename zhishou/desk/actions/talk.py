"""What is said on a ticket: notes, and the wish that it go faster."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from jishi.live.door import announce
from jishi.outbox.door import publish
from jishi.refusals.door import Refusal
from zhishou.contracts.rules import Level
from zhishou.desk.actions.answers import answer_note, wrote_about
from zhishou.desk.actions.changing import changed, claim, page_of, require_sight, still_open
from zhishou.desk.actions.files import Taken, attach
from zhishou.desk.actions.intakes import checked_words
from zhishou.desk.events import WordsAdded
from zhishou.desk.models import Note, Ticket, TicketChange
from zhishou.desk.queries.tickets import holders
from zhishou.desk.rules.changes import URGE_EVERY, ChangeKind
from zhishou.desk.rules.words import MENDED, REPORTS, WORKS, NoteAudience
from zhishou.ledger.actions import record
from zhishou.notify.actions import tell
from zhishou.notify.rules import Message, Urgency
from zhishou.people.models import Person
from zhishou.people.queries import require_role


class UrgedJustNow(Refusal):
    """You urged this ticket less than %(minutes)s minutes ago; those who work on it were told."""


@transaction.atomic
def add_note(
    *,
    ticket: Ticket,
    audience: NoteAudience,
    words: str,
    files: Sequence[Taken] = (),
    by: Person,
    at: datetime,
) -> Note:
    """Write words on a ticket; what the client's people write, everybody reads, and the other party is told."""
    if audience is NoteAudience.VENDOR:
        require_role(by, ticket.engagement, WORKS, at=at)
    held = require_sight(by, ticket, REPORTS, at=at)
    note = write_note(ticket=ticket, audience=audience, words=words, files=files, by=by, by_name=by.name, at=at)
    if audience is NoteAudience.EVERYBODY:
        _tell_the_other_party(note, is_ours=bool(held & WORKS), at=at)
    return note


def _tell_the_other_party(note: Note, *, is_ours: bool, at: datetime) -> None:
    """Tell the caller what we wrote, where no answer left by his own channel; or whoever has it in hand."""
    ticket, caller = note.ticket, note.ticket.caller
    to = holders(ticket, at=at)
    if is_ours:
        answered = {one.intake.caller_id for one in wrote_about(ticket) if one.intake is not None}
        to = [caller] if caller is not None and caller.pk not in answered else []
    kind = "desk.note" if is_ours else "desk.replied"
    message = message_about(ticket, kind=kind, name=note.by_name, words=note.words, urgency=Urgency.PROMPT)
    message = replace(message, dedup_key=f"{kind}:{note.uuid}")
    tell(to=[one for one in to if one.pk != note.by_id], message=message, at=at)


def write_note(
    *,
    ticket: Ticket,
    audience: NoteAudience,
    words: str,
    files: Sequence[Taken] = (),
    by: Person | None,
    by_name: str,
    process: str = "",
    at: datetime,
) -> Note:
    """Keep words on a ticket, from whoever was let in; what everybody reads leaves by the caller's channel too."""
    note = Note.objects.create(
        ticket=ticket, audience=audience, words=checked_words(words), by=by, by_name=by_name[:60], at=at
    )
    record(
        what="desk.note_added",
        about_kind="ticket",
        about_key=str(ticket.uuid),
        engagement=ticket.engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={"number": ticket.number, "note": str(note.uuid), "audience": audience.value, "words": note.words},
        process=process,
    )
    attach(to=note, files=files, by=by, by_name=by_name, at=at)
    publish(
        WordsAdded(engagement_code=ticket.engagement.code, ticket_uuid=str(ticket.uuid), audience=audience.value),
        at=at,
    )
    announce(audience=f"engagement:{ticket.engagement.uuid}", news="desk")
    if audience is NoteAudience.EVERYBODY and by is not None:
        answer_note(note, at=at)
    return note


@transaction.atomic
def urge(*, ticket: Ticket, words: str = "", by: Person, at: datetime) -> Ticket:
    """Ask for speed; whoever has the ticket in hand is told, at most every ten minutes by one person."""
    require_sight(by, ticket, REPORTS, at=at)
    claim(ticket, revision=None)
    still_open(ticket)
    recent = TicketChange.objects.filter(ticket=ticket, what=ChangeKind.URGED, by=by, at__gt=at - URGE_EVERY)
    if recent.exists():
        raise UrgedJustNow(minutes=URGE_EVERY // timedelta(minutes=1))
    words = checked_words(words)[:4000] if words.strip() else ""
    changed(ticket, ChangeKind.URGED, by=by, at=at, words=words)
    tell_holders(ticket, kind="desk.urged", name=by.name, words=words, at=at)
    return ticket


def tell_holders(ticket: Ticket, *, kind: str, name: str, words: str, at: datetime) -> None:
    """Tell whoever has the ticket in hand, or else the tier on whose table it lies."""
    fatal = ticket.level == Level.FATAL
    message = message_about(
        ticket, kind=kind, name=name, words=words, urgency=Urgency.PAGE if fatal else Urgency.PROMPT
    )
    tell(to=holders(ticket, at=at), message=message, at=at)


def message_about(ticket: Ticket, *, kind: str, name: str, words: str, urgency: Urgency) -> Message:
    """Return what is to be told about a ticket as it stands now."""
    return Message(
        kind=kind,
        words={
            "number": ticket.number,
            "title": ticket.title,
            "name": name,
            "words": words[:500],
            "fulfils": ticket.kind not in MENDED,
        },
        urgency=urgency,
        link=page_of(ticket),
        dedup_key=f"{kind}:{ticket.uuid}:{ticket.revision}",
        engagement_code=ticket.engagement.code,
    )
