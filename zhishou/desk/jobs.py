"""Background doors of the desk."""

import contextlib
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from jishi.files.door import shelf_of_turn, sweep
from jishi.outbox.door import in_batches
from jishi.tasks.door import ready_of
from zhishou.contracts.rules import Level
from zhishou.desk import actions, queries
from zhishou.desk.actions import inlets, watching
from zhishou.desk.actions.answers import send_due
from zhishou.desk.actions.reminders import ask_again
from zhishou.desk.events import EvidenceRecorded, TicketBecameFatal, TicketChanged, TicketOpened, WordsAdded
from zhishou.desk.queries.confirmations import to_be_asked_again
from zhishou.desk.queries.files import referenced_contents
from zhishou.desk.queries.inlets import due_answers, due_inlets, inlet_by_id
from zhishou.duty.events import LadderAcknowledged
from zhishou.people import queries as people
from zhishou.watch import queries as watch
from zhishou.watch.events import AlertChanged, AlertCleared, AlertRaised, ProbersBack, ProbersSilent


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


def on_alert_raised(event: AlertRaised, *, at: datetime) -> None:
    """Open the ticket about what the watch sees."""
    alert = watch.alert_of_event(uuid=event.alert_uuid)
    if alert is not None:
        watching.open_about(alert=alert, level=Level(event.level), at=at)


def on_alert_changed(event: AlertChanged, *, at: datetime) -> None:
    """Write on the ticket what else broke with it."""
    alert = watch.alert_of_event(uuid=event.alert_uuid)
    joined = watch.alert_of_event(uuid=event.joined_uuid)
    if alert is not None and joined is not None:
        watching.add_to(alert=alert, joined=joined, level=Level(event.level), at=at)


def on_alert_cleared(event: AlertCleared, *, at: datetime) -> None:
    """Take the sample by which it works again as evidence."""
    alert = watch.alert_of_event(uuid=event.alert_uuid)
    if alert is not None:
        watching.close_about(alert=alert, ended_at=event.happened_at, sample=event.sample, at=at)


def on_probers_silent(event: ProbersSilent, *, at: datetime) -> None:
    """Open the ticket that says that nothing is watched."""
    _tell_blindness(event, until=None, at=at)


def on_probers_back(event: ProbersBack, *, at: datetime) -> None:
    """Record on it that everything is watched again."""
    _tell_blindness(event, until=event.until, at=at)


def _tell_blindness(event: ProbersSilent | ProbersBack, *, until: datetime | None, at: datetime) -> None:
    for engagement in people.engagements_by_code([event.engagement_code]).values():
        watching.tell_blindness(engagement=engagement, since=event.since, until=until, at=at)


_TIME_OF_ONE_TASK = timedelta(seconds=60)


@task(priority=30)
def look_into(*, inlet_id: int) -> int:
    """Take in what is new behind one inlet; whoever comes while another looks goes away."""
    inlet = inlet_by_id(inlet_id=inlet_id)
    if inlet is None:
        return 0
    with contextlib.suppress(inlets.BusyLooking):
        return inlets.look_into(inlet=inlet, clock=timezone.now)
    return 0


def tick_inlets(*, at: datetime) -> None:
    """Have every inlet looked into whose time has come, each by a worker."""
    if ready_of(look_into.module_path) > 0:
        return  # the workers are behind: more of the same would not help
    for inlet in due_inlets(at=at):
        if inlets.claim_look(inlet=inlet, at=at):
            look_into.enqueue(inlet_id=inlet.pk)


@task(priority=30)
def send_answers() -> int:
    """Send what is due for at most a minute."""
    return send_due(clock=timezone.now, until=timezone.now() + _TIME_OF_ONE_TASK)


def tick_reminders(*, at: datetime) -> None:
    """Ask those again who have not said whether it works."""
    for ticket in to_be_asked_again(at=at):
        ask_again(ticket=ticket, at=at)


SWEEP_EVERY = timedelta(minutes=5)


References = Callable[[Collection[str]], set[str]]
"""Returns which of some digests an area refers to."""


def tick_files(*, at: datetime, also: Sequence[References] = ()) -> None:
    """Take away contents to which nothing refers, one folder each time: all have had their turn within a day.

    Areas above keep files in the same folders; the wiring says how `also` they are asked.
    """

    def referenced(digests: Collection[str]) -> set[str]:
        return referenced_contents(digests).union(*(ask(digests) for ask in also))

    sweep(shelf=shelf_of_turn(at=at, every=SWEEP_EVERY), referenced=referenced, at=at)


def tick_answers(*, at: datetime) -> None:
    """Wake a sender where an answer waits."""
    if due_answers(at=at).exists() and not ready_of(send_answers.module_path):
        send_answers.enqueue()
