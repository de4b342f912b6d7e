"""The one place that says who hears what, and what is done every few seconds."""

from datetime import timedelta

from jishi.outbox.door import NOBODY, Hearer
from jishi.outbox.events import Event
from jishi.tasks.door import HOUSEKEEPING, Tick
from xieban.administration import jobs as administration
from xieban.approvals import jobs as approvals
from xieban.archive import jobs as archive
from xieban.chat import events as chat_events
from xieban.chat import jobs as chat
from xieban.config.contents import SWEEP_EVERY, sweep_contents
from xieban.directory import events as directory_events
from xieban.directory import jobs as directory
from xieban.documents import events as documents_events
from xieban.documents import jobs as documents
from xieban.finding import jobs as finding
from xieban.flows import events as flows_events
from xieban.flows import jobs as flows
from xieban.inbox import jobs as inbox
from xieban.meetings import events as meetings_events
from xieban.meetings import jobs as meetings
from xieban.notices import events as notices_events
from xieban.notices import jobs as notices
from xieban.writing import events as writing_events
from xieban.writing import jobs as writing

HEARERS: dict[type[Event], tuple[Hearer, ...]] = {
    **dict.fromkeys(directory_events.ALL, (administration.on_directory_fact,)),
    **dict.fromkeys(chat_events.ALL, (administration.on_probe_key_changed,)),
    **dict.fromkeys(flows_events.ALL, NOBODY),
    **dict.fromkeys(meetings_events.ALL, (finding.on_minutes,)),
    **dict.fromkeys(notices_events.ALL, (finding.on_notice, chat.on_notice_changed)),
    **dict.fromkeys(writing_events.ALL, (finding.on_text,)),
    **dict.fromkeys(documents_events.ALL, (finding.on_document,)),
    documents_events.DocumentUrged: (inbox.on_document_urged, finding.on_document, chat.on_document_urged),
    flows_events.ServiceCalled: (documents.on_service_called, archive.on_service_called),
    documents_events.DocumentSealed: (documents.on_sealed, finding.on_document),
    writing_events.AttachmentsChanged: (writing.on_attachments_changed, finding.on_text),
    directory_events.PasswordForgotten: (directory.on_password_forgotten, administration.on_directory_fact),
    directory_events.PersonChanged: (administration.on_directory_fact, chat.on_person),
    directory_events.PersonLeft: (administration.on_directory_fact, chat.on_person),
    directory_events.SessionsEnded: (administration.on_directory_fact, chat.on_sessions_ended),
    directory_events.AppointmentChanged: (administration.on_directory_fact, chat.on_place),
    directory_events.UnitChanged: (administration.on_directory_fact, chat.on_place),
    directory_events.PostChanged: (administration.on_directory_fact, chat.on_place),
    directory_events.DelegationChanged: (administration.on_directory_fact, chat.on_delegation),
    flows_events.InstanceMoved: (
        inbox.on_instance_moved,
        approvals.on_instance_moved,
        notices.on_instance_moved,
        archive.on_instance_moved,
        meetings.on_instance_moved,
        finding.on_instance_moved,
        chat.on_instance_moved,
    ),
    flows_events.DeadlineMarked: (
        documents.on_deadline_marked,
        inbox.on_instance_moved,
        chat.on_deadline_marked,
    ),
}

TICKS: tuple[Tick, ...] = (
    *HOUSEKEEPING,
    Tick(name="files.sweep", every=SWEEP_EVERY, run=sweep_contents),
    Tick(name="flows.timers", every=timedelta(seconds=5), run=flows.tick_timers),
    Tick(name="chat.all", every=timedelta(minutes=10), run=chat.tick),
    Tick(name="chat.forget", every=timedelta(days=1), run=chat.tick_daily),
)
