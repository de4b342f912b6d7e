"""Background doors: an instance moved, or its deadline came nearer."""

from collections.abc import Sequence
from datetime import datetime

from jishi.outbox.door import in_batches
from xieban.documents.events import DocumentUrged
from xieban.flows.events import DeadlineMarked, InstanceMoved
from xieban.inbox import actions


@in_batches
def on_instance_moved(events: Sequence[InstanceMoved | DeadlineMarked], *, at: datetime) -> None:
    """Let counters and lists of whoever is concerned be right at once."""
    actions.tell(instances={event.instance_uuid for event in events}, at=at)


def on_document_urged(event: DocumentUrged, *, at: datetime) -> None:
    """Let whoever was urged see it at once."""
    actions.tell_people(people=event.people, at=at)
