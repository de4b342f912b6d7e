"""Background doors: an instance moved, or its deadline came nearer."""

from datetime import datetime

from xieban.documents.events import DocumentUrged
from xieban.flows.events import DeadlineMarked, InstanceMoved
from xieban.flows.queries import instance_of_event
from xieban.inbox import actions


def on_instance_moved(event: InstanceMoved | DeadlineMarked, *, at: datetime) -> None:
    """Let counters and lists of whoever is concerned be right at once."""
    instance = instance_of_event(uuid=event.instance_uuid)
    if instance is not None:
        actions.tell(instance=instance, at=at)


def on_document_urged(event: DocumentUrged, *, at: datetime) -> None:
    """Let whoever was urged see it at once."""
    actions.tell_people(people=event.people, at=at)
