"""The client's people say how satisfied they are; what is low is heard at once."""

from datetime import datetime

from django.db import IntegrityError, transaction

from jishi.live.door import announce
from jishi.outbox.door import publish
from jishi.refusals.door import NotAllowed, Refusal
from zhishou.desk.actions.changing import WrongState, checked_note, claim, require_sight
from zhishou.desk.actions.talk import message_about
from zhishou.desk.events import TicketRated
from zhishou.desk.models import Rating, Ticket
from zhishou.desk.queries.ratings import cycle_of, speaks_for
from zhishou.desk.rules.ratings import Stars, is_low
from zhishou.desk.rules.words import TicketState
from zhishou.ledger.actions import record
from zhishou.notify.actions import tell
from zhishou.notify.rules import Urgency
from zhishou.people.models import Person
from zhishou.people.queries import persons_with_role
from zhishou.people.rules import CLIENT_ROLES, Role


class AlreadyRated(Refusal):
    """This has been rated already. If it is not done after all, reopen the ticket."""


@transaction.atomic
def rate(*, ticket: Ticket, stars: Stars, words: str = "", by: Person, at: datetime) -> Rating:
    """Rate a closed ticket, as whoever called it in or confirmed it; once for each time that it was closed."""
    require_sight(by, ticket, CLIENT_ROLES, at=at)
    if not speaks_for(by, ticket):
        raise NotAllowed
    claim(ticket, revision=None)
    if ticket.state != TicketState.CLOSED:
        raise WrongState
    rating = Rating(
        ticket=ticket,
        cycle=cycle_of(ticket),
        stars=stars.value,
        words=checked_note(words) if words.strip() else "",
        by=by,
        by_name=by.name,
        at=at,
    )
    try:
        with transaction.atomic():
            rating.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyRated from error
    _tell(rating, stars=stars, at=at)
    return rating


def _tell(rating: Rating, *, stars: Stars, at: datetime) -> None:
    ticket = rating.ticket
    record(
        what="desk.ticket_rated",
        about_kind="ticket",
        about_key=str(ticket.uuid),
        engagement=ticket.engagement,
        by=rating.by,
        happened_at=at,
        at=at,
        payload={
            "number": ticket.number,
            "rating": str(rating.uuid),
            "cycle": rating.cycle,
            "stars": stars.value,
            "words": rating.words,
        },
    )
    publish(
        TicketRated(
            engagement_code=ticket.engagement.code,
            ticket_uuid=str(ticket.uuid),
            number=ticket.number,
            cycle=rating.cycle,
            stars=stars.value,
            rated_at=at,
        ),
        at=at,
    )
    if is_low(stars):
        low = message_about(
            ticket, kind="desk.rated_low", name=rating.by_name, words=rating.words, urgency=Urgency.PROMPT
        )
        tell(to=list(persons_with_role(ticket.engagement, [Role.MANAGER], at=at)), message=low, at=at)
    announce(audience=f"engagement:{ticket.engagement.uuid}", news="desk")
