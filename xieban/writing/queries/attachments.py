"""Files of a body."""

import uuid as uuids
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet, Sum

from jishi.database.door import Compiled
from jishi.refusals.door import NotAllowed, NotThere
from xieban.directory.models import Person
from xieban.writing.models import Attachment, Body
from xieban.writing.queries.holders import require_reader
from xieban.writing.rules import AttachmentKind, TextState


def attachments_of(body: Body) -> list[Attachment]:
    """Return the attachments that belong to the body now, in their order, without their words."""
    return list(standing(body).defer("text").select_related("by"))


def originals_of(body: Body) -> list[Attachment]:
    """Return the Word files from which revisions were taken, the oldest first."""
    rows = Attachment.objects.filter(body=body, kind=AttachmentKind.ORIGINAL.value)
    return list(rows.defer("text").select_related("by", "revision"))


def standing(body: Body) -> QuerySet[Attachment]:
    return Attachment.objects.filter(body=body, kind=AttachmentKind.ATTACHMENT.value, removed_at=None)


def held_by(body: Body) -> int:
    """Return how many bytes the attachments of a body hold."""
    return standing(body).aggregate(all=Sum("size"))["all"] or 0


def get_attachment(viewer: Person, *, uuid: str | uuids.UUID, at: datetime) -> Attachment:
    """Return a file whose body this person may see now; one taken away too: something may be signed with it."""
    try:
        found = (
            Attachment.objects.filter(uuid=uuids.UUID(str(uuid))).defer("text").select_related("body", "by").first()
        )
    except ValueError as error:
        raise NotThere from error
    if found is None:
        raise NotThere
    require_reader(viewer, body=found.body, at=at)
    return found


def attachment_of_event(*, uuid: str) -> Attachment | None:
    """Return the file that an event names; for background work, where nobody is looking."""
    return Attachment.objects.filter(uuid=uuid).defer("text").select_related("body", "by").first()


def text_of(attachment: Attachment) -> str:
    """Return the words of a file, for searching: empty while they are not read, or where there are none."""
    return attachment.text


def texts_at(*, kind: str, key: str) -> str:
    """Return the names and words of all attachments of a holder's body; asked for every step of its flow."""
    return "\n".join(f"{name}\n{text}" for name, text in _texts(kind=kind, key=key))


_texts = Compiled(
    lambda kind, key: Attachment.objects.filter(
        body__kind=kind, body__key=key, kind=AttachmentKind.ATTACHMENT.value, removed_at=None
    ).values_list("name", "text")
)


def has_unreadable_at(*, kind: str, key: str) -> bool:
    """Say whether an attachment of a holder's body could not be opened, as far as they were read."""
    return _unreadable(kind=kind, key=key) != []


_unreadable = Compiled(
    lambda kind, key: Attachment.objects.filter(
        body__kind=kind,
        body__key=key,
        kind=AttachmentKind.ATTACHMENT.value,
        removed_at=None,
        text_state=TextState.UNREADABLE.value,
    ).values_list("pk")
)


def has_other_files(body: Body, *, since: datetime) -> bool:
    """Say whether the attachments are others than at a moment; what was taken away and came again is the same."""
    there = Attachment.objects.filter(body=body, kind=AttachmentKind.ATTACHMENT.value, at__lte=since)
    before = there.filter(Q(removed_at=None) | Q(removed_at__gt=since))
    return sorted(before.values_list("name", "sha256")) != sorted(standing(body).values_list("name", "sha256"))


def texts_of_all(*, kind: str, keys: Sequence[str]) -> dict[str, str]:
    """Return the names and words of all attachments of many holders' bodies, by the holder's key."""
    found: dict[str, list[str]] = {}
    rows = Attachment.objects.filter(
        body__kind=kind, body__key__in=keys, kind=AttachmentKind.ATTACHMENT.value, removed_at=None
    )
    for key, name, text in rows.values_list("body__key", "name", "text"):
        found.setdefault(key, []).append(f"{name}\n{text}")
    return {key: "\n".join(texts) for key, texts in found.items()}


def every_file(viewer: Person) -> QuerySet[Attachment]:
    """Return every file of every text, taken away or not, without their words; for administrators of everything."""
    if not viewer.is_administrator:
        raise NotAllowed
    return Attachment.objects.defer("text")


def how_many_files() -> int:
    """Count the files of all texts; for whoever watches, where nobody is looking."""
    return Attachment.objects.count()


def referenced_contents(digests: Collection[str]) -> set[str]:
    """Return which of some contents belong to a file here, taken away or not."""
    wanted = list(digests)
    pages = Attachment.objects.filter(first_page__in=wanted).values_list("first_page", flat=True)
    return {*Attachment.objects.filter(sha256__in=wanted).values_list("sha256", flat=True), *pages}
