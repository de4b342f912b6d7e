"""Background doors: the services that flows call of documents."""

from datetime import datetime
from typing import Final

from jishi.outbox.door import only_where
from xieban.documents import actions, queries
from xieban.documents.events import DocumentSealed
from xieban.documents.rules.words import Kind
from xieban.flows.events import DeadlineMarked, ServiceCalled
from xieban.flows.queries import instance_of_event

TYPESET: Final = "documents.typeset"
URGED: Final = frozenset({Kind.INCOMING.value, Kind.SUPERVISION.value})


@only_where(lambda event: event.service == TYPESET)
def on_service_called(event: ServiceCalled, *, at: datetime) -> None:
    """Typeset, where a flow waits for that; other services are others' to hear."""
    instance = instance_of_event(uuid=event.instance_uuid)
    document = queries.document_of_instance(instance) if instance else None
    if document is not None:
        actions.typeset_for_flow(document=document, token=event.token, at=at)


def on_sealed(event: DocumentSealed, *, at: datetime) -> None:
    """Set the document once more, with the seal on it."""
    document = queries.document_of_event(uuid=event.document_uuid)
    if document is not None:
        actions.typeset_sealed(document=document, at=at)


def on_deadline_marked(event: DeadlineMarked, *, at: datetime) -> None:
    """Urge about an incoming document whose limit has reached a mark."""
    instance = instance_of_event(uuid=event.instance_uuid)
    document = queries.document_of_instance(instance) if instance else None
    if document is not None and document.kind in URGED:
        actions.urge_at_mark(
            document=document,
            node=event.node,
            percent=event.percent,
            due_at=datetime.fromisoformat(event.due_at),
            people=event.people,
            at=at,
        )
