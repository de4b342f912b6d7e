"""What somebody who wrote to us from outside hears about his ticket, and how his reply decides."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhishou.desk.actions.answers import write_answer, wrote_about
from zhishou.desk.channels.registry import channel
from zhishou.desk.models import Answer, Intake, Received, Ticket
from zhishou.desk.rules.channels import Nature
from zhishou.desk.rules.inlets import AnswerKind, AnswerState
from zhishou.desk.rules.words import MENDED, TicketState

LANGUAGE = "zh-hans"  # whoever has no account has told us no language


def say_number(intake: Intake, ticket: Ticket, *, at: datetime) -> Answer | None:
    """Tell whoever wrote an intake under which number it is worked on."""
    way = channel(intake.channel)
    if way is None or way.reply is None:
        return None
    received = (
        Received.objects.filter(intake=intake, nature=Nature.PERSON).select_related("inlet__engagement").first()
    )
    if received is None:
        return None
    with override(intake.caller.language if intake.caller else LANGUAGE):
        words = _(
            "Your message is handled as ticket %(number)s: %(title)s\n\n"
            "To add something, reply to this message and leave its subject as it is."
        ) % {"number": ticket.number, "title": ticket.title}
    return _say(received, AnswerKind.OPENED, ticket, words=words, at=at)


def ask_outside(ticket: Ticket, *, words: str, until: str = "", at: datetime) -> list[Answer]:
    """Ask everybody who wrote about a ticket whether it works again or is done; a reply of 1 or 2 decides."""
    with override(LANGUAGE):
        if until:
            words = _(
                "We have no answer from you yet. Without one the ticket may be closed from %(moment)s on."
            ) % {"moment": until}
        asked = _question(ticket) % {
            "number": ticket.number,
            "since": f"{timezone.localtime(ticket.recovered_at or at):%Y-%m-%d %H:%M}",
            "words": words,
        }
    found = [_say(one, AnswerKind.QUESTION, ticket, words=asked, at=at) for one in wrote_about(ticket)]
    return [one for one in found if one is not None]


def _question(ticket: Ticket) -> str:
    if ticket.kind in MENDED:
        return _(
            "Ticket %(number)s: we think that it works again since %(since)s.\n\n%(words)s\n\n"
            "Please try it, then reply to this message. Write only\n"
            "1  if it works again: the ticket is closed then\n"
            "2  if it does not: we go on\n\n"
            "Any other words are read by our service desk, and decide nothing by themselves."
        )
    return _(
        "Ticket %(number)s: we think that it is done since %(since)s.\n\n%(words)s\n\n"
        "Please look at it, then reply to this message. Write only\n"
        "1  if it is done: the ticket is closed then\n"
        "2  if it is not: we go on\n\n"
        "Any other words are read by our service desk, and decide nothing by themselves."
    )


def say_closed(ticket: Ticket, *, words: str, at: datetime) -> list[Answer]:
    """Tell everybody who wrote about a ticket that it was closed without their answer."""
    with override(LANGUAGE):
        said = _(
            "Ticket %(number)s was closed because we had no answer from you.\n\n%(words)s\n\n"
            "If it still does not work or is not done, reply to this message."
        ) % {"number": ticket.number, "words": words}
    found = [_say(one, AnswerKind.CLOSED, ticket, words=said, at=at) for one in wrote_about(ticket)]
    return [one for one in found if one is not None]


def was_asked(received: Received, ticket: Ticket) -> bool:
    """Say whether a message comes from whom we asked about this ticket's present recovery, after we asked."""
    if ticket.state != TicketState.RECOVERED or ticket.caller_id is not None or received.nature != Nature.PERSON:
        return False
    asked = Answer.objects.filter(kind=AnswerKind.QUESTION, to__sender_address__iexact=received.sender_address)
    about = asked.filter(to__intake__ticket=ticket) | asked.filter(to__intake__ticket__merged_into=ticket)
    last = about.exclude(state=AnswerState.RETURNED).order_by("-id").first()
    return last is not None and bool(received.sender_address) and received.reached_at >= last.made_at


def _say(received: Received, kind: AnswerKind, ticket: Ticket, *, words: str, at: datetime) -> Answer | None:
    said = f"{words}\n\n{received.inlet.engagement.name}"
    return write_answer(received, kind, words=said, ticket=ticket, at=at)
