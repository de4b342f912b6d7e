"""Background doors of the archive: the flow's check, and the end of a flow."""

from datetime import datetime
from typing import Final

from jishi.outbox.door import only_where
from xieban.archive import actions
from xieban.directory.queries import persons_by_id
from xieban.documents import queries as documents
from xieban.flows.events import InstanceMoved, ServiceCalled
from xieban.flows.queries import instance_of_event
from xieban.flows.rules.words import Status

CHECK: Final = "documents.check_archive"


@only_where(lambda event: event.service == CHECK)
def on_service_called(event: ServiceCalled, *, at: datetime) -> None:
    """Run the four checks, where a flow waits for them; other services are others' to hear."""
    instance = instance_of_event(uuid=event.instance_uuid)
    document = documents.document_of_instance(instance) if instance else None
    if document is not None:
        actions.check_for_flow(document=document, token=event.token, at=at)


@only_where(lambda event: event.status == Status.FINISHED.value)
def on_instance_moved(event: InstanceMoved, *, at: datetime) -> None:
    """Put a document into the archive when its flow has come to its end."""
    instance = instance_of_event(uuid=event.instance_uuid)
    document = documents.document_of_instance(instance) if instance else None
    if document is not None:
        by = persons_by_id([event.by]).get(event.by) if event.by else None
        actions.archive_finished(document=document, by=by or document.drafter, at=at)
