"""Background doors of the writing."""

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from xieban.writing import actions, queries
from xieban.writing.events import AttachmentsChanged


def on_attachments_changed(event: AttachmentsChanged, *, at: datetime) -> None:  # noqa: ARG001 - a worker reads its own clock
    """Let the words of a new file be read by a worker."""
    if event.what == "added":
        read_words.enqueue(attachment_uuid=event.attachment_uuid)


@task(priority=20)
def read_words(*, attachment_uuid: str) -> None:
    """Read the words of one file."""
    found = queries.attachment_of_event(uuid=attachment_uuid)
    if found is not None:
        actions.read_words(attachment=found, at=timezone.now())
