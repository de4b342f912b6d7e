"""A colleague looks at a ticket, and agrees or objects with words (会签)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from jishi.refusals.door import Invalid, NotAllowed, Refusal, listed
from zhishou.desk.actions.changing import changed, checked_note, claim, page_of, still_open
from zhishou.desk.actions.talk import message_about
from zhishou.desk.models import Countersign, Ticket
from zhishou.desk.rules.changes import ChangeKind
from zhishou.desk.rules.countersigns import CountersignState
from zhishou.desk.rules.words import WORKS, NoteAudience
from zhishou.notify.actions import need_not_read, tell
from zhishou.notify.rules import Urgency
from zhishou.people.models import Person
from zhishou.people.queries import persons_with_role, require_role
from zhishou.people.rules import Role


class AskSomebodyElse(Invalid):
    """Ask a colleague of the service team of this contract, not yourself."""


class AskedAlready(Refusal):
    """This colleague was asked already and has not answered yet."""


class CountersignEnded(Refusal):
    """This countersign was answered or dropped already."""


class CountersignsWait(Refusal):
    """Colleagues have not answered yet: %(names)s. Wait for their word, or drop the countersign."""


@transaction.atomic
def ask_countersign(
    *, ticket: Ticket, asked: Person, question: str, revision: int | None = None, by: Person, at: datetime
) -> Countersign:
    """Ask a colleague to look and to agree or object; until then the vendor does not close the ticket."""
    require_role(by, ticket.engagement, WORKS, at=at)
    question = checked_note(question)
    claim(ticket, revision=revision)
    still_open(ticket)
    team = persons_with_role(ticket.engagement, WORKS, at=at)
    if asked.pk == by.pk or not team.filter(pk=asked.pk).exists():
        raise AskSomebodyElse
    try:
        with transaction.atomic():
            countersign = Countersign.objects.create(
                ticket=ticket,
                asked=asked,
                question=question,
                by=by,
                asked_at=at,
                state=CountersignState.WAITING,
            )
    except IntegrityError as error:
        raise AskedAlready from error
    _note(countersign, ChangeKind.COUNTERSIGN_ASKED, words=question, by=by, at=at)
    message = message_about(ticket, kind="desk.countersign", name=by.name, words=question, urgency=Urgency.PROMPT)
    tell(to=[asked], message=message, at=at)
    return countersign


@transaction.atomic
def answer_countersign(
    *, countersign: Countersign, agrees: bool, words: str = "", by: Person, at: datetime
) -> Countersign:
    """Agree, or object and say why; only whoever was asked."""
    ticket = countersign.ticket
    require_role(by, ticket.engagement, WORKS, at=at)
    if countersign.asked_id != by.pk:
        raise NotAllowed
    words = checked_note(words) if words.strip() or not agrees else ""
    claim(ticket, revision=None)
    _end(countersign, CountersignState.AGREED if agrees else CountersignState.OBJECTED, words=words, at=at)
    what = ChangeKind.COUNTERSIGNED if agrees else ChangeKind.OBJECTED
    _note(countersign, what, words=words, by=by, at=at)
    message = message_about(
        ticket,
        kind="desk.countersigned" if agrees else "desk.objected",
        name=by.name,
        words=words,
        urgency=Urgency.PROMPT,
    )
    tell(to=[countersign.by], message=message, at=at)
    return countersign


@transaction.atomic
def drop_countersign(*, countersign: Countersign, reason: str, by: Person, at: datetime) -> Countersign:
    """Wait no longer for a colleague's word: whoever asked, or a manager, and why."""
    ticket = countersign.ticket
    require_role(by, ticket.engagement, WORKS if countersign.by_id == by.pk else {Role.MANAGER}, at=at)
    reason = checked_note(reason)
    claim(ticket, revision=None)
    _end(countersign, CountersignState.DROPPED, words=reason, at=at)
    _note(countersign, ChangeKind.COUNTERSIGN_DROPPED, words=reason, by=by, at=at)
    return countersign


def none_waits(ticket: Ticket) -> None:
    """Refuse to close over a colleague's head."""
    waiting = Countersign.objects.filter(ticket=ticket, state=CountersignState.WAITING).select_related("asked")
    names = [one.asked.name for one in waiting]
    if names:
        raise CountersignsWait(names=listed(names))


def drop_all(ticket: Ticket, *, at: datetime) -> None:
    """Ask nobody any more, because the client's own word has ended the ticket; the history says so by that word."""
    Countersign.objects.filter(ticket=ticket, state=CountersignState.WAITING).update(
        state=CountersignState.DROPPED, ended_at=at
    )


def _end(countersign: Countersign, state: CountersignState, *, words: str, at: datetime) -> None:
    ended = Countersign.objects.filter(pk=countersign.pk, state=CountersignState.WAITING).update(
        state=state, words=words, ended_at=at
    )
    if not ended:
        raise CountersignEnded
    countersign.state, countersign.words, countersign.ended_at = state, words, at
    link = page_of(countersign.ticket)
    need_not_read(persons=[countersign.asked], kind="desk.countersign", link=link, at=at)


def _note(countersign: Countersign, what: ChangeKind, *, words: str, by: Person, at: datetime) -> None:
    changed(
        countersign.ticket,
        what,
        by=by,
        at=at,
        words=words,
        subject=countersign.asked.name,
        audience=NoteAudience.VENDOR,
        payload={"countersign": str(countersign.uuid), "asked": str(countersign.asked.uuid)},
    )
