"""The client who does not say whether it works is asked again, as often as the contract says."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhishou.desk.actions.changing import changed, claim
from zhishou.desk.actions.outside import ask_outside
from zhishou.desk.actions.talk import message_about
from zhishou.desk.models import Ticket
from zhishou.desk.queries.confirmations import confirmation_of
from zhishou.desk.rules.changes import ChangeKind
from zhishou.desk.rules.words import TicketState
from zhishou.notify.actions import tell
from zhishou.notify.rules import Urgency

PROCESS = "desk.reminders"


@transaction.atomic
def ask_again(*, ticket: Ticket, at: datetime) -> bool:
    """Ask the client once more whether it works; False where he has answered, or another worker was first."""
    claim(ticket, revision=None)
    asked_at = ticket.asked_at
    if (
        ticket.state != TicketState.RECOVERED
        or asked_at is None
        or ticket.remind_at is None
        or ticket.remind_at > at
    ):
        return False
    terms = confirmation_of(ticket, at=at)
    ticket.remind_at = terms.next_reminder(asked_at=asked_at, after=at)
    until = f"{timezone.localtime(asked_at + terms.within):%Y-%m-%d %H:%M}"
    changed(ticket, ChangeKind.ASKED_AGAIN, by=None, at=at, fields=["remind_at"], process=PROCESS)
    if ticket.caller is None:
        ask_outside(ticket, words="", until=until, at=at)
        return True
    asked = message_about(ticket, kind="desk.asked_again", name="", words=until, urgency=Urgency.PROMPT)
    tell(to=[ticket.caller], message=asked, at=at)
    return True
