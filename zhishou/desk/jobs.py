"""Background doors of the desk."""

from collections.abc import Sequence
from datetime import datetime

from jishi.outbox.door import in_batches
from zhishou.desk import actions, queries
from zhishou.desk.events import EvidenceRecorded, TicketBecameFatal, TicketChanged, TicketOpened, WordsAdded
from zhishou.duty.events import LadderAcknowledged
from zhishou.people import queries as people


def tick_clocks(*, at: datetime) -> None:
    """Tell what time alone has changed."""
    actions.tell_news(at=at)


@in_batches
def on_words(events: Sequence[TicketOpened | TicketChanged | WordsAdded], *, at: datetime) -> None:  # noqa: ARG001 - what is found has no moment
    """Let the tickets be found by what is said on them."""
    actions.let_be_found({event.ticket_uuid for event in events})


def on_ticket_became_fatal(event: TicketBecameFatal, *, at: datetime) -> None:
    """Call the watch."""
    ticket = queries.ticket_of_event(uuid=event.ticket_uuid)
    if ticket is not None:
        actions.call_the_watch(ticket=ticket, at=at)


def on_answered_or_ended(event: EvidenceRecorded | TicketChanged, *, at: datetime) -> None:
    """Call nobody else where nobody is needed any more."""
    ticket = queries.ticket_of_event(uuid=event.ticket_uuid)
    if ticket is not None:
        actions.call_off(ticket=ticket, at=at)


def on_ladder_acknowledged(event: LadderAcknowledged, *, at: datetime) -> None:  # noqa: ARG001 - the event has its own
    """Show on the ticket who takes it on."""
    person = people.person_of_event(uuid=event.person_uuid)
    ticket = queries.ticket_of_event(uuid=event.about_key) if event.about_kind == "ticket" else None
    if ticket is not None and person is not None:
        actions.note_answered_call(ticket=ticket, person=person, happened_at=event.happened_at)
