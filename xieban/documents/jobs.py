"""Background doors: the services that flows call of documents."""

from datetime import datetime
from typing import Final

from xieban.documents import actions, queries
from xieban.documents.events import DocumentSealed
from xieban.flows.events import ServiceCalled
from xieban.flows.queries import instance_of_event

TYPESET: Final = "documents.typeset"


def on_service_called(event: ServiceCalled, *, at: datetime) -> None:
    """Typeset, where a flow waits for that; other services are others' to hear."""
    if event.service != TYPESET:
        return
    instance = instance_of_event(uuid=event.instance_uuid)
    document = queries.document_of_instance(instance) if instance else None
    if document is not None:
        actions.typeset_for_flow(document=document, token=event.token, at=at)


def on_sealed(event: DocumentSealed, *, at: datetime) -> None:
    """Set the document once more, with the seal on it."""
    document = queries.document_of_event(uuid=event.document_uuid)
    if document is not None:
        actions.typeset_sealed(document=document, at=at)
