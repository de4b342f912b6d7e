"""Background doors: what others publish, and what is done every so often."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from jishi.outbox.door import in_batches, only_where
from xieban.chat.actions import errands, sayings
from xieban.chat.actions.sayings import Telling
from xieban.chat.queries.rooms import rooms_about
from xieban.chat.queries.told import notices_of, titles_of
from xieban.chat.rules.names import Kind
from xieban.chat.rules.words import What
from xieban.directory import events as directory
from xieban.directory.queries import person_of_event
from xieban.documents.events import DocumentUrged
from xieban.flows.events import DeadlineMarked, InstanceMoved
from xieban.notices.events import NoticeChanged

URGED_BY_HAND = 0


def on_person(event: directory.PersonChanged | directory.PersonLeft, *, at: datetime) -> None:
    """Let an account follow its person; one whose access ends comes before everything else."""
    person = person_of_event(uuid=event.key)
    if person is None or not settings.CHAT:
        return
    errands.ask_for_accounts([person], pressing=not person.is_active, at=at)
    errands.ask_for_departments(at=at)
    if isinstance(event, directory.PersonChanged) and "is_active" in event.fields and person.is_active:
        errands.ask_to_bring_back(person, at=at)


@only_where(lambda event: event.reason != "one")  # he left one browser, and stays on his telephone
def on_sessions_ended(event: directory.SessionsEnded, *, at: datetime) -> None:
    """Sign out of the chat whoever was signed out of the office on other devices: one of them may be lost."""
    person = person_of_event(uuid=event.key)
    if person is not None and settings.CHAT:
        errands.ask_to_end_devices(person, at=at)


def on_place(
    event: directory.AppointmentChanged | directory.UnitChanged | directory.PostChanged, *, at: datetime
) -> None:
    """Let the departments' rooms follow who works where, and his other rooms what he may see now."""
    if not settings.CHAT:
        return
    errands.ask_for_departments(pressing=True, at=at)
    person = person_of_event(uuid=event.key) if isinstance(event, directory.AppointmentChanged) else None
    if person is not None:
        errands.ask_for_rooms_of(person, pressing=True, at=at)


def on_delegation(event: directory.DelegationChanged, *, at: datetime) -> None:
    """Let whoever no longer stands in for somebody leave the rooms that he saw by that."""
    deputy = person_of_event(uuid=event.deputy_uuid)
    if deputy is not None and settings.CHAT:
        errands.ask_for_rooms_of(deputy, pressing=True, at=at)


@in_batches
def on_instance_moved(events: Sequence[InstanceMoved], *, at: datetime) -> None:
    """Say to whom new work came, and let the rooms about it have the people who have to do with it now."""
    if not settings.CHAT:
        return
    known = titles_of([one.instance_uuid for one in events])
    tellings = []
    for event in events:
        thing = known.get(event.instance_uuid)
        if thing is None:
            continue
        about = f"{event.instance_uuid}:{event.step}"
        for what, people in ((What.WORK, event.people), (What.READ, event.readers)):
            others = tuple(sorted(set(people) - {event.by}))
            tellings.append(Telling(what=what, about=about, title=thing.title, path=thing.path, people=others))
    sayings.tell(tellings, at=at)
    for kind, keys in (
        (Kind.DOCUMENT, [one.document for one in known.values() if one.document]),
        (Kind.MEETING, [one.meeting for one in known.values() if one.meeting]),
    ):
        errands.ask_for_rooms(rooms_about(kind=kind, keys=keys), at=at)


def on_deadline_marked(event: DeadlineMarked, *, at: datetime) -> None:
    """Say that a deadline comes near, or has passed."""
    thing = titles_of([event.instance_uuid]).get(event.instance_uuid)
    if thing is not None:
        about = f"{event.instance_uuid}:{event.node}:{event.due_at}:{event.percent}"
        people = tuple(event.people)
        telling = Telling(what=What.DEADLINE, about=about, title=thing.title, path=thing.path, people=people)
        sayings.tell([telling], at=at)


def on_document_urged(event: DocumentUrged, *, at: datetime) -> None:
    """Say who is urged: by hand, or because the limit of a document comes near."""
    thing = titles_of([], documents=[event.document_uuid]).get(event.document_uuid)
    if thing is not None:
        what = What.URGE if event.percent == URGED_BY_HAND else What.DEADLINE
        about = f"{event.document_uuid}:{event.percent}:{event.happened_at.isoformat()}"
        people = tuple(event.people)
        sayings.tell([Telling(what=what, about=about, title=thing.title, path=thing.path, people=people)], at=at)


def on_notice_changed(event: NoticeChanged, *, at: datetime) -> None:
    """Say that a notice was published, to everybody for whom it is."""
    for notice, people in notices_of([event.notice_uuid]):
        path = reverse("notices:one", kwargs={"uuid": notice.uuid})
        telling = Telling(
            what=What.NOTICE, about=str(notice.uuid), title=notice.title, path=path, people=tuple(people)
        )
        sayings.tell([telling], at=at)


def tick_daily(*, at: datetime) -> None:
    """Let what outside watches said long ago be forgotten."""
    if settings.CHAT:
        errands.ask_to_forget(at=at)


def tick(*, at: datetime) -> None:
    """Look at what goes out of step by time alone, and forget what was said long ago."""
    if settings.CHAT:
        errands.ask_for_all(at=at)
        sayings.sweep(at=at)
