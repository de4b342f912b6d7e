"""A further report is about a ticket that is there already."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from jishi.outbox.door import publish
from zhishou.desk.actions.changing import claim, still_open
from zhishou.desk.actions.intakes import joined
from zhishou.desk.actions.outside import say_number
from zhishou.desk.actions.talk import message_about
from zhishou.desk.events import WordsAdded
from zhishou.desk.models import Intake, Ticket
from zhishou.desk.queries.tickets import get_ticket, holders
from zhishou.desk.rules.words import WORKS, NoteAudience
from zhishou.notify.actions import tell
from zhishou.notify.rules import Urgency
from zhishou.people.models import Person
from zhishou.people.queries import require_role


@transaction.atomic
def join_intake(*, intake: Intake, number: int, by: Person, at: datetime) -> Ticket:
    """Join an intake to a ticket that is about the same and goes on; one that was merged leads to the older.

    On a ticket that has ended nobody would look at it: that one is reopened first, or another is opened.
    """
    require_role(by, intake.engagement, WORKS, at=at)
    found = get_ticket(by, engagement=intake.engagement, number=number, at=at)
    ticket = found.merged_into or found
    claim(ticket, revision=None)
    still_open(ticket)
    joined(intake, ticket=ticket, by=by, at=at)
    code, audience = intake.engagement.code, NoteAudience.EVERYBODY.value
    publish(WordsAdded(engagement_code=code, ticket_uuid=str(ticket.uuid), audience=audience), at=at)
    say_number(intake, ticket, at=at)
    _tell_holders(intake, ticket, by=by, at=at)
    return ticket


def _tell_holders(intake: Intake, ticket: Ticket, *, by: Person, at: datetime) -> None:
    told = message_about(
        ticket, kind="desk.replied", name=intake.caller_name, words=intake.words, urgency=Urgency.PROMPT
    )
    to = [one for one in holders(ticket, at=at) if one.pk != by.pk]
    tell(to=to, message=replace(told, dedup_key=f"desk.replied:{intake.uuid}"), at=at)
