"""Background doors of the search: whatever changes a document lets it be found as it is now."""

from collections.abc import Sequence
from datetime import datetime

from jishi.outbox.door import in_batches
from xieban.documents.events import DocumentFact
from xieban.documents.queries import document_of_instance
from xieban.documents.queries.bodies import KIND as BODY_KIND
from xieban.finding import actions, queries
from xieban.flows.events import InstanceMoved
from xieban.flows.queries import instance_of_event
from xieban.writing.events import WritingFact


@in_batches
def on_document(events: Sequence[DocumentFact], *, at: datetime) -> None:  # noqa: ARG001 - what is found has no moment
    """Index documents whose elements, number or state changed."""
    actions.let_be_found(queries.documents_named(event.document_uuid for event in events))


@in_batches
def on_text(events: Sequence[WritingFact], *, at: datetime) -> None:  # noqa: ARG001 - as above
    """Index documents whose text or files changed."""
    actions.let_be_found(queries.documents_named(event.key for event in events if event.kind == BODY_KIND))


@in_batches
def on_instance_moved(events: Sequence[InstanceMoved], *, at: datetime) -> None:  # noqa: ARG001 - as above
    """Index documents on which something was said."""
    instances = (instance_of_event(uuid=uuid) for uuid in dict.fromkeys(event.instance_uuid for event in events))
    found = (document_of_instance(one) for one in instances if one is not None)
    actions.let_be_found(one for one in found if one is not None)
