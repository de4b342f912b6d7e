"""What reaches us is written down first, with the moment at which it did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from jishi.database.door import insert_once, new_row, update_one
from jishi.live.door import announce
from jishi.refusals.door import Invalid, Refusal
from zhishou.desk.actions.answers import answer_call
from zhishou.desk.actions.files import Taken, attach
from zhishou.desk.channels.registry import is_the_clients, name_of
from zhishou.desk.models import Intake, Ticket
from zhishou.desk.rules.modules import as_module
from zhishou.desk.rules.words import REPORTS, WORKS, IntakeState
from zhishou.ledger.actions import Fact, record_all
from zhishou.notify.actions import tell
from zhishou.notify.rules import Message, Urgency
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


class NotYourChannel(Invalid):
    """Only the service team says that something reached it by %(channel)s: use “api”, “web” or your own name."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What reached us: by which channel, when, from whom, in whose words."""

    channel: str
    words: str
    caller: Person | None
    caller_name: str
    caller_contact: str = ""
    caller_unit: str = ""
    reached_at: datetime
    reference: str = ""
    recording: str = ""
    module: str = ""


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
    module: str = "",
    files: Sequence[Taken] = (),
    by: Person | None,
    at: datetime,
) -> Intake:
    """Write down what reached us; the same reference of the same channel is one intake. `by=None`: a machine."""
    arrival = Arrival(
        channel=channel,
        words=words,
        caller=caller,
        caller_name=caller_name,
        caller_contact=caller_contact,
        reached_at=reached_at,
        caller_unit=caller_unit,
        reference=reference,
        recording=recording,
        module=module,
    )
    return write_down(engagement=engagement, arrival=arrival, files=files, by=by, at=at)


def write_down(
    *, engagement: Engagement, arrival: Arrival, files: Sequence[Taken] = (), by: Person | None, at: datetime
) -> Intake:
    """Write down what reached us, as `receive` does."""
    intake = arrived(engagement, arrival, by=by, at=at)
    # Only files can still be refused: without them, a savepoint of its own would save nothing.
    with transaction.atomic(savepoint=bool(files)):
        if not insert_once(intake):
            return known_by_reference(intake)
        _record(intake, "desk.intake_received", by=by, happened_at=intake.reached_at, at=at)
        if files:
            attach(to=intake, files=files, by=by, by_name=intake.caller_name, at=at)
    return intake


def arrived(engagement: Engagement, arrival: Arrival, *, by: Person | None, at: datetime) -> Intake:
    """Return the row of what reached us, not written yet, or refuse it."""
    if by is not None:
        held = require_role(by, engagement, REPORTS, at=at)
        if not held & WORKS and not is_the_clients(arrival.channel):
            raise NotYourChannel(channel=name_of(arrival.channel))
    caller = arrival.caller
    return new_row(
        Intake,
        beside={"engagement": engagement, "caller": caller, "by": by},
        channel=arrival.channel,
        reached_at=not_ahead(arrival.reached_at, at=at),
        recorded_at=at,
        caller_name=(arrival.caller_name or (caller.name if caller else "")).strip()[:60] or arrival.channel,
        caller_contact=arrival.caller_contact.strip()[:120],
        caller_unit=arrival.caller_unit.strip()[:60],
        words=checked_words(arrival.words),
        reference=arrival.reference,
        recording=arrival.recording,
        module=as_module(arrival.module),
        state=IntakeState.WAITING,
    )


def known_by_reference(intake: Intake) -> Intake:
    """Return what had reached us before by the same channel under the same reference."""
    known = Intake.objects.select_related("ticket")
    return known.get(engagement=intake.engagement, channel=intake.channel, reference=intake.reference)


@transaction.atomic
def answer_intake(*, intake: Intake, answer: str, by: Person, at: datetime) -> Intake:
    """Answer an intake at once, without a ticket."""
    require_role(by, intake.engagement, WORKS, at=at)
    answer = checked_words(answer)
    _decide(intake, state=IntakeState.ANSWERED, answer=answer)
    _record(intake, "desk.intake_answered", by=by, happened_at=at, at=at)
    if answer_call(intake, at=at) is None:
        _tell_answer(intake, by=by, at=at)
    return intake


def _tell_answer(intake: Intake, *, by: Person, at: datetime) -> None:
    """Tell whoever reported in his own name what the answer is; who called has heard it."""
    caller = intake.caller
    if caller is None or intake.by_id != caller.pk or caller.pk == by.pk:
        return
    answered = Message(
        kind="desk.answered",
        words={"name": by.name, "asked": intake.words[:60], "words": intake.answer[:500]},
        urgency=Urgency.PROMPT,
        link=f"/c/{intake.engagement.code}/help/",
        dedup_key=f"desk.answered:{intake.uuid}",
        engagement_code=intake.engagement.code,
    )
    tell(to=[caller], message=answered, at=at)


def _decide(intake: Intake, *, state: IntakeState, ticket: Ticket | None = None, answer: str = "") -> None:
    """Claim the decision; of two people only one decides."""
    before = intake.state, intake.ticket_id, intake.answer
    intake.state, intake.ticket, intake.answer = state, ticket, answer
    if not update_one(intake, ["state", "ticket_id", "answer"], state=IntakeState.WAITING):
        intake.state, intake.ticket_id, intake.answer = before
        raise AlreadyDecided


def joined(intake: Intake, *, ticket: Ticket, by: Person | None = None, at: datetime) -> None:
    """Mark that an intake belongs to a ticket, as somebody says, or as its channel found out."""
    _decide(intake, state=IntakeState.JOINED, ticket=ticket)
    _record(intake, "desk.intake_joined", by=by, happened_at=at, at=at)


def opened(intake: Intake, *, ticket: Ticket) -> None:
    """Mark that the ticket was opened from this intake."""
    _decide(intake, state=IntakeState.OPENED, ticket=ticket)


def _record(intake: Intake, what: str, *, by: Person | None, happened_at: datetime, at: datetime) -> None:
    record_all([fact_of(intake, what, by=by, happened_at=happened_at)], at=at)
    announce(audience=f"engagement:{intake.engagement.uuid}", news="desk")


def fact_of(intake: Intake, what: str, *, by: Person | None, happened_at: datetime) -> Fact:
    """Return what the ledger keeps about an intake."""
    return Fact(
        what=what,
        about_kind="intake",
        about_key=str(intake.uuid),
        engagement=intake.engagement,
        by=by,
        happened_at=happened_at,
        payload={
            "channel": intake.channel,
            "reached_at": intake.reached_at.isoformat(),
            "caller": intake.caller_name,
            "words": intake.words,
            "module": intake.module,
            "reference": intake.reference,
            "ticket": intake.ticket.number if intake.ticket else None,
        },
        process="" if by else f"channel {intake.channel}",
    )
