"""Background doors of the search: whatever changes a document lets it be found as it is now."""

from collections.abc import Sequence
from datetime import datetime

from jishi.outbox.door import in_batches, only_where
from xieban.documents.events import DocumentFact
from xieban.documents.queries import documents_of_events, documents_of_instances
from xieban.documents.queries.bodies import KIND as BODY_KIND
from xieban.finding import actions
from xieban.flows.events import InstanceMoved
from xieban.meetings.events import MinutesKept
from xieban.notices.events import NoticeChanged
from xieban.writing.events import WritingFact


@in_batches
def on_document(events: Sequence[DocumentFact], *, at: datetime) -> None:  # noqa: ARG001 - what is found has no moment
    """Index documents whose elements, number or state changed."""
    actions.let_be_found(documents_of_events(event.document_uuid for event in events))


@only_where(lambda event: event.kind == BODY_KIND)
@in_batches
def on_text(events: Sequence[WritingFact], *, at: datetime) -> None:  # noqa: ARG001 - as above
    """Index documents whose text or files changed."""
    actions.let_be_found(documents_of_events(event.key for event in events))


@in_batches
def on_instance_moved(events: Sequence[InstanceMoved], *, at: datetime) -> None:  # noqa: ARG001 - as above
    """Index documents on which something was said."""
    actions.let_be_found(documents_of_instances(event.instance_uuid for event in events))


@in_batches
def on_notice(events: Sequence[NoticeChanged], *, at: datetime) -> None:  # noqa: ARG001 - as above
    """Index notices that were published, and forget those that were withdrawn."""
    actions.let_notices_be_found(sorted({event.notice_uuid for event in events}))


@in_batches
def on_minutes(events: Sequence[MinutesKept], *, at: datetime) -> None:  # noqa: ARG001 - as above
    """Index minutes that were closed."""
    actions.let_minutes_be_found(sorted({event.meeting_uuid for event in events}))
