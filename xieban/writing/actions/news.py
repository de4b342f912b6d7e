"""What is told upwards."""

from datetime import datetime

from jishi.outbox.door import publish
from xieban.directory.models import Person
from xieban.writing.events import AttachmentRead, AttachmentsChanged, RevisionSaved
from xieban.writing.models import Attachment, Revision


def tell_revision(saved: Revision, *, at: datetime) -> None:
    """Tell that a new state of a text counts."""
    body = saved.body
    publish(
        RevisionSaved(
            happened_at=at,
            body_uuid=str(body.uuid),
            kind=body.kind,
            key=body.key,
            by_uuid=str(saved.by.uuid),
            number=saved.number,
            sha256=saved.sha256,
        ),
        at=at,
    )


def tell_attachment(one: Attachment, *, what: str, by: Person, at: datetime) -> None:
    """Tell that a file was added, taken away or moved."""
    body = one.body
    publish(
        AttachmentsChanged(
            happened_at=at,
            body_uuid=str(body.uuid),
            kind=body.kind,
            key=body.key,
            by_uuid=str(by.uuid),
            attachment_uuid=str(one.uuid),
            what=what,
        ),
        at=at,
    )


def tell_read(one: Attachment, *, at: datetime) -> None:
    """Tell that the words of a file are known."""
    body = one.body
    publish(
        AttachmentRead(
            happened_at=at,
            body_uuid=str(body.uuid),
            kind=body.kind,
            key=body.key,
            by_uuid=str(one.by.uuid),
            attachment_uuid=str(one.uuid),
        ),
        at=at,
    )
