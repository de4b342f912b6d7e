"""Files come to a body, change places, are taken away; their contents stay."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from jishi.files.door import MEGABYTE, Kept, Sent, TooManyFiles, keep, opened
from jishi.refusals.door import Invalid, Refusal
from xieban.directory.models import Person
from xieban.writing.actions.news import tell_attachment
from xieban.writing.models import Attachment, Body, Revision
from xieban.writing.queries import attachments_of, held_by, holder_of, require_writer
from xieban.writing.rules import AttachmentKind, TextState
from xieban.writing.rules.acting import acts_or_macros, is_active

LARGEST: Final = 200 * MEGABYTE
"""What the attachments of one body may hold together."""


class AttachmentsFull(Invalid):
    """The attachments would hold more than %(most)s MB together. Send smaller ones, or fewer."""


class ActsWhenOpened(Invalid):
    """“%(name)s” can act when it is opened. The archive never takes that: print it as a plain PDF, attach that."""


class BringsMacros(Invalid):
    """“%(name)s” brings macros, which the archive never takes. Save it without them, and attach that."""


class NothingChosen(Invalid):
    """Choose at least one file."""


class GoneAlready(Refusal):
    """This attachment has been taken away already."""


def attach(*, body: Body, files: Sequence[Sent], by: Person, at: datetime) -> list[Attachment]:
    """Let files that were sent belong to a body, behind those that are there.

    Their words are read in the background. Refused as a whole where one is empty, too large or a program.
    """
    require_writer(by, body=body, at=at)
    if not files:
        raise NothingChosen
    return attach_kept(body=body, kept=keep_sent(files), by=by, at=at)


def keep_sent(files: Sequence[Sent]) -> list[Kept]:
    """Keep the contents of files that were sent, outside of any transaction: it takes its time."""
    if len(files) > settings.FILES_AT_ONCE:
        raise TooManyFiles(most=settings.FILES_AT_ONCE)
    return [keep(one.content, name=one.name) for one in files]


def attach_kept(*, body: Body, kept: Sequence[Kept], by: Person, at: datetime) -> list[Attachment]:
    """Let contents that are kept already belong to a body, in the caller's transaction."""
    require_writer(by, body=body, at=at)
    if holder_of(body).is_archived(key=body.key):
        _require_inert(kept)
    with transaction.atomic():
        _locked(body)
        if held_by(body) + sum(one.size for one in kept) > LARGEST:
            raise AttachmentsFull(most=LARGEST // MEGABYTE)
        last = Attachment.objects.filter(body=body).aggregate(last=Max("place"))["last"] or 0
        made = [
            add_file(body=body, kept=one, kind=AttachmentKind.ATTACHMENT, place=last + turn, by=by, at=at)
            for turn, one in enumerate(kept, start=1)
        ]
        for one in made:
            tell_attachment(one, what="added", by=by, at=at)
    return made


def add_file(
    *,
    body: Body,
    kept: Kept,
    kind: AttachmentKind,
    place: int,
    revision: Revision | None = None,
    by: Person,
    at: datetime,
) -> Attachment:
    """Write a kept file into the books."""
    return Attachment.objects.create(
        body=body, kind=kind.value, revision=revision, place=place, name=kept.name, sha256=kept.sha256,
        size=kept.size, media_type=kept.media_type, thumb_width=kept.thumb_width, thumb_height=kept.thumb_height,
        text_state=TextState.NONE.value if kept.thumb_width else TextState.WAITING.value, by=by, at=at,
    )  # fmt: skip


def detach(*, attachment: Attachment, by: Person, at: datetime) -> None:
    """Take an attachment away while the text may be changed; row and content stay for what was signed with it."""
    require_writer(by, body=attachment.body, at=at)
    with transaction.atomic():
        rows = Attachment.objects.filter(pk=attachment.pk, removed_at=None, kind=AttachmentKind.ATTACHMENT.value)
        if not rows.update(removed_at=at, removed_by=by):
            raise GoneAlready
        tell_attachment(attachment, what="removed", by=by, at=at)


def move(*, attachment: Attachment, up: bool, by: Person, at: datetime) -> None:
    """Let an attachment and its neighbour change places; the first and the last stay where they are."""
    require_writer(by, body=attachment.body, at=at)
    with transaction.atomic():
        _locked(attachment.body)
        order = [one.pk for one in attachments_of(attachment.body)]
        if attachment.pk not in order:
            raise GoneAlready
        here = order.index(attachment.pk)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(order):
            return
        order[here], order[there] = order[there], order[here]
        for place, pk in enumerate(order, start=1):
            Attachment.objects.filter(pk=pk).update(place=place)
        tell_attachment(attachment, what="moved", by=by, at=at)


def _require_inert(kept: Sequence[Kept]) -> None:
    """Refuse what the archive would find at the end, when what is signed can no longer be changed."""
    for one in kept:
        with opened(one.sha256) as file:
            acts, has_macros = acts_or_macros(file)
        if acts or is_active(one.media_type):
            raise ActsWhenOpened(name=one.name)
        if has_macros:
            raise BringsMacros(name=one.name)


def _locked(body: Body) -> None:
    """Let those who change the files of one body come one after the other."""
    Body.objects.select_for_update().get(pk=body.pk)
