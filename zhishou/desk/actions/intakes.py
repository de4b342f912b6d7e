"""What reaches us is written down first, with the moment at which it did."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from jishi.live.door import announce
from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, Refusal
from zhishou.desk.actions.files import Taken, attach
from zhishou.desk.events import WordsAdded
from zhishou.desk.models import Intake, Ticket
from zhishou.desk.queries import get_ticket
from zhishou.desk.rules.words import REPORTS, WORKS, IntakeState, NoteAudience
from zhishou.ledger.actions import record
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role

LONGEST: Final = 20_000
CLOCK_SKEW: Final = timedelta(seconds=5)


class SaysNothing(Invalid):
    """Say in a few words what has happened."""


class TooLong(Invalid):
    """This text is longer than 20,000 characters. Attach it as a file instead."""


class InTheFuture(Invalid):
    """This moment lies in the future. Check the date and the time."""


class AlreadyDecided(Refusal):
    """Somebody has already decided about this intake."""


def checked_words(words: str) -> str:
    """Return words that can be kept; refuse none, too many, and what no column can hold."""
    words = words.strip()
    if not words or "\x00" in words:
        raise SaysNothing
    if len(words) > LONGEST:
        raise TooLong
    return words


def not_ahead(moment: datetime, *, at: datetime) -> datetime:
    """Return a moment that has been; a little ahead is another machine's clock, and counts as now."""
    if moment > at + CLOCK_SKEW:
        raise InTheFuture
    return min(moment, at)


@transaction.atomic
def receive(
    *,
    engagement: Engagement,
    channel: str,
    words: str,
    caller: Person | None,
    caller_name: str,
    caller_contact: str = "",
    caller_unit: str = "",
    reached_at: datetime,
    reference: str = "",
    recording: str = "",
    files: Sequence[Taken] = (),
    by: Person | None,
    at: datetime,
) -> Intake:
    """Write down what reached us; the same reference of the same channel is one intake. `by=None`: a machine."""
    if by is not None:
        require_role(by, engagement, REPORTS, at=at)
    intake = Intake(
        engagement=engagement,
        channel=channel,
        reached_at=not_ahead(reached_at, at=at),
        recorded_at=at,
        caller=caller,
        caller_name=(caller_name or (caller.name if caller else "")).strip()[:60] or channel,
        caller_contact=caller_contact.strip()[:120],
        caller_unit=caller_unit.strip()[:60],
        words=checked_words(words),
        reference=reference,
        recording=recording,
        by=by,
        state=IntakeState.WAITING,
    )
    try:
        with transaction.atomic():
            intake.save(force_insert=True)
    except IntegrityError:
        if not reference:
            raise
        return Intake.objects.get(engagement=engagement, channel=channel, reference=reference)
    _record(intake, "desk.intake_received", by=by, happened_at=intake.reached_at, at=at)
    attach(to=intake, files=files, by=by, by_name=intake.caller_name, at=at)
    return intake


@transaction.atomic
def answer_intake(*, intake: Intake, answer: str, by: Person, at: datetime) -> Intake:
    """Answer an intake at once, without a ticket."""
    require_role(by, intake.engagement, WORKS, at=at)
    answer = checked_words(answer)
    _decide(intake, state=IntakeState.ANSWERED, answer=answer)
    _record(intake, "desk.intake_answered", by=by, happened_at=at, at=at)
    return intake


@transaction.atomic
def join_intake(*, intake: Intake, number: int, by: Person, at: datetime) -> Ticket:
    """Join an intake to a ticket that is about the same."""
    require_role(by, intake.engagement, WORKS, at=at)
    ticket = get_ticket(by, engagement=intake.engagement, number=number, at=at)
    _decide(intake, state=IntakeState.JOINED, ticket=ticket)
    _record(intake, "desk.intake_joined", by=by, happened_at=at, at=at)
    code, audience = intake.engagement.code, NoteAudience.EVERYBODY.value
    publish(WordsAdded(engagement_code=code, ticket_uuid=str(ticket.uuid), audience=audience), at=at)
    return ticket


def _decide(intake: Intake, *, state: IntakeState, ticket: Ticket | None = None, answer: str = "") -> None:
    """Claim the decision; of two people only one decides."""
    claimed = Intake.objects.filter(pk=intake.pk, state=IntakeState.WAITING).update(
        state=state, ticket=ticket, answer=answer
    )
    if not claimed:
        raise AlreadyDecided
    intake.state, intake.ticket, intake.answer = state, ticket, answer


def opened(intake: Intake, *, ticket: Ticket) -> None:
    """Mark that the ticket was opened from this intake."""
    _decide(intake, state=IntakeState.OPENED, ticket=ticket)


def _record(intake: Intake, what: str, *, by: Person | None, happened_at: datetime, at: datetime) -> None:
    record(
        what=what,
        about_kind="intake",
        about_key=str(intake.uuid),
        engagement=intake.engagement,
        by=by,
        happened_at=happened_at,
        at=at,
        payload={
            "channel": intake.channel,
            "reached_at": intake.reached_at.isoformat(),
            "caller": intake.caller_name,
            "words": intake.words,
            "reference": intake.reference,
            "ticket": intake.ticket.number if intake.ticket else None,
        },
        process="" if by else f"channel {intake.channel}",
    )
    announce(audience=f"engagement:{intake.engagement.uuid}", news="desk")
